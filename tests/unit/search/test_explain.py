"""Editors see which word brought a page, and how."""

from collections.abc import Mapping

from search.explain import Reason, explain
from search.query import Searcher


def test_each_word_has_its_reason(care_files: Mapping[str, bytes]) -> None:
    """Found by title, by alias, by a mistake, in the text, or not at all; an unknown word has no reason."""
    searcher = Searcher(care_files)
    query = "cardiologie docteur ordonance téléphone ophtalmologie xyzxyz"
    reasons = explain(searcher, query, lang="fr", page="services/cardiologie")
    assert [(reason.word, reason.layer, reason.where) for reason in reasons] == [
        ("cardiologie", "exact", "title"),
        ("docteur", "alias", "alias"),
        ("ordonance", "fuzzy", "text"),
        ("telephone", "exact", "text"),
        ("ophtalmologie", "", ""),
    ]
    assert all((reason.points > 0) == bool(reason.layer) for reason in reasons)


def test_a_page_that_was_not_found(care_files: Mapping[str, bytes]) -> None:
    """No word brought it."""
    (reason,) = explain(Searcher(care_files), "cardiologie", lang="fr", page="inconnue")
    assert reason == Reason("cardiologie", "", 0, "")
