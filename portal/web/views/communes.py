"""Communes: what is here, what covers it, what is nearest and how far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from flask import abort

from portal.errors import N_
from portal.model.coverage import Reach
from portal.model.directory import Commune, Organisation, Service
from portal.model.geography import Point
from portal.model.offer import Near, Provider
from portal.model.pathway import Pathway
from portal.web.collation import by_letter, collation_key
from portal.web.page import Page
from portal.web.routes import Route, Values, each
from portal.web.show import record_of, show, show_record
from portal.web.site import Site
from portal.web.views.guidance import current_alerts

# What people look for first when it is not in their commune; each with the service kinds that answer.
WANTED = {
    N_("Hospital emergency department"): ("service_kind", "emergency_department"),
    N_("Maternity ward"): ("service_kind", "maternity"),
    N_("Paediatrics at the hospital"): ("service_kind", "paediatrics"),
    N_("Imaging"): ("service_kind", "imaging"),
    N_("Laboratory"): ("service_kind", "laboratory"),
    N_("Adult mental health centre (CMP)"): ("service_kind", "mental_health_centre"),
    N_("Children’s mental health centre (CMP)"): ("service_kind", "child_mental_health_centre"),
    N_("Memory clinic"): ("service_kind", "memory_consultation"),
    N_("Addiction care"): ("service_kind", "addiction"),
    N_("Health house (MSP)"): ("organisation_kind", "msp"),
    N_("Pharmacy"): ("organisation_kind", "pharmacy"),
}
# Families of kinds, so that a list of forty establishments reads in a minute.
FAMILIES = {
    N_("In town"): {
        "msp",
        "psp",
        "cds",
        "dental_centre",
        "practice",
        "pharmacy",
        "laboratory",
        "imaging",
        "esp",
    }
    | {"ess", "mss", "on_call_house", "oxygen_supply", "vaccination_centre", "health_exam_centre", "cegidd"}
    | {"sexual_health_centre", "birth_house", "blood_bank"},
    N_("At the hospital"): {"public_hospital", "local_hospital", "espic", "private_clinic", "dialysis", "gcs"}
    | {"rehabilitation_hospital", "long_term_care", "ght"},
    N_("Mental health"): {"psychiatric_hospital", "cmp", "cattp", "csapa", "caarud", "addiction_housing"},
    N_("Children and families"): {"pmi", "camsp", "cmpp", "disability_child"},
    N_("At home"): {"ssiad", "home_help", "had"},
    N_("Older people"): {"ehpad", "residence_autonomie", "day_centre"},
    N_("Disability"): {"disability_adult", "sheltered_work", "mdph"},
}
OTHER = N_("Coordination and other services")


TOGETHER = 800  # communes on one page; above, it leads to a page per letter


@dataclass(frozen=True, slots=True)
class Row:
    """One commune of the map in words."""

    commune: Commune
    places: int
    unsure: int  # whose position is not that of the door


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something people look for, and the nearest that answers."""

    label: str
    near: Near | None


def nearest_of(page: Page, record: Commune, here: Point | None, present: list[Provider]) -> list[Wanted]:
    """For each thing people look for, what is in the commune, else the nearest; None when none is known.

    Args:
        page: Of the commune.
        record: The commune.
        here: Its centre.
        present: What is in it, in the order of the day: all of them are equally here.
    """
    offers, draw = page.site.offers, page.site.listing.draw
    kinds = {Service: "service_kind", Organisation: "organisation_kind"}
    drawn = {(kinds[type(one)], one.kind): one for one in reversed(present)}
    found = []
    for label, wanted in WANTED.items():
        near = [Near(drawn[wanted], 0, record)] if wanted in drawn else []
        if not near and here:
            near = offers.nearest_of_kind(wanted, here, 1, draw)
        found.append(Wanted(label, near[0] if near else None))
    return found


def families(providers: Iterable[object]) -> dict[str, list[Organisation]]:
    """The organisations of a commune by family."""
    groups: dict[str, list[Organisation]] = defaultdict(list)
    for provider in providers:
        if isinstance(provider, Organisation):
            family = next((name for name, kinds in FAMILIES.items() if provider.kind in kinds), OTHER)
            groups[family].append(provider)
    return {name: groups[name] for name in (*FAMILIES, OTHER) if name in groups}


def pathways_from(page: Page, record: Commune) -> list[tuple[str, Reach]]:
    """How far each pathway leads from a commune, by everyday name."""
    found = [
        (cast(Pathway, page.localised(reach.pathway)).condition.lay_label, reach)
        for reach in page.site.coverage.reach(record.id)
    ]
    return sorted(found, key=lambda pair: collation_key(pair[0]))


def commune(page: Page, ident: str) -> str:
    """One commune: what is here, what covers it, what is nearest."""
    record = record_of(page, Commune, ident)
    offers, atlas = page.site.offers, page.site.atlas
    here = (record.lat, record.lon) if record.lat is not None and record.lon is not None else None
    present = page.site.listing.ordered(offers.in_commune(record.id))
    wanted = nearest_of(page, record, here, present)
    near = {w.near.commune.id: w.near.commune for w in wanted if w.near and w.near.commune}
    return show_record(
        page,
        "commune.html",
        record,
        wanted=wanted,
        alerts=current_alerts(page, record),
        families=families(present),
        services=[p for p in present if isinstance(p, Service)],
        people=page.site.listing.ordered(offers.people_in(record.id)),
        ways=pathways_from(page, record),
        covering=page.site.listing.ordered(offers.covering(record.id)),
        map=atlas.around(record, [c for c in near.values() if c.id != record.id]),
        sites=atlas.of_commune(record, offers.places_in(record.id)),
    )


def communes(page: Page) -> str:
    """All communes of the territory, by letter, then those around; a page per letter when they are many."""
    everywhere = list(page.site.catalogue.all(Commune))
    letters = _letters(page.site)
    return show(
        page,
        "communes.html",
        letters=letters if _short(page.site) else {},
        pages={} if _short(page.site) else {letter: len(found) for letter, found in letters.items()},
        around=[c for c in everywhere if not c.in_territory],
    )


def communes_letter(page: Page, letter: str) -> str:
    """The communes of one letter."""
    found = {name: group for name, group in _letters(page.site).items() if name.lower() == letter}
    if not found:
        abort(404)
    return show(page, "communes.html", letters=found, pages={}, around=[], letter=letter.upper())


def _letters(site: Site) -> dict[str, list[tuple[str, Commune]]]:
    return by_letter([(c.title, c) for c in site.catalogue.all(Commune) if c.in_territory])


def _short(site: Site) -> bool:
    return sum(map(len, _letters(site).values())) <= TOGETHER


def _letter_values(site: Site) -> Iterable[Values]:
    return () if _short(site) else ({"letter": letter.lower()} for letter in _letters(site))


def overview(page: Page) -> str:
    """The map of the territory, and the same as a table: how many places of care each commune has."""
    offers = page.site.offers
    rows = []
    for record in page.site.catalogue.all(Commune):
        if places := offers.places_in(record.id):
            rows.append(Row(record, len(places), sum(place.position != "exact" for place in places)))
    rows.sort(key=lambda row: collation_key(row.commune.title))
    # a mark alone outside the outlines needs its name most, then those where most is
    busiest = sorted(rows, key=lambda row: (row.commune.in_territory, -row.places))
    return show(page, "map.html", rows=rows, map=page.site.atlas.overview(row.commune for row in busiest))


ROUTES = (
    Route("communes/", communes),
    Route("communes/lettre/<letter>/", communes_letter, _letter_values),
    Route("communes/<ident>/", commune, each(Commune)),
    Route("carte/", overview),
)
