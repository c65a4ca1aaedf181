from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.importers.run import Sources
from portal.loading.files import Snapshot
from portal.loading.vocabularies import load_vocabularies
from portal.model.vocabularies import Entry, Vocabularies

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"


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


@pytest.fixture(scope="session")
def tarn_yaml() -> str:
    """A territory.yaml of the whole département, and no more than it needs."""
    return """id: tarn
name: Tarn
site_name: Essai
place_phrase: dans le Tarn
description: Un essai.
departement: "81"
publisher: {name: Essai}
publication: {base_url: https://essai.example/}
reports: {}
review: {owner: Essai}
"""
