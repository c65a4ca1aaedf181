"""``portal report pathways``: what each pathway leaves unknown, how pages read, which sentences to cut."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from portal.checks import check_loaded
from portal.checks.readability import LEAST_MEAN, MOST_MEAN, MOST_WORDS
from portal.cli import options
from portal.errors import N_, ContentError
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.report.pathways import BLOCKS, Completeness, Reading, completeness, reading

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
    found, read = completeness(loaded.catalogue), reading(loaded)
    if form == "json":
        click.echo(json.dumps(_facts(found, read), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found, read, translations(lang).gettext)))


def _lines(found: Sequence[Completeness], read: Reading, gettext: Gettext) -> Iterator[str]:
    means = {page.ref: page for page in read.pages if page.lang is None}
    each = gettext(
        N_("%(score)s %%, %(mean).1f words per sentence, %(prose).1f in whole sentences, lists left out")
    )
    unknown = gettext(N_("unknown in part:"))
    for one in found:
        missing = "; ".join(f"{gettext(BLOCKS[b])} {one.known[b][0]}/{one.known[b][1]}" for b in one.missing)
        page = means.get(f"pathways/{one.pathway}")
        said = {"mean": page.mean if page else 0, "prose": page.prose_mean if page else 0}
        yield f"{one.pathway}: {each % {'score': one.score, **said}}"
        yield f"  {unknown} {missing or '–'}"
    total = gettext(
        N_(
            "%(pages)s pages, %(mean).1f words per sentence, %(prose).1f in whole sentences, lists left out "
            "(from %(least).0f to %(most).0f are wanted)"
        )
    )
    wanted = {"least": LEAST_MEAN, "most": MOST_MEAN}
    yield total % {"pages": len(read.pages), "mean": read.mean, "prose": read.prose_mean, **wanted}
    spread = gettext(
        N_(
            "pages under %(least).0f words per whole sentence: %(under)s; from %(least).0f to %(most).0f: "
            "%(within)s; over: %(over)s"
        )
    )
    yield spread % {**read.spread, **wanted}
    yield gettext(N_("Sentences of more than %(words)s words, longest first:")) % {"words": MOST_WORDS}
    worst = sorted(
        (s for page in read.pages for s in page.worst), key=lambda s: (-s.words, s.at.path, s.at.line)
    )
    for sentence in worst[:WORST]:
        yield f"  {sentence.at.path}:{sentence.at.line}: {sentence.words}: {sentence.text[:100]}"
    if len(worst) > WORST:
        yield f"  … {len(worst) - WORST}"


def _facts(found: Sequence[Completeness], read: Reading) -> dict[str, object]:
    return {
        "pathways": [
            {"pathway": c.pathway, "score": c.score, "blocks": {b: list(k) for b, k in c.known.items()}}
            for c in found
        ],
        "mean": round(read.mean, 2),
        "prose_mean": round(read.prose_mean, 2),
        "spread": read.spread,
        "pages": [
            {
                "ref": page.ref,
                "lang": page.lang,
                "sentences": page.sentences,
                "mean": page.mean,
                "prose_mean": page.prose_mean,
                "met": page.met,
                "worst": [{"words": s.words, "line": s.at.line, "text": s.text} for s in page.worst],
            }
            for page in read.pages
        ],
    }
