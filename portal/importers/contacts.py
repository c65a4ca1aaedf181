"""Addresses and phone numbers joined to FINESS from older open data: kept with their source and year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic_core import PydanticCustomError

from portal.importers.finess import Establishment, full_number
from portal.importers.finess_stock import iso_date, national
from portal.importers.names import bare
from portal.importers.published import records, without_column
from portal.importers.words import ACCENTED
from portal.model.phones import Phone

# How the joined column names its sources, the source in words, and the year of the data.
SOURCES = {
    "SAE2021": ("SAE (DREES)", "2021"),
    "Eurostat2020": ("Eurostat", "2020"),
    "prelevements2021": ("Sites de prélèvements (ministère de la Santé)", "2021"),
}
_STREETS = {
    "ALL": "allée", "CRS": "cours", "HAM": "hameau", "LD": "lieu-dit", "LOT": "lotissement", "MTE": "montée",
    "PAS": "passage", "QU": "quai", "QUAI": "quai", "QUA": "quartier", "RPT": "rond-point", "SQ": "square",
    "VLGE": "village", "BIS": "bis", "TER": "ter", "QUATER": "quater", "ZA": "ZA", "ZAC": "ZAC", "ZI": "ZI",
    "AV": "avenue", "AVENUE": "avenue", "BD": "boulevard", "BOULEVARD": "boulevard", "CHE": "chemin",
    "CHEMIN": "chemin", "FG": "faubourg", "IMP": "impasse", "PL": "place", "PLACE": "place", "R": "rue",
    "RTE": "route", "ROUTE": "route", "RUE": "rue", "DR": "Docteur", "ST": "Saint", "9EME": "9e",
    "MARECHAL": "Maréchal", "PERE": "Père", "SEMINAIRE": "Séminaire", "D'": "d’",
    "DE": "de", "DU": "du", "DES": "des", "LA": "la", "LES": "les", "BP": "BP",
}  # fmt: skip


Origin = tuple[str, str]  # a source, and the date of its data


@dataclass(frozen=True, slots=True)
class Known:
    """What older data say of one establishment."""

    street: str  # "22 boulevard Sibille"; empty when unknown
    postcode: str  # as the source writes it; CEDEX codes occur
    phones: tuple[str, ...]  # E.164
    street_origin: Origin
    phones_origin: Origin


def read_contacts(path: Path) -> dict[str, Known]:
    """Read a table of addresses and phones by FINESS number.

    Two layouts: ``finess, adresse, telephone, date_maj``, an extract of FINESS whose address ends with its
    postcode; or ``finess_et, adresse, cp_adresse, telephone, sources_jointes``, a join of older open data.
    Opening hours are left out: they were those of tests in 2021.

    Raises:
        PortalError: It has neither layout.
    """
    found: dict[str, Known] = {}
    for _line, row in records(path):
        if {"finess", "adresse", "telephone"} <= row.keys():
            found[full_number(row["finess"])] = _of_finess(row)
        elif {"finess_et", "adresse", "cp_adresse", "telephone", "sources_jointes"} <= row.keys():
            if sources := row["sources_jointes"].split():
                found[full_number(row["finess_et"])] = _of_older(row, sources)
        else:
            raise without_column(path, "adresse")
    return found


def _of_finess(row: Mapping[str, str]) -> Known:
    """« 3 R DE LA GARE BP 100 38521 ST EGREVE CEDEX » holds the street and the postcode."""
    cut = re.fullmatch(r"(.*?) ?\b(\d{5}) \D+", row["adresse"])
    street, postcode = (cut[1], cut[2]) if cut else (row["adresse"], "")
    origin = ("FINESS", iso_date(row.get("date_maj", "")) or "")
    return Known(readable_street(street), postcode, e164((row["telephone"],)), origin, origin)


def _of_older(row: Mapping[str, str], sources: list[str]) -> Known:
    def origin(*preferred: str) -> Origin:
        return SOURCES[next((s for s in preferred if s in sources), sources[0])]

    return Known(
        readable_street(row["adresse"]),
        row["cp_adresse"],
        e164(row["telephone"].split(" ou ")),
        origin("SAE2021", "Eurostat2020"),
        origin("Eurostat2020", "prelevements2021"),
    )


def readable_street(street: str) -> str:
    """« 22 boulevard Sibille » from « 22 BD SIBILLE »; postal boxes are left out."""
    words = re.sub(r"\b(?:BP|CS) \d+", "", bare(street).replace("'", "' ")).split()
    shown = [_STREETS.get(word) or ACCENTED.get(word) or word.capitalize() for word in words]
    return re.sub(r"(?<=’) | (?=')|(?<=') ", "", " ".join(shown)).replace("D'", "d’").replace("'", "’")


def e164(typed: Iterable[str]) -> tuple[str, ...]:
    """The numbers that can be dialled, each once."""
    found = []
    for number in filter(None, typed):
        try:
            found.append(Phone.parse(national(number)).e164)
        except PydanticCustomError:
            continue
    return tuple(dict.fromkeys(found))


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
