"""Pictures of the documents: the site in README.md, the editor in content/README.md (``make capture``)."""

from __future__ import annotations

import tempfile
import threading
from base64 import b64encode
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from portal.editor.serve import bind
from portal.starter.write import Wishes, start
from tests.browser.conftest import serving
from tests.chromium import launch

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
HEIGHT = 800
SERVICE = "fiche/services/cardiologie-exemple"
DAY = date(2026, 11, 22)
SHEET = """<!doctype html><style>
body { margin: 0; padding: 28px; display: flex; gap: 28px; width: max-content; background: #dfe5e1 }
img { height: 600px; border-radius: 10px; box-shadow: 0 2px 12px #0004 }
</style>"""


def picture(context: BrowserContext, url: str, width: int) -> str:
    """What a visitor sees first, as an image element."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot()
    page.close()
    return f'<img alt="" src="data:image/png;base64,{b64encode(taken).decode()}">'


def sheet(browser: Browser, pictures: str, name: str) -> None:
    """Pictures side by side, in a file at the root."""
    page = browser.new_page(viewport={"width": 1300, "height": 656})
    page.set_content(SHEET + pictures)
    page.locator("body").screenshot(path=ROOT / name)
    page.close()


def site(browser: Browser) -> None:
    """The home page on a computer, a pathway on a phone, from the site that ``make site`` built."""
    context = browser.new_context(color_scheme="light")
    with serving(SITE) as url:
        pathway = f"{url}parcours/insuffisance-cardiaque/"
        sheet(browser, picture(context, url, 1100) + picture(context, pathway, 390), "capture.png")


def editor(browser: Browser) -> None:
    """A service in the editor on a computer, its short form on a phone, in a new territory."""
    context = browser.new_context(color_scheme="light", locale="fr-FR")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "territoire"
        start(root, Wishes("Val Fictif", ("fr", "en")), DAY)
        server, address = bind(root, DAY, "fr", 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = address.partition("?")[0]
        picture(context, address, 390)  # takes the token
        pictures = picture(context, base + SERVICE, 1100) + picture(
            context, f"{base}{SERVICE}?volet=jour", 390
        )
        sheet(browser, pictures, "capture-editeur.png")
        server.shutdown()


def main() -> None:
    """Write capture.png and capture-editeur.png."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        editor(browser)
        site(browser)
        browser.close()


if __name__ == "__main__":
    main()
