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
from portal.report.pathways import BLOCKS, SIDES, Completeness, Reading, completeness, reading

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
    yield from _reads(read, gettext)


def _reads(read: Reading, gettext: Gettext) -> Iterator[str]:
    numbers = {"least": LEAST_MEAN, "most": MOST_MEAN, "words": MOST_WORDS}
    total = gettext(N_("%(pages)s pages, %(mean).1f words per sentence, lists and titles among them"))
    yield total % {"pages": len(read.pages), "mean": read.mean}
    aimed = gettext(
        N_(
            "Pathways and guides in French, from %(least).0f to %(most).0f words per whole sentence, lists "
            "left out: %(mean).1f on average; pages within: %(within)s, under: %(under)s, over: %(over)s"
        )
    )
    yield aimed % {"mean": read.prose_mean, **{side: len(read.on(side)) for side in SIDES}, **numbers}
    for page in (*read.on("under"), *read.on("over")):
        yield f"  {page.ref}: {page.prose_mean:.1f}"
    others = [page for page in read.pages if not page.aimed]
    capped = gettext(
        N_(
            "Everything else, held to %(words)s words per sentence only (questions and lists are short by "
            "nature; the mean is that of French): %(pages)s pages, %(kept)s keep to it"
        )
    )
    yield capped % {"pages": len(others), "kept": sum(page.met for page in others), **numbers}
    each = gettext(N_("%(prose).1f words per whole sentence, %(longest)s in the longest sentence"))
    for page in others:
        if page.lang is None and page.ref.startswith("decisions/"):
            yield f"  {page.ref}: {each % {'prose': page.prose_mean, 'longest': page.longest}}"
    yield from _worst(read, gettext)


def _worst(read: Reading, gettext: Gettext) -> Iterator[str]:
    yield gettext(N_("Sentences of more than %(words)s words, longest first:")) % {"words": MOST_WORDS}
    worst = sorted(
        (s for page in read.pages for s in page.worst), key=lambda s: (-s.words, s.at.path, s.at.line)
    )
    for sentence in worst[:WORST]:
        yield f"  {sentence.at.path}:{sentence.at.line}: {sentence.words}: {sentence.text[:100]}"
    if not worst:
        yield gettext(N_("  none"))
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
        "spread": {side: len(read.on(side)) for side in SIDES},
        "pages": [
            {
                "ref": page.ref,
                "lang": page.lang,
                "sentences": page.sentences,
                "mean": page.mean,
                "prose_mean": page.prose_mean,
                "longest": page.longest,
                "aimed": page.aimed,
                "met": page.met,
                "worst": [{"words": s.words, "line": s.at.line, "text": s.text} for s in page.worst],
            }
            for page in read.pages
        ],
    }
