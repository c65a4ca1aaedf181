"""Specialties: what each doctor does, who does it here, and the pathways that lead there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort

from portal.model.gradation import gradation
from portal.model.guidance import Rule
from portal.model.pathway import Pathway
from portal.web.collation import by_letter
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.show import show
from portal.web.site import Site
from portal.web.views.lists import letters_of, show_letter, show_list


def _values(site: Site) -> Iterable[Values]:
    return ({"code": entry.code} for entry in site.catalogue.vocabularies.specialties)


def specialty(page: Page, code: str) -> str:
    """One specialty."""
    catalogue = page.site.catalogue
    entry = next((e for e in catalogue.vocabularies.specialties if e.code == code), None)
    if entry is None:
        abort(404)
    pathways = [p for p in catalogue.all(Pathway) if code in p.specialties or _leads_to(p, code)]
    services = page.site.offers.of_kind("specialty", code)
    told = [page.site.catalogue.localised(p, page.lang)[0] for p in pathways]
    rules = [r for r in catalogue.all(Rule) if r.specialty == code]
    shown: dict[str, Any] = {
        "entry": entry,
        "levels": {
            level: [s for s in services if (getattr(s, "level", None) or 2) == level] for level in (2, 3)
        },
        "third": [(p, gradation(p)[-1]) for p in told],
        "pathways": pathways,
        "rules": rules,
        "base": f"specialites/{code}/",
    }
    if not (found := page.site.listing.specialties.get(code, [])):
        return show(page, "specialty.html", count=0, **shown)
    return show_list(page, found, code, "specialty.html", "specialty", **shown)


def specialty_letter(page: Page, code: str, letter: str) -> str:
    """The offer of one specialty in the communes of one letter, when it is long."""
    label = page.label("specialty", code)
    trail = [("specialites/", page.gettext("Specialties")), (f"specialites/{code}/", label)]
    return show_letter(page, page.site.listing.specialties.get(code, []), letter, label, trail)


def _letters(site: Site) -> Iterable[Values]:
    for entry in site.catalogue.vocabularies.specialties:
        for letter in sorted(letters_of(site, site.listing.specialties.get(entry.code, []))):
            yield {"code": entry.code, "letter": letter}


def _leads_to(pathway: Pathway, code: str) -> bool:
    offers = (actor.offer for step in pathway.steps for actor in step.actors if actor.offer)
    return any(code in offer.specialties for offer in offers)


def specialties(page: Page) -> str:
    """All specialties, by letter."""
    entries = [(e.text(page.lang), e) for e in page.site.catalogue.vocabularies.specialties]
    return show(page, "specialties.html", letters=by_letter(entries))


ROUTES = (
    Route("specialites/", specialties),
    Route("specialites/<code>/", specialty, _values),
    Route("specialites/<code>/<letter>/", specialty_letter, _letters),
)
