"""Addresses by code, for the software of professionals: ``/c/cim10/I50/`` and ``/c/specialite/SM04/``.

They never change and need no search. A code that leads to one page sends there at once; one that leads to
several lets the reader choose. Nothing about a patient is in the address but the code itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from flask import Response, abort

from portal.model.pathway import Pathway
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.show import show
from portal.web.site import Site


def icd10(site: Site) -> Mapping[str, list[str]]:
    """The pathways of each code: as written, without its dot, and its category of three characters."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for pathway in site.catalogue.all(Pathway):
        for code in pathway.condition.icd10:
            for form in (code, code.replace(".", ""), code[:3]):
                found[form][pathway.ref] = None
    return {code: list(found[code]) for code in sorted(found)}


def specialty(site: Site) -> Mapping[str, list[str]]:
    """The page of each specialty that patients meet."""
    return {entry.code: [f"specialties/{entry.code}"] for entry in site.catalogue.vocabularies.specialties}


TARGETS: Mapping[str, Callable[[Site], Mapping[str, list[str]]]] = {"cim10": icd10, "specialite": specialty}


def _values(site: Site) -> Iterable[Values]:
    return ({"system": system, "code": code} for system, of in TARGETS.items() for code in of(site))


def code(page: Page, system: str, code: str) -> str:
    """Where one code leads."""
    if system not in TARGETS:
        abort(404)
    refs = TARGETS[system](page.site).get(code)
    if not refs:
        abort(404)
    return show(page, "code.html", system=system, code=code, targets=[(r, _title(page, r)) for r in refs])


def _title(page: Page, ref: str) -> str:
    record = page.site.catalogue.shown(ref)
    if isinstance(record, Pathway):
        told = page.site.catalogue.localised(record, page.lang)[0]
        return f"{told.condition.lay_label} ({told.condition.label})"
    return page.label("specialty", ref.partition("/")[2])


def codes(page: Page) -> str:
    """How software links here, and every code that has a page."""
    found = {system: of(page.site) for system, of in TARGETS.items()}
    titles = {ref: _title(page, ref) for known in found.values() for refs in known.values() for ref in refs}
    return show(page, "codes.html", found=found, titles=titles)


def codes_json(page: Page) -> Response:
    """Every code and the full addresses that it leads to, for programs: another code has no page."""
    base = page.site.catalogue.territory.publication.base_url
    default = page.site.default_language
    found = {
        system: {
            code: [base + page.site.path(ref, default) for ref in refs]
            for code, refs in of(page.site).items()
        }
        for system, of in TARGETS.items()
    }
    return Response(json.dumps(found, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")


ROUTES = (
    Route("c/", codes),
    Route("c/codes.json", codes_json, localised=False, listed=False),
    Route("c/<system>/<code>/", code, _values, listed=False),
)
