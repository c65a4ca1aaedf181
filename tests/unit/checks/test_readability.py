"""Sentences are counted as a reader reads them: labels, links and headings do not blur the count."""

from __future__ import annotations

import pytest

from portal.checks import check_loaded
from portal.checks.readability import MOST_WORDS, Readability, readability
from tests.unit.conftest import TERRITORY, Load

HEAD = "---\ntitle: Un titre\nsummary: Voici un guide.\nkind: understand\nkey_points: [Une idée.]\n---\n"


def read(load: Load, body: str) -> Readability:
    (page,) = readability(load({"guides/a.md": HEAD + body + "\n"}))
    return page


@pytest.mark.parametrize(
    ("body", "sentences", "words"),
    [
        ("Un deux trois. Quatre cinq !", 2, 5),
        ("## Un titre\n\nUn deux trois.\n\n- pain\n- sel et eau", 1, 3),
        ("Prenez 1.5 litre d’eau.", 1, 4),
        ("Cherchez sur ameli.fr, puis appelez.", 1, 5),
        ("Lisez [[guides/a|ce long guide]] puis [la page](https://exemple.fr/un/deux).", 1, 7),
        ("Lisez [[guides/a]] ce soir.", 1, 5),
        ("Cela coûte [[rules/visite]].", 1, 3),
    ],
)
def test_what_counts(load: Load, body: str, sentences: int, words: int) -> None:
    """The summary (three words) and the key point (two) stand on every page."""
    page = read(load, body)
    assert page.sentences == sentences + 2
    assert page.mean == round((words + 5) / page.sentences, 1)
    assert not page.worst


def test_the_worst_sentences_come_first_at_their_place(load: Load) -> None:
    longer, long = "mot " * (MOST_WORDS + 5), "mot " * (MOST_WORDS + 1)
    page = read(load, f"Court et bon.\n\nUn peu {long}bas.\n\n- encore {longer}ici")
    assert [s.words for s in page.worst] == [MOST_WORDS + 7, MOST_WORDS + 4]
    assert [s.at.line for s in page.worst] == [11, 9]
    assert not page.met


def test_a_rule_that_holds_the_figure_is_named(load: Load) -> None:
    """The hint is the very reference to write."""
    rule = (
        "---\ntitle: Visite\nkind: tariff\ntext: La visite a un prix.\nvalue: 30.00\nunit: eur\n"
        "source: {title: Arrêté fictif, publisher: Fictif, date: 2026-01}\nvalid_from: 2026-01\n---\n"
    )
    files = {"rules/visite.md": rule, "guides/a.md": HEAD + "Cela coûte 30 €.\n"}
    (problem,) = [p for p in check_loaded(load(files)) if p.code == "bare-figure"]
    assert problem.hint is not None
    assert problem.hint.render() == "refer to the rule that holds it: [[rules/visite]]"


def test_whole_sentences_of_prose_are_counted_apart(load: Load) -> None:
    """Items of lists are short by nature: the mean of running prose leaves them out."""
    page = read(
        load,
        "Une phrase de paragraphe qui a neuf mots ici.\n\n- Deux mots.\n- Trois mots ici.\n\n1. Un dernier.",
    )
    assert (page.sentences, page.prose, page.prose_mean) == (6, 2, 6.0), "the summary (three words) is prose"


@pytest.mark.parametrize(
    ("words", "language", "path", "expected"),
    [
        (5, "fr", "guides/a.md", (True, "under", False)),
        (14, "fr", "guides/a.md", (True, "within", True)),
        (19, "fr", "guides/a.md", (True, "over", False)),
        (5, "en", "guides/a.md", (False, "under", True)),  # the mean is that of French
        (5, "fr", "glossary/a.md", (False, "under", True)),
    ],
)
def test_whose_mean_is_held_to_the_target(
    load: Load, words: int, language: str, path: str, expected: tuple[bool, str, bool]
) -> None:
    """Pathways and guides in French; the rest keeps to the greatest length only (aimed, side, met)."""
    head = HEAD if path.startswith("guides") else "---\ntitle: Un titre\nsummary: Voici un mot.\n---\n"
    body = "\n\n".join([" ".join(["mot"] * words) + "."] * 20)
    files = {path: head + body + "\n", "territory.yaml": f"{TERRITORY}default_language: {language}\n"}
    (page,) = readability(load(files))
    assert (page.aimed, page.side, page.met) == expected


def test_few_sentences_have_no_mean(load: Load) -> None:
    assert not read(load, "Deux mots.").aimed
