"""Chromium for every test, script and audit: found where it is, started the same way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

WHY = "no Chromium: apt-get install chromium, or .venv/bin/playwright install chromium"
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser(playwright: Playwright) -> str | None:
    """PORTAL_CHROMIUM, else Playwright's own (None), else one of the machine; fails when there is none."""
    if named := os.environ.get("PORTAL_CHROMIUM"):
        return named
    if Path(playwright.chromium.executable_path).exists():
        return None
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None) or pytest.fail(WHY)


def launch(playwright: Playwright) -> Browser:
    """Chromium, started."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to start as root otherwise
    return playwright.chromium.launch(executable_path=find_browser(playwright), args=QUIET + root)
