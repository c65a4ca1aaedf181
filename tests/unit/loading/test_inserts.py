"""A shared pathway and the block of a territory: neither touches the other, and nothing is lost unsaid."""

from __future__ import annotations

from pathlib import Path

from portal.checks import check_loaded
from portal.loading.catalogue import Loaded
from portal.model.pathway import Pathway
from tests.unit.conftest import Load

CORE = (Path(__file__).parents[2] / "fixtures/broken/content/pathways/sain.md").read_text("utf-8")
SIGNED = "core: {publisher: Collectif fictif, version: '%s', date: %s}\nafter: {"
INSERT = """---
title: Au Val Fictif
status: in_review
reviewed_on: 2026-05-02
steps:
  - step: un
    actors: [{role: Médecin du Val}]
    local_gap: Personne au Val.
    note: Sonnez deux fois.
---
Le texte du Val.
"""


def core(version: str, day: str, purpose: str = "Avancer.") -> str:
    return CORE.replace("after: {", SIGNED % (version, day), 1).replace("Avancer.", purpose)


def pathway(loaded: Loaded) -> Pathway:
    assert loaded.catalogue is not None
    found = loaded.catalogue.find("pathways/mal")
    assert isinstance(found, Pathway)
    return found


def codes(loaded: Loaded) -> set[str]:
    return {
        p.code for p in check_loaded(loaded) if p.path.startswith(("content/inserts", "content/pathways"))
    }


def test_the_core_is_updated_beside_the_insert(load: Load) -> None:
    """A new version of the shared text changes what it says; what the territory wrote still stands."""
    before = load({"pathways/mal.md": core("1", "2025-01-01"), "inserts/mal.md": INSERT})
    after = load({"pathways/mal.md": core("2", "2026-06-01", "Mieux avancer."), "inserts/mal.md": INSERT})
    for loaded, version, purpose in ((before, "1", "Avancer."), (after, "2", "Mieux avancer.")):
        walked = pathway(loaded)
        assert walked.core is not None
        assert (walked.core.version, walked.steps[0].purpose) == (version, purpose)
        assert walked.steps[0].actors[0].role == "Médecin du Val"
        assert walked.steps[0].local_gap == "Personne au Val."
        assert walked.steps[1].actors[0].role == "Médecin"
    assert before.catalogue
    assert after.catalogue
    assert before.catalogue.find("inserts/mal") == after.catalogue.find("inserts/mal")


def test_a_step_that_left_the_core_is_told_in_the_insert(load: Load) -> None:
    """The territory decides what becomes of its words: the build waits for it."""
    loaded = load(
        {"pathways/mal.md": core("3", "2026-07-01").replace("id: un", "id: debut"), "inserts/mal.md": INSERT}
    )
    assert "unknown-step" in codes(loaded)


def test_a_draft_changes_nothing(load: Load) -> None:
    """What is not published yet is not walked yet."""
    draft = INSERT.replace("in_review", "draft")
    loaded = load({"pathways/mal.md": core("1", "2025-01-01"), "inserts/mal.md": draft})
    assert pathway(loaded).steps[0].actors[0].role == "Médecin"


def test_a_translated_core_is_walked_with_the_insert(load: Load) -> None:
    """Facts of the insert hold in every language; its words, in those that somebody translated."""
    english = "---\ntitle: Ache\nsteps: [{id: un, title: One}, {id: deux, title: Two}]\n---\n"
    loaded = load(
        {"pathways/mal.md": core("1", "2025-01-01"), "pathways/mal.en.md": english, "inserts/mal.md": INSERT}
    )
    assert loaded.catalogue is not None
    told = loaded.catalogue.localised(pathway(loaded), "en")[0]
    assert told.steps[0].local_gap == "Personne au Val."
