"""Tables of figures as pages show them: words of the reader's language, links, and bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from portal.exports.tables import Cell, Column, Table
from portal.web.collation import collation_key
from portal.web.page import Page

WIDTH = 320  # of a chart, in units of its own: those of a small phone
_LINE, _BAR, _GAP = 19, 10, 14  # heights of a line of words, of a bar, and of what parts two bars
_LETTERS = 35  # of an ordinary width, that fit on a line with the figure at its end
_MOST = 12  # bars; the table beside them has all rows

Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, with its words above it."""

    lines: tuple[str, ...]
    value: str
    y: int  # of the first line of words
    top: int  # of the bar
    length: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from 0 to the largest."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    thickness: int = _BAR


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is read."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A table on a page, with its chart and its file."""

    name: str
    title: str
    note: str
    heads: tuple[tuple[str, bool], ...]  # title, and whether the column holds figures
    rows: tuple[tuple[Shown, ...], ...]
    chart: Chart | None
    csv: str  # relative link to its file
    bars: str = ""  # what the chart measures


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows of a table."""

    # The columns, in order; all of them when it is empty. The first names the row.
    columns: Sequence[str] = ()
    # What stands in place of codes, and where it leads.
    words: Callable[[Row], Mapping[str, Shown]] = lambda _row: {}
    keep: Callable[[Row], bool] = lambda _row: True
    # By the name of the row, instead of the order of the table.
    sort: bool = False
    # The column that a chart draws, its largest rows, and the value of a full bar: the largest when None.
    bars: str = ""
    full: float | None = None


def figure(page: Page, table: Table, csv: str, view: View) -> Figure:
    """A table as a page shows it.

    Args:
        page: Whose language it speaks.
        table: The figures.
        csv: The link to its file.
        view: What of it is shown, and in which words.
    """
    names = tuple(view.columns or table.columns)
    told = [
        (row, {**_plain(page, table, row), **view.words(row)}) for row in table.records() if view.keep(row)
    ]
    if view.sort:
        told.sort(key=lambda pair: collation_key(pair[1][names[0]].text))
    drawn = [
        (row[view.bars], cells[names[0]].text, cells[view.bars].text) for row, cells in told if view.bars
    ]
    return Figure(
        table.name,
        page.gettext(table.title),
        page.gettext(table.note),
        tuple((page.gettext(table.columns[name].title), table.columns[name].counts) for name in names),
        tuple(tuple(cells[name] for name in names) for _, cells in told),
        chart(drawn, view.full),
        csv,
        page.gettext(table.columns[view.bars].title) if view.bars else "",
    )


def _plain(page: Page, table: Table, row: Row) -> dict[str, Shown]:
    return {name: Shown(cell_text(page, table.columns[name], value)) for name, value in row.items()}


def cell_text(page: Page, column: Column, value: Cell) -> str:
    """A cell in words; what is unknown says so."""
    if value is None or value == "":
        return page.gettext("Not communicated")
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, int | float) and column.counts:
        return page.number(value)
    return str(value)


def chart(rows: Sequence[tuple[Cell, str, str]], full: float | None = None) -> Chart | None:
    """The bars of the largest values, largest first; None when none is above 0.

    Args:
        rows: The value, the name and the value in words of each.
        full: The value of a bar as wide as the chart; the largest when None.
    """
    known = [(float(value), name, said) for value, name, said in rows if isinstance(value, int | float)]
    known.sort(key=lambda row: -row[0])
    if not known or not known[0][0]:
        return None
    bars, y = [], 0
    for value, name, said in known[:_MOST]:
        lines = tuple(wrap(name, max(_LETTERS - len(said), 12))) or (name,)
        below = y + _LINE * len(lines)
        bars.append(Bar(lines, said, y + _LINE - 5, below, round(WIDTH * value / (full or known[0][0]))))
        y = below + _BAR + _GAP
    return Chart(tuple(bars), y - _GAP)
