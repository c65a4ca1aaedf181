"""The glossary, and the A to Z of the whole site."""

from __future__ import annotations

from collections import Counter

from portal.errors import N_
from portal.model.base import Record
from portal.model.directory import Organisation, Service
from portal.model.guidance import Decision, Guide, Term
from portal.model.pathway import Pathway
from portal.web.collation import by_letter
from portal.web.page import Page
from portal.web.routes import Route, each
from portal.web.show import record_of, show, show_record
from portal.web.views.lists import kind_path

# What a line of the A to Z leads to: said where two lines have the same words.
NAMES = {
    "pathways": N_("Pathway"),
    "guides": N_("Guide"),
    "decisions": N_("Whom to see?"),
    "glossary": N_("Word to understand"),
    "specialties": N_("Specialty"),
    "services": N_("Services"),
    "organisations": N_("Organisations"),
}


def term(page: Page, ident: str) -> str:
    """One word, or its several meanings."""
    record = record_of(page, Term, ident)
    catalogue = page.site.catalogue
    return show_record(
        page,
        "term.html",
        record,
        related=[r for ref in (*record.related, *record.see_also) if (r := catalogue.shown(ref))],
    )


def glossary(page: Page) -> str:
    """All words, by letter."""
    terms = [(page.localised(t).title, t) for t in page.site.catalogue.all(Term)]
    return show(page, "glossary.html", letters=by_letter(terms))


def a_to_z(page: Page) -> str:
    """Everything by letter: titles and the other words that people use for them."""
    entries: list[tuple[str, tuple[str, str]]] = []  # word, (address, real title or "")
    kinds: tuple[type[Record], ...] = (Pathway, Guide, Decision, Term)
    for kind in kinds:
        for original in page.site.catalogue.all(kind):
            record = page.localised(original)
            entries.append((record.title, (original.ref, "")))
            entries += [(alias, (original.ref, record.title)) for alias in record.aliases]
    for entry in page.site.catalogue.vocabularies.specialties:
        title = entry.text(page.lang)
        entries.append((title, (f"specialties/{entry.code}", "")))
        if page.lang == page.site.default_language:
            entries += [(alias, (f"specialties/{entry.code}", title)) for alias in entry.aliases]
    catalogue = page.site.catalogue
    entries += [
        (page.label("service_kind", code), (kind_path("services", code), ""))
        for code in sorted({service.kind for service in catalogue.all(Service)})
    ]
    entries += [
        (page.label("organisation_kind", code), (kind_path("organisations", code), ""))
        for code in sorted({organisation.kind for organisation in catalogue.all(Organisation)})
    ]
    alike = Counter((word, title) for word, (_, title) in entries)
    lines = [
        (word, (address, title, _kind_of(page, address) if alike[word, title] > 1 else ""))
        for word, (address, title) in entries
    ]
    return show(page, "a_to_z.html", letters=by_letter(lines))


def _kind_of(page: Page, address: str) -> str:
    return page.gettext(NAMES[address.partition("/")[0]])


ROUTES = (
    Route("a-z/", a_to_z),
    Route("glossaire/", glossary),
    Route("glossaire/<ident>/", term, each(Term)),
)
