"""What is not public appears in no byte of a built site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pypdf import PdfReader

from portal.model.catalogue import VISIBLE
from portal.model.phones import Phone
from portal.web.search_documents import documents
from portal.web.site import Site

MARK = "motsecret"  # a word that every hidden text of the fictitious territory holds


def hidden_values(value: object) -> Iterator[str]:
    """Every contact or text that says it is not public, wherever it stands."""
    if isinstance(value, BaseModel):
        if getattr(value, "visibility", "public") != "public":
            yield from (
                v for name, v in value if isinstance(v, str) and name in {"value", "label", "text", "title"}
            )
        for _, inner in value:
            yield from hidden_values(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from hidden_values(inner)


def secrets(site: Site) -> set[str]:
    """All that no visitor may read, in each form that it may take."""
    found: set[str] = set()
    for known in (*site.catalogue.records.values(), *site.catalogue.translations.values()):
        for record in known.values():
            found |= set(hidden_values(record))
            if record.status not in VISIBLE:
                found.add(record.title)
            if rpps := getattr(record, "rpps", None):
                found.add(rpps)
    for number in [value for value in found if re.fullmatch(r"0[\d ]{13}", value)]:
        phone = Phone.parse(number)
        found |= {phone.e164, phone.shown, number.replace(" ", "")}
    return found


def said(file: Path) -> str:
    """The words of a file, those of a sheet to print as well."""
    if file.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(file).pages)
    return file.read_bytes().decode("utf-8", "replace")


def test_there_is_something_to_hide(example: Site) -> None:
    """The territory has hidden records, contacts of two degrees, hidden texts and an RPPS number."""
    found = secrets(example)
    assert sum(MARK in value.lower() for value in found) >= 15
    assert {"+33536499991", "05 36 49 99 95", "0536499994", "00000000026"} <= found


def test_no_byte(example: Site, built_example: Path) -> None:
    """Pages, search index, data for machines: none holds a hidden value, in any form."""
    files = [file for file in built_example.rglob("*") if file.is_file()]
    assert len(files) > 300
    for file in files:
        text = said(file).replace("\u00a0", " ").replace("\u202f", " ")
        assert MARK not in text.lower(), file
        for secret in secrets(example):
            assert secret not in text, file


def test_no_word_to_search(example: Site) -> None:
    """Search is not told what visitors may not read, in any language."""
    for lang in example.languages:
        told = "\n".join(repr(document) for document in documents(example, lang))
        assert "consultation-genou" in told
        assert MARK not in told.lower()
        assert not any(secret in told for secret in secrets(example))


def test_no_page(built_example: Path) -> None:
    """A hidden record has no address."""
    for path in (
        "services/reunion-interne",
        "services/avis-pour-professionnels",
        "organisations/reserve-interne",
        "parcours/brouillon-fictif",
        "professionnels/dominique-discrete",
    ):
        assert not (built_example / path).exists()
    assert (built_example / "services/consultation-genou/index.html").is_file()


def test_no_way_in_for_patients(built_example: Path) -> None:
    """Where only a professional may ask, no page and no sheet to print offers a number or a booking."""
    ways = ("05 36 49 00 77", "+33536490077", "soins.fictif.example")
    files = [file for kind in ("html", "pdf") for file in built_example.rglob(f"*.{kind}")]
    assert sum("soins-sur-demande" in str(file) for file in files) >= 4, "a page and a sheet in each language"
    for file in files:
        text = said(file).replace("\u00a0", " ").replace("\u202f", " ")
        assert not any(way in text for way in ways), file
