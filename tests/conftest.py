"""What many tests share: the demonstration territory, loaded once and built once."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from portal.freeze.build import prepare_site
from portal.web.site import Site
from tests.chromium import launch

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 22)  # of the fictitious territory, whose states depend on the day
TODAY = date.today()  # of the demonstration: it is judged as it will be published


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project: it holds the demonstration territory."""
    return ROOT


@pytest.fixture(scope="session")
def site() -> Site:
    """The demonstration territory, ready to render."""
    return prepare_site(ROOT, TODAY)[0]


@pytest.fixture(scope="session")
def example_root() -> Path:
    """A small fictitious territory that holds every kind of record in every state."""
    return ROOT / "tests" / "fixtures" / "exemple"


def _build(root: Path, factory: pytest.TempPathFactory, name: str, as_of: date) -> Path:
    """The site of a folder, built once for all the processes of a run: the first builds, the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    output = shared / name / "site"
    build = [sys.executable, "-m", "portal", "build", "--root", str(root), "--output", str(output)]
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            subprocess.run([*build, "--quiet", "--as-of", as_of.isoformat()], check=True, cwd=ROOT)
    return output


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration territory, built as an operator builds it."""
    return _build(ROOT, tmp_path_factory, "demonstration", TODAY)


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory, example_root: Path) -> Path:
    """The fictitious territory, built."""
    return _build(example_root, tmp_path_factory, "example", AS_OF)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once: it cannot be started twice in one process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium."""
    started = launch(playwright)
    yield started
    started.close()
