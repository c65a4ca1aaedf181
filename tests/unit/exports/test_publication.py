"""What lies under /donnees/ is what ``portal export`` writes, and the page about it says its sums."""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from portal.exports.publication import FORMATS, SUMS, export
from portal.freeze.build import prepare_site
from portal.web.app import create_app
from portal.web.site import Site
from tests.unit.exports.conftest import AS_OF, ROOTS

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def site() -> Site:
    return prepare_site(ROOTS["example"], AS_OF)[0]


@pytest.fixture(scope="module")
def page(site: Site) -> str:
    return create_app(site).test_client().get("/donnees/").get_data(as_text=True)


def test_every_format_is_published_as_the_command_writes_it(site: Site) -> None:
    expected = {
        f"donnees/{form}/{name}": content
        for form in FORMATS
        for name, content in export(form, site.directory).items()
    }
    assert site.data == expected
    assert set(prepare_site(ROOTS["example"], AS_OF)[0].data.items()) == set(expected.items())


def test_sums_are_those_of_the_files(site: Site) -> None:
    for form in FORMATS:
        for line in site.data[f"donnees/{form}/{SUMS}"].decode().splitlines():
            total, name = line.split("  ")
            assert hashlib.sha256(site.data[f"donnees/{form}/{name}"]).hexdigest() == total


def test_the_page_lists_each_file_with_size_and_sum(site: Site, page: str) -> None:
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)" download>([^<]+)</a></th><td class="num">([^<]+)</td>'
        r"<td><code>([0-9a-f]{64})</code>",
        page,
    )
    assert [f"donnees/{path}" for path, *_ in rows] == list(site.data)
    for path, name, size, total in rows:
        assert Path(path).name == name
        assert hashlib.sha256(site.data[f"donnees/{path}"]).hexdigest() == total
        assert re.fullmatch(r"\d+(,\d)?\s[kM]o", unescape(size)), size


def test_the_page_tells_portals_of_data_the_same(site: Site, page: str) -> None:
    [block] = BLOCK.findall(page)
    facts: Any = json.loads(block)
    base = site.catalogue.territory.publication.base_url
    assert facts["@type"] == "Dataset"
    assert facts["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert facts["dateModified"] == "2026-11-22"
    found = {d["contentUrl"]: (d["sha256"], d["contentSize"]) for d in facts["distribution"]}
    assert found == {
        base + path: (hashlib.sha256(content).hexdigest(), f"{len(content)} B")
        for path, content in site.data.items()
    }
