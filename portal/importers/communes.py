"""Communes of a territory: names, postcodes, population, centres; neighbours from the outlines."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.importers.tables import Row

Point = tuple[float, float]  # longitude, latitude, as in GeoJSON


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune of the list."""

    insee: str
    name: str  # with its accents, and the curly apostrophe of the site
    postcodes: tuple[str, ...]
    population: str  # digits, or empty
    lat: float | None  # of its centre, WGS 84
    lon: float | None
    epci_code: str
    epci_name: str
    emergency_km: str  # by road to the nearest emergency department, or empty

    @property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude of its centre."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def read_communes(path: Path) -> Iterator[CommuneRow]:
    """Read a list of communes with their group of communes, centre and distance to emergency care.

    Args:
        path: UTF-8, commas, a header; postcodes separated by spaces (INSEE and Etalab, Licence Ouverte).
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield CommuneRow(
                insee=row["code_insee"].zfill(5),
                name=row["nom"].replace("'", "’"),
                postcodes=tuple(row["codes_postaux"].split()),
                population=row["population"],
                lat=float(row["lat"]) if row["lat"] else None,
                lon=float(row["lon"]) if row["lon"] else None,
                epci_code=row["epci_code"],
                epci_name=row["epci_nom"].replace("'", "’"),
                emergency_km=row["distance_urgence_km"],
            )


def read_neighbours(path: Path) -> dict[str, tuple[str, ...]]:
    """Which communes share a border, from outlines whose common borders have the same points.

    Args:
        path: GeoJSON; each feature bears the INSEE code as its ``id``.
    """
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        for ring in _rings(feature["geometry"]):
            points = [(lon, lat) for lon, lat in ring]
            for one, other in pairwise(points):
                owners[frozenset((one, other))].add(feature["id"])
    around: dict[str, set[str]] = defaultdict(set)
    for shared in owners.values():
        for insee in shared:
            around[insee] |= shared - {insee}
    return {insee: tuple(sorted(found)) for insee, found in around.items()}


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def commune_row(commune: CommuneRow, neighbours: tuple[str, ...], source: str, as_of: str) -> Row:
    """A row of communes.csv."""
    return {
        "id": commune.insee,
        "title": commune.name,
        "postcodes": "|".join(commune.postcodes),
        "population": commune.population,
        "lat": "" if commune.lat is None else f"{commune.lat}",
        "lon": "" if commune.lon is None else f"{commune.lon}",
        "epci.code": commune.epci_code,
        "epci.name": commune.epci_name,
        "in_territory": "yes",
        "neighbours": "|".join(neighbours),
        "emergency_road_km": commune.emergency_km,
        "provenance.source": source,
        "provenance.as_of": as_of,
    }
