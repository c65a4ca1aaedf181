"""What the sheets to take away must satisfy: one A4 page, tagged, readable, whose code leads to its page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pypdf
import pypdfium2
import zxingcpp
from selectolax.lexbor import LexborHTMLParser

from portal.web.leaflet import FILE
from tests.pdf_ua import wrong

LEAST_POINTS = 9
WORKERS = 2
LISTS = {"type", "lettre"}  # folders of lists among the records


def faults(made: bytes, address: str) -> Iterator[str]:
    """What is wrong with a sheet."""
    read = pypdf.PdfReader(io.BytesIO(made))
    yield from wrong(made)
    if len(read.pages) != 1:
        yield f"{len(read.pages)} pages"
    width, height = read.pages[0].mediabox[2:]
    if (round(width), round(height)) != (595, 842):
        yield "not A4"
    drawn = pypdfium2.PdfDocument(made)[0].render(scale=1.7).to_pil()
    if [code.text for code in zxingcpp.read_barcodes(drawn)] != [address]:
        yield "its code does not lead to the page"
    if address not in read.pages[0].extract_text().replace("\n", ""):
        yield "does not tell its address"
    sizes: list[float] = []
    read.pages[0].extract_text(
        visitor_text=lambda text, _c, tm, _f, size: sizes.append(size * abs(tm[3])) if text.strip() else None
    )
    if min(sizes) < LEAST_POINTS - 0.01:
        yield f"letters of {min(sizes)} points"


def walk(site: Path) -> Iterator[str]:
    """What is wrong with each sheet of a built site, and the pathways and services that have none.

    A sheet stands beside its page, whose canonical address its code must lead to.
    """
    pages = [*site.glob("parcours/*/index.html"), *site.glob("services/*/index.html")]
    records = [page.parent for page in pages if page.parent.name not in LISTS]
    bare = [folder for folder in records if not (folder / FILE).is_file()]
    yield from (f"{folder.relative_to(site)}: no {FILE}" for folder in bare)
    sheets = sorted(site.rglob(FILE))
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        for sheet, found in zip(sheets, pool.map(_beside, sheets, chunksize=20), strict=True):
            yield from (f"{sheet.relative_to(site)}: {fault}" for fault in found)


def _beside(sheet: Path) -> list[str]:
    page = LexborHTMLParser((sheet.parent / "index.html").read_text("utf-8"))
    canonical = page.css_first("link[rel=canonical]")
    assert canonical is not None, sheet
    return [*faults(sheet.read_bytes(), canonical.attributes["href"] or "")]
