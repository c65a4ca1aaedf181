"""Opening hours as a patient reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.web.hours import HoursText, Weeks
from portal.web.page import Page
from portal.web.site import Site


def told(site: Site, written: str, day: str = "2026-11-22", lang: str = "fr") -> list[Weeks]:
    """Hours as they are told on a day."""
    return HoursText(Page(replace(site, as_of=date.fromisoformat(day)), lang, "", lang), written).weeks()


@pytest.mark.parametrize(
    ("written", "sentence", "rows"),
    [
        (
            "Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00; PH off",
            "Ouvert du lundi au vendredi de 9 h à 12 h 30 et de 14 h à 18 h, le samedi de 9 h à 12 h. "
            "Fermé le dimanche et les jours fériés.",
            [
                ("lundi au vendredi", "9 h – 12 h 30, 14 h – 18 h"),
                ("samedi", "9 h – 12 h"),
                ("dimanche", "fermé"),
                ("Jours fériés", "fermé"),
            ],
        ),
        ("24/7", "Ouvert tous les jours jour et nuit.", [("Tous les jours", "jour et nuit")]),
        (
            "Mo-Su 20:00-08:00; PH off",  # nights keep both ends
            "Ouvert tous les jours de 20 h à 8 h. Fermé les jours fériés.",
            [("Tous les jours", "20 h – 8 h"), ("Jours fériés", "fermé")],
        ),
        (
            "Mo,Tu,Th 08:00-24:00",  # nothing is said of holidays: neither do we
            "Ouvert le lundi, le mardi et le jeudi de 8 h à minuit. "
            "Fermé le mercredi et du vendredi au dimanche.",
            [
                ("lundi, mardi", "8 h – minuit"),
                ("mercredi", "fermé"),
                ("jeudi", "8 h – minuit"),
                ("vendredi au dimanche", "fermé"),
                ("Jours fériés", "non communiqué"),
            ],
        ),
        (
            'We 14:00-17:00 "sur rendez-vous"; PH 10:00-12:00',
            "Ouvert le mercredi de 14 h à 17 h (sur rendez-vous). "
            "Fermé le lundi, le mardi et du jeudi au dimanche.",
            [
                ("lundi, mardi", "fermé"),
                ("mercredi", "14 h – 17 h (sur rendez-vous)"),
                ("jeudi au dimanche", "fermé"),
                ("Jours fériés", "10 h – 12 h"),
            ],
        ),
        ("off", "", [("Tous les jours", "fermé"), ("Jours fériés", "non communiqué")]),
        (
            "Mo-Fr 09:00-17:00 unknown; PH off",
            "Ouvert du lundi au vendredi de 9 h à 17 h. Fermé le samedi, le dimanche et les jours fériés.",
            [
                ("lundi au vendredi", "9 h – 17 h (à confirmer)"),
                ("samedi, dimanche", "fermé"),
                ("Jours fériés", "fermé"),
            ],
        ),
    ],
)
def test_french(site: Site, written: str, sentence: str, rows: list[tuple[str, str]]) -> None:
    """A sentence, then a table: days alike stand together; what is closed, or not known, is said."""
    (weeks,) = told(site, written)
    assert (weeks.since, weeks.rows) == ("", rows)
    assert weeks.sentence == sentence


@pytest.mark.parametrize(
    ("written", "day", "others"),
    [
        (
            "Mo-Fr 09:00-12:00; Dec 24 09:00-10:00; PH off",
            "2026-12-20",
            [
                ("jeudi 24 décembre 2026", "9 h – 10 h"),
                ("vendredi 25 décembre 2026 (Noël)", "fermé"),
                ("vendredi 1er janvier 2027 (Jour de l’an)", "fermé"),
            ],
        ),
        (
            "Mo-Fr 09:00-12:00; PH off; Dec 25 10:00-11:00",
            "2026-11-22",  # the usual line does not tell this one
            [("vendredi 25 décembre 2026 (Noël)", "10 h – 11 h")],
        ),
        ("Mo-Fr 09:00-12:00", "2026-12-20", []),  # nothing is said of holidays: the table says so
        ("24/7", "2026-12-20", []),
        ("Mo-Sa 09:00-12:00; PH off", "2026-11-22", []),  # in a month: the line of holidays is enough
    ],
)  # fmt: skip
def test_dates_that_differ(site: Site, written: str, day: str, others: list[tuple[str, str]]) -> None:
    """Exceptions and holidays of the coming weeks, by their date."""
    (weeks,) = told(site, written, day)
    assert [
        tuple(text.replace("\u202f", " ").replace("\xa0", " ") for text in o) for o in weeks.others
    ] == others


def test_summer_hours(site: Site) -> None:
    """A lasting change is told as a second week, not as forty exceptions."""
    now, later = told(site, "Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 09:00-13:00; PH off", "2026-06-10")
    assert (now.since, later.since) == ("", "à partir du 1er juillet 2026")
    assert now.rows[0] == ("lundi au vendredi", "9 h – 18 h")
    assert later.rows[0] == ("lundi au vendredi", "9 h – 13 h")
    assert (now.others, later.others) == ([], [])


def test_english(site: Site) -> None:
    """Each language has its clock."""
    (weeks,) = told(site, "Mo-Su 09:30-17:00; PH off", lang="en")
    assert weeks.sentence == "Open every day from 09:30 until 17:00. Closed on public holidays."
    assert weeks.rows[0] == ("Every day", "09:30 – 17:00")
