"""An import that has not happened yet: what it would change, what speaks against it, and how it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.errors import N_, ContentError, Message, PortalError, Problem
from portal.importers.editors import conflicts_with_files
from portal.importers.merge import Diff, Table, merge
from portal.importers.published import fingerprint
from portal.importers.tables import COLUMNS, FOLDER, REMEMBERED, Row, read_table, replace_files, to_csv
from portal.loading.catalogue import load_territory
from portal.loading.files import Snapshot, read_folder
from portal.loading.vocabularies import load_vocabularies
from portal.model.territory import Territory
from portal.model.vocabularies import Entry, Vocabularies

MOST_CLOSED = 0.05  # share of the records, and of the phone numbers, that an import may touch unasked
MOST_PHONES = 0.20
FEW = 2  # so many are seen at a glance, whatever their share
LOG = REMEMBERED / "sources.csv"  # which files were imported
_LOG_COLUMNS = ("id", "source", "as_of", "file", "sha256")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a territory already holds, as far as importers need it."""

    root: Path
    snapshot: Snapshot
    vocabularies: Vocabularies
    territory: Territory

    def categories(self) -> dict[str, Entry]:
        """The vocabulary of FINESS categories, by code."""
        return {entry.code: entry for entry in self.vocabularies.entries("finess_category")}

    def table(self, name: str) -> list[Row]:
        """A table as it stands."""
        return read_table(self.root / FOLDER / f"{name}.csv")

    def remembered(self, name: str) -> list[Row]:
        """A table as the last import wrote it; as it stands when none remembers."""
        path = self.root / REMEMBERED / f"{name}.csv"
        return read_table(path) if path.exists() else self.table(name)


def ground(root: Path) -> Ground:
    """Read a territory for an import.

    Raises:
        ContentError: territory.yaml is missing or cannot be read.
    """
    snapshot = read_folder(root)
    vocabularies, _ = load_vocabularies(snapshot)
    _, territory, problems = load_territory(snapshot, vocabularies)
    if territory is None:
        raise ContentError(problems)
    return Ground(root, snapshot, vocabularies, territory)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that an import read."""

    name: str  # "FINESS"
    as_of: str
    path: Path

    def row(self) -> Row:
        """Its line in the list of imports."""
        digest = fingerprint(self.path)
        values = (f"{self.name} {self.as_of} {digest[:12]}", self.name, self.as_of, self.path.name, digest)
        return dict(zip(_LOG_COLUMNS, values, strict=True))


@dataclass(frozen=True, slots=True)
class Import:
    """What an import found; nothing is written until ``apply``."""

    tables: Mapping[str, list[Row]]
    remembered: Mapping[str, list[Row]]
    diffs: Mapping[str, Diff]
    problems: list[Problem] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)  # why records were left out, and how many
    alarms: tuple[Message, ...] = ()  # why a person should look before it is applied
    sources: tuple[Source, ...] = ()
    files: Mapping[Path, str] = field(default_factory=dict)  # other files to write, from content/directory

    def __bool__(self) -> bool:
        """True when applying it would change something."""
        return any(self.diffs.values())

    def apply(self, root: Path, *, large: bool = False) -> None:
        """Write the tables and what to remember of them; all files are complete before any is replaced.

        Args:
            root: The territory.
            large: A person looked at the alarms and wants the change.

        Raises:
            PortalError: There are alarms, and nobody said that the change is wanted.
        """
        if self.alarms and not large:
            hint = Message(N_("look at the list, then add --large-change if it is right"))
            raise PortalError(self.alarms[0], hint)
        folder, memory = root / FOLDER, root / REMEMBERED
        texts = {folder / f"{n}.csv": to_csv(COLUMNS[n], rows) for n, rows in self.tables.items()}
        texts |= {memory / f"{n}.csv": to_csv(COLUMNS[n], rows) for n, rows in self.remembered.items()}
        texts |= {folder / path: text for path, text in self.files.items()}
        log = {row["id"]: row for row in read_table(root / LOG)}
        log |= {row["id"]: row for row in (source.row() for source in self.sources)}
        texts[root / LOG] = to_csv(_LOG_COLUMNS, log.values())
        replace_files(texts)


def compare(
    ground: Ground,
    rows: Mapping[str, Iterable[Row]],
    sources: Collection[str],
    group_sources: Mapping[str, Collection[str]] | None = None,
) -> Import:
    """What rows of a source would change in the tables of a territory.

    Args:
        ground: The territory.
        rows: By the name of the table. See ``merge.merge`` for keys that are missing or empty.
        sources: The sources whose records this import may close.
        group_sources: The sources whose addresses and contacts it may empty.
    """
    tables, remembered, diffs = {}, {}, {}
    alarms: list[Message] = []
    for name, new in rows.items():
        current = {row["id"]: row for row in ground.table(name)}
        base = {row["id"]: row for row in ground.remembered(name)}
        table = Table(current, base, sources, group_sources or {})
        tables[name], remembered[name], diff = merge(table, new)
        diffs[name] = conflicts_with_files(ground.snapshot, name, diff)
        alarms += _alarms(name, current, diff, sources)
    return Import(tables, remembered, diffs, alarms=tuple(alarms))


def _alarms(name: str, current: Mapping[str, Row], diff: Diff, sources: Collection[str]) -> Iterable[Message]:
    """An error of the source looks like a change of everything."""
    ours = [
        row for row in current.values() if row.get("provenance.source") in sources and not row.get("status")
    ]
    if len(diff.closed) > max(FEW, MOST_CLOSED * len(ours)):
        told: dict[str, object] = {"table": name, "count": len(diff.closed), "all": len(ours)}
        yield Message(N_("%(table)s: this import would close %(count)s records of %(all)s"), told)
    phones = sum(bool(row.get(key)) for row in current.values() for key in row if _is_phone(key))
    changed = sum(bool(change.old) for change in diff.changed if _is_phone(change.field))
    if changed > max(FEW, MOST_PHONES * phones):
        told = {"table": name, "count": changed, "all": phones}
        yield Message(N_("%(table)s: this import would change %(count)s phone numbers of %(all)s"), told)


def _is_phone(key: str) -> bool:
    return key.startswith("contacts.") and key.endswith(".value")
