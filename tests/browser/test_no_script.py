"""Without JavaScript everything but the search field works, and nothing invites to what does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

New = Callable[..., BrowserContext]


@pytest.fixture
def plain(open_context: New) -> Page:
    """A page of a browser that runs no script."""
    return open_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()


def test_from_home_to_a_place(plain: Page, base_url: str) -> None:
    """Home, pathways, a pathway, a place of its first step: by links, with the emergency numbers on each."""
    plain.goto(base_url)
    nav = plain.locator("nav.nav a")
    places = ".step .fold .fold"  # those of the first step, which is open
    way = ("a[href*='insuffisance-cardiaque']", f"{places} > summary", f"{places}[open] .names a")
    for link in (nav.nth(0), *(plain.locator(f"main {step}") for step in way)):
        link.first.click()
        expect(plain.locator("h1")).to_be_visible()
        for number in ("tel:15", "tel:112", "sms:114"):
            expect(plain.locator(f"a[href='{number}']").first).to_be_visible()
    assert "/organisations/" in plain.url


def test_decision_guide(plain: Page, base_url: str) -> None:
    """Questions and answers are pages: any first answer, again and again, ends in an action."""
    plain.goto(f"{base_url}orientation/qui-consulter/")
    for _ in range(10):
        if "/fin/" in plain.url:
            break
        plain.locator("main .ways a").last.click()
    assert "/fin/" in plain.url
    expect(plain.locator("main h1")).to_be_visible()
    assert plain.locator("main a[href]").count() > 1


@pytest.mark.parametrize("path", ["", "recherche/"])
def test_no_dead_form(plain: Page, base_url: str, path: str) -> None:
    """A search that cannot answer is not shown; lists are offered instead."""
    plain.goto(base_url + path)
    for form in plain.locator("form[role=search]").all():
        expect(form).to_be_hidden()
    expect(plain.locator("main a[href$='a-z/index.html']").first).to_be_visible()
    if path:
        expect(plain.locator("noscript")).to_be_visible()


def test_nothing_waits_for_a_script(plain: Page, base_url: str) -> None:
    """No button, list to choose from or promise of an order on a page whose script never ran."""
    for path in ("", "parcours/insuffisance-cardiaque/", "communes/81004/", "recherche/", "glossaire/"):
        plain.goto(base_url + path)
        visible = [c for c in plain.locator("button, select, input").all() if c.is_visible()]
        assert visible == [], path
    plain.goto(f"{base_url}communes/81004/")
    expect(plain.get_by_role("link", name="Tous les services du territoire")).to_be_visible()
    assert "proche d’abord" not in plain.locator("main").inner_text(), "the list comes in its usual order"
