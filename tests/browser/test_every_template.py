"""Every template, in every language, on a phone and on a desk: accessible, legible, silent."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

WIDTHS = (360, 1280)
# One page of each template, in the site that has it; a newcomer adds a line.
DEMONSTRATION = (
    "",
    "404.html",
    "parcours/",
    "parcours/insuffisance-cardiaque/",
    "parcours/depression/",
    "parcours/depression/equipe/",
    "parcours/depression/couverture/",
    "parcours/depression/preparer/",
    "services/",
    "services/type/imaging/",
    "organisations/type/pharmacy/",
    "organisations/",
    "lieux/",
    "equipes/",
    "communes/",
    "communes/81105/",
    "communes/81099/",
    "carte/",
    "specialites/",
    "specialites/SM04/",
    "guides/",
    "guides/second-avis/",
    "glossaire/",
    "glossaire/mss/",
    "orientation/",
    "orientation/qui-consulter/",
    "urgences/",
    "regles/",
    "questions/",
    "alertes/",
    "accords/",
    "a-z/",
    "recherche/",
    "confiance/",
    "confidentialite/",
    "hors-ligne/",
    "mentions-legales/",
    "accessibilite/",
    "donnees/",
    "c/",
    "indicateurs/",
    # The first page of folders that hold records.
    "services/*/",
    "organisations/*/",
    "lieux/*/",
    "indicateurs/*/",
    "orientation/qui-consulter/*/",
    "orientation/qui-consulter/fin/*/",
)
LISTED = [*DEMONSTRATION, *(f"en/{path}" for path in DEMONSTRATION if path != "404.html")]
LOTS = 4  # of the pages drawn by their address: each is a test, so that none is long


def found_at(built: Path, listed: str) -> str:
    """The address of a page of the list."""
    if not listed.endswith("*/"):
        return listed
    folder = built / listed.removesuffix("*/")
    inside = (p for p in folder.iterdir() if (p / "index.html").is_file() and p.name != "fin")
    return f"{min(inside).relative_to(built).as_posix()}/"


def pages_of(built: Path) -> list[str]:
    """The address of each page of the list, in both languages."""
    return [found_at(built, listed) for listed in LISTED]


def violations(page: Page) -> list[str]:
    """What axe finds: WCAG 2.0 to 2.2, A and AA, and best practices."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{v['id']}: {node['target']} {node['failureSummary']}"
        for v in found.response["violations"]
        for node in v["nodes"][:3]
    ]


def faults(page: Page, url: str) -> list[str]:
    """What is wrong with a page: its accessibility, its width, its only h1."""
    page.goto(url)
    wrong = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        wrong.append("not one h1")
    return wrong


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("listed", LISTED)
def test_templates(
    open_context: Callable[..., BrowserContext], base_url: str, built: Path, listed: str, width: int
) -> None:
    """axe finds nothing on any template, in light, in both languages."""
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    assert faults(page, base_url + found_at(built, listed)) == []


@pytest.mark.parametrize("listed", DEMONSTRATION)
def test_dark(open_context: Callable[..., BrowserContext], base_url: str, built: Path, listed: str) -> None:
    """Contrast holds in the dark."""
    page = open_context(color_scheme="dark", viewport={"width": 360, "height": 800}).new_page()
    assert faults(page, base_url + found_at(built, listed)) == []


@pytest.mark.parametrize("lot", range(LOTS))
def test_one_page_in_twenty(
    open_context: Callable[..., BrowserContext], base_url: str, built: Path, lot: int
) -> None:
    """Pages drawn by their address, the same at each run."""
    page = open_context(viewport={"width": 360, "height": 800}).new_page()
    every = sorted(p.parent.relative_to(built).as_posix() for p in built.rglob("index.html"))
    lots = [path for path in every if zlib.crc32(path.encode()) % (20 * LOTS) == 20 * lot]
    # A page that only leads on is gone before it can be read.
    leads_on = 'http-equiv="refresh"'
    drawn = [path for path in lots if leads_on not in (built / path / "index.html").read_text("utf-8")]
    assert drawn
    wrong = {path: found for path in drawn if (found := faults(page, f"{base_url}{path}/"))}
    assert wrong == {}
