"""The two territories of the tests, as directories to give back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.exports.directory import Directory
from portal.i18n import translations
from portal.loading.catalogue import load

ROOT = Path(__file__).parents[3]
AS_OF = date(2026, 11, 22)
ROOTS = {"demonstration": ROOT, "example": ROOT / "tests" / "fixtures" / "exemple"}


def directory_of(root: Path) -> Directory:
    """The directory of a folder on 22 November 2026."""
    loaded = load(root, AS_OF)
    assert loaded.catalogue is not None, loaded.problems
    return Directory(loaded.catalogue, AS_OF, translations("fr").gettext)


@pytest.fixture(scope="session", params=list(ROOTS))
def directory(request: pytest.FixtureRequest) -> Directory:
    """The demonstration, then the fictitious territory that holds every kind of record in every state."""
    return directory_of(ROOTS[request.param])


@pytest.fixture(scope="session")
def example() -> Directory:
    """The fictitious territory."""
    return directory_of(ROOTS["example"])
