"""Opening hours as a patient reads them."""

from __future__ import annotations

import pytest

from portal.web.page import Page
from portal.web.site import Site


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00; PH off",
            [
                ("lundi au vendredi", "9 h – 12 h 30, 14 h – 18 h"),
                ("samedi", "9 h – 12 h"),
                ("dimanche", "fermé"),
                ("Jours fériés", "fermé"),
            ],
        ),
        ("24/7", [("Tous les jours", "jour et nuit")]),
        ("Mo-Su 20:00-08:00", [("Tous les jours", "20 h – 8 h")]),  # nights keep both ends
        ("Mo,Tu 08:00-24:00", [("lundi, mardi", "8 h – minuit"), ("mercredi au dimanche", "fermé")]),
    ],
)
def test_french(site: Site, written: str, shown: list[tuple[str, str]]) -> None:
    """Days alike stand together; what is closed is said."""
    assert Page(site, "fr", "", "fr").opening(written) == shown


def test_english(site: Site) -> None:
    """Each language has its clock."""
    assert Page(site, "en", "en/", "en").opening("Mo-Su 09:30-17:00") == [("Every day", "09:30 – 17:00")]
