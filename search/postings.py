"""The pages of one stem as the browser index writes them (FORMAT.md, 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from search import ranking
from search.codes import read, write
from search.index import Share


class Posting(NamedTuple):
    """One stem in one page."""

    impact: int  # from 0 to ranking.LEVELS
    titled: bool  # in the title
    aliased: bool  # in an alias
    places: tuple[int, ...]  # in title, aliases and summary


Where = tuple[bool, bool, tuple[int, ...]]  # what a Posting says after its impact
BODY_ONLY: Where = (False, False, ())


def impact_of(weight: float) -> int:
    """What a word adds to a page, from 0 to ranking.LEVELS: more occurrences count less and less (BM25)."""
    return round(ranking.LEVELS * weight / (ranking.SATURATION + weight))


def compile_postings(
    shares: Iterable[Share], norms: Sequence[Sequence[float]], where: Sequence[Mapping[str, Where]], term: str
) -> tuple[int, str]:
    """How many pages have a stem, and those that are kept, as text.

    Args:
        shares: What the index says of the stem.
        norms: For each part of a page, by number of page, what one occurrence weighs.
        where: By number of page, where the stems of its title, aliases and summary stand.
        term: The stem.
    """
    title, aliases, headings, summary, body = norms
    heads: dict[int, Posting] = {}
    bodies: list[int] = []  # as one number each, which sorts much faster than a pair
    for numbers, records in shares:
        for rank, in_title, in_aliases, in_headings, in_summary, in_body in records:
            page = numbers.get(rank)
            if page is None:
                continue
            weight = in_headings * headings[page] + in_body * body[page]
            if in_title or in_aliases or in_summary:
                weight += in_title * title[page] + in_aliases * aliases[page] + in_summary * summary[page]
                heads[page] = Posting(impact_of(weight), *where[page][term])
            else:
                bodies.append(ranking.LEVELS - impact_of(weight) << 32 | page)
    total = len(heads) + len(bodies)
    if len(bodies) > ranking.BODY_POSTINGS:
        bodies.sort()
    for code in bodies[: ranking.BODY_POSTINGS]:
        heads[code & 0xFFFFFFFF] = Posting(ranking.LEVELS - (code >> 32), *BODY_ONLY)
    return total, write_postings(heads)


def write_postings(postings: Mapping[int, Posting]) -> str:
    """The text of postings given by number of page."""
    numbers, before = [], 0
    for page in sorted(postings):
        impact, titled, aliased, places = postings[page]
        numbers += [(page - before) * 2 + bool(places), impact]
        if places:
            numbers += [2 * titled + aliased, len(places)]
            numbers += [after - earlier for earlier, after in pairwise([0, *places])]
        before = page
    return write(numbers)


def read_postings(text: str) -> dict[int, Posting]:
    """What `write_postings` wrote."""
    numbers = read(text)
    found, page, at = {}, 0, 0
    while at < len(numbers):
        step, impact = numbers[at], numbers[at + 1]
        page, at = page + (step >> 1), at + 2
        if not step & 1:
            found[page] = Posting(impact, False, False, ())
            continue
        flags, end = numbers[at], at + 2 + numbers[at + 1]
        found[page] = Posting(impact, flags & 2 > 0, flags & 1 > 0, tuple(accumulate(numbers[at + 2 : end])))
        at = end
    return found


def replaced(text: str, page: int, posting: Posting | None) -> str | None:
    """The text of a stem's postings with the posting of one page replaced, added or, for None, taken away.

    Returns:
        None when a page that had no room in the text may take the place: the index has to be asked.
    """
    kept = read_postings(text)
    if kept.get(page) == posting:
        return text
    full = sum(not other.places for other in kept.values()) == ranking.BODY_POSTINGS
    gone = kept.pop(page, None)
    bodies = [(-other.impact, number) for number, other in kept.items() if not other.places]
    if gone and not gone.places and full:
        stays = posting and not posting.places and (-posting.impact, page) < max(bodies)
        if not stays:
            return None
    if posting:
        kept[page] = posting
        if not posting.places and len(bodies) == ranking.BODY_POSTINGS:
            del kept[max([*bodies, (-posting.impact, page)])[1]]
    return write_postings(kept)
