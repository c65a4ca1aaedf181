"""Lists narrow at once, remember in the address, widen until they answer, and need no script to be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.model.geography import distance_km
from portal.web.site import Site

SERVICES, ORGANISATIONS, KIND = "services/", "organisations/", "services/type/consultation/"


def titles(page: Page) -> list[str]:
    """The lines that are found, in order."""
    return page.locator("#list-lines [data-part=title]").all_text_contents()


def title(page: Page) -> str:
    """What the list says of itself, spaces made ordinary."""
    return " ".join((page.locator("#list-title").text_content() or "").split())


def narrowed(page: Page, url: str, expected: str) -> None:
    """Open an address and wait for its answer."""
    page.goto(url)
    expect(page.locator("#list-title")).to_contain_text(expected)


def test_a_facet_narrows_and_the_address_remembers(page: Page, example_url: str) -> None:
    """A choice answers at once, is announced, and the back button undoes it."""
    page.goto(example_url + SERVICES)
    expect(page.locator("#list-all")).to_be_visible()
    page.get_by_label("anglais").check()
    expect(page.locator("#list-status")).to_have_text("1 résultat")
    assert titles(page) == ["Consultation du genou imaginaire"]
    assert page.url.endswith("services/#language=en")
    expect(page.locator("#list-all")).to_be_hidden()
    page.get_by_label("Accès direct").check()
    expect(page.locator("#list-status")).to_have_text("Aucun résultat")
    page.go_back()
    expect(page.locator("#list-status")).to_have_text("1 résultat")
    assert not page.get_by_label("Accès direct").is_checked()
    page.go_back()
    expect(page.locator("#list-all")).to_be_visible()
    expect(page.locator("#list-found")).to_be_hidden()


def test_what_does_not_say_is_counted(page: Page, example_url: str) -> None:
    """A record that nobody completed is not dropped in silence."""
    narrowed(page, f"{example_url}{KIND}#language=en", "1 résultat")
    expect(page.locator("#list-silent")).to_contain_text("1 autre fiche ne le dit pas : langue.")


@pytest.mark.parametrize(
    ("path", "state", "found"),
    [
        (SERVICES, "specialty=SM41", ["Consultation de la toux imaginaire"]),
        (SERVICES, "access=letter", ["Consultation du genou imaginaire"]),
        (SERVICES, "access=professionals_only", ["Hospitalisation imaginaire à la maison"]),
        (SERVICES, "language=ar", ["Consultation du genou imaginaire"]),
        (SERVICES, "accessibility=interpreter", ["Consultation du genou imaginaire"]),
        ("professionnels/", "language=en", ["Camille Fictive"]),
        (SERVICES, "sector=public", ["Consultation du genou imaginaire"]),
        (SERVICES, "accessibility=sign_language", ["Consultation du genou imaginaire"]),
        (SERVICES, "remote=teleconsultation", ["Consultation du genou imaginaire"]),
        (SERVICES, "kind=services-imaging", ["Imagerie sans rien"]),
        (ORGANISATIONS, "kind=organisations-msp&near=98991", ["Maison de santé fictive du Bourg"]),
        ("professionnels/", "sector=2_optam", ["Camille Fictive"]),
        ("specialites/SM48/", "sector=2_optam", ["Camille Fictive"]),
        ("en/services/", "language=en", ["Imaginary knee clinic"]),
    ],
)
def test_each_facet(page: Page, example_url: str, path: str, state: str, found: list[str]) -> None:
    """A newcomer adds a line: a list, what its address asks, what it shows."""
    narrowed(page, f"{example_url}{path}#{state}", "1 r")
    assert titles(page) == found


def test_distances(page: Page, example_url: str, example_root: Path) -> None:
    """From the centre of a commune: the kilometres of the program, nearest first, in the first circle."""
    from portal.freeze.build import prepare_site  # noqa: PLC0415

    site = prepare_site(example_root, date(2026, 11, 22))[0]
    narrowed(page, f"{example_url}{ORGANISATIONS}#near=98992", "à moins de 50 km de Saint-Exemple-le-Haut")
    assert title(page).startswith("5 résultats")
    shown = [
        (line.locator("h3").inner_text(), line.locator("[data-part=km]").inner_text())
        for line in page.locator("#list-lines > li").all()
    ]
    expected = expected_distances(site, "98992")
    assert sorted(shown) == sorted((name, f"{round(km)} km") for name, km in expected.items() if km <= 50)
    assert [name for name, _ in shown] == sorted(dict(shown), key=lambda name: round(expected[name]))


def expected_distances(site: Site, insee: str) -> dict[str, float]:
    """What the program says of the same lines."""
    centre = site.offers.commune(insee)
    assert centre and centre.lat and centre.lon
    found = {}
    for entry in site.listing.entries["organisations"]:
        places = site.offers.places(entry.record)
        if places and (at := site.offers.position(places[0])):
            found[site.title(entry.record, "fr")] = distance_km((centre.lat, centre.lon), at)
    return found


def test_the_circle_widens_and_the_visitor_may_look_further(page: Page, example_url: str) -> None:
    """No commune at hand answers alone: the circle grows until there is a choice."""
    page.goto(example_url + ORGANISATIONS)
    page.get_by_label("Près de").fill("98990")  # a postcode will do
    page.get_by_label("Près de").press("Tab")
    expect(page.locator("#list-title")).to_contain_text("5 résultats à moins de 30 km de Bourg-Exemple")
    assert page.url.endswith("#near=98991")
    assert page.locator("#list-lines [data-part=km]").first.inner_text() == "ici"
    page.get_by_label("Près de").fill("Nulle-Part")
    page.get_by_label("Près de").press("Tab")
    expect(page.locator("#list-order")).to_have_text("Commune inconnue\u00a0: Nulle-Part")


def test_old_records_come_last(page: Page, example_url: str) -> None:
    """Nearer, and yet after the others: nobody has confirmed it for two years."""
    narrowed(page, f"{example_url}{SERVICES}#near=98991", "Bourg-Exemple")
    assert titles(page)[-1] == "Centre d’écoute imaginaire"
    expect(page.locator("#list-lines > li").last).to_contain_text("À confirmer")


def test_from_disk(page: Page, built_example: Path) -> None:
    """No server: the pieces of the list are classic scripts, and links name the file."""
    narrowed(page, f"{(built_example / 'services/index.html').as_uri()}#near=98991&specialty=SM41", "1 r")
    page.locator("#list-lines a").click()
    expect(page.locator("h1")).to_contain_text("Consultation de la toux imaginaire")


def test_without_script(open_context: Callable[..., BrowserContext], example_url: str) -> None:
    """Kinds, specialties and communes are plain links; what cannot work is not shown."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(example_url + SERVICES)
    assert not page.locator("#list-form").is_visible() and not page.locator("summary").is_visible()
    page.get_by_role("link", name="Consultation", exact=True).click()
    assert page.url.endswith("services/type/consultation/index.html")
    page.get_by_role("link", name="Consultation du genou imaginaire").click()
    page.go_back()
    for name in ("Par commune", "Par spécialité"):
        assert (
            page.get_by_role("navigation", name="Autres façons de trouver")
            .get_by_role("link", name=name)
            .count()
        )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", ["", "#near=98991"])
def test_nothing_moves(
    open_context: Callable[..., BrowserContext], example_url: str, width: int, state: str
) -> None:
    """The script takes the room that was kept for it, and the late letters that of those they replace."""
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    page.add_init_script(
        "globalThis.moved = 0; new PerformanceObserver((list) => {"
        " for (const e of list.getEntries()) moved += e.value"
        " }).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{example_url}{KIND}{state}")
    page.wait_for_function("document.getElementById('list-form').hidden === false")
    if state:
        expect(page.locator("#list-title")).to_contain_text("Bourg-Exemple")
    assert page.evaluate("moved") < 0.04


def test_from_a_commune_the_list_starts_there(page: Page, example_url: str) -> None:
    """The link of a commune page opens the list by distance; no address in the page holds a false anchor."""
    page.goto(example_url + "communes/98991/")
    page.get_by_role("link", name="Tous les services, le plus proche d’abord").click()
    expect(page.locator("#list-title")).to_contain_text("de Bourg-Exemple")
    assert page.url.endswith("services/index.html#near=98991")
