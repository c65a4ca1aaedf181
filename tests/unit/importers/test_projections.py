"""Metres of the French projections become degrees; numbers in the wrong order are put right."""

from __future__ import annotations

import csv
from math import isclose
from pathlib import Path

import pytest

from portal.importers.projections import lambert93, located, utm
from portal.model.geography import Point

SAID = "1,ATLASANTE,79,IGN,BD_ADRESSE,V2.2,LAMBERT_93"  # as the file names its projection
SAID_OVERSEAS = "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_S40"
A_CENTIMETRE = 1e-7  # of latitude, in degrees


def close(one: Point, other: Point) -> bool:
    return all(isclose(a, b, abs_tol=A_CENTIMETRE) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("x", "y", "lat", "lon"),
    [  # computed by PROJ 9 (EPSG:2154 to EPSG:4326); the origin is that of the decree
        (700000, 6600000, 46.5, 3.0),
        (882538.9, 6542885.8, 45.96116224, 5.35728531),
        (632178.3, 6317498.1, 43.95322004, 2.15508550),
        (1242000, 6060000, 41.44161915, 9.47426043),
        (124000, 6840000, 48.40419682, -4.79531506),
    ],
)
def test_lambert_93(x: float, y: float, lat: float, lon: float) -> None:
    """The inverse of Lambert 93 agrees with PROJ to a centimetre, from Corsica to Brittany."""
    assert close(lambert93(x, y), (lat, lon))


@pytest.mark.parametrize(
    ("zone", "south", "metres", "expected"),
    [  # computed by PROJ 9 from EPSG:2975, 5490, 2972, 4471 and 4467
        (40, True, (338000, 7690000), (-20.88314469, 55.44259383)),  # RGR92, La Réunion
        (40, True, (369000, 7635000), (-21.38243078, 55.73635056)),
        (20, False, (655000, 1797000), (16.24874949, -61.54961112)),  # RGAF09, Guadeloupe
        (20, False, (722000, 1614000), (14.59013602, -60.93929126)),  # Martinique
        (22, False, (355000, 545000), (4.92937737, -52.30777092)),  # RGFG95, Guyane
        (22, False, (180000, 600000), (5.42132944, -53.88738522)),
        (38, True, (524000, 8586000), (-12.79069582, 45.22113342)),  # RGM04, Mayotte
        (21, False, (549000, 5180000), (46.77175010, -56.35820728)),  # RGSPM06, Saint-Pierre-et-Miquelon
    ],
)
def test_overseas(zone: int, south: bool, metres: Point, expected: Point) -> None:
    """The inverse of each overseas zone agrees with PROJ to a centimetre."""
    assert close(utm(*metres, zone, south=south), expected)


@pytest.mark.parametrize(
    ("given", "insee", "said", "expected", "exchanged"),
    [
        ((632178.3, 6317498.1), "81004", SAID, (43.95322, 2.155085), False),
        ((6317498.1, 632178.3), "81004", "", (43.95322, 2.155085), True),
        ((2.155086, 43.95322), "81004", "", (43.95322, 2.155086), False),
        ((43.95322, 2.155086), "81004", "", (43.95322, 2.155086), True),  # the example of the national feed
        ((338000, 7690000), "97411", "", (-20.883145, 55.442594), False),
        ((338000, 7690000), "97411", SAID_OVERSEAS, (-20.883145, 55.442594), False),
        ((55.442594, -20.883145), "97411", "", (-20.883145, 55.442594), False),
        ((655000, 1797000), "97105", "RGAF09 UTM 20N", (16.248749, -61.549611), False),
        ((0, 0), "81004", "", None, False),
        ((12.5, 43.9), "81004", "", None, False),  # Italy
        ((632178.3, 6317498.1), "97411", "LAMBERT_93", None, False),  # the Tarn is not in La Réunion
    ],
)  # fmt: skip
def test_unit_and_order(given: Point, insee: str, said: str, expected: Point | None, exchanged: bool) -> None:
    """Degrees or metres, east first or north first: what falls in the right part of France is meant."""
    assert located(*given, insee, said) == (expected, exchanged)


def test_the_rebuilt_file_stands_where_the_published_degrees_say() -> None:
    """Real establishments of the Tarn, in both layouts, are at the same place to a metre."""
    folder = Path(__file__).parents[2] / "fixtures" / "finess"
    with (folder / "finess-activites.csv").open(encoding="utf-8") as file:
        degrees = {
            row["numero finess etablissement"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }
    lines = (folder / "etalab-cs1100507-81.csv").read_text("iso-8859-15").splitlines()
    metres = {
        cells[1]: located(float(cells[2]), float(cells[3]), "81004")[0]
        for cells in (line.split(";") for line in lines)
        if cells[0] == "geolocalisation"
    }
    assert len(metres) > 10
    for finess, at in metres.items():
        assert at is not None
        assert all(isclose(a, b, abs_tol=2e-5) for a, b in zip(at, degrees[finess], strict=True))
