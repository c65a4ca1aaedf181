"""What a new import changes in a table, between what the last import wrote and what an editor made of it.

Three versions of each field are compared: the last import (``base``), the table as it stands, and the source
now. Where only one of the last two differs from the first, it is right; where both do, the editor's stays and
the conflict is told. A source takes back only what it gave: a row or a contact of another source stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from portal.importers.tables import Row

CLOSED = "archived"  # the status of what the source no longer lists: its address and history stay
# Groups of columns that bear a source of their own.
GROUPS = ("address", "contacts.0", "contacts.1")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record that the source now gives otherwise."""

    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that the source changed and an editor too: the editor's value stays."""

    id: str
    field: str
    kept: str  # the editor's; empty when the editor removed the record
    offered: str  # the source's


@dataclass(frozen=True, slots=True)
class Diff:
    """What an import would change in one table."""

    new: tuple[str, ...]  # ids
    changed: tuple[Change, ...]
    closed: tuple[str, ...]  # ids that the source no longer lists
    conflicts: tuple[Conflict, ...] = ()

    @property
    def telling(self) -> tuple[Change, ...]:
        """The changes that say more than the date of the data."""
        return tuple(change for change in self.changed if change.field != "provenance.as_of")

    def __bool__(self) -> bool:
        """True when applying it would write something; a conflict alone writes nothing."""
        return bool(self.new or self.changed or self.closed)


@dataclass(frozen=True, slots=True)
class Table:
    """A table at its two moments, and what this import may touch in it."""

    current: Mapping[str, Row]  # by id, as it stands
    base: Mapping[str, Row]  # as the last import wrote it; what stands, when nothing says
    sources: Collection[str]  # names of the sources that this import reads for rows
    group_sources: Mapping[str, Collection[str]] = field(default_factory=dict)  # the same by group


def merge(table: Table, new: Iterable[Row]) -> tuple[list[Row], list[Row], Diff]:
    """The rows after the import, what to remember of it, and how they differ from those before it.

    Args:
        table: The table, now and after the last import.
        new: What the source says now, with the same ids for the same establishments. A key that a row lacks
            is one of which the source says nothing; an empty value is one that it empties.

    Returns:
        Rows to write; rows to remember as the new base; the difference.
    """
    after = {row["id"]: row for row in new}
    merging = _Merging(table)
    for row in after.values():
        merging.listed(row)
    for ident in [*table.current, *(table.base.keys() - table.current.keys())]:
        if ident not in after:
            merging.unlisted(ident)
    return [*merging.rows.values()], [*merging.remembered.values()], merging.diff()


@dataclass(slots=True)
class _Merging:
    """One table on its way: what is to be written and remembered so far, and what is told of it."""

    table: Table
    rows: dict[str, Row] = field(default_factory=dict)
    remembered: dict[str, Row] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def listed(self, said: Row) -> None:
        """A record that the source lists."""
        ident = said["id"]
        base = self.table.base.get(ident, {})
        offered = _complete(said, base, self.table)
        self.remembered[ident] = offered
        if ident in self.table.current:
            self.rows[ident], changes, conflicts = _fields(self.table.current[ident], base, offered)
            self.changed += changes
            self.conflicts += conflicts
        elif base:  # an editor removed the row: it does not come back by itself
            self.conflicts.append(Conflict(ident, "id", "", offered.get("title", ident)))
        else:
            self.rows[ident] = offered
            self.found.append(ident)

    def unlisted(self, ident: str) -> None:
        """A record that the source does not list, or no longer."""
        row, base = self.table.current.get(ident), self.table.base.get(ident)
        if row is not None:
            ours = base is not None and self._speaks_for(row)
            if ours and row.get("status") != CLOSED:
                self.closed.append(ident)
            self.rows[ident] = {**row, "status": CLOSED} if ours else row
        if base is not None:
            self.remembered[ident] = {**base, "status": CLOSED} if self._speaks_for(base) else base

    def _speaks_for(self, row: Row) -> bool:
        return row.get("provenance.source", "") in self.table.sources

    def diff(self) -> Diff:
        """What all this changes, in the order of ids."""
        changed = sorted(self.changed, key=lambda change: (change.id, change.field))
        found, closed = sorted(self.found), sorted(self.closed)
        return Diff(tuple(found), tuple(changed), tuple(closed), tuple(self.conflicts))


def _complete(offered: Row, base: Row, table: Table) -> Row:
    """What the source says, with what it says nothing of as it was last imported."""
    whole = {**base, "status": "", **offered}
    for group in GROUPS:
        value, origin = _value_of(group), f"{group}.source"
        if offered.get(value) or not base.get(value):
            continue
        if base.get(origin, "") not in table.group_sources.get(group, ()):  # it is another source's to empty
            whole |= {
                key: text
                for key, text in base.items()
                if key.startswith(f"{group}.") and key != "address.insee"
            }
        else:
            whole |= {key: "" for key in base if key.startswith(f"{group}.") and key not in offered}
    return whole


def _value_of(group: str) -> str:
    return "address.lines" if group == "address" else f"{group}.value"


def _fields(current: Row, base: Row, offered: Row) -> tuple[Row, list[Change], list[Conflict]]:
    """One row, field by field."""
    row = dict(current)
    changes, conflicts = [], []
    for key in current.keys() | offered.keys():
        now, then, said = current.get(key, ""), base.get(key, ""), offered.get(key, "")
        if said in {now, then}:
            continue  # the source did not move, or says what already stands
        if now == then:
            row[key] = said
            changes.append(Change(row["id"], key, now, said))
        else:
            conflicts.append(Conflict(row["id"], key, now, said))
    return row, changes, conflicts
