"""Reads the pieces of a compiled index back, as a browser does; client/index.js is its twin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from search.codes import bucket_of, piece_of, read
from search.export import PAGES_PER_PIECE
from search.postings import Posting, read_postings
from search.spelling import Form, read_forms


class Entry(NamedTuple):
    """One stem."""

    rarity: int  # hundredths of its inverse document frequency
    postings: Mapping[int, Posting]  # by number of page


class Reader:
    """The index of one language.

    Args:
        files: What `compile_index` gave.
        lang: BCP 47 code.

    Raises:
        KeyError: There is no index in this language.
        ValueError: A piece belongs to another edition of the index.
    """

    def __init__(self, files: Mapping[str, bytes], lang: str) -> None:
        self._files, self.lang = files, lang
        self._edition = ""
        self.head: dict[str, Any] = self._piece("index")
        self.entry = lru_cache(maxsize=4096)(self._entry)
        self.forms = lru_cache(maxsize=None)(self._forms)
        self._piece = lru_cache(maxsize=4096)(self._piece)  # type: ignore[method-assign]

    def _piece(self, name: str) -> Any:  # noqa: ANN401  # each kind of piece has its own shape
        text = self._files[f"{self.lang}/{name}.js"].decode()
        call, data = text.split(",", maxsplit=2)[1:]
        edition = json.loads(call)
        self._edition = self._edition or edition
        if edition != self._edition:
            raise ValueError(f"{self.lang}/{name}.js: edition {edition}, not {self._edition}")
        return json.loads(data[: data.rindex(")")])

    def _entry(self, stem: str) -> Entry | None:
        """What the index knows of a stem, or None."""
        found = self._piece(f"s{piece_of(stem, self.head['stems'])}").get(stem)
        return Entry(found[0], read_postings(found[1])) if found else None

    def whole(self, stems: str) -> list[int]:
        """The pages whose title or an alias is made of these stems, space between, and no other."""
        found = self._piece(f"s{piece_of('=' + stems, self.head['stems'])}").get("=" + stems)
        return list(running(found[1])) if found else []

    def _forms(self, word: str) -> list[Form]:
        """The words of the index that begin as this one, to the ear."""
        bucket = bucket_of(word)
        return read_forms(self._piece("w" + bucket)) if bucket in self.head["words"] else []

    def page(self, number: int) -> tuple[str, str, str, str]:
        """Id, address, title and summary of a page."""
        id_, url, title, summary = self._piece(f"p{number // PAGES_PER_PIECE}")[number % PAGES_PER_PIECE]
        return id_, url, title, summary

    def kind(self, number: int) -> tuple[str, int]:
        """Kind of a page, and its weight in percent."""
        return next((kind, weight) for kind, first, weight in reversed(self.head["kinds"]) if first <= number)

    def facet(self, code: str) -> Mapping[str, str]:
        """For each value of a facet, its pages as `running` reads them."""
        found: Mapping[str, str] = self._piece(f"f-{code}") if code in self.head["facets"] else {}
        return found

    def places(self) -> Mapping[int, tuple[float, float]]:
        """Latitude and longitude of the pages that are somewhere."""
        return (
            {number: (lat, lon) for number, lat, lon in self._piece("places")} if self.head["places"] else {}
        )


def running(text: str) -> list[int]:
    """The sums of the numbers written so far: a growing list."""
    return list(accumulate(read(text)))
