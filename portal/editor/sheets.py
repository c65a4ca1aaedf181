"""Spreadsheets as rows of texts: OpenDocument and CSV. The one module that imports odfdo."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from odfdo import Cell, Document, Paragraph, Row, Table

from portal.errors import N_, Message, PortalError

LARGEST = 64 * 2**20  # bytes of a sheet once unpacked: a small archive may hold a huge one
LONGEST = 20_000  # rows read
# What a spreadsheet would run when a text begins with it (OWASP, "CSV Injection").
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, the header first; a cell that holds a formula is None."""

    name: str
    rows: tuple[tuple[str | None, ...], ...]


def column_name(index: int) -> str:
    """The letters of a column, from 0: A, B… Z, AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def write_sheets(suffix: str, sheets: Sequence[Sheet]) -> bytes:
    """A spreadsheet that no program runs: texts only. In CSV, the first sheet alone.

    Args:
        suffix: ``.ods`` or ``.csv``.
        sheets: Their rows; no formula.
    """
    return _ods(sheets) if suffix == ".ods" else _csv(sheets[0].rows)


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a spreadsheet, without the empty rows and cells at its ends.

    Raises:
        PortalError: It is neither an OpenDocument spreadsheet nor CSV in UTF-8, or it is too big.
    """
    if path.suffix == ".ods":
        return _read_ods(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PortalError(
            Message(N_("%(path)s is not in UTF-8"), {"path": path.name}),
            Message(N_("when you save it, choose the encoding UTF-8; or use .ods")),
        ) from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return Sheet(path.name, _trimmed([_unguarded(cell) for cell in row] for row in rows))


def _csv(rows: Iterable[Sequence[str | None]]) -> bytes:
    """Semicolons and a byte order mark: what a French spreadsheet opens without a question."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_guarded(cell or "") for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_RUNS, "'")) else cell


def _unguarded(cell: str) -> str | None:
    if cell.startswith("'") and cell[1:].startswith((*_RUNS, "'")):
        return cell[1:]
    return None if cell.startswith("=") else cell.strip()


def _ods(sheets: Sequence[Sheet]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    for sheet in sheets:
        table = Table(sheet.name)
        for values in sheet.rows:
            row = Row()
            for value in values:
                row.append_cell(_cell(value or ""))
            table.append_row(row)
        document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _cell(value: str) -> Cell:
    cell = Cell()
    if value:
        cell.type = "string"
        for line in value.split("\n"):
            paragraph = Paragraph()
            paragraph.append_plain_text(line)
            cell.append(paragraph)
    return cell


def _read_ods(path: Path) -> Sheet:
    try:
        with zipfile.ZipFile(path) as archive:
            too_big = sum(entry.file_size for entry in archive.infolist()) > LARGEST
        table = None if too_big else Document(path).body.get_table(0)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError):
        raise PortalError(
            Message(N_("%(path)s is no spreadsheet in OpenDocument"), {"path": path.name})
        ) from None
    if table is None:
        raise PortalError(Message(N_("%(path)s is too big"), {"path": path.name}))
    table.rstrip(aggressive=True)
    if table.height > LONGEST:
        raise PortalError(Message(N_("%(path)s is too big"), {"path": path.name}))
    rows = ([_text(cell) for cell in row.iter_cells()] for row in table.iter_rows())
    return Sheet(str(table.name), _trimmed(rows))


def _text(cell: Cell) -> str | None:
    """What a cell says, whatever language the spreadsheet shows it in."""
    if cell.formula:
        return None
    if cell.type in {"float", "percentage", "currency"}:
        number = str(cell.get_attribute("office:value") or "")
        return number.removesuffix(".0")
    if cell.type == "date":
        return str(cell.get_attribute("office:date-value") or "")[:10]
    if cell.type == "boolean":
        return "yes" if cell.get_attribute("office:boolean-value") == "true" else "no"
    return "\n".join(p.inner_text for p in cell.get_elements("text:p")).strip()


def _trimmed(rows: Iterable[Sequence[str | None]]) -> tuple[tuple[str | None, ...], ...]:
    found = []
    for number, row in enumerate(rows):
        if number > LONGEST:
            break
        cells = list(row)
        while cells and cells[-1] == "":
            cells.pop()
        found.append(tuple(cells))
    while found and not found[-1]:
        found.pop()
    return tuple(found)
