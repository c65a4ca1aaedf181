"""What editors wrote in files of their own: no import touches it; where the source moved, they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portal.importers.merge import CLOSED, Conflict, Diff
from portal.loading.files import Snapshot, decode
from portal.loading.front_matter import parse_front_matter
from portal.loading.tree import Fields, Items, Node, Scalar


def conflicts_with_files(snapshot: Snapshot, kind: str, diff: Diff) -> Diff:
    """The difference, with the fields that the source changes while a file of content says something else.

    Args:
        snapshot: The files of the territory.
        kind: The kind of the records: "organisations".
        diff: What the import changes in their table.
    """
    moved: dict[str, list[tuple[str, str]]] = {}
    for change in diff.changed:
        moved.setdefault(change.id, []).append((change.field, change.new))
    for ident in diff.closed:
        moved.setdefault(ident, []).append(("status", CLOSED))
    found: list[Conflict] = []
    for ident, fields in moved.items():
        data = snapshot.files.get(f"content/{kind}/{ident}.md")
        tree = _tree(data) if data is not None else None
        if tree is None:
            continue
        found += _conflicts(ident, tree, fields)
    return replace(diff, conflicts=(*diff.conflicts, *found))


def written_files(snapshot: Snapshot, kind: str) -> Iterator[tuple[str, Fields]]:
    """The records of a kind that editors wrote, those that can be read: id and fields as typed."""
    start = f"content/{kind}/"
    for path, data in snapshot.files.items():
        ident = path.removeprefix(start).removesuffix(".md")
        if path.startswith(start) and "." not in ident and (tree := _tree(data)) is not None:
            yield ident, tree


def _tree(data: bytes) -> Fields | None:
    text, _ = decode("", data)
    return parse_front_matter("", text)[0] if text is not None else None


def _conflicts(ident: str, tree: Fields, fields: list[tuple[str, str]]) -> Iterator[Conflict]:
    for name, new in fields:
        kept = _written(tree, name.split("."))
        if kept is None and name == "status":
            yield Conflict(ident, name, "", new)  # closed, although an editor completed it
        elif kept is not None and kept != new:
            yield Conflict(ident, name, kept, new)


def _written(node: Node, path: list[str]) -> str | None:
    """The text that a file gives to a field; None when it leaves it to the table. A list replaces a list."""
    for number, step in enumerate(path):
        if isinstance(node, Items):
            index = int(step) if step.isdigit() else len(node.items)
            if index >= len(node.items):
                return ""
            node = node.items[index]
        elif isinstance(node, Fields):
            if step not in node.values:
                return None if number == 0 or not _inside_list(path[:number]) else ""
            node = node.values[step]
    if isinstance(node, Items):
        return "|".join(item.value or "" for item in node.items if isinstance(item, Scalar))
    return (node.value or "") if isinstance(node, Scalar) else None


def _inside_list(path: list[str]) -> bool:
    return any(step.isdigit() for step in path)
