"""The home page, and the pages that say who answers for the site."""

from __future__ import annotations

from collections.abc import Iterable

from portal.exports.publication import FORMATS, listing
from portal.model.directory import Commune, Organisation, Service
from portal.model.guidance import Decision, Guide
from portal.model.pathway import Pathway
from portal.model.values import Contact
from portal.web.jsonld import dataset_ld
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.show import show
from portal.web.site import Site
from portal.web.views.guidance import current_alerts
from portal.web.views.pathways import by_theme
from portal.web.worker import KEPT_PAGES, OFFLINE

# What people ask for beside a pathway, as links on the home page.
NEEDS = (
    "guides/remboursement",
    "guides/acces-direct",
    "guides/aide-a-domicile",
    "guides/transport",
    "guides/interprete",
    "guides/second-avis",
    "guides/aidants",
    "guides/sans-medecin-traitant",
)


def home(page: Page) -> str:
    """Urgent? who? where? and the search, on one screen."""
    catalogue = page.site.catalogue
    organisations = list(catalogue.all(Organisation))
    return show(
        page,
        "home.html",
        themes=by_theme(page),
        needs=[r for ref in NEEDS if (r := catalogue.shown(ref))],
        decision=next(iter(catalogue.all(Decision)), None),
        alerts=current_alerts(page),
        organisations=len(organisations),
        silent=sum(not _has_phone(o.contacts) for o in organisations),
    )


def _has_phone(contacts: tuple[Contact, ...]) -> bool:
    return any(c.channel == "tel" and c.visibility == "public" for c in contacts)


def trust(page: Page) -> str:
    """Who writes, how, with which sources and money."""
    return show(page, "trust.html")


def legal(page: Page) -> str:
    """Who publishes and hosts; what is kept of visits: nothing."""
    return show(page, "legal.html")


def privacy(page: Page) -> str:
    """What the site asks, what the device keeps and how to erase it, what the host sees."""
    return show(page, "privacy.html", kept_pages=KEPT_PAGES)


def offline(page: Page) -> str:
    """What shows in place of a page that neither the network nor the device has: whom to call."""
    numbers = [n for n in page.site.emergency if n.level in {"vital", "urgent"}]
    return show(page, "offline.html", vital=[n for n in numbers if n.level == "vital"], numbers=numbers)


def _if_kept(site: Site) -> Iterable[Values]:
    return ({},) if site.catalogue.territory.offline else ()


def accessibility(page: Page) -> str:
    """The accessibility statement."""
    return show(page, "accessibility.html")


def data(page: Page) -> str:
    """The open data that the site uses, what it holds, and what it gives back."""
    catalogue = page.site.catalogue
    counts = [
        (kind.kind_id, sum(1 for _ in catalogue.all(kind)))
        for kind in (Pathway, Service, Organisation, Commune, Guide)
    ]
    files = listing(page.site.data)
    return show(
        page,
        "data.html",
        counts=counts,
        formats=[(form, FORMATS[form], found) for form, found in files.items()],
        json_ld=dataset_ld(page, [file for found in files.values() for file in found]),
    )


ROUTES = (
    Route("", home),
    Route("confiance/", trust),
    Route("mentions-legales/", legal),
    Route("confidentialite/", privacy),
    Route(OFFLINE, offline, _if_kept, listed=False),
    Route("accessibilite/", accessibility),
    Route("donnees/", data),
)
