"""The preview in a browser: a save shows by itself, and what is wrong is told at its line."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from portal.preview.live import Live
from portal.preview.server import bind, watch

SERVICE = "content/services/consultation-genou.md"


@pytest.fixture
def preview(tmp_path: Path, example_root: Path) -> Iterator[str]:
    """The fictitious territory in tmp_path, served as `portal serve` does."""
    shutil.copytree(example_root / "content", tmp_path / "content")
    server, preview = bind(Live(tmp_path, date(2026, 11, 22)), "fr", 0)
    stop = threading.Event()
    threads = [
        threading.Thread(target=watch, args=(preview, stop)),
        threading.Thread(target=server.serve_forever, args=(0.05,)),
    ]
    for thread in threads:
        thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    stop.set()
    preview.close()
    server.shutdown()
    for thread in threads:
        thread.join()
    server.server_close()


def test_save_and_mend(preview: str, tmp_path: Path, open_context: Callable[..., BrowserContext]) -> None:
    """Title changed: the page shows it. Key misspelt: the panel opens at its line. Mended: it closes."""
    page = open_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{preview}services/consultation-genou/index.html")
    panel = page.locator("details.apercu")
    expect(panel).to_be_visible()
    file = tmp_path / SERVICE
    text = file.read_text("utf-8")
    file.write_text(text.replace("title: ", "title: Nouvelle ", 1), encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Nouvelle")
    file.write_text(text.replace("title: ", "titre: ", 1), encoding="utf-8")
    line = text[: text.index("title: ")].count("\n") + 1
    expect(panel.locator("code", has_text=f"{SERVICE}:{line}:").first).to_be_visible()
    assert not Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.screenshot(path=str(tmp_path / "panel.png"))
    file.write_text(text, encoding="utf-8")
    expect(panel.locator("ol")).to_be_hidden()
