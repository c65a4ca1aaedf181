"""How people set their screens: narrow, zoomed, spaced, forced colours, no motion, right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.test_every_template import pages_of, violations

New = Callable[..., BrowserContext]
PAGES = ("", "parcours/insuffisance-cardiaque/", "communes/81004/", "urgences/", "recherche/#q=avc")

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# WCAG 1.4.12, as its technique C36 sets it; a constructed sheet, for the policy refuses inline styles.
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
# Letters twice as large, as one sets them in the browser: what is measured in rem follows.
LARGE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { font-size: 200%; }`);
    document.adoptedStyleSheets = [sheet];
}"""
CARDS = ".care, .box, .card, .panel, .number, .call, .side, .fact, .ways a"
BESIDE = """cards => [...document.querySelectorAll(cards)]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
# Words that their own box cuts off; what is hidden from sight on purpose is one pixel wide.
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return box.width > 2 && box.height > 2 && e.innerText && style.overflow !== 'visible'
        && (style.overflowX === 'hidden' || style.overflowX === 'clip')
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
    const style = getComputedStyle(e);
    const longest = list => Math.max(...list.split(',').map(parseFloat));
    return longest(style.animationDuration) > 0.01 || longest(style.transitionDuration) > 0.01
        || style.scrollBehavior === 'smooth';
}).map(e => e.outerHTML.slice(0, 120))"""


def test_narrow(open_context: New, base_url: str, built: Path) -> None:
    """At 320 px, which is also 1280 px enlarged four times, no template scrolls sideways (WCAG 1.4.10)."""
    page = open_context(viewport={"width": 320, "height": 256}).new_page()
    wrong = []
    for path in pages_of(built):
        page.goto(base_url + path)
        if page.evaluate(SIDEWAYS):
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_short_window(open_context: New, base_url: str, path: str) -> None:
    """Enlarged four times, what sticks to the edges leaves most of the window to the text."""
    page = open_context(viewport={"width": 320, "height": 256}).new_page()
    page.goto(base_url + path)
    page.mouse.wheel(0, 2000)
    stuck = """() => [...document.querySelectorAll('body *')]
        .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
        .map(e => e.getBoundingClientRect()).filter(b => b.bottom > 0 && b.top < innerHeight)
        .reduce((sum, b) => sum + Math.min(b.bottom, innerHeight) - Math.max(b.top, 0), 0)"""
    assert page.evaluate(stuck) < 256 / 2


BROKEN_WORDS = """() => [...document.querySelectorAll('.overview li a span:last-child')].flatMap(name => {
    const text = name.firstChild, range = document.createRange();
    return [...text.data.matchAll(/\\p{L}+/gu)].filter(word => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
    }).map(word => word[0]);
})"""


@pytest.mark.parametrize("width", [360, 1024, 1280])
def test_whole_words(open_context: New, base_url: str, built: Path, width: int) -> None:
    """The steps of a pathway, side by side on a wide screen, keep their long words on one line."""
    page = open_context(viewport={"width": width, "height": 740}).new_page()
    for path in sorted((built / "parcours").glob("*/index.html")):
        page.goto(f"{base_url}parcours/{path.parent.name}/", wait_until="domcontentloaded")
        assert page.locator(".overview li a span:last-child").count(), path
        assert page.evaluate(BROKEN_WORDS) == [], path


@pytest.mark.parametrize("path", PAGES)
def test_text_spacing(open_context: New, base_url: str, path: str) -> None:
    """Wide spacing cuts no word and makes nothing scroll sideways."""
    page = open_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(base_url + path)
    page.evaluate(SPACED)
    assert page.evaluate("getComputedStyle(document.querySelector('main')).letterSpacing") != "normal"
    assert page.evaluate(CUT) == []
    assert not page.evaluate(SIDEWAYS)


def test_large_letters(open_context: New, base_url: str) -> None:
    """On a phone with letters twice as large, no word leaves its card: it would be white on white."""
    page = open_context(viewport={"width": 360, "height": 740}).new_page()
    wrong = []
    for path in (*PAGES, "parcours/insuffisance-cardiaque/preparer/", "orientation/qui-consulter/"):
        page.goto(base_url + path)
        page.evaluate(LARGE)
        if page.evaluate(SIDEWAYS) or page.evaluate(BESIDE, CARDS):
            wrong.append((path, page.evaluate(BESIDE, CARDS)))
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_forced_colours(open_context: New, base_url: str, path: str) -> None:
    """In the reader's own colours buttons keep an edge, cards of danger too, and axe finds nothing."""
    page = open_context(forced_colors="active", viewport={"width": 360, "height": 740}).new_page()
    page.goto(base_url + path)
    bare = """() => [...document.querySelectorAll('.button, .call, .care--now')].filter(e => {
        const style = getComputedStyle(e);
        return e.checkVisibility() && (style.borderTopStyle === 'none' || style.borderTopWidth === '0px');
    }).map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(bare) == []
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_reduced_motion(open_context: New, base_url: str, path: str) -> None:
    """Nothing moves for who asked for stillness."""
    page = open_context(reduced_motion="reduce").new_page()
    page.goto(base_url + path)
    assert page.evaluate(MOVING) == []


# Links that dial whose last digit is not shown to the right of the first one.
TURNED = """() => [...document.querySelectorAll('a[href^="tel:"], a[href^="sms:"]')]
        .filter(a => a.checkVisibility()).filter(a => {
    const at = (node, i) => { const r = document.createRange(); r.setStart(node, i); r.setEnd(node, i + 1);
        return r.getBoundingClientRect().left; };
    const walk = document.createTreeWalker(a, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const found = [...walk.currentNode.data.matchAll(/\\d/g)].map(m => at(walk.currentNode, m.index));
        if (found.length > 1 && found[0] >= found.at(-1)) return true;
    }
    return false;
}).map(a => a.textContent)"""


def test_right_to_left(open_context: New, example_url: str, built_example: Path) -> None:
    """In Arabic the page is mirrored, numbers keep their order, and axe finds nothing."""
    page = open_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{example_url}ar/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    logo, last = page.locator("a.logo").bounding_box(), page.locator(".top .button--now").bounding_box()
    assert logo
    assert last
    assert logo["x"] > last["x"], "the header starts on the right"
    folders = sorted(p for p in (built_example / "ar/parcours").iterdir() if p.is_dir())
    for path in ("ar/", f"ar/parcours/{folders[0].name}/", "ar/urgences/", "ar/communes/", "ar/recherche/"):
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(example_url + path)
            assert not page.evaluate(SIDEWAYS), (path, width)
            assert page.evaluate(TURNED) == [], (path, width)
            assert violations(page) == [], (path, width)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_words_stay_in_place(open_context: New, base_url: str, path: str, width: int) -> None:
    """Nothing jumps under the eyes or the finger when scripts, answers and, last of all, letters arrive."""
    page = open_context(viewport={"width": width, "height": 740}).new_page()
    page.add_init_script(
        "globalThis.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => moved += entry.value)).observe({ type: 'layout-shift', buffered: true })"
    )
    late: list[Route] = []
    page.route("**/*.woff2", lambda route: late.append(route))  # noqa: PLW0108 - it marks the function
    with page.expect_request("**/*.woff2"):
        page.goto(base_url + path, wait_until="domcontentloaded")
    if "#q" in path:
        expect(page.locator("#resultats a").first).to_be_visible()
    page.wait_for_timeout(400)  # letters that are not there within 100 ms are shown in those of the machine
    assert late, "no letters asked for"
    for route in late:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(100)
    assert page.evaluate("moved") < 0.1  # « good » by the measure of web.dev (CLS)
