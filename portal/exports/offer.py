"""The offer of care of a territory, counted: what is where, how far the nearest is, what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.errors import N_
from portal.exports.directory import Directory
from portal.exports.tables import Cell, Column, Table
from portal.model.directory import Commune, Organisation, Place
from portal.model.geography import Closest, Point
from portal.model.people import Professional

FAR_KM = 30  # as the crow flies: about three quarters of an hour by road
Key = tuple[str, str]  # vocabulary and code
# The vocabularies that say what somebody offers; the last one is of interest to people who know it.
OFFERED = ("service_kind", "specialty", "profession", "organisation_kind")

_KEY = {
    "vocabulary": Column(N_("Vocabulary")),
    "code": Column(N_("Code")),
    "label": Column(N_("Kind of care")),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A record of the directory, what it offers, and where."""

    ref: str
    keys: tuple[Key, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The nearest record that offers something, from the centre of a commune."""

    km: float  # as the crow flies, to the nearest 100 m
    ref: str


@lru_cache(maxsize=1)
def sources(directory: Directory) -> tuple[Source, ...]:
    """Everybody in the directory who offers something, services first."""
    return tuple(_sources(directory))


def _sources(directory: Directory) -> Iterator[Source]:
    offers = directory.offers
    for service in directory.services:
        keys = (("service_kind", service.kind), *(("specialty", code) for code in service.specialties))
        yield Source(service.ref, keys, tuple(offers.places(service)))
    for organisation in directory.organisations:
        keys = (("organisation_kind", organisation.kind),)
        yield Source(organisation.ref, keys, tuple(offers.places(organisation)))
    for person in directory.professionals:
        specialty = (("specialty", person.specialty),) if person.specialty else ()
        yield Source(person.ref, (("profession", person.profession), *specialty), _seen_at(directory, person))


def _seen_at(directory: Directory, person: Professional) -> tuple[Place, ...]:
    """Where one meets a person: the place of each role, or those of its organisation."""
    found: dict[str, Place] = {}
    for role in person.roles:
        there = directory.catalogue.shown(role.place) if role.place else None
        owner = directory.catalogue.shown(role.organisation)
        places = (
            [there] if there else directory.offers.places(owner) if isinstance(owner, Organisation) else []
        )
        found |= {place.ref: place for place in places if isinstance(place, Place)}
    return tuple(found.values())


@lru_cache(maxsize=1)
def present(directory: Directory) -> Mapping[tuple[str, Key], tuple[str, ...]]:
    """The records that offer something in a commune, by INSEE code and kind of care."""
    found: dict[tuple[str, Key], list[str]] = defaultdict(list)
    for source in sources(directory):
        for insee in dict.fromkeys(place.address.insee for place in source.places):
            for key in source.keys:
                found[insee, key].append(source.ref)
    return {where: tuple(sorted(refs)) for where, refs in sorted(found.items())}


@lru_cache(maxsize=1)
def records_in(directory: Directory) -> Mapping[str, frozenset[str]]:
    """All records with a place in a commune, by its INSEE code."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in sources(directory):
        for place in source.places:
            found[place.address.insee].add(source.ref)
    return {insee: frozenset(refs) for insee, refs in found.items()}


@lru_cache(maxsize=1)
def reaches(directory: Directory) -> Mapping[tuple[str, Key], Reach]:
    """The nearest of each kind of care, for each commune of the territory whose centre is known."""
    points: dict[Key, list[tuple[Point, str]]] = defaultdict(list)
    for source in sources(directory):
        spots = [spot for place in source.places if (spot := directory.offers.position(place))]
        for key in source.keys:
            points[key] += [(spot, source.ref) for spot in spots]
    near = {key: Closest(found) for key, found in sorted(points.items())}
    found = {}
    for commune in home(directory):
        if commune.lat is None or commune.lon is None:
            continue
        for key, closest in near.items():
            if reach := closest.first((commune.lat, commune.lon)):
                found[commune.id, key] = Reach(round(reach[0], 1), reach[1])
    return found


def home(directory: Directory) -> list[Commune]:
    """The communes of the territory itself."""
    return [c for c in directory.communes if c.in_territory]


def half_of(weighted: Iterable[tuple[float, int]]) -> float | None:
    """The distance within which half of the inhabitants live; None when nobody is counted."""
    ordered = sorted(weighted)
    total = sum(weight for _, weight in ordered)
    seen = 0
    for km, weight in ordered:
        seen += weight
        if total and seen * 2 >= total:
            return km
    return None


def _named(directory: Directory, key: Key) -> tuple[str, str, str]:
    return (*key, directory.label(*key))


def offer(directory: Directory) -> Table:
    """What is in each commune, and the records that say so."""
    return Table(
        "offer",
        N_("Offer by commune"),
        N_("Records of the directory with a place in the commune; “records” names them."),
        {
            "insee": Column(N_("INSEE code")),
            "commune": Column(N_("Commune")),
            **_KEY,
            "count": Column(N_("Records"), "integer"),
            "records": Column(N_("Which ones")),
        },
        tuple(
            (insee, directory.city(insee), *_named(directory, key), len(refs), refs)
            for (insee, key), refs in present(directory).items()
        ),
    )


def distances(directory: Directory) -> Table:
    """How far the nearest of each kind is from each commune of the territory."""
    return Table(
        "distances",
        N_("Distance to the nearest"),
        N_(
            "Great circle from the centre of the commune to the place, or to the centre of its commune when "
            "it has no position."
        ),
        {
            "insee": Column(N_("INSEE code")),
            "vocabulary": Column(N_("Vocabulary")),
            "code": Column(N_("Code")),
            "km": Column(N_("Distance (km)"), "number"),
            "record": Column(N_("Nearest record")),
        },
        tuple((insee, *key, reach.km, reach.ref) for (insee, key), reach in reaches(directory).items()),
    )


def summary(directory: Directory) -> Table:
    """Each kind of care in one line: how much, for how many, how far."""
    people = {c.id: c.population or 0 for c in home(directory)}
    records = Counter(key for source in sources(directory) for key in set(source.keys))
    return Table(
        "summary",
        N_("Offer by kind of care"),
        N_(
            "From the offer, the distances, and the inhabitants of the communes of the territory; “far” is "
            "more than 30 km, as the crow flies."
        ),
        {
            **_KEY,
            "records": Column(N_("Records"), "integer"),
            "communes": Column(N_("Communes that have one"), "integer"),
            "inhabitants": Column(N_("Inhabitants of these communes"), "integer"),
            "share": Column(N_("Share of inhabitants (%)"), "number"),
            "half_km": Column(N_("Half of the inhabitants within (km)"), "number"),
            "max_km": Column(N_("Farthest commune (km)"), "number"),
            "far_communes": Column(N_("Communes more than 30 km away"), "integer"),
            "far_inhabitants": Column(N_("Inhabitants more than 30 km away"), "integer"),
        },
        tuple(
            (*_named(directory, key), records[key], *_served(directory, key, people))
            for key in sorted(records, key=_rank)
        ),
        bars="half_km",
    )


def _served(directory: Directory, key: Key, people: Mapping[str, int]) -> tuple[Cell, ...]:
    """The columns of the summary from ``communes`` on, from the inhabitants of each commune."""
    here = [insee for insee in people if (insee, key) in present(directory)]
    kms = {insee: reach.km for insee in people if (reach := reaches(directory).get((insee, key)))}
    far = [insee for insee, km in kms.items() if km > FAR_KM]
    served, everyone = sum(people[insee] for insee in here), sum(people.values())
    return (
        len(here),
        served,
        round(100 * served / everyone, 1) if everyone else None,
        half_of((km, people[insee]) for insee, km in kms.items()),
        max(kms.values(), default=None),
        len(far),
        sum(people[insee] for insee in far),
    )


def _rank(key: Key) -> tuple[int, str]:
    return OFFERED.index(key[0]), key[1]


def absent(directory: Directory) -> Table:
    """Kinds of care that no record of the directory offers."""
    known = {key for source in sources(directory) for key in source.keys}
    vocabularies = directory.catalogue.vocabularies
    kinds = (
        (name, entry.code)
        for name in ("service_kind", "organisation_kind")
        for entry in vocabularies.entries(name)
    )
    keys = {*kinds, *(("specialty", entry.code) for entry in vocabularies.specialties)} - known
    return Table(
        "absent",
        N_("Not in the directory"),
        N_(
            "Codes of the vocabularies (specialties: those with a lay definition) that no record bears. "
            "Absent from the directory does not mean absent from the territory."
        ),
        _KEY,
        tuple(_named(directory, key) for key in sorted(keys, key=_rank)),
    )
