"""The picture of README.md: the home page on a computer, a pathway on a phone. Run by ``make capture``."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import serving
from tests.chromium import launch

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
HEIGHT = 800
SHEET = """<!doctype html><style>
body { margin: 0; padding: 28px; display: flex; gap: 28px; width: max-content; background: #dfe5e1 }
img { height: 600px; border-radius: 10px; box-shadow: 0 2px 12px #0004 }
</style>"""


def picture(browser: Browser, url: str, width: int) -> str:
    """What a visitor sees first, as an image element."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme="light")
    page.goto(url)
    page.evaluate("document.fonts.ready")
    taken = page.screenshot()
    page.close()
    return f'<img alt="" src="data:image/png;base64,{b64encode(taken).decode()}">'


def main() -> None:
    """Write capture.png, from the site that ``make site`` built."""
    with sync_playwright() as playwright, serving(SITE) as url:
        browser = launch(playwright)
        pathway = f"{url}parcours/insuffisance-cardiaque/"
        pictures = picture(browser, url, 1100) + picture(browser, pathway, 390)
        sheet = browser.new_page(viewport={"width": 1300, "height": 656})
        sheet.set_content(SHEET + pictures)
        sheet.locator("body").screenshot(path=ROOT / "capture.png")
        browser.close()


if __name__ == "__main__":
    main()
