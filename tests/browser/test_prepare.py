"""The preparation sheet: what one writes stays on the device, is kept when asked, and goes in one click."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

New = Callable[..., BrowserContext]
SHEET = "parcours/boiterie-fictive/preparer/"
KEPT = "JSON.stringify(localStorage)"
KEY = "portal-prepare-boiterie-fictive"


@pytest.fixture
def sheet(open_context: New, example_url: str) -> Page:
    """The sheet of a visitor with a phone."""
    page = open_context(viewport={"width": 360, "height": 740}, accept_downloads=True).new_page()
    page.goto(example_url + SHEET)
    return page


def fill(page: Page) -> None:
    page.get_by_label("Quelle étape").select_option(label="2. Voir le spécialiste fictif")
    page.get_by_label("Où vais-je").fill("Consultation du genou imaginaire")
    page.get_by_label("La lettre", exact=True).check()
    page.get_by_role("textbox", name="Mes propres questions").fill("Puis-je danser ?")


def test_a_step_alone(sheet: Page) -> None:
    """A step is chosen in the list, or by the link of the pathway; the others leave the page."""
    fill(sheet)
    expect(sheet.locator("#etape-2")).to_be_visible()
    expect(sheet.locator("#etape-1")).to_be_hidden()
    sheet.get_by_label("Quelle étape").select_option(label="Toutes les étapes")
    expect(sheet.locator("#etape-1")).to_be_visible()
    sheet.goto(sheet.url.replace("preparer/", ""))
    sheet.locator("#etape-2 summary").first.click()
    sheet.locator("#etape-2 summary", has_text="Se préparer").click()
    sheet.get_by_role("link", name="Me préparer à cette étape").first.click()
    expect(sheet.locator("#etape-2")).to_be_visible()
    expect(sheet.locator("#etape-1")).to_be_hidden()


def test_a_file(sheet: Page, tmp_path: Path) -> None:
    """The chosen step with its ticks, one's own questions, and where to check."""
    fill(sheet)
    with sheet.expect_download() as waiting:
        sheet.get_by_role("button", name="Enregistrer").click()
    saved = tmp_path / "fiche.txt"
    waiting.value.save_as(saved)
    text = saved.read_text("utf-8").replace("\u00a0", " ").replace("\u202f", " ")
    for said in (
        "Consultation du genou imaginaire",
        "[x] La lettre",
        "[ ] Que voyez-vous ?",
        "Puis-je danser ?",
    ):
        assert said in text
    assert "https://exemple.example/parcours/boiterie-fictive/\n" in text
    assert "Voir le médecin fictif" not in text
    assert waiting.value.suggested_filename == "boiterie-fictive.txt"


def test_nothing_is_kept_unless_asked(sheet: Page) -> None:
    """Kept with a tick, given back at the next visit, gone by one button, even from the device."""
    fill(sheet)
    assert sheet.evaluate(KEPT) == "{}"
    sheet.get_by_label("Garder mes réponses").check()
    assert "danser" in sheet.evaluate(KEPT)
    sheet.reload()
    expect(sheet.get_by_role("textbox", name="Mes propres questions")).to_have_value("Puis-je danser ?")
    expect(sheet.get_by_label("La lettre", exact=True)).to_be_checked()
    expect(sheet.locator("#etape-1")).to_be_hidden()
    sheet.get_by_role("button", name="Tout effacer").click()
    expect(sheet.get_by_role("status")).to_have_text("Tout est effacé.")
    assert sheet.evaluate(KEPT) == "{}"
    expect(sheet.get_by_role("textbox", name="Mes propres questions")).to_have_value("")
    sheet.reload()
    expect(sheet.get_by_label("La lettre", exact=True)).not_to_be_checked()
    assert "?" not in sheet.url


def test_what_was_ticked_stays_on_its_line(sheet: Page) -> None:
    """A page that gained or lost lines moves no tick to another; one whose line is gone waits for it."""
    fill(sheet)
    sheet.get_by_label("Garder mes réponses").check()
    state = json.loads(sheet.evaluate("(key) => localStorage.getItem(key)", KEY))
    (letter,) = state["ticked"]
    assert letter.endswith(": La lettre")
    state["ticked"] = ["autre-etape: La lettre", "une-etape: Une ligne partie", letter]
    sheet.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, json.dumps(state)])
    sheet.reload()
    assert sheet.locator(".prepare__step input:checked").count() == 1
    expect(sheet.get_by_label("La lettre", exact=True)).to_be_checked()
    sheet.get_by_label("Où vais-je").fill("Ailleurs")
    assert "Une ligne partie" in sheet.evaluate(KEPT)
    sheet.get_by_role("button", name="Tout effacer").click()
    expect(sheet.get_by_role("status")).to_have_text("Tout est effacé.")
    assert sheet.evaluate(KEPT) == "{}"


def test_what_something_else_wrote_is_no_error(sheet: Page) -> None:
    """A value that this page did not write is dropped, and nothing new is kept for it."""
    sheet.evaluate("(key) => localStorage.setItem(key, '{nothing')", KEY)
    sheet.reload()
    expect(sheet.locator("#etape-1")).to_be_visible()
    expect(sheet.get_by_label("Garder mes réponses")).not_to_be_checked()
    assert sheet.evaluate(KEPT) == "{}"


def test_without_script(open_context: New, example_url: str) -> None:
    """The same lists, to tick and to print; what needs a script is not there."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(example_url + SHEET)
    for number in (1, 2, 3):
        expect(page.locator(f"#etape-{number}")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Tout effacer"])
    page.get_by_label("La lettre", exact=True).check()
    page.get_by_label("Où vais-je").press("Enter")
    assert page.url == example_url + SHEET, "nothing written goes in the address"
    page.emulate_media(media="print")
    expect(page.get_by_role("textbox", name="Mes propres questions")).to_be_visible()


def test_from_disk(open_context: New, built_example: Path, tmp_path: Path) -> None:
    """On a USB key as well."""
    page = open_context(accept_downloads=True).new_page()
    page.goto((built_example / SHEET / "index.html").as_uri())
    fill(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Enregistrer").click()
    waiting.value.save_as(tmp_path / "fiche.txt")
    assert "[x] La lettre" in (tmp_path / "fiche.txt").read_text("utf-8")
