"""Ranks pages for the words of a question; client/score.js does the same sums on the same whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search import ranking
from search.postings import Posting
from search.reader import Entry


class Choice(NamedTuple):
    """One thing that a word of the question may mean: a stem, or the stems of a phrase."""

    entries: tuple[Entry, ...]
    weight: int  # percent
    layer: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the question with its choices."""

    surface: str
    choices: tuple[Choice, ...]
    rarity: int  # what finding the word is worth


@dataclass(slots=True)
class Hit:
    """A page found."""

    page: int
    points: float = 0
    best: int = 0  # points of the word that counts most
    layer: str = ""  # how that word was found
    surface: str = ""


def in_slot(slot: Slot) -> dict[int, tuple[int, Posting, str]]:
    """For each page that has the word, its best choice: points, posting and layer."""
    found: dict[int, tuple[int, Posting, str]] = {}
    for entries, weight, layer in slot.choices:
        for page, posting in entries[0].postings.items():
            impact = posting.impact
            if len(entries) > 1:  # a phrase: half of it says something else
                if not all(page in entry.postings for entry in entries):
                    continue
                impact = sum(entry.postings[page].impact for entry in entries) // len(entries)
            points = slot.rarity * weight * impact
            if page not in found or points > found[page][0]:
                aliased = layer == "exact" and posting.aliased and not posting.titled
                found[page] = (points, posting, "alias" if aliased else layer)
    return found


def _closeness(one: Sequence[int], other: Sequence[int]) -> int:
    """Percent earned by two words that follow each other in the question, from their places in a page."""
    gaps = [after - before for before in one for after in other]
    if 1 in gaps:
        return ranking.NEXT
    return ranking.NEAR if any(0 < abs(gap) <= ranking.REACH for gap in gaps) else 0


def rank(slots: Sequence[Slot]) -> dict[int, Hit]:
    """Every page that has one of the words, with its points."""
    hits: dict[int, Hit] = {}
    before: dict[int, tuple[int, Posting, str]] = {}
    for number, slot in enumerate(slots):
        here = in_slot(slot)
        rarer = min(slot.rarity, slots[number - 1].rarity) if number else 0
        for page, (points, posting, layer) in here.items():
            hit = hits.setdefault(page, Hit(page))
            hit.points += points
            if points > hit.best:
                hit.best, hit.layer, hit.surface = points, layer, slot.surface
            if posting.places and page in before and before[page][1].places:
                hit.points += rarer * ranking.LEVELS * _closeness(before[page][1].places, posting.places)
        before = here
    return hits
