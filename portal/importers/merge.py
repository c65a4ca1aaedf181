"""What a new import changes in a table. Editors write in files of their own, which no import ever touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.importers.tables import Row

CLOSED = "archived"  # the status of what the source no longer lists: its address and history stay


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record that the source now gives otherwise."""

    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diff:
    """What an import would change in one table."""

    new: tuple[str, ...]  # ids
    changed: tuple[Change, ...]
    closed: tuple[str, ...]  # ids that the source no longer lists

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.closed)


def merge(old: Iterable[Row], new: Iterable[Row]) -> tuple[list[Row], Diff]:
    """The rows after the import, and how they differ from those before it.

    Args:
        old: The table as it stands.
        new: What the source says now, with the same ids for the same establishments.

    Returns:
        Rows of the source, then rows that vanished from it, kept with the status ``archived``.
    """
    before = {row["id"]: row for row in old}
    after = {row["id"]: row for row in new}
    rows = list(after.values())
    closed = []
    for ident in sorted(before.keys() - after.keys()):
        rows.append({**before[ident], "status": CLOSED})
        if before[ident].get("status") != CLOSED:
            closed.append(ident)
    changed = [
        Change(ident, field, before[ident].get(field, ""), after[ident].get(field, ""))
        for ident in sorted(before.keys() & after.keys())
        for field in sorted(before[ident].keys() | after[ident].keys())
        if before[ident].get(field, "") != after[ident].get(field, "")
    ]
    return rows, Diff(tuple(sorted(after.keys() - before.keys())), tuple(changed), tuple(closed))
