"""The lists of words that corrections are taken from (FORMAT.md, 4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from search.codes import bucket_of
from search.lines import Lines
from search.pages import Page, folded, stems_in

RARE_FROM = 500  # with more pages than this, words of one body only are not proposed as corrections
SHORTEST = 3


class Forms:
    """Words as they are most often written, each with the power of two pages that hold it.

    Args:
        lang: BCP 47 code.
        pages: Every page; `replace` says which change later.
        lines: The same pages' lines.
    """

    def __init__(self, lang: str, pages: Sequence[Page], lines: Iterable[Lines]) -> None:
        self._stems = stems_in(lang)
        self._least = 1 if len(pages) <= RARE_FROM else 2
        self._seen: Counter[str] = Counter()  # pages, by form
        self._prominent: Counter[str] = Counter()  # pages that have a word, folded, in their lines
        self._spellings: dict[str, list[str]] = defaultdict(list)  # the forms of a folded word
        self._lists: dict[str, dict[str, str]] = defaultdict(dict)  # by bucket, then by folded word
        for page in pages:
            self._seen.update(page.forms.split())
        for line in lines:
            self._prominent.update(line.surfaces)
        for form in self._seen:
            self._spellings[folded(form)].append(form)
        self._refresh(self._spellings)

    def pieces(self) -> dict[str, str]:
        """The contents of each list, by bucket."""
        return {bucket: self._piece(bucket) for bucket, words in self._lists.items() if words}

    def replace(self, old: tuple[Page, Lines], new: tuple[Page, Lines]) -> dict[str, str]:
        """Put a page in the place of another; the lists that change, empty when no word is left."""
        gone, come = (set(page.forms.split()) for page, _ in (old, new))
        self._seen.subtract(gone)
        self._seen.update(come)
        self._prominent.subtract(old[1].surfaces)
        self._prominent.update(new[1].surfaces)
        for form in come:
            if form not in self._spellings[folded(form)]:
                self._spellings[folded(form)].append(form)
        changed = {folded(form) for form in gone ^ come} | old[1].surfaces ^ new[1].surfaces
        return {bucket: self._piece(bucket) for bucket in self._refresh(changed)}

    def _piece(self, bucket: str) -> str:
        words = self._lists[bucket]
        return " ".join(words[surface] for surface in sorted(words))

    def _refresh(self, surfaces: Iterable[str]) -> set[str]:
        """Write the entries of words anew; the buckets where one changed."""
        touched = set()
        for surface in surfaces:
            entry = self._entry(surface)
            bucket = bucket_of(surface)
            words = self._lists[bucket]
            if words.get(surface, "") != entry:
                touched.add(bucket)
                words[surface] = entry
                if not entry:
                    del words[surface]
        return touched

    def _entry(self, surface: str) -> str:
        if len(surface) < SHORTEST or not surface.isalnum() or not self._stems[surface]:
            return ""
        spread = [(self._seen[form], form) for form in self._spellings[surface]]
        pages = sum(times for times, _ in spread)
        if not pages or not (pages >= self._least or self._prominent[surface]):
            return ""
        return f"{max(spread)[1]}{min(15, pages.bit_length() - 1):x}"
