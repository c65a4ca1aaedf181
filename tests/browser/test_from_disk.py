"""The same files opened from a disk, or served below another site: everything works, silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import serving


@pytest.fixture(params=["disk", "sub-path"])
def start(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """The folder of the site, as an address that is not the root of a host."""
    if request.param == "disk":
        yield f"{built.as_uri()}/"
        return
    with serving(built.parent) as url:
        yield f"{url}{built.name}/"


def test_read_and_follow(open_context: Callable[..., BrowserContext], start: str) -> None:
    """Styles and fonts load, links lead to pages, to other languages and back home."""
    page = open_context().new_page()
    page.goto(f"{start}index.html")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.strip')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    assert page.evaluate("document.fonts.ready.then(f => [...f].some(face => face.status === 'loaded'))")
    page.locator("nav.nav a").first.click()
    page.locator("main a[href*='insuffisance-cardiaque']").first.click()
    assert page.url == f"{start}parcours/insuffisance-cardiaque/index.html"
    page.locator("footer a[hreflang=en]").click()
    assert page.url == f"{start}en/parcours/insuffisance-cardiaque/index.html"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("a.logo").click()
    assert page.url == f"{start}en/index.html"


def test_search(open_context: Callable[..., BrowserContext], start: str) -> None:
    """From the field of the home page to a result; the words stay behind the # of the address."""
    page = open_context().new_page()
    page.goto(f"{start}index.html")
    page.locator("#q").fill("coeur fatigué")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/recherche/index.html#q=*")
    first = page.locator("#resultats a").first
    expect(first).to_be_visible()
    first.click()
    page.wait_for_url(lambda url: "/recherche/" not in url)
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(start)
