"""The pages of one stem as the browser index writes them (FORMAT.md, 4 and 5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from search import ranking
from search.codes import DIGITS, NUMBERS, read, split, write
from search.index import BODY_BITS, GONE, Share

# What is written of a stem in one page: its impact, and what `write_where` gave, "" if it is in no line.
Written = tuple[int, str]

OCCURRENCES = (1 << BODY_BITS) - 1


class Posting(NamedTuple):
    """One stem in one page."""

    impact: int  # from 0 to ranking.LEVELS
    titled: bool  # in the title
    aliased: bool  # in an alias
    places: tuple[int, ...]  # in title, aliases and summary


def impact_of(weight: float) -> int:
    """What a word adds to a page, from 0 to ranking.LEVELS: more occurrences count less and less (BM25)."""
    return round(ranking.LEVELS * weight / (ranking.SATURATION + weight))


def least_weight(impact: int) -> float:
    """A weight that no weight with this impact is below."""
    share = (impact - 0.5) / ranking.LEVELS
    return ranking.SATURATION * share / (1 - share) * (1 - 1e-9)


def write_where(titled: bool, aliased: bool, places: Sequence[int]) -> str:
    """Where a stem stands in the lines of a page: its places grow."""
    return write([2 * titled + aliased, len(places), places[0], *(b - a for a, b in pairwise(places))])


def compile_postings(
    shares: Iterable[Share], norms: Sequence[Sequence[float]], where: Sequence[Mapping[str, str]], term: str
) -> tuple[int, str]:
    """How many pages have a stem, and those that are kept, as text.

    Args:
        shares: What the index says of the stem.
        norms: For each part of a page, by number of page, what one occurrence weighs; 0 for GONE.
        where: By number of page, what `write_where` gave for the stems of its lines.
        term: The stem.
    """
    title, aliases, headings, summary, body = norms
    found: dict[int, Written] = {}
    pages: list[int] = []  # those that have the stem in headings and body only, with its weight in each
    weights: list[float] = []
    for numbers, heads, bodies in shares:
        some = [numbers[code >> BODY_BITS] for code in bodies]
        weights += [body[page] * (code & OCCURRENCES) for page, code in zip(some, bodies, strict=True)]
        pages += some
        for rank, in_title, in_aliases, in_headings, in_summary, in_body in heads:
            page = numbers[rank]
            weight = in_headings * headings[page] + in_body * body[page]
            if not (in_title or in_aliases or in_summary):
                pages.append(page)
                weights.append(weight)
            elif page != GONE:
                weight += in_title * title[page] + in_aliases * aliases[page] + in_summary * summary[page]
                found[page] = impact_of(weight), where[page][term]
    total = len(found) + len(pages) - pages.count(GONE)
    found.update((page, (impact, "")) for impact, page in _strongest(pages, weights))
    return total, write_postings(found)


def _strongest(pages: Sequence[int], weights: Sequence[float]) -> Iterable[tuple[int, int]]:
    """Impact and number of the pages to keep: those of most impact, then of lowest number."""
    least = 0.0
    if len(pages) > ranking.BODY_POSTINGS:  # all others are left aside before anything slow
        least = least_weight(impact_of(nlargest(ranking.BODY_POSTINGS, weights)[-1]))
    found = [
        (impact_of(weight), page)
        for page, weight in zip(pages, weights, strict=True)
        if weight >= least and page != GONE
    ]
    if len(found) > ranking.BODY_POSTINGS:
        found.sort(key=lambda item: (-item[0], item[1]))
    return found[: ranking.BODY_POSTINGS]


def write_postings(postings: Mapping[int, Written]) -> str:
    """The text of postings given by number of page."""
    texts: list[str] = []
    before = 0
    for page in sorted(postings):
        impact, where = postings[page]
        texts += DIGITS[2 * (page - before) + (where != "")], DIGITS[impact], where
        before = page
    return "".join(texts)


def read_postings(text: str) -> dict[int, Posting]:
    """What `write_postings` wrote."""
    found = {}
    for page, (impact, where) in read_written(text).items():
        flags, _, *gaps = read(where) or (0, 0)
        found[page] = Posting(impact, flags & 2 > 0, flags & 1 > 0, tuple(accumulate(gaps)))
    return found


def read_written(text: str) -> dict[int, Written]:
    """What `write_postings` was given."""
    found: dict[int, Written] = {}
    page = 0
    digits = iter(split(text))
    for one in digits:
        step = NUMBERS[one]
        page += step >> 1
        impact, where = NUMBERS[next(digits)], ""
        if step & 1:
            flags, places = next(digits), next(digits)
            where = flags + places + "".join(islice(digits, NUMBERS[places]))
        found[page] = impact, where
    return found


class _Text:
    """The postings of a text, found but not read: nearly all of them stay as they are."""

    def __init__(self, text: str) -> None:
        self.digits = split(text)
        self.pages: list[int] = []  # of each posting
        self.starts: list[int] = []  # where it begins among the digits, and where the last one ends
        self.bodies: list[tuple[int, int]] = []  # of those in headings and body only: less impact, page
        at = page = 0
        while at < len(self.digits):
            step = NUMBERS[self.digits[at]]
            page += step >> 1
            self.pages.append(page)
            self.starts.append(at)
            if step & 1:
                at += 4 + NUMBERS[self.digits[at + 3]]
            else:
                self.bodies.append((-NUMBERS[self.digits[at + 1]], page))
                at += 2
        self.starts.append(at)

    def get(self, page: int) -> Written | None:
        """The posting of a page."""
        place = bisect_left(self.pages, page)
        if page not in self.pages[place : place + 1]:
            return None
        _, impact, *where = self.digits[self.starts[place] : self.starts[place + 1]]
        return NUMBERS[impact], "".join(where)

    def put(self, page: int, posting: Written | None) -> str:
        """The text with another posting of a page, or none."""
        place = bisect_left(self.pages, page)
        after = place + (page in self.pages[place : place + 1])
        last = self.pages[place - 1] if place else 0
        texts = self.digits[: self.starts[place]]
        if posting:
            impact, where = posting
            texts += DIGITS[2 * (page - last) + (where != "")], DIGITS[impact], where
            last = page
        if after < len(self.pages):
            start = self.starts[after]
            texts.append(DIGITS[2 * (self.pages[after] - last) + (NUMBERS[self.digits[start]] & 1)])
            texts += self.digits[start + 1 :]
        return "".join(texts)


def replaced(text: str, page: int, posting: Written | None) -> str | None:
    """The text of a stem's postings with the posting of one page replaced, added or, for None, taken away.

    Returns:
        None when a page that had no room in the text may take the place: the index has to be asked.
    """
    kept = _Text(text)
    gone = kept.get(page)
    if gone == posting:
        return text
    bodies = kept.bodies
    if gone and not gone[1]:
        bodies.remove((-gone[0], page))
        if len(bodies) == ranking.BODY_POSTINGS - 1:
            stays = posting and not posting[1] and (-posting[0], page) < max(bodies)
            if not stays:
                return None
    if posting and not posting[1] and len(bodies) == ranking.BODY_POSTINGS:
        weakest = max([*bodies, (-posting[0], page)])[1]
        return kept.put(page, None) if weakest == page else _Text(kept.put(page, posting)).put(weakest, None)
    return kept.put(page, posting)
