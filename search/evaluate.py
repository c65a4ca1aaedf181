"""Measures search on any folder of Markdown pages and any list of questions.

    python -m search.evaluate PAGES QUESTIONS.tsv [--mask-titles] [--variant NAME] [--json]

PAGES: files ``**/*.md`` whose front matter holds id, title and description. QUESTIONS.tsv: a header line with
``question`` and ``target_id`` among its columns, one line per question and answer. Questions that share less
than 60 % of their words with the title of their page (Jaccard) are counted apart, as reworded.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from search.analysis import fold, language, words
from search.document import SearchDocument
from search.export import compile_index
from search.index import Index
from search.query import Searcher

REWORDED_BELOW = 0.6
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
WORDLIKE = re.compile(r"[^\W_]+")
KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, with every page that answers it."""

    text: str
    targets: frozenset[str]
    reworded: bool


def read_pages(folder: Path, lang: str = "fr") -> list[SearchDocument]:
    """Every page of a folder; its id in the index is its path, the id of its front matter is its address."""
    pages = []
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text("utf-8")
        front = FRONT_MATTER.match(text)
        if not front:
            raise ValueError(f"{path}:1: no front matter")
        facts = yaml.CSafeLoader(front[1]).get_single_data()
        title, summary = str(facts["title"]), str(facts.get("description") or "")
        body = LINK.sub(r"\1", text[front.end() :])
        headings = tuple(found for found in HEADING.findall(body) if found.strip() != title.strip())
        body = HEADING.sub("", body).replace(summary, "", 1)
        name = path.relative_to(folder).with_suffix("").as_posix()
        pages.append(SearchDocument(name, str(facts["id"]), "page", lang, title, summary, (), headings, body))
    return pages


def read_questions(path: Path, pages: Iterable[SearchDocument]) -> list[Question]:
    """The questions that the pages answer."""
    titles: dict[str, list[set[str]]] = {}
    for page in pages:
        titles.setdefault(page.url, []).append(set(words(page.title, "xx")))
    targets: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["target_id"] in titles:
                targets.setdefault(row["question"], set()).add(row["target_id"])
    return [
        Question(
            text,
            frozenset(ids),
            _nearest(text, (title for id_ in ids for title in titles[id_])) < REWORDED_BELOW,
        )
        for text, ids in targets.items()
    ]


def _nearest(text: str, titles: Iterable[set[str]]) -> float:
    """The share of words in common with the title that has most in common."""
    asked = set(words(text, "xx"))
    return max(len(asked & title) / len(asked | title) for title in titles)


def _content(question: str) -> list[str]:
    stop = language("fr").stop
    return [
        word
        for word in WORDLIKE.findall(question)
        if fold(word) not in stop and (len(word) > 1 or word.isdigit())
    ]


def _typo(question: str) -> str:
    """One error on one word of five letters or more, never on its first letter; the same at each run."""
    chance = random.Random(zlib.crc32(question.encode()))  # noqa: S311  # nothing is kept secret
    found = [
        word for word in re.finditer(r"[^\W\d_]{5,}", question) if fold(word[0]) not in language("fr").stop
    ]
    if not found:
        return question
    chosen = chance.choice(found)
    word, at = chosen[0], chance.randrange(1, len(chosen[0]) - 1)
    row = next((row for row in KEYBOARD if fold(word[at]) in row), "e")
    beside = (
        row[max(0, row.find(fold(word[at])) - 1)]
        if fold(word[at]) != row[0]
        else row[-1 if len(row) < 2 else 1]
    )
    wrong = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + beside + word[at + 1 :],
            word[: at + 1] + word[at:],
        ]
    )
    return question[: chosen.start()] + wrong + question[chosen.end() :]


def _cut(question: str) -> str:
    """Its telling words alone, the last of them begun only, as while one types."""
    kept = _content(question)
    if not kept:
        return question
    return " ".join([*kept[:-1], kept[-1][: max(4, math.ceil(0.6 * len(kept[-1])))]])


def _number(question: str, vocabulary: Counter[str]) -> str:
    """Its telling words alone, singular for plural and plural for singular where the pages use that form."""

    def swapped(word: str) -> str:
        others = [word[:-1]] if word.endswith("s") else [word + "s", word + "x"]
        return next((form for form in others if len(word) > 3 and vocabulary[form.lower()] > 2), word)

    return " ".join(map(swapped, _content(question))) or question


def variants(pages: Iterable[SearchDocument]) -> dict[str, Callable[[str], str]]:
    """The ways to ask the same question otherwise, by name."""
    vocabulary: Counter[str] = Counter()
    for page in pages:
        vocabulary.update(WORDLIKE.findall(f"{page.title} {page.summary} {page.body}".lower()))
    return {
        "plain": str,
        "typo": _typo,
        "number": lambda question: _number(question, vocabulary),
        "cut": _cut,
        "fold": fold,
        "curly": lambda question: question.replace("'", "’"),
        "noapos": lambda question: question.replace("'", "").replace("’", ""),
    }


def measure(answers: Sequence[tuple[Question, Sequence[str]]]) -> dict[str, float]:
    """Shares from 0 to 1 over questions and the ids that each was answered with, best first.

    nDCG@10 with one grade of relevance (Järvelin and Kekäläinen, 2002); reciprocal ranks stop at ten.
    """
    count = len(answers)
    sums: Counter[str] = Counter()
    for question, ids in answers:
        ranks = [rank for rank, id_ in enumerate(ids[:10]) if id_ in question.targets]
        first = ranks[0] if ranks else math.inf
        ideal = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(question.targets))))
        sums += Counter({"hit@1": first < 1, "hit@3": first < 3, "hit@10": first < 10, "zero": not ids})
        sums["mrr"] += 1 / (first + 1)  # type: ignore[assignment]  # counters add up any number
        sums["ndcg@10"] += sum(1 / math.log2(rank + 2) for rank in ranks) / ideal  # type: ignore[assignment]
    names = ("hit@1", "hit@3", "hit@10", "mrr", "ndcg@10", "zero")
    return {"n": count} | {name: round(sums[name] / max(1, count), 4) for name in names}


def answer_all(
    searcher: Searcher, questions: Iterable[Question], ask: Callable[[str], str], lang: str = "fr"
) -> list[tuple[Question, list[str]]]:
    """Each question, asked in one way, with the front matter ids of the pages found, each once."""
    answers = []
    for question in questions:
        results = searcher.search(ask(question.text), lang=lang, limit=20).results
        answers.append((question, list(dict.fromkeys(result.url for result in results))[:10]))
    return answers


def evaluate(
    pages: Path, questions: Path, *, mask_titles: bool = False, variant: str = "plain"
) -> dict[str, dict[str, float]]:
    """The figures for all questions and for the reworded ones.

    Args:
        pages: Folder of Markdown pages.
        questions: Tab-separated questions and answers.
        mask_titles: Search the pages as if they had no title.
        variant: One of the names that `variants` gives.
    """
    documents = read_pages(pages)
    asked = read_questions(questions, documents)
    index = Index(None, "fr")
    index.update(replace(document, title="") if mask_titles else document for document in documents)
    answers = answer_all(Searcher(compile_index(index)), asked, variants(documents)[variant])
    return {
        "all": measure(answers),
        "reworded": measure([answer for answer in answers if answer[0].reworded]),
    }


def _main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m search.evaluate", description="Measure search on real questions."
    )
    parser.add_argument("pages", type=Path, help="folder of Markdown pages with id, title and description")
    parser.add_argument("questions", type=Path, help="tab-separated file with columns question and target_id")
    parser.add_argument("--mask-titles", action="store_true", help="search the pages as if they had no title")
    parser.add_argument("--variant", default="plain", choices=sorted(variants(())), help="ask otherwise")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    figures = evaluate(given.pages, given.questions, mask_titles=given.mask_titles, variant=given.variant)
    if given.json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for name, values in figures.items():
        sys.stdout.write(f"{name:9}" + "  ".join(f"{key} {value:g}" for key, value in values.items()) + "\n")


if __name__ == "__main__":
    _main()
