"""The fictitious territory, one page at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.freeze.build import prepare_site
from portal.web.app import create_app
from portal.web.page import Page
from portal.web.site import Site

AS_OF = date(2026, 11, 22)
PageAt = Callable[..., Page]


@pytest.fixture(scope="session")
def example(example_root: Path) -> Site:
    """The fictitious territory on 22 November 2026."""
    return prepare_site(example_root, AS_OF)[0]


@pytest.fixture
def page_at(example: Site) -> PageAt:
    """A page of the fictitious territory by its path and language."""

    def at(path: str = "guides/essai/", lang: str = "fr") -> Page:
        return Page(example, lang, path, lang)

    return at


@pytest.fixture(scope="session")
def client(example: Site) -> FlaskClient:
    """What a visitor of the fictitious territory asks."""
    return create_app(example).test_client()
