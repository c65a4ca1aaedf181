"""Tables are the same bytes for the same rows, and a new import changes only what the source changed."""

from __future__ import annotations

import json
from pathlib import Path

from portal.importers.communes import read_neighbours
from portal.importers.merge import Change, merge
from portal.importers.tables import COLUMNS, read_table, to_csv
from portal.loading.tables import parse_table
from portal.model.kinds import KINDS


def test_written_then_read_is_the_same(tmp_path: Path) -> None:
    """Commas, quotes and accents survive, in the order of the ids."""
    rows = [{"id": "b", "title": "Œuvre, « été »"}, {"id": "a", "title": 'L’"Exemple"'}]
    path = tmp_path / "places.csv"
    path.write_text(to_csv(COLUMNS["places"], rows), encoding="utf-8")
    read = read_table(path)
    assert [(row["id"], row["title"]) for row in read] == [("a", 'L’"Exemple"'), ("b", "Œuvre, « été »")]
    assert to_csv(COLUMNS["places"], read) == to_csv(COLUMNS["places"], reversed(rows))


def test_a_missing_table_is_empty(tmp_path: Path) -> None:
    """The first import starts from nothing."""
    assert read_table(tmp_path / "places.csv") == []


def test_every_column_is_a_field_of_the_model() -> None:
    """The loader knows each column of each table."""
    for name, columns in COLUMNS.items():
        assert parse_table(f"{name}.csv", ",".join(columns) + "\n", KINDS[name]) == ([], [])


def test_merge_says_what_is_new_changed_and_closed() -> None:
    """What vanishes is archived, not deleted; what comes back is open again."""
    old = [
        {"id": "a", "title": "A"},
        {"id": "b", "title": "B"},
        {"id": "c", "title": "C", "status": "archived"},
    ]
    rows, diff = merge(
        old, [{"id": "a", "title": "AA"}, {"id": "c", "title": "C"}, {"id": "d", "title": "D"}]
    )
    assert diff.new == ("d",)
    assert diff.changed == (Change("a", "title", "A", "AA"), Change("c", "status", "archived", ""))
    assert diff.closed == ("b",)
    assert {row["id"]: row.get("status") for row in rows} == {
        "a": None,
        "b": "archived",
        "c": None,
        "d": None,
    }
    again, nothing = merge(rows, [row for row in rows if row["id"] != "b"])
    assert not nothing and sorted(row["id"] for row in again) == ["a", "b", "c", "d"]


def test_neighbours_share_a_side_not_a_corner(tmp_path: Path) -> None:
    """Two communes are neighbours when a segment of border is common to them."""

    def square(insee: str, x: int, y: int) -> dict[str, object]:
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        return {"type": "Feature", "id": insee, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    features = [square("81001", 0, 0), square("81002", 1, 0), square("81003", 1, 1)]
    path = tmp_path / "outlines.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = read_neighbours(path)
    assert found["81001"] == ("81002",)
    assert found["81002"] == ("81001", "81003")
