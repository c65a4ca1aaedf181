"""FINESS as data.gouv.fr publishes it: header-less CSV, etalab-cs1100502 and (with positions) -cs1100507."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.errors import N_, Message, Problem
from portal.importers.finess import FinessRow, full_number, insee_code, number
from portal.importers.published import lines

_FIELDS = 32  # of a line "structureet"; the order is that of the data dictionary of the files
_AFTER_NUMBER = {"B": "bis", "T": "ter", "Q": "quater"}


@dataclass(slots=True)
class Stock:
    """What a file says beside its rows."""

    as_of: str = ""  # date of the extraction; without it, the newest date in the file
    positions: dict[str, tuple[float, float, str]] = field(default_factory=dict)  # x, y, projection


def read_stock(path: Path, problems: list[Problem], stock: Stock | None = None) -> Iterator[FinessRow]:
    """Read the lines ``structureet`` with the ``geolocalisation`` of the same FINESS number.

    Args:
        path: Semicolons; ISO-8859-15 or Windows-1252 until about 2023, UTF-8 since (Licence Ouverte). Two
            readings: the first gathers dates and positions, the second yields.
        problems: Where lines that are cut are added.
        stock: Filled with the date and the positions.
    """
    stock = stock or Stock()
    _survey(path, problems, stock)
    for line, text in lines(path):
        if not text.startswith("structureet;"):
            continue
        cells = _cells(text)
        if len(cells) < _FIELDS - 1:
            message = Message(
                N_("number of cells: %(found)s; the layout has %(expected)s"),
                {"found": len(cells), "expected": _FIELDS},
            )
            problems.append(Problem(path.name, line, 1, "import-row", message, severity="warning"))
            continue
        yield _row(line, cells, stock.positions)


def _row(line: int, cells: list[str], positions: dict[str, tuple[float, float, str]]) -> FinessRow:
    x, y, projection = positions.get(full_number(cells[1]), (None, None, ""))
    return FinessRow(
        line=line,
        finess_et=full_number(cells[1]),
        finess_ej=full_number(cells[2]),
        short_name=" ".join(cells[3].split()),
        long_name=" ".join(cells[4].split()),
        category=cells[18],
        insee=insee_code(cells[13], cells[12]),
        x=x,
        y=y,
        projection=projection,
        street=_street(*cells[7:11]),
        postcode=_postcode(cells[15]),
        phones=tuple(filter(None, (national(cells[16]),))),
        siret=cells[22],
    )


def _postcode(delivery: str) -> str:
    """That of « 01440 VIRIAT »; a CEDEX is a sorting office, no place to go to."""
    return delivery[:5] if re.match(r"\d{5}\b(?!.*\bCEDEX\b)", delivery) else ""


def _street(digits: str, kind: str, name: str, after: str) -> str:
    after = _AFTER_NUMBER.get(after, after) if len(after) == 1 else ""
    return " ".join(filter(None, (digits, after, kind, name))) if name else ""


def national(phone: str) -> str:
    """A French number with the zero that a spreadsheet ate."""
    digits = re.sub(r"\D", "", phone)
    return f"0{digits}" if len(digits) == 9 and digits[0] != "0" else phone.strip()


def _cells(text: str) -> list[str]:
    """The cells of one line: quotes are read where they are sound, and are letters where they are not."""
    cells = next(csv.reader([text], delimiter=";"), [])
    if len(cells) < _FIELDS - 1:  # a quote opened and never closed
        cells = text.split(";")
    return [cell.strip() for cell in cells]


def _survey(path: Path, problems: list[Problem], stock: Stock) -> None:
    newest = ""
    for line, text in lines(path):
        if text.startswith("finess;etalab;"):
            stock.as_of = iso_date(text.split(";")[3]) if text.count(";") >= 3 else ""
        elif text.startswith("geolocalisation;"):
            _, finess, x, y, *origin = (*text.split(";"), "", "", "")
            said = ";".join(origin)
            east, north = number(x), number(y)
            if east is None or north is None:
                values = {"value": finess}
                message = Message(N_("the position of “%(value)s” cannot be read: it is left out"), values)
                problems.append(Problem(path.name, line, 1, "import-position", message, severity="warning"))
                continue
            stock.positions[full_number(finess)] = (east, north, said)
            newest = max(newest, iso_date(said.rstrip(";").rpartition(";")[2]))
        elif not stock.as_of:
            newest = max(newest, *map(iso_date, text.rstrip(";").split(";")[-4:]))
    stock.as_of = stock.as_of or newest


def iso_date(text: str) -> str:
    """« 27/03/2007 » and « 2007-03-27 » as 2007-03-27; nothing for what is no date."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text):
        return f"{found[3]}-{found[2]}-{found[1]}"
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""
