"""A route: one address pattern, the view that answers it, and every page it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.model.base import Record
from portal.web.site import Site

Values = dict[str, str]


def once(_site: Site) -> Iterable[Values]:
    """The values of a route that has a single page."""
    return ({},)


def everywhere(_site: Site, _lang: str, _values: Values) -> bool:
    """Most pages exist in every language: what nobody translated shows the original, and says so."""
    return True


def each(kind: type[Record]) -> Callable[[Site], Iterable[Values]]:
    """The values of a route that has a page per record that visitors see."""
    return lambda site: ({"ident": record.id} for record in site.catalogue.all(kind))


@dataclass(frozen=True)
class Route:
    """One address pattern and its pages."""

    rule: str  # from the root of a language, without leading slash: "parcours/<ident>/"
    view: Callable[..., Any]
    values: Callable[[Site], Iterable[Values]] = once
    localised: bool = True  # False: one page for all languages (robots.txt)
    listed: bool = True  # in sitemap.xml
    shown_in: Callable[[Site, str, Values], bool] = everywhere  # is there such a page in a language?

    @property
    def endpoint(self) -> str:
        """A name for the route: the view's."""
        return f"{self.view.__module__.rpartition('.')[2]}.{self.view.__name__}"

    def path(self, values: Values) -> str:
        """The address of one of its pages, from the root of a language."""
        filled = self.rule
        for name, value in values.items():
            filled = filled.replace(f"<{name}>", value)
        return filled
