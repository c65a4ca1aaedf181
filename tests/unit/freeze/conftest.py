"""A small territory, and a site that was built from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.freeze.build import build
from tests.unit.freeze.sites import OLD, Tree, make_territory, tree


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """A small territory that the test may change."""
    return make_territory(tmp_path / "territoire")


@pytest.fixture
def old(territory: Path, tmp_path: Path) -> Callable[[], Tree]:
    """A site built the day before stands in tmp_path/out/site; call to read it again."""
    output = tmp_path / "out" / "site"
    build(territory, output, date.fromisoformat(OLD))
    return lambda: tree(output)
