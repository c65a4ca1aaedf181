"""The fictitious territory is sound, holds something of everything, and pages show what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient
from pydantic import BaseModel

from portal.checks.run import check
from portal.model.base import Record
from portal.model.catalogue import VISIBLE
from portal.model.guidance import Alert
from portal.model.kinds import KINDS
from portal.model.shape import shape
from portal.web.app import paths
from portal.web.site import Site

# Words for search, a picture that no page has room for, and the number said beside the title.
UNSHOWN = {"aliases", "entry_points", "Professional.photo", "EmergencyNumber.title"}

OVER = {"Vacances d’autrefois."}  # the reason of a closure that has ended


def fields(model: type[BaseModel]) -> set[str]:
    """Every field of a kind of record or group, as ``Kind.field``, and those of the groups inside."""
    found: set[str] = set()
    for name, of in shape(model).items():
        found.add(f"{model.__name__}.{name}")
        inner = of.item if of.item is not None else of
        if inner.group is not None:
            found |= fields(inner.group)
    return found


def filled(model: BaseModel, public_only: bool = False) -> Iterator[tuple[str, object]]:
    """What a record says: each field with its value, those of the groups inside too."""
    if public_only and getattr(model, "visibility", "public") != "public":
        return
    for name, value in model:
        field = f"{type(model).__name__}.{name}"
        if not {field, name} & (UNSHOWN if public_only else set()):
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, BaseModel):
                    yield from filled(item, public_only)
                if item not in (None, ""):
                    yield field, item


def test_no_error(example: Site, example_root: Path) -> None:
    """The checks find nothing that stops a build."""
    problems = check(example_root, example.as_of)
    assert [p.as_text() for p in problems if p.severity == "error"] == []


def test_every_kind_and_status(example: Site) -> None:
    """Every kind of record, in every status that a record may have."""
    records = example.catalogue.records
    assert all(records[kind] for kind in KINDS)
    statuses = {record.status for known in records.values() for record in known.values()}
    assert statuses == {"draft", "in_review", "validated", "published", "archived"}


def test_every_field(example: Site) -> None:
    """Every field of every kind says something somewhere, but those that all kinds share."""
    everything = [record for known in example.catalogue.records.values() for record in known.values()]
    said = {field for record in everything for field, _ in filled(record)}
    every = set().union(*(fields(kind) for kind in KINDS.values()))
    missing = {field for field in every - said if field.partition(".")[2] not in Record.model_fields}
    assert missing == set()


def test_every_text_is_shown(example: Site, client: FlaskClient) -> None:
    """No editor writes for nothing: what a visible record says in words stands on a page."""
    pages = []
    for path, route in paths(example):
        if route.localised and route.listed and not path.startswith(("en/", "ar/")):
            html = client.get("/" + path).get_data(as_text=True)
            html = re.sub(
                r'<[^>]*\balt="([^"]*)"', r"\1<", re.sub(r"<script.*?</script>", "", html, flags=re.S)
            )
            pages.append(" ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).casefold())
    shown = "\n".join(pages)
    for known in example.catalogue.records.values():
        for record in known.values():
            over = isinstance(record, Alert) and not record.start <= example.as_of <= record.end
            if record.status in VISIBLE and not over:
                assert [pair for pair in _words(record) if pair[1].casefold() not in shown] == []


def _words(record: Record) -> Iterator[tuple[str, str]]:
    """The texts and names of a record that are plain words: no mark of Markdown, no code."""
    for field, value in filled(record, public_only=True):
        text = value if isinstance(value, str) and value not in OVER else ""
        if re.search(r"[^\W\d]{3,} [^\W\d]", text) and not re.search(r"[\[*#|:]", text):
            yield field, " ".join(text.split())
