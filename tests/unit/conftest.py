"""A territory in memory: what a test adds to a small sound one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from portal.loading.catalogue import Loaded, load_snapshot
from portal.loading.files import Snapshot

TERRITORY = """id: val-fictif
name: Val Fictif
site_name: Soins du Val Fictif
place_phrase: dans le Val Fictif
description: Un territoire fictif.
languages: [fr, en]
publisher: {name: Équipe fictive}
publication: {base_url: https://fictif.example/}
reports: {email: fiche@fictif.example}
review: {owner: Équipe fictive, every: 12}
"""
Load = Callable[[Mapping[str, str]], Loaded]


@pytest.fixture
def load() -> Load:
    """From file names in content/ and their text to what is loaded on 22 November 2026."""

    def from_texts(texts: Mapping[str, str]) -> Loaded:
        files = {"territory.yaml": TERRITORY, **texts}
        return load_snapshot(
            Snapshot({f"content/{name}": text.encode() for name, text in sorted(files.items())}),
            date(2026, 11, 22),
        )

    return from_texts


@pytest.fixture
def territory() -> str:
    """The text of territory.yaml that ``load`` gives when a test gives none."""
    return TERRITORY
