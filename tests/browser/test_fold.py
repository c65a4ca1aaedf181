"""What a pathway folds on a phone: never the danger, never lost to paper, to a link, or without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

New = Callable[..., BrowserContext]
PATHWAY = "parcours/boiterie-fictive/"
PHONE = {"width": 360, "height": 740}
SHOWN = """[...document.querySelectorAll('.fold')]
    .every(f => f.children[1].checkVisibility({contentVisibilityAuto: true}))"""
FIRST = "#etape-1 .step__body > .fold"  # where a visitor starts
FOLDED = f"[...document.querySelectorAll('.fold')].every(f => f.open === f.matches('{FIRST}'))"
SCREENS = 27  # of a phone, at most, for a pathway as it comes


def drawn(page: Page, state: str) -> Any:
    """The state of a page once it is drawn: styles of a width and of paper come with a frame."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate(state)


def test_danger_comes_first_on_a_phone(open_context: New, example_url: str) -> None:
    """On the first screen: what it is, and the card of what to do at once."""
    page = open_context(viewport=PHONE).new_page()
    page.goto(example_url + PATHWAY)
    card = page.locator(".care--now").bounding_box()
    assert card
    assert card["y"] < PHONE["height"] * 0.75
    assert page.locator(".fold .worse, .fold .care, .fold [href^='tel:']").count() == 0
    assert page.locator(".step .fold", has_text="À ne pas faire").count() == 0


def test_folded_on_a_phone_open_by_a_tap(open_context: New, example_url: str) -> None:
    """Also without script."""
    page = open_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(example_url + PATHWAY)
    step = page.locator("#etape-2")
    expect(step.locator(".worse")).to_be_visible()
    expect(step.locator(".facts")).to_be_hidden()
    step.locator(".fold > summary").first.click()
    expect(step.locator(".facts")).to_be_visible()
    expect(step.locator(".passes")).to_be_hidden()
    step.locator(".fold > summary").last.click()
    expect(step.locator(".passes")).to_be_visible()


def test_the_longest_pathway_is_short_on_a_phone(open_context: New, base_url: str) -> None:
    """The longest of the demonstration, as it comes: what waits is folded, and the first step is open."""
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"{base_url}parcours/grossesse/")
    assert drawn(page, "document.documentElement.scrollHeight") / PHONE["height"] <= SCREENS
    expect(page.locator(f"{FIRST} .facts").first).to_be_visible()


def test_open_on_a_desk_and_on_paper(open_context: New, example_url: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(example_url + PATHWAY)
    assert drawn(page, SHOWN)
    phone = open_context(viewport=PHONE).new_page()
    phone.goto(example_url + PATHWAY)
    assert drawn(phone, FOLDED)
    phone.emulate_media(media="print")
    assert drawn(phone, SHOWN)


def test_older_browsers_open_before_printing_and_for_an_address(open_context: New, example_url: str) -> None:
    """Where the browser does not open what it is led to: the event of printing, and the fragment."""
    page = open_context(viewport=PHONE).new_page()
    page.goto(example_url + PATHWAY)
    page.evaluate("document.querySelector('#etape-2 .passes').id = 'ici'; location.hash = '#ici'")
    expect(page.locator("#ici")).to_be_visible()
    page.evaluate("location.hash = '#etape-3'")
    expect(page.locator("#etape-3 .facts")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('.fold:not([open])').length") == 0
