"""What search is told about a page: the only thing that crosses from the portal to the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page in one language, as search sees it."""

    id: str  # stable for ever, unique within a language: "services/cardiologie-ch-albi"
    url: str  # from the root of the site, no leading slash: "services/cardiologie-ch-albi/"
    kind: str  # code of the kind of page: "pathway", "service", "guide"…
    lang: str  # BCP 47
    title: str
    summary: str = ""
    aliases: tuple[str, ...] = ()  # lay words, abbreviations, old names, common misspellings
    headings: tuple[str, ...] = ()
    body: str = ""  # plain text, no markup
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet code to value codes
    position: tuple[float, float] | None = (
        None  # latitude, longitude in WGS 84 degrees; None: nowhere in particular
    )
    worth: float = 1.0  # what its facts are still worth, from 1 to 0 when nobody verified them for too long
