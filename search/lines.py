"""What stands in the lines of a page that people read first: its title, aliases and summary."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import tokens
from search.document import SearchDocument
from search.postings import Where

LINE_GAP = 4  # between the last word of a title, alias or summary and the first of the next: never neighbours


@dataclass(frozen=True, slots=True)
class Lines:
    """The words of a page's title, aliases and summary."""

    where: dict[str, Where]  # by stem
    whole: frozenset[str]  # the stems of the title, and of each alias, space between
    surfaces: frozenset[str]  # folded words


def lines_of(document: SearchDocument) -> Lines:
    """Analyse the title, the aliases and the summary of a page."""
    title, *others = [
        tokens(line, document.lang) for line in (document.title, *document.aliases, document.summary)
    ]
    titled = {token.stem for token in title}
    aliased = {token.stem for line in others[:-1] for token in line}
    places: dict[str, list[int]] = {}
    start = 0
    for line in (title, *others):
        for position, _, term in line:
            places.setdefault(term, []).append(start + position)
        start += len(line) + LINE_GAP
    return Lines(
        {term: (term in titled, term in aliased, tuple(found)) for term, found in places.items()},
        frozenset(" ".join(token.stem for token in line) for line in (title, *others[:-1])) - {""},
        frozenset(token.surface for line in (title, *others) for token in line),
    )
