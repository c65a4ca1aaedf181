"""Finds the words of the index that someone may have meant; client/suggest.js gives the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from search.analysis import fold

FEWEST_BEGUN = 3  # letters of a last word that is taken for the beginning of others
FEWEST_CLIPPED = 4  # the same for a word followed by another: "ophtalmo Albi"
FEWEST_FOR_ONE = 5  # letters from which one typing error is forgiven
FEWEST_FOR_TWO = 9
TOO_FAR = 3

# French sounds, in this order, on folded words: what is written differently and heard alike.
SOUNDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("ph", "f"),
        ("sch|sh|ch(?=[aeiouy])", "S"),
        ("gn", "N"),
        ("qu|[qk]|ch|c(?=[aourltn]|$)|cc(?=[aou])", "k"),
        ("c|ss|z|sc(?=[eiy])|t(?=ion)", "s"),
        ("ge(?=[ao])|g(?=[eiy])", "j"),
        ("gu(?=[eiy])", "g"),
        ("h|x$", ""),
        ("eau|au", "o"),
        ("oeu|eu", "e"),
        ("oe|ai|ei", "e"),
        ("[ea][mn](?=[^aeiouymn]|$)", "A"),
        ("[iy][mn](?=[^aeiouymn]|$)", "I"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
        ("(?:e|s|t|d|es|ent)$", ""),
    )
)


class Form(NamedTuple):
    """A word of the index."""

    shown: str  # with accents
    surface: str
    spread: int  # about the power of two pages that hold it


def read_forms(text: str) -> list[Form]:
    """The words of a word piece."""
    return [Form(item[:-1], fold(item[:-1]), int(item[-1], 16)) for item in text.split(" ")]


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """A code that folded French words share when they sound alike."""
    for pattern, instead in SOUNDS:
        word = pattern.sub(instead, word)
    return word


def distance(one: str, other: str, most: int) -> int:
    """Letters added, lost, changed or swapped with their neighbour; most + 1 when there are more.

    Optimal string alignment, the restricted form of Damerau and Levenshtein's distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, against in enumerate(other):
            best = min(before[j] + (letter != against), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == other[j - 1] and against == one[i - 1]:
                best = min(best, earlier[j - 1] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]


def begun(word: str, forms: list[Form], *, last: bool) -> list[Form]:
    """The words that begin so, the most widespread first; last says whether it ends the question."""
    if len(word) < (FEWEST_BEGUN if last else FEWEST_CLIPPED):
        return []
    found = [form for form in forms if form.surface.startswith(word)]
    return sorted(found, key=lambda form: (-form.spread, form.surface))


def meant(word: str, forms: list[Form]) -> list[tuple[int, Form]]:
    """The words that a misspelt one may stand for, with their distance, at the least distance that gives any.

    One that sounds the same counts as one error, and one whose beginning sounds the same as two.
    """
    most = (len(word) >= FEWEST_FOR_ONE) + (len(word) >= FEWEST_FOR_TWO)
    if not most or any("0" <= letter <= "9" for letter in word):
        return []
    heard = sound(word)
    found = []
    for form in forms:
        away = distance(word, form.surface, most)
        if away > most:
            away = TOO_FAR
        if away > 1 and len(form.surface) >= FEWEST_FOR_ONE:
            said = sound(form.surface)
            begins = len(heard) >= FEWEST_FOR_ONE and said.startswith(heard)
            away = 1 if said == heard else 2 if begins else away
        if away < TOO_FAR:
            found.append((away, form))
    least = min((away for away, _ in found), default=0)
    return sorted(
        (item for item in found if item[0] == least), key=lambda item: (-item[1].spread, item[1].surface)
    )
