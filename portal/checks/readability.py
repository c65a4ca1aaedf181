"""Sentences that a worried reader can follow: how long they are on each page, and the worst of them.

The target is that of public services that write for everyone: 20 words at most, 12 to 15 on average.
Words and sentences are those of the French formula of Kandel and Moles (1958, after Flesch): words
between spaces, so that “l’hôpital” is one, in whole sentences of running prose. Items of lists, cells of
checklists, titles and labels are short by nature and would pull the mean down: each is held to the
greatest length, but only whole sentences of paragraphs make the mean of prose. A reference counts as the
title that it shows.

The formula is that of French, and a mean says something of running prose only: pathways and guides in French
keep to both, everything else to the greatest length. A decision guide asks short questions; a page of the
glossary has too few sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.checks.walk import Spot, texts
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.translation import OWN_WORDS
from portal.loading.tree import Mark

MOST_WORDS = 20  # in a sentence
MOST_MEAN = 15.0  # words per sentence, on a page
LEAST_MEAN = 12.0  # under it, prose may read like a telegram
FEW = 5  # sentences under which a mean says nothing
PROSE = frozenset(
    {"pathways", "decisions", "guides", "faq", "glossary", "alerts", "rules", "teams", "emergency"}
)
AIMED = frozenset({"pathways", "guides"})  # running prose: their mean counts
_REFERENCE = re.compile(r"\[\[([a-z]+/[a-z0-9-]+)(?:\|([^\]\n]{1,200}))?\]\]")
_TARGET = re.compile(r"\]\([^()\n]{0,500}\)")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:\.(?=\w)[^.!?…\n]*)*")  # “ameli.fr” and “3.5” end none
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
# No running prose: lists whose items are sentences, cells of checklists, titles, the history of a page.
ITEMS = frozenset({"red_flags", "decision", "key_points", "information_flow", "label", "title", "question"})
ITEMS |= {"changelog", "hours", "cost", "role"}
_WORD = re.compile(r"\w(?:[\w’'-]|,(?=\d)|\.(?=\w))*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a page."""

    text: str
    words: int
    at: Mark
    prose: bool  # of a paragraph; False: of a list, a checklist or a title


@dataclass(frozen=True, slots=True)
class Readability:
    """How a page reads, in one language."""

    ref: str
    lang: str | None  # None: the default language
    sentences: int
    mean: float  # words per sentence
    prose: int  # whole sentences of running prose
    prose_mean: float  # words per sentence of these; 0 when there is none
    longest: int  # words of its longest sentence
    worst: tuple[Sentence, ...]  # those beyond MOST_WORDS, longest first
    aimed: bool  # French prose, enough of it to judge: its mean is held to the target too

    @property
    def side(self) -> str:
        """Where the mean of prose is: ``under``, ``within`` or ``over`` the target."""
        if self.prose_mean < LEAST_MEAN:
            return "under"
        return "over" if self.prose_mean > MOST_MEAN else "within"

    @property
    def met(self) -> bool:
        """True when the page keeps to what is asked of it."""
        return not self.worst and (not self.aimed or self.side == "within")


def readability(loaded: Loaded) -> list[Readability]:
    """Every page of prose and each of its translations, in the order of references."""
    pages: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    title = _titles(loaded)
    for spot in texts(loaded):
        if spot.kind in PROSE and spot.path[0] not in OWN_WORDS:
            pages[spot.ref, spot.lang or ""] += _sentences(spot, title)
    found = []
    default = loaded.catalogue.territory.default_language if loaded.catalogue else ""
    for (ref, lang), sentences in sorted(pages.items()):
        if sentences:
            judged = ref.partition("/")[0] in AIMED and (lang or default) == "fr"
            found.append(_page(ref, lang or None, sentences, judged))
    return found


def _page(ref: str, lang: str | None, sentences: list[Sentence], judged: bool) -> Readability:
    prose = [s for s in sentences if s.prose]
    return Readability(
        ref,
        lang,
        sentences=len(sentences),
        mean=round(_mean(sentences), 1),
        prose=len(prose),
        prose_mean=round(_mean(prose), 1),
        longest=max(s.words for s in sentences),
        worst=tuple(sorted((s for s in sentences if s.words > MOST_WORDS), key=lambda s: -s.words)),
        aimed=judged and len(prose) >= FEW,
    )


def _mean(sentences: list[Sentence]) -> float:
    return sum(s.words for s in sentences) / len(sentences) if sentences else 0.0


def check_sentences(loaded: Loaded) -> Iterator[Problem]:
    """A remark for each sentence that is too long; a warning for a page that is long-winded as a whole."""
    for page in readability(loaded):
        for sentence in page.worst:
            message = Message(
                N_("a sentence of %(count)s words, %(limit)s at most"),
                {"count": sentence.words, "limit": MOST_WORDS},
            )
            yield sentence.at.problem("long-sentence", message, severity="info")
        if page.sentences >= FEW and page.mean > MOST_MEAN:
            message = Message(
                N_("%(mean)s words per sentence on average, %(limit)s at most"),
                {"mean": page.mean, "limit": int(MOST_MEAN)},
            )
            at = loaded.at(page.ref, lang=page.lang)
            yield at.problem(
                "readability", message, Message(N_("cut the long sentences in two")), severity="warning"
            )


def _titles(loaded: Loaded) -> Callable[[str, str | None], str]:
    """The title that a reference shows in a language; a rule shows its value, which counts as one word."""

    def title(ref: str, lang: str | None) -> str:
        if ref.startswith("rules/"):
            return "x"
        translation = loaded.gathered.texts.get((lang, ref)) if lang else None
        tree = translation or loaded.gathered.originals.get(ref)
        return (tree and tree.text("title")) or "x"

    return title


def _sentences(spot: Spot, title: Callable[[str, str | None], str]) -> Iterator[Sentence]:
    """The sentences of a text; a label, a heading or an item without full stop is none, unless it is long."""

    def hidden(match: re.Match[str]) -> str:
        return "x" * len(match[0])

    shown = _TARGET.sub(hidden, _REFERENCE.sub(hidden, spot.value))  # each character at its place
    listed = isinstance(spot.path[-1], int) or not ITEMS.isdisjoint(map(str, spot.path))
    for found in _SENTENCE.finditer(shown):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        typed = _TARGET.sub("]", spot.value[start : found.end()])
        said = _REFERENCE.sub(lambda m: m[2] or title(m[1], spot.lang), typed)
        words, ended = len(_WORD.findall(said)), shown[found.end() : found.end() + 1] in {*".!?…"}
        if words > 1 and (ended or words > MOST_WORDS) and not said.startswith("#"):
            line = shown[shown.rfind("\n", 0, start) + 1 : start + 3]
            prose = not listed and not _ITEM.match(line)
            yield Sentence(" ".join(said.split()), words, spot.place(start), prose)
