"""The table of stems, with the pages that have them, cut into pieces (FORMAT.md, 4 and 5)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from search import ranking
from search.codes import piece_of, write_growing
from search.index import View
from search.lines import Lines
from search.pages import PARTS, UNITS, Occurrences, Page, folded, stems_in
from search.postings import compile_postings, impact_of, replaced

WEIGHED = (2, 4, 0, 1, 3)  # the order of sums in `compile_postings`: another would round otherwise
STEMS_PER_PIECE = 8  # about; pieces are a power of two

Entry = tuple[int, str]  # rarity and pages
Others = list[list[str]]  # the stems of each synonym


class Change(NamedTuple):
    """A page that takes the place of another."""

    number: int
    before: tuple[Page, Lines]
    after: tuple[Page, Lines]
    heads: Mapping[str, Occurrences]  # of its stems, as `analyse` gives them
    bodies: Mapping[str, int]


def _steady(mean: float) -> float:
    """A mean rounded to steps of a tenth, so that one edited page does not move the weight of all others."""
    return 1.1 ** round(math.log(mean, 1.1)) if mean > 0 else 1.0


class Stems:
    """Every stem, and after "=" those of whole titles and aliases, each with its pages; after "+", synonyms.

    Args:
        view: The pages; `replace` says which change later.
        lines: The lines of the same pages.
        synonyms: For the stems of a word or phrase, those of what it finds too.
    """

    def __init__(self, view: View, lines: Sequence[Lines], synonyms: Mapping[str, Others]) -> None:
        self._view = view
        self._where = [some.where for some in lines]
        self._means = self._field_means()
        # and 0 at the end, where GONE leads
        self._norms = [[*(self._norm(part, page) for page in view.pages), 0.0] for part in range(len(PARTS))]
        self._spread: dict[str, int] = {}  # pages that have a stem
        self._whole: dict[str, set[int]] = defaultdict(set)  # pages whose title or alias is this
        entries = dict(self._asked(None))
        for number, some in enumerate(lines):
            for line in some.whole:
                self._whole[line].add(number)
        entries.update(("=" + line, _whole_entry(pages)) for line, pages in self._whole.items())
        self.piece_count = self._pieces_wanted()
        self._tables: list[dict[str, Entry]] = [{} for _ in range(self.piece_count)]
        for key, entry in entries.items():
            self._tables[self._piece_of(key)][key] = entry
        self._synonyms: dict[int, dict[str, Others]] = defaultdict(dict)
        for key, others in synonyms.items():  # beside the first stem, whose piece is read in any case
            self._synonyms[self._piece_of(key.split()[0])]["+" + key] = others

    def pieces(self) -> dict[int, dict[str, Entry | Others]]:
        """The contents of every piece, by number."""
        return {number: self._piece(number) for number in range(self.piece_count)}

    def replace(self, changes: Sequence[Change]) -> dict[int, dict[str, Entry | Others]] | None:
        """Put pages in the place of others; the pieces that change.

        Returns:
            None, and this table is of no more use, when the change reaches every page.
        """
        if self._field_means() != self._means:
            return None
        touched: set[str] = set()
        unsure: set[str] = set()  # stems of which only the index can tell the pages to keep
        for change in changes:
            self._where[change.number] = change.after[1].where
            for part, norms in enumerate(self._norms):
                norms[change.number] = self._norm(part, change.after[0])
            touched |= self._replace_lines(change)
            gone, come = _stems_of(change.before[0]), change.heads.keys() | change.bodies.keys()
            self._spread.update((term, self._spread[term] - 1) for term in gone - come)
            self._spread.update((term, self._spread.get(term, 0) + 1) for term in come - gone)
            for term in gone | come:
                text = self._replace_stem(term, change)
                if text is None:
                    unsure.add(term)
                elif self._put(term, self._entry(term, text) if text else None):
                    touched.add(term)
        touched |= {term for term, entry in self._asked(unsure) if self._put(term, entry)}
        self._spread = {term: pages for term, pages in self._spread.items() if pages}
        if self._pieces_wanted() != self.piece_count:
            return None
        return {number: self._piece(number) for number in {self._piece_of(key) for key in touched}}

    def _replace_lines(self, change: Change) -> set[str]:
        """Keep whole titles and aliases up to date; the keys whose entries change."""
        gone, come = change.before[1].whole, change.after[1].whole
        for line in gone - come:
            self._whole[line].remove(change.number)
        for line in come - gone:
            self._whole[line].add(change.number)
        for line in gone ^ come:
            pages = self._whole[line]
            self._put("=" + line, _whole_entry(pages) if pages else None)
            if not pages:
                del self._whole[line]
        return {"=" + line for line in gone ^ come}

    def _replace_stem(self, term: str, change: Change) -> str | None:
        """The pages of a stem once a page is replaced; None if the index has to be asked."""
        _, text = self._tables[self._piece_of(term)].get(term, (0, ""))
        times = change.heads.get(term) or [0, 0, 0, 0, change.bodies.get(term, 0)]
        if not any(times):
            return replaced(text, change.number, None)
        weight = sum(times[part] * self._norms[part][change.number] for part in WEIGHED)
        return replaced(text, change.number, (impact_of(weight), change.after[1].where.get(term, "")))

    def _put(self, key: str, entry: Entry | None) -> bool:
        """Write an entry, or take it away; whether that changes anything."""
        table = self._tables[self._piece_of(key)]
        before = table.pop(key, None)
        if entry:
            table[key] = entry
        return before != entry

    def _asked(self, terms: Iterable[str] | None) -> Iterator[tuple[str, Entry]]:
        """The entries of stems, or of all for None, as the index has them."""
        for term, shares in self._view.postings(terms):
            pages, text = compile_postings(shares, self._norms, self._where, term)
            if pages:  # none when all of them were replaced or removed
                self._spread[term] = pages
                yield term, self._entry(term, text)

    def _entry(self, term: str, text: str) -> Entry:
        some, total = self._spread[term], len(self._where)
        return round(100 * math.log(1 + (total - some + 0.5) / (some + 0.5))), text

    def _pieces_wanted(self) -> int:
        pieces = 1
        while pieces * STEMS_PER_PIECE < len(self._spread) + len(self._whole):
            pieces *= 2
        return pieces

    def _piece_of(self, key: str) -> int:
        return piece_of(key, self.piece_count)

    def _piece(self, number: int) -> dict[str, Entry | Others]:
        merged: dict[str, Entry | Others] = {**self._tables[number], **self._synonyms.get(number, {})}
        return dict(sorted(merged.items()))

    def _field_means(self) -> list[float]:
        """For each part, its mean length where it is not empty."""
        lengths = [[page.lengths[part] for page in self._view.pages] for part in range(len(PARTS))]
        return [_steady(sum(some) / max(1, len(some) - some.count(0))) for some in lengths]

    def _norm(self, part: int, page: Page) -> float:
        """What one of UNITS in this part of a page weighs before saturation."""
        share = ranking.LENGTH_SHARE[part]
        length = max(page.lengths[part] / self._means[part], ranking.SHORTEST)
        return ranking.FIELD_WEIGHTS[part] / UNITS[part] / (1 - share + share * length)


def _stems_of(page: Page) -> set[str]:
    stems = stems_in(page.document.lang)
    return {stems[folded(form)] for form in page.forms.split()} - {""}


def _whole_entry(pages: Iterable[int]) -> Entry:
    return 0, write_growing(sorted(pages))
