"""Finds an editor's phrases inside what a visitor typed; client/danger.js does the same.

A phrase is a list of slots, in any order and with other words between them. A slot is one word, ``word*``
(whatever begins so), ``(one|two words|$list)``, or several of these joined by ``+`` (they follow each other).
``$name`` stands for a list of words that phrases share. Words that say nothing ("le", "de", "je") are skipped
unless they stand inside parentheses.

Typing errors: optimal string alignment distance, 1 from five letters, 2 from nine, two in all; a word that is
itself a common one (``lookalikes``) is never taken for an error; of four letters (``tens*``) the first fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from search.analysis import words
from search.spelling import distance

MAX_ERRORS = 2  # in a whole phrase
MAX_OTHERS = 5  # words that say something, between the slots of one phrase
MIN_GLUED = 5  # letters left when an empty word glued to another is taken off: "jarrive", "lapoitrine"
TERM = re.compile(r"\([^()]*\)|[^\s()+]+|(?P<plus>\+)")


class Match(NamedTuple):
    """Where a group or a slot was found in the query."""

    start: int
    end: int  # first word after it
    errors: int


@dataclass(slots=True)
class Table:
    """The phrases of one language, in the shape that browsers read.

    Phrases read as editors write them, but folded, alternatives sorted, without parentheses: spaces part
    slots, ``+`` groups that follow each other, ``|`` alternatives, ``_`` their words; ``$0`` is a list.
    """

    ignored: list[str]
    lookalikes: list[str]
    lists: dict[str, str] = field(default_factory=dict)  # those named so far: "mal|douleur*|cage_thoracique"
    phrases: list[list[str]] = field(default_factory=list)  # by danger
    safe: list[list[str]] = field(default_factory=list)  # likewise: what such a phrase covers is not a danger

    def compile(self, phrase: str, lists: Mapping[str, Sequence[str]], lang: str) -> str:
        """The phrase in that shape; the lists that it names are added to the table.

        Raises:
            ValueError: The phrase is empty, or names a list that does not exist.
        """
        slots: list[list[str]] = []
        follows = False
        for term in TERM.finditer(phrase):
            if term["plus"]:
                follows = True
                continue
            group = self._group(term[0], lists, lang)
            if group and follows and slots:
                slots[-1].append(group)
            elif group:
                slots.append([group])
            follows = False
        if not slots:
            raise ValueError(f"phrase {phrase!r} holds no word that can be recognised")
        return " ".join("+".join(slot) for slot in slots)

    def alternatives(self, group: str) -> Iterator[list[str]]:
        """The words of each alternative of a group, those of the lists that it names among them."""
        lists = list(self.lists.values())
        for each in group.split("|"):
            for alternative in lists[int(each[1:])].split("|") if each.startswith("$") else [each]:
                yield alternative.split("_")

    def _group(self, term: str, lists: Mapping[str, Sequence[str]], lang: str) -> str:
        """The alternatives that a term allows; empty if the term says nothing."""
        alternatives: set[str] = set()
        inside = term.startswith("(")
        for part in term.strip("()").split("|"):
            name = part.strip()
            if name.startswith("$"):
                alternatives.add(self._list(name[1:], lists, lang))
            elif inside or any(word not in self.ignored for word in _fold(name, lang).split("_")):
                alternatives.add(_fold(name, lang))
        return _joined(alternatives)

    def _list(self, name: str, lists: Mapping[str, Sequence[str]], lang: str) -> str:
        """How a group names a list."""
        if name not in lists:
            raise ValueError(f"no list of words is called {'$' + name!r}")
        self.lists.setdefault(name, _joined({_fold(each, lang) for each in lists[name]}))
        return f"${list(self.lists).index(name)}"


def _joined(alternatives: set[str]) -> str:
    """Sorted, so that what repeats compresses well."""
    return "|".join(sorted(alternatives - {""}))


def _fold(text: str, lang: str) -> str:
    """The words of a phrase as the analyser gives them, their star kept, joined by ``_``."""
    starred = (words(part, lang) for part in re.split(r"(?<=\*)", text))
    ends = (part.endswith("*") for part in re.split(r"(?<=\*)", text))
    return "_".join("_".join(found) + "*" * star for found, star in zip(starred, ends, strict=True) if found)


class Query:
    """The words of one query, looked up in the table of one language."""

    def __init__(self, typed: Sequence[str], table: Table) -> None:
        self.words = typed
        self.table = table
        self.ignored = frozenset(table.ignored)
        self.alike = [any(_same(word, each) for word in table.lookalikes) for each in typed]
        self.empty = [word in self.ignored for word in typed]
        self.harmless = False
        self._groups: dict[str, list[Match]] = {}
        self._words: dict[str, list[Match]] = {}
        self._forms = [list(self._unglued(word)) for word in typed]

    def danger(self) -> tuple[int, int] | None:
        """How many typing errors lead to the likeliest danger, and its rank; the first among equals.

        Sets ``harmless`` when something was found and all of it is what harmless phrases explain.
        """
        best: tuple[int, int] | None = None
        for rank, phrases in enumerate(self.table.phrases):
            covered: frozenset[int] | None = None  # only known once a phrase is found: most never are
            for phrase in phrases:
                found = self.find(phrase, frozenset())
                if found is None:
                    continue
                if covered is None:
                    covered = self._covered(self.table.safe[rank])
                found = self.find(phrase, covered) if covered else found
                if found is None:
                    self.harmless = True
                elif best is None or (found, rank) < best:
                    best = (found, rank)
        self.harmless &= best is None
        return best

    def _covered(self, safe: Sequence[str]) -> frozenset[int]:
        """The places of the words that harmless phrases explain, as they are spelt."""
        places: set[int] = set()
        for phrase in safe:
            for chosen in self._choices(phrase, frozenset()):
                if not any(match.errors for match in chosen):
                    places.update(place for match in chosen for place in range(match.start, match.end))
        return frozenset(places)

    def find(self, phrase: str, covered: frozenset[int]) -> int | None:
        """The fewest typing errors with which a phrase is found outside some places; None if it is not."""
        errors = [sum(match.errors for match in chosen) for chosen in self._choices(phrase, covered)]
        return min(errors, default=None)

    def _choices(self, phrase: str, covered: frozenset[int]) -> Iterator[list[Match]]:
        """Every way to find all slots of a phrase close to each other, with few errors in all."""
        slots = phrase.split(" ")
        chosen: list[list[Match]] = [[]]
        for slot in slots:
            found = [match for match in self._slot(slot) if covered.isdisjoint(range(match.start, match.end))]
            chosen = [[*before, match] for before in chosen for match in found if self._fits(before, match)]
            if not chosen:
                return
        yield from chosen

    def _fits(self, before: Sequence[Match], match: Match) -> bool:
        every = [*before, match]
        if sum(each.errors for each in every) > MAX_ERRORS:
            return False
        if any(match.start < each.end and each.start < match.end for each in before):
            return False
        start, end = min(each.start for each in every), max(each.end for each in every)
        inside = {place for each in every for place in range(each.start, each.end)}
        others = sum(not self.empty[place] for place in range(start, end) if place not in inside)
        return others <= MAX_OTHERS

    def _slot(self, slot: str) -> list[Match]:
        return self._follow([self._group(group) for group in slot.split("+")])

    def _group(self, group: str) -> list[Match]:
        if group not in self._groups:
            alternatives = self.table.alternatives(group)
            found = (self._follow([self._word(word) for word in each]) for each in alternatives)
            self._groups[group] = [match for matches in found for match in matches]
        return self._groups[group]

    def _follow(self, parts: Sequence[list[Match]]) -> list[Match]:
        """Where matches follow each other, with only empty words between them."""
        found, *rest = parts
        for following in rest:
            found = [
                Match(before.start, after.end, before.errors + after.errors)
                for before in found
                for after in following
                if before.end <= after.start and all(self.empty[before.end : after.start])
            ]
        return found

    def _word(self, wanted: str) -> list[Match]:
        """Where a word was typed, or where two words written apart make it."""
        if wanted not in self._words:
            places = range(len(self.words))
            self._words[wanted] = [match for place in places for match in self._at(wanted, place)]
        return self._words[wanted]

    def _at(self, wanted: str, place: int) -> Iterator[Match]:
        errors = self._errors(wanted, place)
        if errors is not None:
            yield Match(place, place + 1, errors)
        elif len(wanted) > MIN_GLUED and _same(wanted, "".join(self.words[place : place + 2])):
            yield Match(place, min(place + 2, len(self.words)), 0)

    def _errors(self, wanted: str, place: int) -> int | None:
        """How many typing errors lead from the word wanted to the one typed; None if it is another word."""
        typed = self.words[place]
        if _same(wanted, typed):
            return 0
        if self.empty[place] or self.alike[place]:
            return None
        letters = wanted.rstrip("*")
        allowed = (len(wanted) >= 5) + (len(letters) >= 9)
        if not allowed:
            return None
        if any(_same(wanted, form) for form in self._forms[place]):
            return 0
        if len(letters) < 5 and letters[0] != typed[0]:
            return None  # so few letters with another at their head are another word
        near = _nearest(wanted, letters, typed, allowed)
        return near if near <= allowed else None

    def _unglued(self, typed: str) -> Iterator[str]:
        for cut in range(1, min(4, len(typed) - MIN_GLUED + 1)):
            if typed[:cut] in self.ignored:
                yield typed[cut:]
            if typed[-cut:] in self.ignored and cut > 1:
                yield typed[:-cut]


def _same(wanted: str, typed: str) -> bool:
    return typed.startswith(wanted[:-1]) if wanted.endswith("*") else typed == wanted


@lru_cache(maxsize=1 << 12)
def _pieces(letters: str, errors: int) -> tuple[str, ...]:
    """Parts of a word, a letter between them: so many errors leave at least one of them whole."""
    step = (len(letters) + 1) // (errors + 1)
    starts = range(0, step * errors, step)
    return (*(letters[start : start + step - 1] for start in starts), letters[step * errors :])


def _nearest(wanted: str, letters: str, typed: str, allowed: int) -> int:
    """The distance from a word to the one typed, or for ``word*`` to the nearest of its beginnings."""
    if not any(piece in typed for piece in _pieces(letters, allowed)):
        return allowed + 1  # most words, at little cost
    if not wanted.endswith("*"):
        return distance(letters, typed, allowed)
    lengths = range(len(letters) - allowed, len(letters) + allowed + 1)
    return min(distance(letters, typed[:length], allowed) for length in lengths)
