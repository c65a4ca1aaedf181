"""Without a mouse: the order of the focus, that it is seen, and the size of what a finger must hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

PAGES = ("", "parcours/insuffisance-cardiaque/", "communes/81004/", "recherche/#q=cardiologue", "urgences/")

# What the focused element is, and whether its focus is seen: an outline of 2 px at least, inside the window.
FOCUSED = """() => {
    const seen = document.activeElement, box = seen.getBoundingClientRect();
    // A card draws the outline of the one link that it holds, or the link draws it as large as the card.
    const drawn = [...document.querySelectorAll(':focus-within')].map(e => getComputedStyle(e));
    const outlines = [...drawn, getComputedStyle(seen, '::after')]
        .filter(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const first = seen.getClientRects()[0] || box;  // words of a link may go on on the next line
    const top = document.elementFromPoint(
        Math.min(Math.max(first.left + first.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(first.top + first.height / 2, 0), innerHeight - 1));
    return {
        what: seen.href || seen.id || seen.tagName,
        body: seen === document.body,
        outlined: outlines.length > 0,
        within, covered: within && !(top && (seen.contains(top) || top.contains(seen))),
    };
}"""


def walk(page: Page, limit: int = 600) -> list[dict[str, object]]:
    """Press Tab from the top of the page until the focus leaves it."""
    found: list[dict[str, object]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["body"]:
            break
        found.append(now)
    return found


def test_skip_link(page: Page, base_url: str) -> None:
    """The first Tab shows the way past the header; Enter takes it, and the next Tab is in the text."""
    page.goto(f"{base_url}parcours/insuffisance-cardiaque/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_focus_is_seen(
    open_context: Callable[..., BrowserContext], base_url: str, path: str, width: int
) -> None:
    """Tab goes through the page to its end; each stop is outlined, on screen, and under nothing."""
    page = open_context(viewport={"width": width, "height": 740}, reduced_motion="reduce").new_page()
    page.goto(base_url + path)
    if "#q" in path:
        expect(page.locator("#resultats a").first).to_be_visible()
    stops = walk(page)
    assert [s for s in stops if not (s["outlined"] and s["within"]) or s["covered"]] == []
    reached = [str(s["what"]) for s in stops]
    assert reached[0].endswith("#contenu")
    assert (
        reached.index("tel:15")
        < reached.index("tel:112")
        < next(i for i, what in enumerate(reached) if what.endswith("/parcours/index.html"))
    )
    assert any(what.endswith("mentions-legales/index.html") for what in reached)


@pytest.mark.parametrize("path", PAGES)
def test_targets(open_context: Callable[..., BrowserContext], base_url: str, path: str) -> None:
    """What is pressed is 24 px wide and high, or stands apart (WCAG 2.2, 2.5.8), on a phone."""
    page = open_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(base_url + path)
    only = {"runOnly": ["target-size"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=only).response
    assert [node["html"] for rule in found["violations"] for node in rule["nodes"]] == []
    assert [rule["id"] for rule in found["passes"]] == ["target-size"]
