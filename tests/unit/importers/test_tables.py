"""Tables are the same bytes for the same rows, and a new import changes only what the source changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.importers.merge import Change, Conflict, Diff, Table, merge
from portal.importers.outlines import neighbours, read_outlines
from portal.importers.tables import COLUMNS, Row, degrees, read_table, to_csv
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


@pytest.mark.parametrize(
    ("value", "text"), [(43.925997, "43.925997"), (2.0, "2.0"), (7.4e-05, "0.000074"), (-0.5, "-0.5")]
)
def test_degrees(value: float, text: str) -> None:
    """Near the meridian of Greenwich too, where Python would write an exponent that no editor reads."""
    assert degrees(value) == text


def test_a_missing_table_is_empty(tmp_path: Path) -> None:
    """The first import starts from nothing."""
    assert read_table(tmp_path / "places.csv") == []


def test_every_column_is_a_field_of_the_model() -> None:
    """The loader knows each column of each table."""
    for name, columns in COLUMNS.items():
        assert parse_table(f"{name}.csv", ",".join(columns) + "\n", KINDS[name]) == ([], [])


def merged(current: list[Row], new: list[Row], base: list[Row] | None = None) -> tuple[list[Row], Diff]:
    """An import of the source « S » into a table; without a base, nobody edited the table."""
    before = current if base is None else base
    table = Table({r["id"]: r for r in current}, {r["id"]: r for r in before}, {"S"}, {"contacts.0": {"S"}})
    rows, _remembered, diff = merge(table, new)
    return rows, diff


def row(ident: str, **values: str) -> Row:
    return {"id": ident, "provenance.source": "S", **{k.replace("__", "."): v for k, v in values.items()}}


def test_merge_says_what_is_new_changed_and_closed() -> None:
    """What vanishes is archived, not deleted; what comes back is open again."""
    old = [row("a", title="A"), row("b", title="B"), row("c", title="C", status="archived")]
    rows, diff = merged(old, [row("a", title="AA"), row("c", title="C"), row("d", title="D")])
    assert diff.new == ("d",)
    assert diff.changed == (Change("a", "title", "A", "AA"), Change("c", "status", "archived", ""))
    assert diff.closed == ("b",)
    assert {r["id"]: r.get("status", "") for r in rows} == {"a": "", "b": "archived", "c": "", "d": ""}
    again, nothing = merged(rows, [r for r in rows if r["id"] != "b"])
    assert not nothing and sorted(r["id"] for r in again) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("base", "current", "said", "kept", "changes", "conflicts"),
    [
        ("A", "A", "B", "B", 1, 0),  # the source moved
        ("A", "mine", "A", "mine", 0, 0),  # the editor moved
        ("A", "B", "B", "B", 0, 0),  # both, to the same
        ("A", "mine", "B", "mine", 0, 1),  # both, and they disagree
        ("", "mine", "B", "mine", 0, 1),  # the editor knew first
        ("A", "", "B", "", 0, 1),  # the editor removed what was wrong
        ("A", "A", "A", "A", 0, 0),
    ],
)
def test_an_editor_s_field_is_never_overwritten(  # noqa: PLR0917 - a table of cases
    base: str, current: str, said: str, kept: str, changes: int, conflicts: int
) -> None:
    """Between the last import, the table and the source, the field that the editor wrote wins."""
    rows, diff = merged([row("a", title=current)], [row("a", title=said)], [row("a", title=base)])
    assert (rows[0]["title"], len(diff.changed), len(diff.conflicts)) == (kept, changes, conflicts)


def test_rows_and_columns_of_editors_stay() -> None:
    """A row that no import wrote is not closed, one that an editor removed does not come back."""
    mine = {"id": "mine", "title": "Écrit à la main"}
    rows, diff = merged([mine], [row("a")], [row("a")])
    assert rows == [mine] and not diff
    assert diff.conflicts == (Conflict("a", "id", "", "a"),)
    assert "hours" in to_csv(COLUMNS["places"], [{"id": "a", "hours": "24/7"}]).splitlines()[0]


def test_a_source_takes_back_only_what_it_gave() -> None:
    """A number of another source stays when this one has none; its own goes."""
    number: Row = {"contacts.0.value": "+33199001234", "contacts.0.source": "S", "contacts.0.as_of": "2025"}
    other = {**number, "contacts.0.source": "T"}
    for standing, left in ((number, ""), (other, "+33199001234")):
        rows, _ = merged([{**row("a"), **standing}], [row("a")])
        assert rows[0]["contacts.0.value"] == left
    rows, diff = merged([{**row("a"), "provenance.source": "T"}], [])
    assert rows[0].get("status", "") == "" and not diff


def test_neighbours_share_a_side_not_a_corner(tmp_path: Path) -> None:
    """Two communes are neighbours when a segment of border is common to them."""

    def square(insee: str, x: int, y: int) -> dict[str, object]:
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        return {"type": "Feature", "id": insee, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    features = [square("81001", 0, 0), square("81002", 1, 0), square("81003", 1, 1)]
    path = tmp_path / "outlines.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = neighbours(read_outlines(path))
    assert found["81001"] == ("81002",)
    assert found["81002"] == ("81001", "81003")
