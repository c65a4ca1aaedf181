"""What the importers read in tests, and the territory that is there before the first import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.importers.run import Sources
from portal.loading.files import Snapshot
from portal.loading.vocabularies import load_vocabularies
from portal.model.vocabularies import Entry, Vocabularies

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"
TERRITORY = """id: essai
name: Essai
site_name: Essai
place_phrase: ici
description: Un essai.
publisher: {name: Essai}
publication: {base_url: https://essai.example/}
reports: {}
review: {owner: Essai}
"""


def begin(root: Path, more: str = "") -> Path:
    """A territory before its first import: no file but territory.yaml, to which ``more`` is added."""
    (root / "content").mkdir(parents=True)
    (root / "content" / "territory.yaml").write_text(TERRITORY + more, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    loaded, problems = load_vocabularies(Snapshot({}))
    assert problems == []
    return loaded


@pytest.fixture(scope="session")
def categories(vocabularies: Vocabularies) -> Mapping[str, Entry]:
    return {entry.code: entry for entry in vocabularies.entries("finess_category")}


@pytest.fixture(scope="session")
def sources() -> Sources:
    return Sources(
        (FIXTURES / "finess-activites.csv",),
        "2026-01",
        (FIXTURES / "communes.csv",),
        "2026",
        FIXTURES / "sae.csv",
        "2021",
    )
