"""What search is told about each page of the site, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile

from portal.errors import N_
from portal.model.base import Record
from portal.model.codes import CODES
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Decision, EmergencyNumber, Faq, Guide, Rule, Term
from portal.model.pathway import Pathway
from portal.model.people import Team
from portal.model.phones import Phone
from portal.model.review import freshness
from portal.model.values import Contact
from portal.model.vocabularies import Entry
from portal.web.page import Page
from portal.web.prose import REFERENCE
from portal.web.site import Site
from search.analysis import fold
from search.document import SearchDocument

# Code of the kind in search, for each kind that is found. Places are found through who is there.
KINDS: dict[type[Record], str] = {
    Pathway: "pathway",
    Service: "service",
    Organisation: "organisation",
    Team: "team",
    Place: "place",
    Commune: "commune",
    Guide: "guide",
    Term: "glossary",
    Decision: "decision",
    EmergencyNumber: "emergency",
    Faq: "faq",
    Rule: "rule",
}
SIGNED = "fsl"  # French sign language, ISO 639-3
MANY = 5  # services and organisations at one place: people look for it by the way there, as for a hospital
_HEADING = re.compile(r"^#{2,4}\s+(.+)$", re.M)
_REFERENCE = re.compile(REFERENCE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#>|]+")


def documents(site: Site, lang: str) -> Iterator[SearchDocument]:
    """Every page of a language, as search sees it, in a fixed order."""
    page = Page(site, lang, "", lang)
    for kind, code in KINDS.items():
        for original in site.catalogue.all(kind):
            yield _document(page, page.localised(original), code)
    for entry in site.catalogue.vocabularies.specialties:
        yield SearchDocument(
            id=f"specialties/{entry.code}",
            url=site.path(f"specialties/{entry.code}", lang),
            kind="specialty",
            lang=lang,
            title=entry.text(lang),
            summary=entry.meaning(lang),
            aliases=(*(entry.aliases if lang == site.default_language else ()), *_practitioner(entry, lang)),
            facets={"specialty": (entry.code,)},
        )


def _practitioner(entry: Entry, lang: str) -> tuple[str, ...]:
    """The name of the doctor beside that of the discipline: « cardiologue », "cardiologist"."""
    said = entry.attributes.get(f"practitioner_{lang}")
    return (said,) if said else ()


def _document(page: Page, record: Record, code: str) -> SearchDocument:
    body = plain(record.body, page)
    facets, position = _facts(page, record)
    return SearchDocument(
        id=record.ref,
        url=page.site.path(record.ref, page.lang),
        kind=code,
        lang=page.lang,
        title=record.title,
        summary=plain(_summary(page, record), page),
        aliases=(*record.aliases, *_aliases(page, record)),
        headings=(*_HEADING.findall(record.body), *_headings(page, record)),
        body=f"{body} {_body(page, record)}".strip(),
        facets=facets,
        worth=_worth(page, record),
        position=position,
    )


def _worth(page: Page, record: Record) -> float:
    """How far a record of the directory is trusted: less when it was verified long ago, but fully if never.

    Most come from public data, which keep their own date: nobody vouched for them, nor stopped doing so.
    """
    verified = record.verified_on if isinstance(record, Service | Organisation) else None
    return freshness(verified, page.site.as_of) if verified else 1.0


def plain(text: str, page: Page) -> str:
    """A text of content without its marks, on one line; a reference says what it says on the page."""

    def said(match: re.Match[str]) -> str:
        found = page.resolve(match[1], match[2])
        return found[1] if found else match[2] or ""

    text = _LINK.sub(r"\1", _REFERENCE.sub(said, text))
    return " ".join(_MARKS.sub(" ", text).split())


def _summary(page: Page, record: Record) -> str:
    if record.summary:
        return record.summary
    match record:
        case Term():
            return record.definition or " / ".join(s.title for s in record.senses)
        case Rule():
            return record.text
        case EmergencyNumber():
            return record.when_to_call[0]
        case Service():
            owner = page.site.catalogue.shown(record.provided_by)
            where = _commune_name(page, record)
            kind = page.site.catalogue.vocabularies.entry("service_kind", record.kind).text(page.lang)
            return " · ".join(filter(None, (kind, owner.title if owner else "", where)))
        case Organisation():
            kind = page.site.catalogue.vocabularies.entry("organisation_kind", record.kind).text(page.lang)
            return " · ".join(filter(None, (kind, _commune_name(page, record))))
        case Place():
            commune = page.site.offers.commune(record.address.insee)
            return " ".join((*record.address.lines, commune.title if commune else ""))
        case Commune():
            return " ".join(record.postcodes)
        case Faq():
            return plain(record.body, page)[:160]
    return ""


def _commune_name(page: Page, record: Service | Organisation) -> str:
    for place in page.site.offers.places(record):
        if commune := page.site.offers.commune(place.address.insee):
            return commune.title
    return ""


def _aliases(page: Page, record: Record) -> tuple[str, ...]:
    """Words that the facts of a record bring: acronyms, numbers, the lay words of its kind."""
    match record:
        case Pathway():
            return (record.condition.label, record.condition.lay_label, *record.entry_points)
        case Term():
            return tuple(filter(None, (record.acronym, record.expansion, *(s.title for s in record.senses))))
        case EmergencyNumber():
            return (record.number,)
        case Service():
            entry = page.site.catalogue.vocabularies.entry("service_kind", record.kind)
            contacts = (*record.booking, *(c for p in record.places for c in p.contacts))
            own = entry.aliases if page.lang == page.site.default_language else ()
            return (*own, _commune_name(page, record), *_numbers(contacts))
        case Organisation():
            entry = page.site.catalogue.vocabularies.entry("organisation_kind", record.kind)
            names = tuple(filter(None, (record.short_name, record.legal_name)))
            label = entry.text(page.lang)
            own = own_name(record.title, label)
            where = _commune_name(page, record)
            full = (f"{name} {where}" for name in own if where)
            return (*names, *own, *full, label, where, *_numbers(record.contacts))
        case Place() if len(page.site.offers.at_place(record)) >= MANY:
            return page.gettext(N_("Getting there")), page.gettext(N_("Parking"))
        case Commune():
            return record.postcodes
    return ()


def own_name(title: str, kind: str) -> tuple[str, ...]:
    """What people call it: « Claude Bernard » for « Clinique Claude Bernard (Albi) », a « Clinique »."""
    said = {fold(word).strip("()") for word in kind.split()}
    name = title.partition(" (")[0].split()
    own = [*dropwhile(lambda word: fold(word) in said, name)]
    return (" ".join(own),) if own and len(own) < len(name) else ()


def _numbers(contacts: tuple[Contact, ...]) -> tuple[str, ...]:
    """The public phones, as they are read: people search the number that called them."""
    return tuple(
        Phone.parse(c.value).shown for c in contacts if c.channel == "tel" and c.visibility == "public"
    )


def _headings(page: Page, record: Record) -> tuple[str, ...]:
    match record:
        case Place():
            sections = (N_("Getting there"), N_("Parking"), N_("By bus or train"), N_("Wheelchair access"))
            return tuple(page.gettext(section) for section in sections)
        case Pathway():
            return tuple(step.title for step in record.steps)
        case Guide():
            return record.key_points
        case Decision():
            return tuple(node.question for node in record.nodes)
    return ()


def _body(page: Page, record: Record) -> str:
    match record:
        case Pathway():
            parts = [p for s in record.steps for p in (s.purpose, *(a.role for a in s.actors), *s.questions)]
            parts += [f.text for f in record.red_flags]
        case EmergencyNumber():
            parts = [*record.when_to_call, record.when_not or ""]
        case Rule():
            parts = [record.text, record.conditions or ""]
        case Service():
            parts = [*record.acts, record.after or ""]
        case Guide():
            parts = list(record.steps)
        case Place():
            parts = list(filter(None, (record.access.parking, record.access.bus))) if record.access else []
        case _:
            parts = []
    return plain(" ".join(parts), page)


def _facts(page: Page, record: Record) -> tuple[dict[str, tuple[str, ...]], tuple[float, float] | None]:
    """Facets and position: what narrows a list, and where the thing is."""
    facets: dict[str, tuple[str, ...]] = {}
    position = None
    if isinstance(record, Service | Organisation):
        places = page.site.offers.places(record)
        if communes := tuple(dict.fromkeys(p.address.insee for p in places)):
            facets["commune"] = communes
        position = next((at for p in places if (at := page.site.offers.position(p))), None)
    if isinstance(record, Service):
        facets["specialty"] = record.specialties
        facets["access"] = (record.access.mode,) if record.access else ()
        facets["language"] = spoken(record)
    elif isinstance(record, Pathway):
        facets["specialty"] = record.specialties
    elif isinstance(record, Commune):
        facets["commune"] = (record.id,)
        if record.lat is not None and record.lon is not None:
            position = (record.lat, record.lon)
    return {name: values for name, values in facets.items() if values}, position


def spoken(service: Service) -> tuple[str, ...]:
    """The codes of the languages in which a service said that it receives, SIGNED for sign language."""
    return (*service.languages, *((SIGNED,) if service.sign_language else ()))


def kinds_present(site: Site) -> list[str]:
    """The kinds that the site has at least one page of, in the order in which they are offered."""
    present = [code for kind, code in KINDS.items() if next(site.catalogue.all(kind), None)]
    return [*present, "specialty"] if site.catalogue.vocabularies.specialties else present


def facet_codes(name: str) -> tuple[str, ...]:
    """The codes of a closed facet, in the order in which they are offered."""
    return tuple(CODES[{"access": "access_mode"}[name]])
