"""Communes of a territory: names, postcodes, population, centres, from the lists that France publishes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from portal.errors import N_, Message, Problem
from portal.importers.identifiers import INSEE, is_sound
from portal.importers.projections import located
from portal.importers.published import head, records, table, unreadable, without_column
from portal.importers.tables import Row, degrees
from portal.model.territory import Territory

SOURCE = "INSEE, Etalab"
PARTIAL_SOURCE = "INSEE, Etalab (un seul code postal par commune)"  # no address may be completed from it
# Our field, and the names of its column in lists of INSEE (Code officiel géographique), Etalab, La Poste
# (base officielle des codes postaux) and geo.api.gouv.fr; small letters.
_COLUMNS = {
    "insee": ("code_insee", "code_commune_insee", "#code_commune_insee", "com", "codgeo", "code"),
    "name": ("nom", "nom_standard", "nom_de_la_commune", "nom_commune", "libelle", "libgeo"),
    "postcodes": ("codes_postaux", "code_postal", "codespostaux"),
    "population": ("population", "population_municipale"),
    "epci_code": ("epci_code", "code_epci", "codeepci"),
    "epci_name": ("epci_nom", "nom_epci", "libelle_epci"),
    "lat": ("lat", "latitude_centre", "latitude_mairie", "latitude"),
    "lon": ("lon", "longitude_centre", "longitude_mairie", "longitude"),
    "emergency_km": ("distance_urgence_km",),
    "type": ("typecom", "type"),
}
_WHOLE = {"", "COM", "ARM", "COMMUNE-ACTUELLE", "ARRONDISSEMENT-MUNICIPAL"}  # others are parts of a commune
# Communes whose arrondissements have codes of their own: Paris, Marseille, Lyon.
_WITH_PARTS = ((75101, 75120, "75056"), (13201, 13216, "13055"), (69381, 69389, "69123"))


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune of a list; a field that the list does not give is empty."""

    insee: str
    name: str  # with its accents, and the curly apostrophe of the site
    postcodes: tuple[str, ...] = ()
    population: str = ""  # digits
    lat: float | None = None  # of its centre, WGS 84
    lon: float | None = None
    epci_code: str = ""
    epci_name: str = ""
    emergency_km: str = ""  # by road to the nearest emergency department
    all_postcodes: bool = True  # False: the list gives one of them, Toulouse has six

    @property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude of its centre."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def read_communes(path: Path, problems: list[Problem]) -> Iterator[CommuneRow]:
    """Read a list of communes: a table with a header, or the JSON of Etalab and geo.api.gouv.fr.

    Args:
        path: UTF-8 or older encodings; any usual separator. Lost zeros (9122, 9000.0) come back.
        problems: Where rows that cannot be used are added, with their line.

    Raises:
        PortalError: It has no column that names a commune and its code.
    """
    rows = _json_rows(path) if head(path).lstrip().startswith(b"[") else records(path)
    first = next(rows, None)
    if first is None:
        return
    at = {field: next((n for n in names if n in first[1]), "") for field, names in _COLUMNS.items()}
    if not at["insee"] or not at["name"]:
        raise without_column(path, "nom" if at["insee"] else "code_insee")
    alone = at["postcodes"] == "code_postal" and "typecom" in first[1]  # the list of data.gouv.fr
    for line, row in chain((first,), rows):
        given = {field: row.get(name, "").strip() if name else "" for field, name in at.items()}
        if given["type"].upper() not in _WHOLE:
            continue
        commune, wrong = _commune(given)
        for message in wrong:
            problems.append(Problem(path.name, line, 1, "import-row", message, severity="warning"))
        if commune:
            yield replace(commune, all_postcodes=not alone)


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Objects of a JSON array as rows of text; a centre is a GeoJSON point, postcodes a list."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        raise unreadable(path, 1) from None
    for number, item in enumerate((item for item in found if isinstance(item, dict)), 1):
        row = {key.lower(): str(value) for key, value in item.items() if isinstance(value, str | int | float)}
        codes, centre = item.get("codesPostaux"), item.get("centre")
        row["codespostaux"] = " ".join(map(str, codes)) if isinstance(codes, list) else ""
        at = centre.get("coordinates") if isinstance(centre, dict) else None
        if isinstance(at, list) and len(at) == 2:
            row["lon"], row["lat"] = map(str, at)
        yield number, row


def _commune(given: Mapping[str, str]) -> tuple[CommuneRow | None, list[Message]]:
    insee = given["insee"].removesuffix(".0").zfill(5).upper()
    if not is_sound(INSEE, insee):
        return None, [Message(N_("“%(value)s” is not the code of a commune"), {"value": given["insee"]})]
    wrong = []
    lat, lon = given["lat"].replace(",", "."), given["lon"].replace(",", ".")
    at = None
    if lat and lon:
        try:
            at, _ = located(float(lon), float(lat), insee)
        except ValueError:
            at = None
        if at is None:
            values = {"value": given["name"]}
            wrong.append(Message(N_("the centre of “%(value)s” is outside France: it is left out"), values))
    codes = [code.removesuffix(".0").zfill(5) for code in re.split(r"[\s,;|/]+", given["postcodes"]) if code]
    commune = CommuneRow(
        insee,
        given["name"].replace("'", "’"),
        tuple(code for code in codes if re.fullmatch(r"\d{5}", code)),
        re.sub(r"\.0$|\D", "", given["population"]),
        at[0] if at else None,
        at[1] if at else None,
        given["epci_code"].removesuffix(".0"),
        given["epci_name"].replace("'", "’"),
        _kilometres(given["emergency_km"]),
    )
    return commune, wrong


def _kilometres(text: str) -> str:
    """Hundreds of metres: more digits would say more than the source knows."""
    try:
        return f"{float(text.replace(',', '.')):.1f}"
    except ValueError:
        return ""


def read_merges(path: Path) -> dict[str, str]:
    """Which commune holds each former one, from the events of INSEE (``v_mvt_commune``: COM_AV, COM_AP)."""
    into = {
        row.get("com_av", ""): row.get("com_ap", "")
        for _line, row in records(path)
        if row.get("typecom_av", "COM") == row.get("typecom_ap", "COM") == "COM"
        and row.get("com_av") != row.get("com_ap")
    }
    return {former: _last(into, former) for former in into}


def _last(into: Mapping[str, str], code: str) -> str:
    """The commune at the end of a chain of merges; a circle, which a split makes, ends where it began."""
    seen = {code}
    while (following := into.get(code)) and following not in seen:
        code = following
        seen.add(code)
    return code


def has_merges(path: Path) -> bool:
    """True for a table of events, false for a list of communes."""
    return {"com_av", "com_ap"} <= {name.lower() for name in next(table(path), (1, []))[1]}


def joined(lists: Iterable[Iterable[CommuneRow]]) -> dict[str, CommuneRow]:
    """Several lists as one: the first that gives a field is heard; postcodes are added up.

    A name in capitals without accents gives way to one in letters.
    """
    found: dict[str, CommuneRow] = {}
    for commune in (c for one in lists for c in one):
        before = found.get(commune.insee)
        if before is None:
            found[commune.insee] = commune
            continue
        centre = before if before.centre else commune
        found[commune.insee] = replace(
            before,
            name=commune.name if before.name.isupper() else before.name,
            postcodes=tuple(sorted({*before.postcodes, *commune.postcodes})),
            all_postcodes=any(c.postcodes and c.all_postcodes for c in (before, commune)),
            population=before.population or commune.population,
            lat=centre.lat,
            lon=centre.lon,
            epci_code=before.epci_code or commune.epci_code,
            epci_name=before.epci_name or commune.epci_name,
            emergency_km=before.emergency_km or commune.emergency_km,
        )
    return found


def of_territory(communes: Mapping[str, CommuneRow], territory: Territory) -> dict[str, CommuneRow]:
    """Those that territory.yaml names, else those of its département, else all."""
    if territory.communes:
        return {insee: communes[insee] for insee in territory.communes if insee in communes}
    departement = (territory.departement or "").zfill(2)
    if territory.departement:
        return {insee: c for insee, c in communes.items() if insee.startswith(departement)}
    return dict(communes)


def known_commune(insee: str, communes: Mapping[str, CommuneRow]) -> str:
    """The code under which a commune is in the list: an arrondissement may stand under its city."""
    if insee not in communes and insee.isdigit():
        for low, high, city in _WITH_PARTS:
            if low <= int(insee) <= high:
                return city
    return insee


def commune_row(commune: CommuneRow, as_of: str) -> Row:
    """A row of communes.csv; what the lists do not give is left out, so that what is known stays."""
    source = SOURCE if commune.all_postcodes else PARTIAL_SOURCE
    row = {
        "postcodes": "|".join(commune.postcodes),
        "population": commune.population,
        "lat": degrees(commune.lat),
        "lon": degrees(commune.lon),
        "epci.code": commune.epci_code,
        "epci.name": commune.epci_name,
        "emergency_road_km": commune.emergency_km,
    }
    given = {key: value for key, value in row.items() if value}
    always = {"id": commune.insee, "title": commune.name, "status": "", "in_territory": "yes"}
    return {**always, **given, "provenance.source": source, "provenance.as_of": as_of}


def from_rows(rows: Iterable[Row]) -> dict[str, CommuneRow]:
    """The communes of a table that was imported before, by INSEE code."""
    return {
        row["id"]: CommuneRow(
            row["id"],
            row["title"],
            tuple(filter(None, row.get("postcodes", "").split("|"))),
            lat=float(row["lat"]) if row.get("lat") else None,
            lon=float(row["lon"]) if row.get("lon") else None,
            all_postcodes=row.get("provenance.source") != PARTIAL_SOURCE,
        )
        for row in rows
        if row.get("status", "") != "archived"
    }
