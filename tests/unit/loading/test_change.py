"""Reading again what changed gives what reading everything gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.checks import check_loaded
from portal.loading.catalogue import Loaded, load_snapshot
from portal.loading.change import renewed
from portal.loading.files import Snapshot, read_folder
from portal.loading.gather import record_file

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def snapshot(example_root: Path) -> Snapshot:
    """The fictitious territory."""
    return read_folder(example_root)


@pytest.fixture(scope="module")
def before(snapshot: Snapshot) -> Loaded:
    """The same, read."""
    return load_snapshot(snapshot, DAY)


def same(one: Loaded, other: Loaded) -> None:
    """Assert that two readings cannot be told apart."""
    assert one.catalogue
    assert other.catalogue
    assert replace(one.catalogue, vocabularies=other.catalogue.vocabularies) == other.catalogue
    assert [*one.catalogue.records["services"]] == [*other.catalogue.records["services"]]
    assert one.gathered.originals == other.gathered.originals
    assert one.gathered.translations == other.gathered.translations
    assert one.gathered.texts == other.gathered.texts
    assert one.gathered.unread == other.gathered.unread
    assert [p.as_dict() for p in one.problems] == [p.as_dict() for p in other.problems]
    assert [p.as_dict() for p in check_loaded(one)] == [p.as_dict() for p in check_loaded(other)]


CHANGES = {
    "a line more": lambda data: data + b"\nUne ligne de plus.\n",
    "another title": lambda data: data.replace(b"title: ", b"title: Autrement, ", 1),
    "an unknown key": lambda data: data.replace(b"---\n", b"---\ninconnue: oui\n", 1),
    "broken": lambda _data: b"---\n: [\n",
    "gone": lambda _data: None,
}
# A record of each way of being written; a newcomer adds a line.
FILES = (
    "content/services/consultation-genou.md",  # with a translation
    "content/services/consultation-genou.en.md",  # a translation
    "content/organisations/antenne-fictive.md",  # over a row of a table, or alone
    "content/pathways/boiterie-fictive.md",  # with or without an insert
    "content/alerts/brume-en-cours.md",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("path", FILES)
def test_the_same(snapshot: Snapshot, before: Loaded, path: str, change: str) -> None:
    data = CHANGES[change](snapshot.files[path])
    files = {p: d for p, d in {**snapshot.files, path: data}.items() if d is not None}
    after = Snapshot(files, snapshot.others, snapshot.problems)
    now = renewed(before, snapshot, after)
    assert now is not None
    same(now, load_snapshot(after, DAY))
    back = renewed(now, after, snapshot)
    assert back is not None
    same(back, before)


def test_a_file_over_a_row(snapshot: Snapshot, before: Loaded) -> None:
    """A record of a table gets a file, and loses it again."""
    ref = next(iter(before.gathered.rows))
    path = f"content/{ref}.md"
    files = {p: d for p, d in snapshot.files.items() if record_file(p) != ref}
    alone = Snapshot(files, snapshot.others, snapshot.problems)
    row = load_snapshot(alone, DAY)
    with_file = Snapshot({**files, path: b"---\ntitle: Autre nom\n---\n"}, snapshot.others, snapshot.problems)
    now = renewed(row, alone, with_file)
    assert now is not None
    same(now, load_snapshot(with_file, DAY))
    back = renewed(now, with_file, alone)
    assert back is not None
    same(back, row)


# Lines of a table, its header first, to other ones; a newcomer adds a line.
TABLES = {
    "a cell": lambda lines: [lines[0], lines[1].replace(",", ",Autre ", 1), *lines[2:]],
    "a wrong cell": lambda lines: [line.replace("laboratory", "laboratoire") for line in lines],
    "a row more": lambda lines: [lines[0], "ajoutee,Ajoutée,laboratory" + ",".join([""] * 10), *lines[1:]],
    "a row less": lambda lines: [lines[0], *lines[2:]],
    "a row with a file less": lambda lines: lines[:-1],
    "another order": lambda lines: [lines[0], *lines[:0:-1]],
}
TABLE = "content/directory/organisations.csv"


@pytest.mark.parametrize("change", TABLES)
def test_a_table(snapshot: Snapshot, change: str) -> None:
    """Rows alone, and one that a file completes."""
    lines = snapshot.files[TABLE].decode().splitlines()
    lines.append("antenne-fictive,Antenne en table,laboratory" + ",".join([""] * 10))
    assert "content/organisations/antenne-fictive.md" in snapshot.files
    old = replace(snapshot, files={**snapshot.files, TABLE: "\n".join(lines).encode()})
    new = replace(snapshot, files={**snapshot.files, TABLE: "\n".join(TABLES[change](lines)).encode()})
    before = load_snapshot(old, DAY)
    now = renewed(before, old, new)
    assert now is not None
    same(now, load_snapshot(new, DAY))
    back = renewed(now, new, old)
    if any(p.path == TABLE for p in now.problems):
        assert back is None
    else:
        assert back is not None
        same(back, before)


@pytest.mark.parametrize("table", [b"", b"id,title\n,Sans identifiant\n", None])
def test_a_table_that_cannot_be_read(snapshot: Snapshot, before: Loaded, table: bytes | None) -> None:
    """What a table that is broken or gone leaves wrong elsewhere is told by reading everything."""
    path = next(iter(before.gathered.rows.values())).at.path
    files = {p: d for p, d in {**snapshot.files, path: table}.items() if d is not None}
    assert renewed(before, snapshot, replace(snapshot, files=files)) is None


@pytest.mark.parametrize(
    "path", ["content/territory.yaml", "content/search/dangers.yaml", "content/nouveau.txt"]
)
def test_more_than_records(snapshot: Snapshot, before: Loaded, path: str) -> None:
    """What concerns everything is read with everything."""
    after = Snapshot({**snapshot.files, path: b"autre"}, snapshot.others, snapshot.problems)
    assert renewed(before, snapshot, after) is None
