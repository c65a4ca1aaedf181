"""A table of figures: its columns in words, and the same rows as CSV, HTML or text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What spreadsheets take for a formula, in half or full width; a figure or a phone may begin with its sign.
_FORMULA = re.compile(r"[=@\t\r＝＠＋－]|[+-](?![\d .,]*$)")
Cell = str | int | float | tuple[str, ...] | None
Row = dict[str, Any]  # values by column, before they are written


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str  # msgid
    type: str = "string"  # of Frictionless: string, integer, number, date

    @property
    def counts(self) -> bool:
        """Its cells are figures."""
        return self.type in {"integer", "number"}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that someone counted, and where the figures come from."""

    name: str  # of its file, without extension
    title: str  # msgid
    note: str  # msgid: how each figure is counted, from which rows of the exports
    columns: Mapping[str, Column]  # by name in the file
    rows: tuple[tuple[Cell, ...], ...]
    bars: str | None = None  # the column that a chart draws, from 0 to the largest

    def records(self) -> list[dict[str, Cell]]:
        """The rows with the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def as_csv(self) -> bytes:
        """The table as CSV (RFC 4180)."""
        return as_csv(tuple(self.columns), (dict(zip(self.columns, row, strict=True)) for row in self.rows))

    def schema(self) -> dict[str, Any]:
        """Its columns for a data package (Frictionless Table Schema)."""
        return {"fields": [{"name": name, "type": column.type} for name, column in self.columns.items()]}


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as CSV: what is unknown is empty, yes and no as Frictionless writes them, ``|`` between items."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - a field of any record
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple() | list():
            return _inert("|".join(map(str, value)))
    return _inert(str(value))


def _inert(text: str) -> str:
    """A text that a spreadsheet shows and never computes (OWASP, "CSV Injection"); figures stay."""
    return f"'{text}" if _FORMULA.match(text) else text
