"""Alerts and closures appear and vanish by date: the day of the build, or with script the present one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

MIST, SNOW, BRIDGE = "Brume imaginaire", "Neige imaginaire", "Pont fictif"
CLOSED, NONE = "Travaux imaginaires", "Aucune alerte"
OLD, PHARMACY = "Données publiques (Registre fictif", "organisations/pharmacie-fictive/"  # data of May 2026
KNEE, BARE = "services/consultation-genou/", "services/imagerie-sans-rien/"
# Moment (UTC), page, what shows, what does not; the site is of 22 November 2026. A newcomer adds a line.
CASES = [
    ("2026-11-22T11:00Z", "", [MIST], [SNOW, "Orage"]),
    ("2026-11-22T22:59Z", "", [MIST], [SNOW]),  # 23:59 in Paris
    ("2026-11-22T23:00Z", "", [MIST, SNOW], []),  # midnight in Paris
    ("2026-11-30T22:59Z", "", [MIST, SNOW], []),
    ("2026-11-30T23:00Z", "", [SNOW], [MIST]),
    ("2026-11-22T11:00Z", "alertes/", [MIST, BRIDGE], [SNOW, NONE]),
    ("2026-12-01T23:00Z", "alertes/", [NONE], [MIST, SNOW, BRIDGE]),
    ("2026-11-22T22:59Z", BARE, [BRIDGE], []),
    ("2026-11-22T23:00Z", BARE, [], [BRIDGE]),
    ("2026-12-04T22:59Z", KNEE, [CLOSED], []),
    ("2026-12-04T23:00Z", KNEE, [], [CLOSED]),
    ("2027-07-02T21:59Z", PHARMACY, [], [OLD]),
    ("2027-07-02T22:00Z", PHARMACY, [OLD], []),
]


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Noumea"])
def test_by_date(open_context: Callable[..., BrowserContext], example_url: str, zone: str) -> None:
    """What shows follows the days of the territory, wherever the visitor's clock is set."""
    page = open_context(timezone_id=zone).new_page()
    wrong = []
    for moment, path, shown, hidden in CASES:
        page.clock.set_fixed_time(moment)
        page.goto(example_url + path)
        text = page.locator("main").inner_text()
        wrong += [(moment, path, words) for words in shown if words not in text]
        wrong += [(moment, path, words) for words in hidden if words in text]
    assert wrong == []


def test_without_script(open_context: Callable[..., BrowserContext], example_url: str) -> None:
    """The day of the build decides."""
    page = open_context(java_script_enabled=False).new_page()
    for path, shown, hidden in (
        ("", [MIST], [SNOW]),
        ("alertes/", [MIST, BRIDGE], [SNOW, NONE]),
        (KNEE, [CLOSED], []),
        (PHARMACY, [], [OLD]),
        ("organisations/labo-sans-rien/", [OLD], []),
    ):
        page.goto(example_url + path)
        text = page.locator("main").inner_text()
        assert all(words in text for words in shown), path
        assert not any(words in text for words in hidden), path
