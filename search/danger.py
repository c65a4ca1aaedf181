"""Recognises in a few typed words a danger that cannot wait for results; client/danger.js does the same.

An editor describes dangers in content/search/dangers.yaml; search/phrases.py says how a phrase is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.analysis import words
from search.phrases import Query, Table


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger and its card, in one language."""

    id: str
    numbers: tuple[str, ...]  # ids of emergency numbers, the one to call first
    title: str
    text: str


class Dangers:
    """All the dangers that an editor described, ready to be recognised."""

    def __init__(self, cards: Sequence[Mapping[str, Any]], tables: Mapping[str, Table]) -> None:
        self._cards = cards
        self.tables = tables

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Dangers:
        """Read the content of dangers.yaml; its own comments describe it.

        Raises:
            ValueError: A phrase cannot be read; the message names the danger and the phrase.
        """
        languages = sorted({lang for danger in data["dangers"] for lang in danger["phrases"]})
        tables: dict[str, Table] = {}
        for lang in languages:
            empty, alike = (data.get(key, {}).get(lang, "").split() for key in ("ignored", "lookalikes"))
            table = Table(empty, alike)
            lists = data.get("words", {}).get(lang, {})
            for danger in data["dangers"]:
                try:
                    for kind, kept in (("phrases", table.phrases), ("safe", table.safe)):
                        written = danger.get(kind, {}).get(lang, [])
                        kept.append([table.compile(str(phrase), lists, lang) for phrase in written])
                except ValueError as error:
                    raise ValueError(f"danger {danger['id']!r} ({lang}): {error}") from error
            tables[lang] = table
        return cls(data["dangers"], tables)

    @property
    def numbers(self) -> frozenset[str]:
        """The ids of the emergency numbers that the cards show."""
        return frozenset(str(number) for card in self._cards for number in card["numbers"])

    def cards(self, lang: str) -> list[Danger]:
        """Every danger with the words of its card in a language, or in the first one where it has none."""

        def spoken(texts: Mapping[str, str]) -> str:
            return texts.get(lang) or next(iter(texts.values()))

        return [
            Danger(
                card["id"],
                tuple(map(str, card["numbers"])),
                spoken(card["card"]["title"]),
                spoken(card["card"]["text"]),
            )
            for card in self._cards
        ]

    def languages(self, lang: str) -> list[str]:
        """The languages whose phrases are tried on a page in ``lang``, in order."""
        return sorted(self.tables, key=lambda each: (each != lang, each))

    def recognise(self, query: str, lang: str) -> Danger | None:
        """The danger that a query speaks of, its card in ``lang``; None if there is none.

        The phrases of all languages are tried, those of ``lang`` first: whoever is in danger may type in
        another language than that of the page. The fewest typing errors win, then the first language.
        """
        best: tuple[int, int] | None = None
        for each in self.languages(lang):
            asked = Query(words(query, each), self.tables[each])
            found = asked.danger()
            if found and (best is None or found[0] < best[0]):
                best = found
            if asked.harmless or (best and not best[0]):
                break
        return self.cards(lang)[best[1]] if best else None


def compile_dangers(dangers: Dangers, lang: str) -> bytes:
    """What a page in ``lang`` carries to recognise dangers by itself: ASCII JSON that may stand inside HTML.

    Keys: ``cards`` (id, numbers, title, text) and, by language tried, ``tables`` (see Table; words are
    joined by spaces, the phrases of a danger by commas).
    """
    cards = [
        {"id": card.id, "numbers": card.numbers, "title": card.title, "text": card.text}
        for card in dangers.cards(lang)
    ]
    tables = [
        {
            "lang": each,
            "ignored": " ".join(dangers.tables[each].ignored),
            "lookalikes": " ".join(dangers.tables[each].lookalikes),
            "lists": list(dangers.tables[each].lists.values()),
            "phrases": [",".join(phrases) for phrases in dangers.tables[each].phrases],
            "safe": [",".join(phrases) for phrases in dangers.tables[each].safe],
        }
        for each in dangers.languages(lang)
    ]
    text = json.dumps({"cards": cards, "tables": tables}, separators=(",", ":"))
    return text.replace("<", "\\u003c").encode()
