"""Every published figure can be counted again from the CSV tables, by a program that shares no code."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.exports.directory import Directory
from portal.exports.indicators import ALONE, indicators
from portal.exports.offer import half_of, present
from portal.exports.publication import export
from tests.unit.exports.conftest import AS_OF

SCRIPT = Path(__file__).with_name("indicators.py")


def written(directory: Directory, form: str, folder: Path) -> Path:
    folder.mkdir()
    for name, content in export(form, directory).items():
        (folder / name).write_bytes(content)
    return folder


def counted_again(csv_folder: Path, published: Path) -> str:
    command = [sys.executable, "-I", str(SCRIPT), str(csv_folder), str(published)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def test_another_program_counts_the_same(directory: Directory, tmp_path: Path) -> None:
    tables, published = (written(directory, form, tmp_path / form) for form in ("csv", "indicators"))
    assert counted_again(tables, published) == "all figures agree"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("summary", "share"), ("summary", "half_km"), ("groups", "services"), ("offer", "records"),
        ("distances", "km"), ("absent", "code"), ("freshness", "records"), ("sources", "records"),
        ("fields", "filled"),
    ],
)  # fmt: skip
def test_one_figure_that_is_wrong_is_found(
    table: str, column: str, example: Directory, tmp_path: Path
) -> None:
    tables, published = (written(example, form, tmp_path / form) for form in ("csv", "indicators"))
    file = published / f"{table}.csv"
    found = list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
    row = next(row for row in found if row[column])
    row[column] += "1"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerows(found)
    file.write_text(out.getvalue(), "utf-8", newline="")
    assert counted_again(tables, published).startswith(f"{table}: published")


def test_every_figure_of_the_offer_names_its_rows(directory: Directory) -> None:
    for row in indicators(directory)["offer"].records():
        refs = row["records"]
        assert isinstance(refs, tuple)
        assert len(refs) == row["count"]
        assert all(directory.catalogue.shown(ref) for ref in refs)


PERSON = """---
title: Personne Fictive
profession: "10"
consent_to_list: "yes"
roles:
  - {organisation: organisations/a, mode: private, place: places/ici}
  - {organisation: organisations/b, mode: private}
---
"""


def test_a_person_counts_where_one_meets_her(load: Callable[[Mapping[str, str]], Any]) -> None:
    """At the place of the role; at those of the organisation when the role names none."""
    place = "---\ntitle: Lieu\naddress: {{insee: '{}'}}\n---\n"
    catalogue = load(
        {
            "professionals/personne.md": PERSON,
            "organisations/a.md": "---\ntitle: A\nkind: practice\nplaces: [places/ailleurs]\n---\n",
            "organisations/b.md": "---\ntitle: B\nkind: practice\nplaces: [places/la]\n---\n",
            "places/ici.md": place.format("98991"),
            "places/la.md": place.format("98992"),
            "places/ailleurs.md": place.format("98993"),
        }
    ).catalogue
    found = present(Directory(catalogue, AS_OF, str))
    assert {insee for insee, key in found if key == ("profession", "10")} == {"98991", "98992"}


def test_a_commune_without_a_group_is_not_lost(example: Directory) -> None:
    groups = {row["epci"]: row for row in indicators(example)["groups"].records()}
    assert ALONE in groups
    assert sum(int(str(row["communes"])) for row in groups.values()) == 5


@pytest.mark.parametrize(
    ("weighted", "half"),
    [
        ([], None),
        ([(3.0, 0)], None),  # nobody lives there
        ([(3.0, 1)], 3.0),
        ([(1.0, 1), (9.0, 1)], 1.0),
        ([(1.0, 1), (9.0, 2)], 9.0),
        ([(9.0, 49), (1.0, 1), (2.0, 50)], 2.0),
    ],
)
def test_half_of_the_inhabitants(weighted: list[tuple[float, int]], half: float | None) -> None:
    assert half_of(weighted) == half
