"""The CSV tables are what their package says."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest

from portal.exports.csv_rows import ROWS
from portal.exports.csv_tables import COLUMNS, export
from portal.exports.directory import Directory
from portal.exports.tables import as_csv

SHAPES = {
    "integer": r"-?\d+",
    "number": r"-?\d+(?:\.\d+)?",
    "boolean": r"true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "string": r"(?s).+",
}


@pytest.fixture(scope="module")
def files(directory: Directory) -> dict[str, bytes]:
    return export(directory)


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))


def test_every_cell_has_the_type_of_its_column(files: dict[str, bytes]) -> None:
    package: Any = json.loads(files["datapackage.json"])
    assert [r["path"] for r in package["resources"]] == [name for name in files if name.endswith(".csv")]
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        found = table(files, resource["name"])
        header = files[resource["path"]].decode().partition("\r\n")[0]
        assert header == ",".join(f["name"] for f in fields)
        for row in found:
            for field in fields:
                value = row[field["name"]]
                assert value == "" or re.fullmatch(SHAPES[field["type"]], value), (field, row)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('=HYPERLINK("https://ailleurs.example")', '\'=HYPERLINK("https://ailleurs.example")'),
        ("@SUM(1)", "'@SUM(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("- cmd|' /C calc'!A0", "'- cmd|' /C calc'!A0"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        (("=1", "b"), "'=1|b"),
        ("+33199001234", "+33199001234"),
        (-2.5, "-2.5"),
        ("Centre A=B", "Centre A=B"),
    ],
)
def test_a_spreadsheet_computes_nothing(value: object, cell: str) -> None:
    """Whatever a name begins with, a spreadsheet shows it and runs nothing; figures stay figures."""
    [row] = csv.DictReader(io.StringIO(as_csv(["a"], [{"a": value}]).decode(), newline=""))
    assert row["a"] == cell


def test_every_column_is_filled_by_some_row(example: Directory) -> None:
    for name, columns in COLUMNS.items():
        given = {key for row in ROWS[name](example) for key in row}
        assert given == {column.partition(":")[0] for column in columns}, name


def test_counts_are_those_of_the_catalogue(files: dict[str, bytes], directory: Directory) -> None:
    assert [r["id"] for r in table(files, "services")] == [s.id for s in directory.services]
    assert [r["id"] for r in table(files, "organisations")] == [o.id for o in directory.organisations]
    assert [r["id"] for r in table(files, "places")] == [p.id for p in directory.places]
    assert [r["insee"] for r in table(files, "communes")] == [c.id for c in directory.communes]
    assert [r["id"] for r in table(files, "professionals")] == [p.id for p in directory.professionals]
    assert [r["id"] for r in table(files, "teams")] == [t.id for t in directory.teams]


def test_every_id_of_a_link_stands_in_its_table(files: dict[str, bytes]) -> None:
    ids = {
        name: {r["id"] for r in table(files, name)}
        for name in ("services", "organisations", "places", "professionals", "teams")
    }
    links = [
        *((r["service"], "services") for r in table(files, "service_places")),
        *((r["place"], "places") for r in table(files, "service_places")),
        *((r["organisation"], "organisations") for r in table(files, "services")),
        *((r["professional"], "professionals") for r in table(files, "roles")),
        *((r[key].partition("/")[2], r[key].partition("/")[0]) for r in table(files, "members") for key in r),
        *((r["of"].partition("/")[2], r["of"].partition("/")[0]) for r in table(files, "contacts")),
    ]
    assert links
    assert [link for link in links if link[0] not in ids[link[1]]] == []


def test_a_service_without_its_own_place_is_where_its_organisation_is(example: Directory) -> None:
    links = {(r["service"], r["place"]): r for r in table(export(example), "service_places")}
    assert links["consultation-toux", "place-du-bourg"]["own"] == "false"
    assert links["consultation-genou", "place-du-bourg"]["own"] == "true"
    assert links["consultation-genou", "place-du-bourg"]["opening_hours"] == "Fr 14:00-17:00"
