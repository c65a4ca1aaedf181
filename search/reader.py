"""Reads the pieces of a compiled index back, as a browser does; client/index.js is its twin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from search.codes import bucket_of, piece_of, read_growing
from search.export import DIGEST, FIRST, GROUP, PAGES_PER_PIECE
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
        KeyError: There is no index in this language, or a piece of it is missing.
    """

    def __init__(self, files: Mapping[str, bytes], lang: str) -> None:
        self._files, self.lang = files, lang
        self.head: dict[str, Any] = self._read(FIRST)
        self.entry = lru_cache(maxsize=4096)(self._entry)
        self.forms = lru_cache(maxsize=None)(self._forms)
        self._piece = lru_cache(maxsize=4096)(self._piece)  # type: ignore[method-assign]

    def _piece(self, name: str) -> Any:  # noqa: ANN401  # each kind of piece has its own shape
        digest = self.head["named"].get(name)
        if not digest:
            at = DIGEST * (int(name[1:]) // GROUP)
            digest = self.head[name[0]][at : at + DIGEST]
        return self._read(f"{name}.{digest}.js")

    def _read(self, file: str) -> Any:  # noqa: ANN401 - JSON of any shape
        data = self._files[f"{self.lang}/{file}"].decode().partition(",")[2]
        return json.loads(data[: data.rindex(")")])

    def _stem_piece(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self._piece(f"s{piece_of(key, self.head['stems'])}")
        return found

    def _entry(self, stem: str) -> Entry | None:
        """What the index knows of a stem, or None."""
        found = self._stem_piece(stem).get(stem)
        return Entry(found[0], read_postings(found[1])) if found else None

    def whole(self, stems: str) -> list[int]:
        """The pages whose title or an alias is made of these stems, space between, and no other."""
        found = self._stem_piece("=" + stems).get("=" + stems)
        return read_growing(found[1]) if found else []

    def synonyms(self, stems: str) -> list[list[str]]:
        """The stems of each synonym of a word or phrase, given by its stems with a space between."""
        found: list[list[str]] = self._stem_piece(stems.split(" ", maxsplit=1)[0]).get("+" + stems, [])
        return found

    def phrases(self, stem: str) -> list[str]:
        """The phrases with synonyms that begin with this stem."""
        return [key[1:] for key in self._stem_piece(stem) if key.startswith(f"+{stem} ")]

    def _forms(self, word: str) -> list[Form]:
        """The words of the index that begin as this one, to the ear."""
        bucket = bucket_of(word)
        return read_forms(self._piece("w" + bucket)) if "w" + bucket in self.head["named"] else []

    def page(self, number: int) -> tuple[str, str, str, str]:
        """Id, address, title and summary of a page."""
        id_, url, title, summary = self._piece(f"p{number // PAGES_PER_PIECE}")[number % PAGES_PER_PIECE]
        return id_, url, title, summary

    def kind(self, number: int) -> tuple[str, int]:
        """Kind of a page, and its weight in percent."""
        return next((kind, weight) for kind, first, weight in reversed(self.head["kinds"]) if first <= number)

    def facet(self, code: str) -> Mapping[str, str]:
        """For each value of a facet, its pages as `read_growing` reads them."""
        found: Mapping[str, str] = self._piece(f"f-{code}") if f"f-{code}" in self.head["named"] else {}
        return found

    @cached_property
    def worn(self) -> Mapping[int, int]:
        """The pages whose facts are old, with what is left of their points, in percent."""
        return {
            page: int(percent) for percent, pages in self.head["worn"].items() for page in read_growing(pages)
        }

    def places(self) -> Mapping[int, tuple[float, float]]:
        """Latitude and longitude of the pages that are somewhere."""
        known = "places" in self.head["named"]
        return {number: (lat, lon) for number, lat, lon in self._piece("places")} if known else {}
