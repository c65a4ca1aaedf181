"""Says why a page answers a question, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import tokens
from search.query import MOST_WORDS, Searcher, resolve
from search.score import in_slot


@dataclass(frozen=True, slots=True)
class Reason:
    """What one word of a question brought to a page."""

    word: str  # folded; a phrase that has synonyms is one word
    layer: str  # exact, stem, alias, prefix or fuzzy; "" if the page does not have it
    points: int  # on the scale of a result's score, before closeness, kind and distance
    where: str  # title, alias, summary or text; "" if the page does not have it


def explain(searcher: Searcher, query: str, *, lang: str, page: str) -> tuple[Reason, ...]:
    """Why a page, by its id, was found: one reason for each word that the index knows or guesses."""
    reader = searcher.reader(lang)
    slots, _ = resolve(reader, tokens(query, lang)[:MOST_WORDS])
    reasons = []
    for slot in slots:
        found = next((had for number, had in in_slot(slot).items() if reader.page(number)[0] == page), None)
        if found is None:
            reasons.append(Reason(slot.surface, "", 0, ""))
            continue
        points, posting, layer = found
        where = "alias" if posting.aliased else "summary" if posting.places else "text"
        reasons.append(Reason(slot.surface, layer, points // 10**6, "title" if posting.titled else where))
    return tuple(reasons)
