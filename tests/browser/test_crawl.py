"""Every page of both sites, read from the files: links, ids, numbers, weight, and clicks from home."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from tests.browser.test_every_template import pages_of
from tests.pages import BuiltSite
from tests.pathway_blocks import walk

HOME_LIMIT = 14_000  # HTML and style sheets of the home page, compressed: what the first packets carry
CLICKS = 4


@pytest.fixture(scope="module", params=["built", "built_example"])
def pages(request: pytest.FixtureRequest) -> BuiltSite:
    """The demonstration, then the fictitious territory."""
    return BuiltSite(request.getfixturevalue(request.param))


def test_every_page(pages: BuiltSite) -> None:
    """Links and fragments resolve, ids are unique, numbers read as they dial, no page is heavy."""
    assert pages.faults() == []


def test_four_clicks(pages: BuiltSite) -> None:
    """Links alone lead from home to every page, without search."""
    far = pages.clicks()
    assert {name for name in pages.pages if far.get(name, CLICKS + 1) > CLICKS} == {"404.html"}


def test_lines_differ(pages: BuiltSite) -> None:
    """No two lines of the A to Z read the same: two links with the same words lead to the same page."""
    for name in ("a-z/index.html", "en/a-z/index.html"):
        lines = [node.text() for node in pages.pages[name].tree().css("main li")]
        assert [line for line, times in Counter(lines).items() if times > 1] == []


# A page per record of the directory, which may bear the name of another; and those that only lead on.
NAMESAKES = re.compile(r"(?:\w\w/)?(?:services|organisations|lieux|c)/[^/]+/(?:[^/]+/)?index\.html")


def test_titles_differ(pages: BuiltSite) -> None:
    """A title says which page it is: among tabs, in a history, to a screen reader."""
    found = [page.title() for name, page in pages.pages.items() if not NAMESAKES.fullmatch(name)]
    assert len(found) > 100
    assert [title for title, times in Counter(found).items() if times > 1] == []
    kinds = [page.title() for name, page in pages.pages.items() if "/type/" in name]
    assert len(set(kinds)) == len(kinds)


def test_home_comes_at_once(pages: BuiltSite) -> None:
    """The home page and its styles fit in what a server sends at once, in every language."""
    homes = [
        page for name, page in pages.pages.items() if name.count("/") <= 1 and name.endswith("index.html")
    ]
    weights = {page.path: pages.first_bytes(page) for page in homes if len(page.path.split("/")[0]) == 2}
    weights["index.html"] = pages.first_bytes(pages.pages["index.html"])
    assert {path: weight for path, weight in weights.items() if weight > HOME_LIMIT} == {}


def test_parses_without_error(built: Path) -> None:
    """A strict parser has nothing to mend on a page of any template."""
    wrong = {}
    for path in pages_of(built):
        file = built / path / "index.html" if not path.endswith(".html") else built / path
        parser = html5lib.HTMLParser()
        parser.parse(file.read_bytes(), transport_encoding="utf-8")
        if parser.errors:
            wrong[path] = parser.errors
    assert wrong == {}


def test_pathways_lack_nothing(pages: BuiltSite) -> None:
    """Each block of a pathway is filled or said unknown; its sheet and the pages beside it are there."""
    count, lacking = walk(pages.folder)
    assert count
    assert lacking == []
