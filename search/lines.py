"""What stands in the lines of a page that people read first: its title, aliases and summary."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import words
from search.document import SearchDocument
from search.pages import stems_in
from search.postings import write_where

LINE_GAP = 4  # between the last word of a title, alias or summary and the first of the next: never neighbours


@dataclass(frozen=True, slots=True)
class Lines:
    """The words of a page's title, aliases and summary."""

    where: dict[str, str]  # by stem, what `write_where` wrote
    whole: frozenset[str]  # the stems of the title, and of each alias, space between
    surfaces: frozenset[str]  # folded words


def lines_of(document: SearchDocument) -> Lines:
    """Analyse the title, the aliases and the summary of a page."""
    stems = stems_in(document.lang)
    texts = (document.title, *document.aliases, document.summary)
    kept = [[word for word in words(text, document.lang) if stems[word]] for text in texts]
    title, *others = [[stems[word] for word in line] for line in kept]
    titled = {*title}
    aliased = {term for line in others[:-1] for term in line}
    places: dict[str, list[int]] = {}
    start = 0
    for line in (title, *others):
        for place, term in enumerate(line, start):
            places.setdefault(term, []).append(place)
        start += len(line) + LINE_GAP
    return Lines(
        {term: write_where(term in titled, term in aliased, found) for term, found in places.items()},
        frozenset(" ".join(line) for line in (title, *others[:-1])) - {""},
        frozenset(word for line in kept for word in line),
    )
