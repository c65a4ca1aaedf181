"""The search index that a build keeps: it saves time and never changes what is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portal.freeze.build import prepare_site
from portal.freeze.search_index import compiled, search_files
from portal.web.site import Site
from search.index import Index
from search.query import Searcher
from tests.unit.freeze.sites import GUIDE, make_territory

TODAY = date(2026, 11, 22)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many pages each update of an index analyses."""
    counts: list[int] = []
    update = Index.update

    def counting(self: Index, documents: list, removed: list) -> None:
        counts.append(len(documents) + len(removed))
        update(self, documents, removed)

    monkeypatch.setattr(Index, "update", counting)
    return counts


def site_with(root: Path, title: str) -> Site:
    guide = root / "content" / "guides" / "guide-fictif.md"
    guide.parent.mkdir(exist_ok=True)
    guide.write_text(GUIDE.format(title=title), "utf-8")
    return prepare_site(root, TODAY)[0]


def test_only_edited_pages_are_analysed(tmp_path: Path, written: list[int]) -> None:
    """The files are those of a build that starts from nothing."""
    root, kept = make_territory(tmp_path / "root"), tmp_path / "kept"
    files = search_files(site_with(root, "Avant"), kept)
    edited = site_with(root, "Après")
    assert search_files(edited, kept) == search_files(edited) != files
    assert written[0] == written[2] > 1
    assert written[1] == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves the file open
@pytest.mark.parametrize("damage", ["cut", "emptied"])
def test_a_damaged_index_is_done_without(tmp_path: Path, damage: str) -> None:
    """The build goes on, and the next one starts from nothing."""
    root, kept = make_territory(tmp_path / "root"), tmp_path / "kept"
    site = site_with(root, "Titre")
    files = search_files(site, kept)
    for path in kept.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2] if damage == "cut" else b"")
    assert search_files(site, kept) == files
    assert search_files(site, kept) == files
    assert compiled(site, "fr", kept / "fr")


def test_synonyms_of_each_language(tmp_path: Path) -> None:
    """Who searches the English site finds a page that is still in French by the word that they know."""
    root = make_territory(tmp_path / "root")
    territory = root / "content" / "territory.yaml"
    kept = [line for line in territory.read_text("utf-8").splitlines() if not line.startswith("languages")]
    territory.write_text("\n".join([*kept, "languages: [fr, en]", ""]), "utf-8")
    words = root / "content" / "search" / "synonyms.yaml"
    words.parent.mkdir(exist_ok=True)
    words.write_text("- {words: [knee, genou], one_way: yes, lang: en}\n", "utf-8")
    site = site_with(root, "Le genou usé")
    found = {
        lang: [result.title for result in Searcher(compiled(site, lang)).search("my knee", lang=lang).results]
        for lang in ("fr", "en")
    }
    assert found == {"fr": [], "en": ["Le genou usé"]}
