"""Whatever text a record holds, pages keep their structure: nothing of it becomes markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser

from portal.model.shape import shape
from portal.web.app import create_app, paths
from portal.web.site import Site

HOSTILE = """ "'><script>alert(1)</script><img src=x onerror=alert(1)></title></style>{{ 7*7 }}<!--"""
M = TypeVar("M", bound=BaseModel)
Elements = set[tuple[str, tuple[str, ...]]]


def poisoned(model: M) -> M:
    """A record or a group whose every text, and every name made of words, ends with hostile markup."""
    changed: dict[str, object] = {}
    for name, of in shape(type(model)).items():
        value = getattr(model, name)
        free = of.kind == "text" or (of.item is not None and of.item.kind == "text")
        changed[name] = _poisoned(value, free and name != "acronym")
    return model.model_copy(update=changed)


def _poisoned(value: object, free: bool) -> object:
    if isinstance(value, BaseModel):
        return poisoned(value)
    if isinstance(value, tuple):
        return tuple(_poisoned(v, free) for v in value)
    if isinstance(value, dict):
        return {key: _poisoned(v, free) for key, v in value.items()}
    if isinstance(value, str) and (free or _is_name(value)):
        return value + HOSTILE
    return value


def _is_name(value: str) -> bool:
    """A proper name: words with a space between them; neither a phone nor opening hours."""
    return re.search(r"[^\W\d]{3,} [^\W\d]", value) is not None and "://" not in value


@pytest.fixture(scope="module")
def pages(example: Site) -> list[tuple[str, LexborHTMLParser]]:
    """The pages of the fictitious territory, every text of it hostile."""
    catalogue = example.catalogue
    records = {k: {i: poisoned(r) for i, r in known.items()} for k, known in catalogue.records.items()}
    translations = {
        k: {i: poisoned(r) for i, r in known.items()} for k, known in catalogue.translations.items()
    }
    territory = poisoned(catalogue.territory)
    catalogue = replace(catalogue, territory=territory, records=records, translations=translations)
    return list(rendered(replace(example, catalogue=catalogue)))


def rendered(site: Site) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Every page of a site, as a browser reads it."""
    client: FlaskClient = create_app(site).test_client()
    for path, _ in paths(site):
        answer = client.get("/" + path)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            yield path, LexborHTMLParser(answer.get_data(as_text=True))


def elements(tree: LexborHTMLParser) -> Elements:
    """The elements of a page, each with the names of its attributes."""
    found = tree.css("*")
    return {(node.tag or "", tuple(sorted(node.attributes))) for node in found}


def test_structure(example: Site, pages: list[tuple[str, LexborHTMLParser]]) -> None:
    """No element and no attribute that the same site lacks when its texts are kind."""
    known: Elements = set()
    scripts = {}
    for path, tree in rendered(example):
        known |= elements(tree)
        scripts[path] = len(tree.css("script"))
    for path, tree in pages:
        assert elements(tree) <= known, path
        assert len(tree.css("script")) == scripts[path], path
    assert [path for path, _ in pages] == list(scripts)


def test_texts_are_shown(pages: list[tuple[str, LexborHTMLParser]]) -> None:
    """Every page shows the hostile text as a text: it was not dropped, and not evaluated."""
    for path, tree in pages:
        body = tree.body.text() if tree.body else ""
        assert "<script>alert(1)</script>" in body, path
        assert "{{ 7*7 }}" in body, path
        for block in tree.css('script[type="application/ld+json"]'):
            assert "@type" in json.loads(block.text()), path


def test_addresses(pages: list[tuple[str, LexborHTMLParser]]) -> None:
    """No text becomes part of an address that a browser would run, or of another host that it would ask."""
    for path, tree in pages:
        for node in tree.css("[href], [src], [action]"):
            for name in ("href", "src", "action"):
                address = node.attributes.get(name) or ""
                assert not re.match(r"\s*(?:javascript|data|vbscript):", address, re.IGNORECASE), path
                assert "<" not in address, path
                assert name == "href" or "//" not in address, path
