"""French alphabetical order: accents, œ and apostrophes do not count, then break ties."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

T = TypeVar("T")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": " ", "'": " ", "-": " "})


def collation_key(text: str) -> tuple[str, str]:
    """A sort key: É stands with E, œ with oe, « L’Isle » with « L Isle »; equal words keep a fixed order."""
    plain = unicodedata.normalize("NFD", text.translate(_LIGATURES).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split()), text


def letter_of(text: str) -> str:
    """The letter under which a word is filed: A to Z, or « 0-9 » for figures."""
    first = collation_key(text)[0][:1].upper()
    return first if "A" <= first <= "Z" else "0-9"


def by_letter(items: list[tuple[str, T]]) -> dict[str, list[tuple[str, T]]]:
    """Words filed by letter, in order."""
    letters: dict[str, list[tuple[str, T]]] = {}
    for word, item in sorted(items, key=lambda pair: collation_key(pair[0])):
        letters.setdefault(letter_of(word), []).append((word, item))
    return dict(sorted(letters.items()))
