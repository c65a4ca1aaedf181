"""The figures that search is judged by."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from search.document import SearchDocument
from search.evaluate import Question, evaluate, measure, read_pages, read_questions, variants

ROOT = Path(__file__).parents[3]
REAL = ROOT / "tests" / "fixtures" / "service-public"


def question(*targets: str) -> Question:
    return Question("?", frozenset(targets), reworded=False)


def test_figures() -> None:
    """First, second, eleventh, and nothing: counted by hand."""
    eleventh = [f"x{number}" for number in range(10)] + ["a"]
    figures = measure(
        [
            (question("a"), ["a"]),
            (question("a", "b"), ["x", "a"]),
            (question("a"), eleventh),
            (question("a"), []),
        ]
    )
    ideal = 1 + 1 / math.log2(3)
    assert figures == {
        "n": 4,
        "hit@1": 0.25,
        "hit@3": 0.5,
        "hit@10": 0.5,
        "mrr": 0.375,
        "ndcg@10": round((1 + (1 / math.log2(3)) / ideal) / 4, 4),
        "zero": 0.25,
    }


def test_no_question() -> None:
    """An empty list gives zeros, not an error."""
    assert set(measure([]).values()) == {0}


@pytest.mark.parametrize(
    ("variant", "asked"),
    [
        ("plain", "Comment obtenir l'aide aux réparations ?"),
        ("fold", "comment obtenir l'aide aux reparations ?"),
        ("curly", "Comment obtenir l’aide aux réparations ?"),
        ("noapos", "Comment obtenir laide aux réparations ?"),
        ("cut", "obtenir aide réparat"),
        ("number", "obtenir aides réparation"),
    ],
)
def test_variants(variant: str, asked: str) -> None:
    """The same question, asked otherwise."""
    page = SearchDocument("a", "a", "page", "fr", "Aides", "aides " * 3, body="réparation " * 3)
    assert variants([page])[variant]("Comment obtenir l'aide aux réparations ?") == asked


def test_one_error() -> None:
    """On one word of five letters or more, never its first letter, the same at each run."""
    typo = variants(())["typo"]
    texts = [item.text for item in read_questions(REAL / "questions.tsv", read_pages(REAL / "pages"))]
    wrong = [typo(text) for text in texts]
    assert wrong == [typo(text) for text in texts]
    for text, other in zip(texts, wrong, strict=True):
        changed = [(a, b) for a, b in zip(text.split(), other.split(), strict=True) if a != b]
        assert len(changed) <= 1
        assert all(abs(len(a) - len(b)) <= 1 for a, b in changed)
    assert sum(text != other for text, other in zip(texts, wrong, strict=True)) > len(texts) * 0.8


def test_reworded_questions_are_apart(tmp_path: Path) -> None:
    """Below 60 % of words in common with the title, whichever of its pages is nearest."""
    page = SearchDocument("a", "F1", "page", "fr", "Comment obtenir une aide ?")
    list_ = tmp_path / "questions.tsv"
    list_.write_text(
        "public\tquestion\ttarget_id\n"
        'x\tComment obtenir cette aide ?\tF1\nx\tQui paie "mes" frais ?\tF1\nx\tAilleurs ?\tF2\n',
        "utf-8",
    )
    assert [(item.text, item.reworded) for item in read_questions(list_, [page])] == [
        ("Comment obtenir cette aide ?", False),
        ('Qui paie "mes" frais ?', True),
    ]


def test_a_page_without_front_matter_is_named(tmp_path: Path) -> None:
    """So that a list of thousands can be mended."""
    (tmp_path / "vide.md").write_text("# Rien\n", "utf-8")
    with pytest.raises(ValueError, match=r"vide\.md:1: no front matter"):
        read_pages(tmp_path)


@pytest.mark.parametrize(
    ("variant", "mask", "least"),
    [
        ("plain", False, 0.95),
        ("typo", False, 0.85),
        ("cut", False, 0.85),
        ("number", False, 0.9),
        ("plain", True, 0.6),
    ],
)
def test_real_questions_find_their_page(variant: str, mask: bool, least: float) -> None:
    """A sample of what make bench measures in full: a change that loses pages shows here."""
    figures = evaluate(REAL / "pages", REAL / "questions.tsv", mask_titles=mask, variant=variant)
    assert figures["reworded"]["n"] == 40
    assert figures["reworded"]["hit@3"] >= least
    assert figures["all"]["zero"] <= 0.01


def test_command() -> None:
    """As documented, with JSON on its output and nothing else."""
    command = [
        sys.executable,
        "-m",
        "search.evaluate",
        REAL / "pages",
        REAL / "questions.tsv",
        "--variant",
        "fold",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    figures = json.loads(done.stdout)
    assert (
        figures["all"].keys()
        == figures["reworded"].keys()
        == {"n", "hit@1", "hit@3", "hit@10", "mrr", "ndcg@10", "zero"}
    )
