"""« Ouvert maintenant » on frozen clocks: said when it is sure, in the time of the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from portal.freeze.build import prepare_site
from portal.web.app import create_app
from portal.web.security import HEADERS
from portal.web.site import Site

PARIS = "Europe/Paris"
FRANCE, ALSACE = ("FR", PARIS), ("FR-alsace-moselle", PARIS)  # whose holidays, and its time zone
GUYANE, REUNION = ("GF", "America/Cayenne"), ("RE", "Indian/Reunion")
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
ORIGIN = "http://127.0.0.1:9/"  # answered by the application itself: nothing listens there
MSP = "organisations/msp-fictive/"  # Mo-Fr 08:30-12:30,14:00-18:30; Sa 09:00-12:00; PH off
HOSPITAL = "organisations/hopital-fictif/"  # Mo-Su 00:00-24:00, nothing said of holidays
KNEE = (
    "services/consultation-genou/"  # Mo,Th mornings and afternoons, by appointment; closed in November 2026
)


@pytest.fixture(scope="module")
def fictitious(example_root: Path) -> Site:
    return prepare_site(example_root, date(2026, 11, 22))[0]


def shown_on(site: Site, as_of: date, region: str, zone: str) -> Site:
    """The same territory as if built another day, elsewhere in France."""
    territory = site.catalogue.territory.model_copy(update={"holidays": region, "timezone": zone})
    return replace(site, as_of=as_of, catalogue=replace(site.catalogue, territory=territory))


def open_page(context: BrowserContext, site: Site, path: str, now: datetime) -> Page:
    """A page of a site, on a clock that stands still."""
    client = create_app(site).test_client()

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(ORIGIN)
        if asked in site.assets.files:
            kind = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}.get(
                asked.rpartition(".")[2]
            )
            route.fulfill(body=site.assets.files[asked], content_type=kind, headers={})
        else:
            route.fulfill(body=client.get(f"/{asked}").get_data(), content_type="text/html", headers=HEADERS)

    context.route(f"{ORIGIN}**", answer)
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(ORIGIN + path)
    return page


def said(page: Page) -> list[str]:
    """What stands in the lines kept for it, spaces made ordinary."""
    return [" ".join(text.split()) for text in page.locator(".now").all_text_contents()]


@pytest.mark.parametrize(
    ("path", "built", "now", "where", "expected"),
    [
        (MSP, "2026-11-22", "2026-11-23T08:29", FRANCE, "Fermé maintenant, ouvre aujourd’hui à 8 h 30"),
        (MSP, "2026-11-22", "2026-11-23T08:30", FRANCE, "Ouvert maintenant, jusqu’à 12 h 30"),
        (MSP, "2026-11-22", "2026-11-28T13:00", FRANCE, "Fermé maintenant, ouvre lundi à 8 h 30"),
        # Christmas: mainland, then Alsace-Moselle the day after
        (MSP, "2026-12-20", "2026-12-25T10:00", FRANCE, "Fermé maintenant, ouvre demain à 9 h"),
        (MSP, "2026-12-20", "2026-12-26T10:00", FRANCE, "Ouvert maintenant, jusqu’à 12 h"),
        (MSP, "2026-12-20", "2026-12-26T10:00", ALSACE, "Fermé maintenant, ouvre lundi à 8 h 30"),
        # overseas: their days, their clock, wherever the visitor is
        (MSP, "2026-06-01", "2026-06-10T10:00", GUYANE, "Fermé maintenant, ouvre demain à 8 h 30"),
        (MSP, "2026-12-15", "2026-12-18T15:00", REUNION, "Ouvert maintenant, jusqu’à 18 h 30"),
        # the days on which clocks change
        (MSP, "2026-03-25", "2026-03-30T08:30", FRANCE, "Ouvert maintenant, jusqu’à 12 h 30"),
        (MSP, "2026-10-20", "2026-10-26T08:29", FRANCE, "Fermé maintenant, ouvre aujourd’hui à 8 h 30"),
        # hours that say nothing of holidays say nothing on Christmas day
        (HOSPITAL, "2026-12-20", "2026-12-24T12:00", FRANCE, "Ouvert maintenant"),
        (HOSPITAL, "2026-12-20", "2026-12-25T12:00", FRANCE, ""),
        # beyond what was computed, and before
        (MSP, "2026-11-22", "2027-01-18T10:00", FRANCE, ""),
        (MSP, "2026-11-22", "2026-11-20T10:00", FRANCE, ""),
    ],
)  # fmt: skip
def test_frozen_clock(
    open_context: Callable[..., BrowserContext],
    fictitious: Site,
    *,
    path: str,
    built: str,
    now: str,
    where: tuple[str, str],
    expected: str,
) -> None:
    """A newcomer adds a line: a page, the day of the build, a moment there, where, and what is said."""
    site = shown_on(fictitious, date.fromisoformat(built), *where)
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(where[1]))
    page = open_page(open_context(timezone_id="Asia/Tokyo"), site, path, moment)
    assert said(page) == [expected]


def test_closed_for_works(open_context: Callable[..., BrowserContext], fictitious: Site) -> None:
    """A closure closes each of its places, and by appointment is said."""
    context = open_context()
    for now, expected in (
        ("2026-11-26T10:00", ["Fermé maintenant", "Fermé maintenant"]),
        (
            "2026-12-07T10:00",
            [
                "Ouvert maintenant, sur rendez-vous, jusqu’à 12 h 30",
                "Fermé maintenant, ouvre vendredi à 14 h",
            ],
        ),
    ):
        page = open_page(
            context, fictitious, KNEE, datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(PARIS))
        )
        assert said(page) == expected


def test_time_passes(open_context: Callable[..., BrowserContext], fictitious: Site) -> None:
    """A page left open changes its mind at closing time, and nothing moves in it."""
    context = open_context(viewport={"width": 360, "height": 800})
    page = open_page(context, fictitious, MSP, datetime(2026, 11, 23, 12, 29, 40, tzinfo=ZoneInfo(PARIS)))
    assert said(page) == ["Ouvert maintenant, jusqu’à 12 h 30"]
    before = page.locator(".week").bounding_box()
    page.clock.set_fixed_time(datetime(2026, 11, 23, 12, 30, 5, tzinfo=ZoneInfo(PARIS)))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert said(page) == ["Fermé maintenant, ouvre aujourd’hui à 14 h"]
    assert page.locator(".week").bounding_box() == before


def test_without_script(open_context: Callable[..., BrowserContext], fictitious: Site) -> None:
    """The table says it all; the line is not there."""
    page = open_page(open_context(java_script_enabled=False), fictitious, MSP, datetime(2026, 11, 23, 10))
    assert said(page) == [""]
    assert not page.locator(".now").is_visible()
    assert "lundi au vendredi" in page.locator(".week").inner_text()


def test_old_hours_say_nothing(open_context: Callable[..., BrowserContext], fictitious: Site) -> None:
    """Nobody confirmed this record for two years: its hours are shown, and nothing is drawn from them."""
    page = open_page(open_context(), fictitious, "services/ecoute-fictive/", datetime(2026, 11, 23, 10))
    assert page.locator(".now").count() == 0
    assert "depuis plus de deux ans" in page.locator("main").inner_text()
    assert page.locator(".week").is_visible()
