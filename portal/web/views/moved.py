"""Old addresses of records that were renamed: a page that leads to the present one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.model.addresses import FOLDERS
from portal.web.page import Page
from portal.web.routes import Route
from portal.web.show import show
from portal.web.site import Site


@dataclass(frozen=True)
class _Moved(Route):
    """One old address."""

    ref: str = ""  # where it leads

    @property
    def endpoint(self) -> str:
        """Its own: each old address leads elsewhere."""
        return f"moved:{self.rule}:{self.ref}"


def routes(site: Site) -> Iterator[Route]:
    """The old addresses of the records that visitors see, for the kinds that have a page of their own."""
    for kind, folder in FOLDERS.items():
        for record in site.catalogue.records.get(kind, {}).values():
            if record.former_ids and site.catalogue.shown(record.ref):
                for former in record.former_ids:
                    yield _Moved(f"{folder}/{former}/", _view(record.ref), listed=False, ref=record.ref)


def _view(ref: str) -> Callable[[Page], str]:
    def moved(page: Page) -> str:
        record = page.site.catalogue.find(ref)
        assert record is not None  # noqa: S101 - the route was made for it
        base = page.site.catalogue.territory.publication.base_url
        address = base + page.site.path(ref, page.lang)
        return show(page, "moved.html", record=page.localised(record), address=address)

    return moved
