"""Published files as they come: size, encoding, separator; an error page saved as data is refused."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from portal.errors import N_, Message, PortalError

MEGABYTE = 2**20
LARGEST = 2048 * MEGABYTE  # the national feeds are below; what is larger is not one of them


_AGAIN = N_("download it again: it did not arrive whole")
AS_PUBLISHED = N_("give the file as it was published: README.md says which files are understood")


def without_column(path: Path, column: str) -> PortalError:
    """The error of a table that has not the layout of its source."""
    told = {"file": path.name, "column": column}
    return PortalError(Message(N_("%(file)s lacks the column “%(column)s”"), told), Message(AS_PUBLISHED))


def unreadable(path: Path, line: int) -> PortalError:
    """The error of a file whose end cannot be made sense of."""
    told = {"file": path.name, "line": line}
    return PortalError(Message(N_("%(file)s cannot be read from line %(line)s on"), told), Message(_AGAIN))


def head(path: Path) -> bytes:
    """The first bytes of a file that may be read.

    Raises:
        PortalError: It is empty or too large, an archive, or a web page saved instead of the data.
    """
    size = path.stat().st_size
    if size > LARGEST:
        params = {"file": path.name, "size": LARGEST // MEGABYTE}
        raise PortalError(Message(N_("%(file)s has more than %(size)s MB"), params))
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(codecs.BOM_UTF8)
    told = {"file": path.name}
    if not start.strip():
        raise PortalError(Message(N_("%(file)s is empty"), told), Message(_AGAIN))
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        hint = Message(N_("extract it first, then give the file that it holds"))
        raise PortalError(Message(N_("%(file)s is an archive"), told), hint)
    if start.lstrip().startswith(b"<"):
        hint = Message(N_("download it again: the site answered with an error or a page to confirm"))
        raise PortalError(Message(N_("%(file)s is a web page, not a file of data"), told), hint)
    return start


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encoding(path: Path) -> str:
    """How the text of a file is encoded: UTF-8, or what French administrations used before it.

    Bytes 80 to 9F are letters in Windows-1252 alone (« œ », « ’ »); without them the file is in ISO-8859-15.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        windows = any(re.search(rb"[\x80-\x9f]", chunk) for chunk in _chunks(path))
        return "cp1252" if windows else "iso-8859-15"
    return "utf-8-sig"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(MEGABYTE), b"")


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers from 1, and lines without their end, in constant memory."""
    with path.open(encoding=encoding(path), errors="replace", newline=None) as file:
        for number, line in enumerate(file, 1):
            yield number, line.rstrip("\r\n")


def table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, header first, with the number of their last line.

    Commas, semicolons, tabulations or vertical bars separate the cells: those of the header tell.

    Raises:
        PortalError: It is no file of data, or a cell is absurdly long (a quote that is never closed).
    """
    start = head(path).decode("utf-8", "replace").partition("\n")[0]
    separator = max(",;\t|", key=start.count)
    with path.open(encoding=encoding(path), errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, [cell.strip() for cell in cells]
        except csv.Error:
            raise unreadable(path, reader.line_num) from None


def records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by the name of their columns, small letters; a missing cell is empty."""
    rows = table(path)
    _, header = next(rows)
    names = [name.lower() for name in header]
    for line, cells in rows:
        yield line, dict(zip(names, (*cells, *[""] * len(names)), strict=False))


def date_in_name(name: str) -> str:
    """« …-20260512.csv » and « …_2026-05-12.csv » say when the file was made."""
    found = re.search(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])(?!\d)", name)
    return "-".join(found.groups()) if found else ""


def year_in_name(name: str) -> str:
    """« v_commune_2026.csv » is the list of 2026."""
    found = re.search(r"(?<!\d)20\d\d(?!\d)", name)
    return found[0] if found else ""
