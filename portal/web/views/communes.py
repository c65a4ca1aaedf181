"""Communes: what is here, what covers it, what is nearest and how far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from portal.errors import N_
from portal.model.directory import Commune, Organisation, Service
from portal.model.geography import Point
from portal.model.offer import Near, Provider
from portal.web.collation import by_letter
from portal.web.map import TerritoryMap, territory_map
from portal.web.page import Page
from portal.web.routes import Route, each
from portal.web.show import record_of, show, show_record
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something people look for, and the nearest that answers."""

    label: str
    near: Near | None


def nearest_of(page: Page, here: Point | None) -> list[Wanted]:
    """For each thing people look for, the nearest; None when the directory knows none."""
    offers = page.site.offers
    found = []
    for label, (vocabulary, kind) in WANTED.items():
        near = offers.nearest_of_kind(vocabulary, kind, here, 1) if here else []
        found.append(Wanted(label, near[0] if near else None))
    return found


def families(providers: list[Provider]) -> dict[str, list[Organisation]]:
    """The organisations of a commune by family."""
    groups: dict[str, list[Organisation]] = defaultdict(list)
    for provider in providers:
        if isinstance(provider, Organisation):
            family = next((name for name, kinds in FAMILIES.items() if provider.kind in kinds), OTHER)
            groups[family].append(provider)
    return {name: groups[name] for name in (*FAMILIES, OTHER) if name in groups}


def commune(page: Page, ident: str) -> str:
    """One commune."""
    record = record_of(page, Commune, ident)
    offers = page.site.offers
    here = (record.lat, record.lon) if record.lat is not None and record.lon is not None else None
    present = offers.in_commune(record.id)
    wanted = nearest_of(page, here)
    return show_record(
        page,
        "commune.html",
        record,
        wanted=wanted,
        alerts=current_alerts(page, record),
        families=families(present),
        services=[p for p in present if isinstance(p, Service)],
        covering=offers.covering(record.id),
        map=commune_map(page, record, wanted),
    )


def commune_map(page: Page, record: Commune, wanted: list[Wanted]) -> TerritoryMap | None:
    """The map of a commune and of what is nearest; the list beside it says the same."""
    marks = {w.near.commune.id: w.near.commune for w in wanted if w.near and w.near.commune}
    return territory_map(page.site.catalogue, record, [m for i, m in marks.items() if i != record.id])


def communes(page: Page) -> str:
    """All communes of the territory, by letter, then those around that hold places of care."""
    everywhere = list(page.site.catalogue.all(Commune))
    records = [c for c in everywhere if c.in_territory]
    return show(
        page,
        "communes.html",
        letters=by_letter([(c.title, c) for c in records]),
        count=len(records),
        around=[c for c in everywhere if not c.in_territory],
    )


ROUTES = (Route("communes/", communes), Route("communes/<ident>/", commune, each(Commune)))
