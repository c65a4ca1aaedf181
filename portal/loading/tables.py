"""Tables of the directory: one row per record, a header of dotted keys, the same tree as a file of content.

``contacts.0.channel`` is the channel of the first contact; several values of a list are joined by ``|``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

from pydantic import BaseModel

from portal.errors import N_, Message, Problem
from portal.loading.tree import Fields, Items, Mark, Node, Scalar
from portal.loading.wording import did_you_mean
from portal.model.shape import Shape, shape

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,]*')


@dataclass(frozen=True, slots=True)
class Column:
    """What a dotted key of a header names."""

    path: tuple[str | int, ...]
    shape: Shape  # of the value


@dataclass(slots=True)
class _Branch:
    """A group or a list being filled from the cells of one row."""

    at: Mark
    numbered: bool  # a list: its keys are positions
    children: dict[str | int, _Branch | Node] = field(default_factory=dict)


def parse_table(path: str, text: str, model: type[BaseModel]) -> tuple[list[Fields], list[Problem]]:
    """Read the rows of a table.

    Args:
        path: Named in problems.
        text: Commas between cells, quotes doubled inside quotes (RFC 4180).
        model: The kind of record that each row is.

    Returns:
        One tree per sound row, and what is wrong, each at its line.
    """
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        return [], [Mark(path, 1, 1).problem("table-empty", Message(N_("an empty table: not even a header")))]
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[Fields] = []
    problems: list[Problem] = []
    columns: list[Column | None] = []
    same: dict[str, str] = {}  # cells repeat from row to row: one text in memory is enough
    start = 1
    try:
        for cells in reader:
            if start == 1:
                columns, found = _header(path, cells, model)
                problems += found
                if not columns:
                    break
            elif cells and len(cells) != len(columns):
                problems.append(_wrong_width(Mark(path, start, 1), len(cells), len(columns)))
            elif cells:
                marks = _places(path, start, "\n".join(lines[start - 1 : reader.line_num]))
                rows.append(_row(marks, columns, [same.setdefault(cell, cell) for cell in cells]))
            start = reader.line_num + 1
    except csv.Error:
        message = Message(
            N_("this row cannot be read: a quote is not closed, or stands in the middle of a cell")
        )
        hint = Message(N_("put quotes at both ends of the cell, and double those inside"))
        problems.append(Mark(path, start, 1).problem("table-quote", message, hint))
    return rows, problems


def _wrong_width(at: Mark, found: int, expected: int) -> Problem:
    message = Message(
        N_("number of cells: %(found)s; the header has %(expected)s"), {"found": found, "expected": expected}
    )
    return at.problem("table-width", message, Message(N_("put a cell that contains a comma between quotes")))


def _places(path: str, first: int, row: str) -> list[Mark]:
    """Where each cell of a row stands; a row has several lines when a quoted cell has."""
    marks = []
    if '"' not in row and "\n" not in row:  # nearly all rows of nearly all tables
        column = 1
        for cell in row.split(","):
            marks.append(Mark(path, first, column))
            column += len(cell) + 1
        return marks
    position, line, line_start = 0, first, 0
    while position <= len(row):
        marks.append(Mark(path, line, position - line_start + 1))
        found = _CELL.match(row, position)
        end = found.end() if found else len(row)
        breaks = row.count("\n", position, end)
        if breaks:
            line, line_start = line + breaks, row.rfind("\n", position, end) + 1
        position = end + 1
    return marks


def _header(path: str, cells: list[str], model: type[BaseModel]) -> tuple[list[Column | None], list[Problem]]:
    columns: list[Column | None] = []
    problems: list[Problem] = []
    marks = _places(path, 1, ",".join(cells))
    filled: set[tuple[str | int, ...]] = set()  # paths that have a column
    taken: set[tuple[str | int, ...]] = set()  # these, and the groups they stand in
    if len(cells) == 1 and (";" in cells[0] or "\t" in cells[0]):
        message = Message(N_("columns must be separated by commas"))
        hint = Message(N_("in your spreadsheet choose “Save as”, CSV, separator: comma"))
        return [], [Mark(path, 1, 1).problem("table-separator", message, hint)]
    for index, cell in enumerate(cells):
        column = column_of(cell.strip(), model)
        if column is None:
            problems.append(_unknown_column(marks[index], cell, model))
        elif column.path in taken or any(column.path[:end] in filled for end in range(1, len(column.path))):
            message = Message(N_("the column “%(key)s” appears twice"), {"key": cell})
            problems.append(marks[index].problem("duplicate-key", message))
            column = None
        if column is not None:
            filled.add(column.path)
            taken.update(column.path[:end] for end in range(1, len(column.path) + 1))
        columns.append(column)
    if not any(column and column.path == ("id",) for column in columns):
        message = Message(N_("the table has no column “id”"))
        problems.append(Mark(path, 1, 1).problem("table-id", message))
    return columns, problems


def _unknown_column(at: Mark, cell: str, model: type[BaseModel]) -> Problem:
    message = Message(N_("unknown key “%(key)s”"), {"key": cell})
    return at.problem("unknown-key", message, did_you_mean(cell, shape(model)))


def column_of(key: str, model: type[BaseModel]) -> Column | None:
    """The path and shape of a dotted key; None when the model has no such field."""
    path: list[str | int] = []
    here: Shape | None = Shape("group", group=model)
    for step in key.split("."):
        if here is None:
            return None
        if here.kind == "group" and here.group is not None:
            here = shape(here.group).get(step)
            path.append(step)
        elif here.kind in {"list", "mapping"}:
            numbered = here.kind == "list"
            if numbered and not re.fullmatch(r"\d{1,2}", step):
                return None
            path.append(int(step) if numbered else step)
            here = here.item
        else:
            return None
    value = here.item if here and here.kind == "list" else here
    return Column(tuple(path), here) if here and value and value.kind in {"fact", "text"} else None


def _row(marks: list[Mark], columns: list[Column | None], cells: list[str]) -> Fields:
    root = _Branch(marks[0], numbered=False)
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column is None or not cell.strip():
            continue
        at = marks[min(index, len(marks) - 1)]
        branch = root
        for step, following in zip(column.path, column.path[1:], strict=False):
            child = branch.children.get(step)
            if child is None:
                child = branch.children[step] = _Branch(at, numbered=isinstance(following, int))
            assert isinstance(child, _Branch)  # noqa: S101 - the header holds no column below another
            branch = child
        branch.children[column.path[-1]] = _value(at, column.shape, cell.strip())
    tree = _grown(root)
    assert isinstance(tree, Fields)  # noqa: S101 - the root is never numbered
    return tree


def _value(at: Mark, of: Shape, cell: str) -> Node:
    if of.kind == "list" and cell not in of.words:
        return Items(at, tuple(Scalar(at, part.strip()) for part in cell.split("|") if part.strip()))
    return Scalar(at, cell)


def _grown(branch: _Branch) -> Node:
    nodes = {k: _grown(c) if isinstance(c, _Branch) else c for k, c in branch.children.items()}
    if branch.numbered:
        return Items(branch.at, tuple(nodes[k] for k in sorted(nodes)))
    return Fields(branch.at, {str(k): node for k, node in nodes.items()})  # a cell has no key of its own
