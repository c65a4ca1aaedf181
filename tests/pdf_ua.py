"""What a screen reader needs of a PDF: the rules of ISO 14289-1 (PDF/UA-1) that a program can see.

No validator comes from a package registry; these are the conditions of the Matterhorn Protocol 1.1 (PDF
Association, 2021) that our sheets could break.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import ContentStream

_SHOWS = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"Do",
    b"f",
    b"F",
    b"f*",
    b"S",
    b"s",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"sh",
    b"EI",
}


def wrong(made: bytes) -> Iterator[str]:
    """What a PDF lacks to be read aloud in order, one line each."""
    read = pypdf.PdfReader(io.BytesIO(made))
    root = read.trailer["/Root"]
    yield from _document(read, root)
    elements = list(_elements(root["/StructTreeRoot"]))
    kinds = [str(e.get("/S", "")) for e in elements]
    levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
    if levels[:1] != [1] or any(b > a + 1 for a, b in itertools.pairwise(levels)):
        yield f"headings {levels}"
    for element, kind in zip(elements, kinds, strict=True):
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure without words"
    for number, page in enumerate(read.pages, 1):
        yield from (f"page {number}: {said}" for said in _page(page, read))
    linked = sum(kind == "/Link" for kind in kinds)
    if linked != sum(len(page.get("/Annots") or ()) for page in read.pages):
        yield f"{linked} links among the elements"


def _document(read: pypdf.PdfReader, root: Any) -> Iterator[str]:
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"
    if not root.get("/Lang"):
        yield "no language"
    if not read.metadata or not read.metadata.title:
        yield "no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    if b"pdfuaid:part" not in root["/Metadata"].get_data():
        yield "does not say that it is PDF/UA"


def _elements(node: Any) -> Iterator[Any]:
    """The structure elements under one, in reading order."""
    kids = node.get("/K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _elements(found)


def _page(page: pypdf.PageObject, read: pypdf.PdfReader) -> Iterator[str]:
    if page.get("/Tabs") != "/S" and page.get("/Annots"):
        yield "links are not reached in reading order"
    for annotation in page.get("/Annots") or ():
        held = annotation.get_object()
        if held["/Subtype"] == "/Link" and not str(held.get("/Contents", "")).strip():
            yield "a link without words"
    depth = 0
    for _operands, operator in ContentStream(page.get_contents(), read).operations:
        depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
        if operator in _SHOWS and not depth:
            yield f"{operator.decode()} neither tagged nor an artifact"
            break
    for name, font in page["/Resources"].get("/Font", {}).items():
        held = font.get_object()
        inner = held["/DescendantFonts"][0].get_object() if "/DescendantFonts" in held else held
        described = inner.get("/FontDescriptor", {})
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{name} is not embedded"
        if "/ToUnicode" not in held:
            yield f"{name} cannot be read as letters"
