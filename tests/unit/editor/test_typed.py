"""Hours and phones as people type them."""

from __future__ import annotations

import pytest

from portal.editor.typed import hours, phone


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("lun-ven 9h-12h30 et 14h-17h", "Mo-Fr 09:00-12:30,14:00-17:00"),
        ("du lundi au vendredi de 9h à 12h30 et de 14h à 18h, samedi 9h-12h",
         "Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00"),
        ("lundi au vendredi 8 h 30 – 17 h, fermé les jours fériés", "Mo-Fr 08:30-17:00; PH off"),
        ("mardi, jeudi 14h-16h ; samedi fermé", "Tu,Th 14:00-16:00; Sa off"),
        ("Lundi 9h-12h Mardi 14h-18h", "Mo 09:00-12:00; Tu 14:00-18:00"),
        ("lun-ven : 9h-12h", "Mo-Fr 09:00-12:00"),
        ("lundi, mercredi et vendredi de 9 heures à midi", "Mo,We,Fr 09:00-12:00"),
        ("7j/7 24h/24", "Mo-Su 00:00-24:00"),
        ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
        ("", ""),
        # What cannot be read without a guess stays as typed: the check says so.
        ("lundi 9h", "lundi 9h"),
        ("tous les jours sauf dimanche 9h-12h", "tous les jours sauf dimanche 9h-12h"),
        ("le matin", "le matin"),
        ("Mo-Fr 25:00-26:00", "Mo-Fr 25:00-26:00"),
    ],
)  # fmt: skip
def test_hours(typed: str, held: str) -> None:
    assert hours(typed) == held


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("0536490001", "05 36 49 00 01"),
        ("05.36.49.00.01", "05 36 49 00 01"),
        ("+33 (0)5 36 49 00 01", "05 36 49 00 01"),
        ("3114", "3114"),
        ("116117", "116 117"),
        ("05 36 49", "05 36 49"),
        ("demandez à l’accueil", "demandez à l’accueil"),
    ],
)
def test_phones(typed: str, held: str) -> None:
    assert phone(typed) == held
