"""What a page brings to the index: its words, counted part by part."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import filterfalse

from search.analysis import fold, language, stem, words
from search.document import SearchDocument

PARTS = ("title", "aliases", "headings", "summary", "body")
UNITS = (1, 12, 1, 1, 1)  # what an occurrence counts: in an alias of several words, each is a part of it only
MOST = (255, 255, 255, 255, 65535)  # more occurrences than these change nothing any more
LETTERS = re.compile(r"\b[^\W\d_]+\b")

Occurrences = list[int]  # of one word in each of PARTS, in UNITS


@dataclass(frozen=True, slots=True)
class Page:
    """What the index remembers of a page besides its postings."""

    document: SearchDocument  # without headings and body: they are in the postings
    lengths: tuple[int, ...]  # words kept in each of PARTS
    digest: bytes  # of the whole document: two that differ have different ones
    forms: str  # each word once as written, in small letters with accents, space between


def part_texts(document: SearchDocument) -> tuple[tuple[str, ...], ...]:
    """The texts of each of PARTS; words of two texts are never neighbours."""
    return (document.title,), document.aliases, document.headings, (document.summary,), (document.body,)


def digest_of(document: SearchDocument) -> bytes:
    """A digest of all that a document says."""
    return hashlib.blake2b(repr(document).encode(), digest_size=12).digest()


class Stems(dict[str, str]):
    """The stem of every word met in a language, empty for those that search drops."""

    def __init__(self, lang: str) -> None:
        self._lang, self._stop = lang, language(lang).stop

    def __missing__(self, word: str) -> str:
        self[word] = found = "" if word in self._stop else stem(word, self._lang)
        return found


stems_in = lru_cache(maxsize=None)(Stems)
folded = lru_cache(maxsize=1 << 16)(fold)  # pages share most of their words


@lru_cache(maxsize=1 << 16)
def _accented(run: str) -> tuple[tuple[str, str], ...]:
    """The words of a run of characters that are not plain letters, folded and as written."""
    return tuple((folded(form), form) for form in LETTERS.findall(run) if not form.isascii())


def _shares_of_aliases(document: SearchDocument) -> Counter[str]:
    """For each stem, what it makes of the aliases that have it, in UNITS."""
    stems = stems_in(document.lang)
    shares: Counter[str] = Counter()
    for alias in document.aliases:
        kept = [term for word in words(alias, document.lang) if (term := stems[word])]
        for term in kept:
            shares[term] += max(1, round(UNITS[1] / len(kept)))
    return shares


def analyse(document: SearchDocument) -> tuple[Page, dict[str, Occurrences], dict[str, int]]:
    """What is remembered of a page, its words and, for those found in its body only, how often."""
    stems, texts = stems_in(document.lang), ["\n".join(some) for some in part_texts(document)]
    *lines, body = [Counter(words(text, document.lang)) for text in texts]
    lengths = [0] * len(PARTS)
    heads: dict[str, Occurrences] = {}
    for part, seen in enumerate(lines):
        for word, times in seen.items():
            if term := stems[word]:
                lengths[part] += times
                heads.setdefault(term, [0] * len(PARTS))[part] += times
    for term, share in _shares_of_aliases(document).items():
        heads[term][1] = share
    bodies: dict[str, int] = {}
    for word, times in body.items():
        if term := stems[word]:
            bodies[term] = bodies.get(term, 0) + times
    lengths[-1] = sum(bodies.values())
    for term in heads.keys() & bodies.keys():
        heads[term][-1] = bodies.pop(term)
    if any(length > most for length, most in zip(lengths, MOST, strict=True)):
        heads = {term: [*map(min, times, MOST)] for term, times in heads.items()}
        bodies = {term: min(times, MOST[-1]) for term, times in bodies.items()}
    written: dict[str, str] = {}
    for run in filterfalse(str.isascii, dict.fromkeys("\n".join(texts).lower().split())):
        written.update(_accented(run))
    kept = set().union(*lines, body)
    forms = " ".join([*(kept - written.keys()), *(written[word] for word in kept & written.keys())])
    page = Page(replace(document, headings=(), body=""), tuple(lengths), digest_of(document), forms)
    return page, heads, bodies
