"""Addresses and phone numbers joined to FINESS from older open data: kept with their source and year."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic_core import PydanticCustomError

from portal.importers.finess import Establishment
from portal.importers.names import bare
from portal.importers.words import ACCENTED
from portal.model.phones import Phone

# How the joined column names its sources, the source in words, and the year of the data.
SOURCES = {
    "SAE2021": ("SAE (DREES)", "2021"),
    "Eurostat2020": ("Eurostat", "2020"),
    "prelevements2021": ("Sites de prélèvements (ministère de la Santé)", "2021"),
}
_STREETS = {
    "AV": "avenue", "AVENUE": "avenue", "BD": "boulevard", "BOULEVARD": "boulevard", "CHE": "chemin",
    "CHEMIN": "chemin", "FG": "faubourg", "IMP": "impasse", "PL": "place", "PLACE": "place", "R": "rue",
    "RTE": "route", "ROUTE": "route", "RUE": "rue", "DR": "Docteur", "ST": "Saint", "9EME": "9e",
    "MARECHAL": "Maréchal", "PERE": "Père", "SEMINAIRE": "Séminaire", "D'": "d’",
    "DE": "de", "DU": "du", "DES": "des", "LA": "la", "LES": "les", "BP": "BP",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What older data say of one establishment."""

    street: str  # "22 boulevard Sibille"; empty when unknown
    postcode: str  # as the source writes it; CEDEX codes occur
    phones: tuple[str, ...]  # E.164
    sources: tuple[str, ...]  # keys of SOURCES

    def origin(self, *preferred: str) -> tuple[str, str]:
        """Source and year of a value that comes from the first of these sources that is there."""
        return SOURCES[next((s for s in preferred if s in self.sources), self.sources[0])]


def read_contacts(path: Path) -> dict[str, Known]:
    """Read ``adresse, cp_adresse, telephone, sources_jointes`` of a joined table of establishments.

    Opening hours of the source are left out: they were those of tests in 2021.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["finess_et"].zfill(9): Known(
                readable_street(row["adresse"]),
                row["cp_adresse"],
                _phones(row["telephone"]),
                tuple(row["sources_jointes"].split()),
            )
            for row in csv.DictReader(file)
            if row["sources_jointes"]
        }


def readable_street(street: str) -> str:
    """« 22 boulevard Sibille » from « 22 BD SIBILLE »; postal boxes are left out."""
    words = re.sub(r"\bBP \d+", "", bare(street).replace("'", "' ")).split()
    shown = [_STREETS.get(word) or ACCENTED.get(word) or word.capitalize() for word in words]
    return re.sub(r"(?<=’) | (?=')|(?<=') ", "", " ".join(shown)).replace("D'", "d’").replace("'", "’")


def _phones(typed: str) -> tuple[str, ...]:
    found = []
    for part in typed.split(" ou "):
        try:
            found.append(Phone.parse(part).e164)
        except PydanticCustomError:
            continue
    return tuple(found)


def trusted(
    known: Mapping[str, Known],
    establishments: Mapping[str, Establishment],
    postcodes: Mapping[str, Collection[str]],
    weights: Mapping[str, int],
) -> dict[str, Known]:
    """Only what nothing contradicts.

    Args:
        known: By FINESS number.
        establishments: By FINESS number.
        postcodes: The ordinary postcodes of each commune, by INSEE code.
        weights: How many activities each establishment has: of several that share a number, it belongs to the
            one that has more than all others; if none has, nobody keeps it.

    Returns:
        Addresses whose postcode is that of another commune are gone, with their phone; so are shared numbers.
    """
    ordinary = {code for codes in postcodes.values() for code in codes}
    kept: dict[str, Known] = {}
    holders: dict[str, list[str]] = defaultdict(list)
    for finess, one in known.items():
        place = establishments.get(finess)
        if place and not (one.postcode in ordinary and one.postcode not in postcodes.get(place.insee, ())):
            kept[finess] = one
            for phone in one.phones:
                holders[phone].append(finess)
    owners = {phone: _owner(found, weights) for phone, found in holders.items()}
    return {f: replace(k, phones=tuple(p for p in k.phones if owners[p] == f)) for f, k in kept.items()}


def _owner(holders: list[str], weights: Mapping[str, int]) -> str | None:
    if len(holders) == 1:
        return holders[0]
    ranked = sorted(holders, key=lambda finess: -weights.get(finess, 0))
    return ranked[0] if weights.get(ranked[0], 0) > weights.get(ranked[1], 0) else None
