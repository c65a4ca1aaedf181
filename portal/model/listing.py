"""Who is listed where, by which facets, and in which order: fair, explained, the same for a day."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from portal.errors import N_
from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.directory import Organisation, Place, Service
from portal.model.geography import Point
from portal.model.offer import OfferIndex
from portal.model.people import Professional
from portal.model.review import verification

R = TypeVar("R", bound=Record)
Listed = Service | Organisation | Professional

# The families of lists, as in addresses, and the vocabulary that divides each into kinds.
FAMILIES = {"services": "service_kind", "organisations": "organisation_kind", "professionnels": "profession"}
# What a list can be narrowed by, beside the kind and the commune, and the vocabulary of its values.
FACETS = {
    "specialty": "specialty",
    "access": "access_mode",
    "sector": "sector",
    "language": "language",
    "accessibility": "accessibility",
    "remote": "remote",
}
FACET_NAMES = {
    "specialty": N_("Specialty"),
    "access": N_("Access"),
    "sector": N_("Sector"),
    "language": N_("Language"),
    "accessibility": N_("Accessibility"),
    "remote": N_("At a distance"),
}
# Values that are no vocabulary of content: yes-or-no keys of records.
CHOICES = {
    "accessibility": {
        "step_free": N_("Step-free entrance"),
        "lift": N_("Lift"),
        "disabled_parking": N_("Disabled parking"),
        "sign_language": N_("French sign language"),
        "interpreter": N_("Interpreter"),
    },
    "remote": {"teleconsultation": N_("Video consultation"), "equipped_place": N_("Place with equipment")},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list."""

    record: Listed
    family: str
    kind: str  # a code of the vocabulary of the family
    communes: tuple[str, ...]  # INSEE codes, that of the first place first
    position: Point | None  # of the first place: its own, else None
    facets: dict[str, tuple[str, ...]]  # an empty one is not known
    old: bool  # nobody has confirmed it for two years: it comes last
    rank: int  # drawn by lot for the day, among all of the family


class Listing:
    """Every line of every list of a territory on one day."""

    def __init__(self, catalogue: Catalogue, offers: OfferIndex, as_of: date) -> None:
        self.catalogue, self.offers, self.as_of = catalogue, offers, as_of

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The lines of each family, in the order of the day."""
        return {
            "services": self._family("services", self.catalogue.all(Service)),
            "organisations": self._family("organisations", self.catalogue.all(Organisation)),
            "professionnels": self._family("professionnels", self.catalogue.all(Professional)),
        }

    @cached_property
    def kinds(self) -> dict[tuple[str, str], list[Entry]]:
        """The lines by family and kind."""
        found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entries in self.entries.values():
            for entry in entries:
                found[entry.family, entry.kind].append(entry)
        return dict(found)

    @cached_property
    def specialties(self) -> dict[str, list[Entry]]:
        """Services and professionals by specialty, in the order of the day."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for family in ("services", "professionnels"):
            for entry in self.entries[family]:
                for code in entry.facets["specialty"]:
                    found[code].append(entry)
        return {code: sorted(entries, key=fair) for code, entries in found.items()}

    @cached_property
    def _order(self) -> dict[str, tuple[bool, int]]:
        return {e.record.ref: fair(e) for entries in self.entries.values() for e in entries}

    def draw(self, ref: str) -> tuple[bool, int]:
        """The place of a record among equals on this day."""
        return self._order[ref]

    def ordered(self, records: Iterable[R]) -> list[R]:
        """Records in the order of the day; of several families, one after the other draw."""
        return sorted(records, key=lambda record: self._order[record.ref])

    def _family(self, family: str, records: Iterable[Listed]) -> list[Entry]:
        drawn = sorted(records, key=lambda record: lot(record.ref, self.as_of))
        return sorted((self._entry(family, record, rank) for rank, record in enumerate(drawn)), key=fair)

    def _entry(self, family: str, record: Listed, rank: int) -> Entry:
        places = self.offers.places(record)
        position = next(((p.lat, p.lon) for p in places[:1] if p.lat is not None and p.lon is not None), None)
        return Entry(
            record,
            family,
            record.profession if isinstance(record, Professional) else record.kind,
            tuple(dict.fromkeys(p.address.insee for p in places)),
            position,
            {name: tuple(dict.fromkeys(values)) for name, values in _facets(record, places).items()},
            verification(getattr(record, "verified_on", None), self.as_of) == "old",
            rank,
        )


def lot(ref: str, day: date) -> bytes:
    """Where a record falls in the draw of a day: the same for whoever draws again, and nobody's to choose."""
    return hashlib.sha256(f"{day.isoformat()} {ref}".encode()).digest()


def fair(entry: Entry) -> tuple[bool, int]:
    """The order of equals: what nobody has confirmed for two years last, then as drawn for the day."""
    return entry.old, entry.rank


def _facets(record: Listed, places: list[Place]) -> dict[str, Iterable[str]]:
    found: dict[str, Iterable[str]] = dict.fromkeys(FACETS, ())
    found["accessibility"] = [*_inside(places)]
    if isinstance(record, Service):
        fees = [record.fees.sector] if record.fees else []
        remote = record.remote
        found |= {
            "specialty": record.specialties,
            "access": [record.access.mode] if record.access else (),
            "sector": [s for s in (*fees, *(p.sector for p in record.places)) if s],
            "language": record.languages,
            "accessibility": [*_inside(places), *_said(record, "sign_language", "interpreter")],
            "remote": [*_said(remote, *CHOICES["remote"])] if remote else (),
        }
    elif isinstance(record, Professional):
        found |= {
            "specialty": [record.specialty] if record.specialty else (),
            "sector": [role.sector for role in record.roles if role.sector],
            "language": record.languages,
        }
    return found


def _inside(places: list[Place]) -> Iterator[str]:
    for place in places:
        if place.access:
            yield from _said(place.access, "step_free", "lift", "disabled_parking")


def _said(group: object, *names: str) -> Iterator[str]:
    """The keys that say yes."""
    return (name for name in names if getattr(group, name))
