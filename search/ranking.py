"""The figures that rank answers, with what each is for; how they were chosen is in search/README.md."""

from __future__ import annotations

from typing import Final

# Read when the index is compiled, for title, aliases, headings, summary and body in this order.
# A word of an alias weighs its share of it: an alias of one word counts as much as one of three.
FIELD_WEIGHTS: Final = (20.0, 12.0, 0.5, 3.0, 1.0)
# 0: length does not matter, 1: a field twice as long counts half.
LENGTH_SHARE: Final = (0.3, 0.1, 0.6, 0.6, 0.95)
SHORTEST: Final = 0.1  # of the mean length: shorter fields gain no more
SATURATION: Final = 7.0  # k1 of BM25: how soon one more occurrence stops mattering
LEVELS: Final = 1023  # highest impact
BODY_POSTINGS: Final = 150  # pages kept for a word among those that have it in headings and body only

# Read when a question is answered; client/score.js holds the same figures.
NEXT: Final = 45  # percent of the commoner word's weight when two words follow each other as in the question
NEAR: Final = 20  # the same when they are close
REACH: Final = 3  # how far close is, in words kept
LAYER_WEIGHTS: Final = {"exact": 100, "stem": 100, "alias": 80, "prefix": 70, "fuzzy": 75}
FAR_FUZZY: Final = 50  # weight in percent of a word two typing errors away
EXPANSIONS: Final = 8  # stems tried for an unknown word
WORN: Final = (
    40  # percent that a page loses once its facts are too old to be worth anything (for `export.py`)
)
WHOLE: Final = 100  # percent of the question's weight added to a page whose title or alias it is
CLOSEST: Final = 50  # a page where the visitor looks gains half its points,
FADING: Final = 10  # one at 10 km half of that
