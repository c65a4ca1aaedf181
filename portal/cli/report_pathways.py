"""``portal report pathways``: what each pathway leaves unknown, how pages read, which sentences to cut."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from portal.checks import check_loaded
from portal.checks.readability import MOST_MEAN, MOST_WORDS, Readability
from portal.cli import options
from portal.errors import N_, ContentError
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.report.pathways import BLOCKS, Completeness, completeness, reading

Gettext = Callable[[str], str]
WORST = 20  # sentences listed


@click.command()
@options.root
@options.formats("text", "json")
@options.lang
@options.as_of
def pathways(root: Path, form: str, lang: str, as_of: date) -> None:
    """Say what each pathway leaves unknown, and how easily its words are read."""
    loaded = load(root, as_of)
    errors = [problem for problem in check_loaded(loaded) if problem.severity == "error"]
    if errors or loaded.catalogue is None:
        raise ContentError(errors)
    found, (pages, mean) = completeness(loaded.catalogue), reading(loaded)
    if form == "json":
        click.echo(json.dumps(_facts(found, pages, mean), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found, pages, mean, translations(lang).gettext)))


def _lines(
    found: Sequence[Completeness], pages: Sequence[Readability], mean: float, gettext: Gettext
) -> Iterator[str]:
    means = {page.ref: page.mean for page in pages if page.lang is None}
    for one in found:
        missing = "; ".join(f"{gettext(BLOCKS[b])} {one.known[b][0]}/{one.known[b][1]}" for b in one.missing)
        mean_of = means.get(f"pathways/{one.pathway}", 0)
        yield f"{one.pathway}: {one.score} %, {mean_of} {gettext(N_('words per sentence'))}"
        yield f"  {gettext(N_('unknown in part:'))} {missing or '–'}"
    total = gettext(N_("%(pages)s pages, %(mean).1f words per sentence (at most %(most).0f)"))
    yield total % {"pages": len(pages), "mean": mean, "most": MOST_MEAN}
    yield gettext(N_("Sentences of more than %(words)s words, longest first:")) % {"words": MOST_WORDS}
    worst = sorted((s for page in pages for s in page.worst), key=lambda s: (-s.words, s.at.path, s.at.line))
    for sentence in worst[:WORST]:
        yield f"  {sentence.at.path}:{sentence.at.line}: {sentence.words}: {sentence.text[:100]}"
    if len(worst) > WORST:
        yield f"  … {len(worst) - WORST}"


def _facts(found: Sequence[Completeness], pages: Sequence[Readability], mean: float) -> dict[str, object]:
    return {
        "pathways": [
            {"pathway": c.pathway, "score": c.score, "blocks": {b: list(k) for b, k in c.known.items()}}
            for c in found
        ],
        "mean": round(mean, 2),
        "pages": [
            {
                "ref": page.ref,
                "lang": page.lang,
                "sentences": page.sentences,
                "mean": page.mean,
                "met": page.met,
                "worst": [{"words": s.words, "line": s.at.line, "text": s.text} for s in page.worst],
            }
            for page in pages
        ],
    }
