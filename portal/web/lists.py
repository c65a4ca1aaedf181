"""Lists that a browser narrows by itself: their lines as pieces of data, loaded when they are asked for."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.model.identifiers import language_name
from portal.model.listing import CHOICES, FACETS, Entry
from portal.web.collation import collation_key

if TYPE_CHECKING:
    from portal.web.page import Page
    from portal.web.site import Site

FOLDER = "listes"
PLACES = "search/places.js"  # the communes from which distances are told, written by search


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by."""

    name: str
    choices: tuple[Choice, ...]


def pieces(site: Site) -> dict[tuple[str, str], tuple[str, bytes]]:
    """The lines of every list: language and name (``services-imaging``, ``SM04``) to path and content.

    The content is a classic script that hands its lines to static/js/list.js; its path holds its hash.
    """
    found = {}
    lists = {f"{family}-{kind}": entries for (family, kind), entries in site.listing.kinds.items()}
    for lang in site.languages:
        for name, entries in (lists | site.listing.specialties).items():
            content = _piece(site, lang, name, entries)
            found[lang, name] = (f"{FOLDER}/{lang}/{name}.{_digest(content)}.js", content)
    return found


def _piece(site: Site, lang: str, name: str, entries: Iterable[Entry]) -> bytes:
    entries = list(entries)
    data = {
        "communes": {
            insee: commune.title
            for insee in sorted({i for e in entries for i in e.communes})
            if (commune := site.offers.commune(insee))
        },
        "lines": [_line(site, lang, entry) for entry in entries],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"portalList({json.dumps(name)},{text})\n".encode()


def _line(site: Site, lang: str, entry: Entry) -> list[Any]:
    """Address, title, kind, communes, rank (below zero: last), facets, then the position if it has one."""
    rank = -1 - entry.rank if entry.old else entry.rank
    facets = " ".join(f"{name}:{value}" for name, values in entry.facets.items() for value in values)
    line = [
        site.path(entry.record.ref, lang),
        site.title(entry.record, lang),
        f"{entry.family}-{entry.kind}",
        " ".join(entry.communes),
        rank,
        facets,
    ]
    return [*line, *(round(degrees, 3) for degrees in entry.position or ())]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def facets(page: Page, entries: Iterable[Entry], without: str = "") -> tuple[list[Facet], list[str]]:
    """What lines can be narrowed by, and the facets of which nobody said anything."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS if name != without}
    for entry in entries:
        for name, counted in counts.items():
            counted.update(entry.facets[name])
    known = [
        Facet(
            name,
            tuple(
                sorted(
                    (Choice(code, label_of(page, name, code), count) for code, count in values.items()),
                    key=lambda choice: collation_key(choice.label),
                )
            ),
        )
        for name, values in counts.items()
        if values
    ]
    return known, [name for name, values in counts.items() if not values]


def label_of(page: Page, facet: str, code: str) -> str:
    """The words of a value of a facet."""
    if facet in CHOICES:
        return page.gettext(CHOICES[facet][code])
    if facet == "language":
        return language_name(code, page.locale, page.gettext)
    return page.label(FACETS[facet], code)
