"""On paper: what to do and whom to call, black on white, large enough to read, no menu."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

PATHWAY = "parcours/insuffisance-cardiaque/"
# Elements that hold words to read; what only a screen reader hears is one pixel wide.
READ = """[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()
    && e.getBoundingClientRect().width > 2
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"""
SMALLEST = f"Math.min(...{READ}.map(e => parseFloat(getComputedStyle(e).fontSize)))"
PALE = f"""{READ}
    .filter(e => Math.max(...getComputedStyle(e).color.match(/[\\d.]+/g).slice(0, 3).map(Number)) > 90)
    .map(e => e.outerHTML.slice(0, 120))"""
EIGHT_POINTS = 8 * 96 / 72  # in px; the smallest print of a medicine's leaflet is 9


@pytest.mark.parametrize(
    "path",
    [
        PATHWAY,
        "parcours/depression/preparer/",
        "guides/second-avis/",
        "urgences/",
        "communes/81004/",
        "404.html",
        "hors-ligne/",
        "recherche/",
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper(open_context: Callable[..., BrowserContext], base_url: str, path: str, scheme: str) -> None:
    """Numbers to call are there on every page, words are dark and legible, menus are gone."""
    page = open_context(color_scheme=scheme).new_page()
    page.goto(base_url + path)
    page.emulate_media(media="print")
    for number in ("tel:15", "tel:112", "sms:114"):
        assert any(link.is_visible() for link in page.locator(f"a[href='{number}']").all()), number
    expect(page.locator("h1")).to_be_visible()
    for screen_only in (".nav", ".crumbs", ".skip"):
        assert not any(found.is_visible() for found in page.locator(screen_only).all())
    assert page.evaluate(SMALLEST) >= EIGHT_POINTS
    assert page.evaluate(PALE) == []


def test_pathway_as_pdf(open_context: Callable[..., BrowserContext], base_url: str) -> None:
    """A whole pathway is printed on A4, in no more sheets than one staples."""
    page = open_context().new_page()
    page.goto(base_url + PATHWAY)
    sheets = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 12
    assert set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", sheets)) == {b"0 0 595 842"} or b"0 0 594" in sheets
