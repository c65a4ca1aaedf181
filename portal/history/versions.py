"""Older versions of files and tables, read as little as can be: only what two versions write differently."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from portal.loading.front_matter import parse_front_matter
from portal.loading.tables import parse_table
from portal.loading.tree import plain
from portal.model.kinds import KINDS

_CHUNK = re.compile(r"\n(?=[a-z_]+:|---)")  # before each key that is in no other
_NEEDED = ("---", "status:", "visibility:")
Table = tuple[list[str], dict[str, list[str]]]  # the header, and each row by its id


def rows_of(text: str | None) -> Table:
    """The rows of a table as typed; none when nobody can read it."""
    try:
        header, *rows = csv.reader(io.StringIO(text or "", newline=""))
        at = header.index("id")
    except (ValueError, csv.Error):
        return [], {}
    return header, {row[at]: row for row in rows if len(row) == len(header)}


def trees_of_rows(kind: str, table: Table, idents: Iterable[str]) -> dict[str, object]:
    """Some rows of a table, by their id, as a file of the record would be typed."""
    header, rows = table
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *(rows[i] for i in idents if i in rows)])
    trees, _ = parse_table(kind, text.getvalue(), KINDS[kind])
    return {ident: plain(tree) for tree in trees if (ident := tree.text("id"))}


def trees_of_files(texts: Sequence[str | None], whole: bool) -> list[object | None]:
    """Two versions of a file as typed, but for comments and keys that both write alike; None: not there.

    Reading YAML is what takes long: most keys are not read.

    Args:
        texts: Before and after.
        whole: Read all of a file that appears or vanishes, which tells more than that.
    """
    chunks = [_CHUNK.split(text) for text in texts if text is not None]
    common = set[str]() if whole and len(chunks) == 1 else set(chunks[0]).intersection(*chunks)
    read = ["\n".join(c for c in of if c not in common or c.startswith(_NEEDED)) for of in chunks]
    found = [_tree(text) for text in read]
    if None in found:  # a key is not where it seemed to be
        found = [_tree(text) for text in texts if text is not None]
    return [None if text is None else found.pop(0) or {} for text in texts]


def _tree(text: str) -> object | None:
    """A file of a record as typed; None when it cannot be read."""
    tree, _ = parse_front_matter("", text)
    return plain(tree) if tree is not None else None
