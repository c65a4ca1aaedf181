"""Hours as people type them: the right spelling is offered, and only when every word is understood."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies
from pydantic import TypeAdapter, ValidationError

from portal.model.hours import Hours
from portal.model.spelling import spelled

# Written after what 4,774 vaccination centres and sampling sites typed in 2021.
TYPED = [
    ("lundi 9h-12h", "Mo 09:00-12:00"),
    ("Lundi : 14:00-17:00", "Mo 14:00-17:00"),
    ("du lundi au vendredi de 9h à 12h30 et de 14 h à 18 h, samedi 9h-12h",
     "Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00"),
    ("lundi : 8h00-12h00 et 14h00-19h00 | mardi : 8h00-12h00 et 14h00-19h00 | dimanche : fermé",
     "Mo,Tu 08:00-12:00,14:00-19:00; Su off"),
    ("lundi : 10h00-12h00  mardi : 10h00-12h00  mercredi : 10h00-12h00  samedi : fermé",
     "Mo-We 10:00-12:00; Sa off"),
    ("9h-12h / 14h-17h", "09:00-12:00,14:00-17:00"),
    ("lun-ven 9h/12h 14h/18h; fermé dim et jours fériés", "Mo-Fr 09:00-12:00,14:00-18:00; Su,PH off"),
    ("LUNDI, MERCREDI : 14 H – 17 H 30 sur rdv", 'Mo,We 14:00-17:30 "sur rendez-vous"'),
    ("tous les jours 8h-minuit", "Mo-Su 08:00-24:00"),
    ("7j/7 24h/24", "Mo-Su 00:00-24:00"),
    ("Monday to Friday 9:00 to 12:00", "Mo-Fr 09:00-12:00"),
    ("samedi au lundi 9h-12h", "Mo,Sa,Su 09:00-12:00"),
]  # fmt: skip
NOT_UNDERSTOOD = [
    "contacter le laboratoire",
    "tous les jours sauf le lundi 9h-12h",
    "lundi 25h-26h",
    "9h-12h lundi, 14h-18h mardi",  # which hours are whose?
    "mardi et jeudi 9h-10h30 | vendredi 22 mai 9h-10h30",
    "lundi",
    "",
    "sur rendez-vous",
    "x" * 500,
]


@pytest.mark.parametrize(("typed", "offered"), TYPED)
def test_offered(typed: str, offered: str) -> None:
    found = spelled(typed)
    assert found is not None and (found.text, found.complete) == (offered, True)
    assert TypeAdapter(Hours).validate_python(offered) == offered


@pytest.mark.parametrize("typed", NOT_UNDERSTOOD)
def test_no_guess(typed: str) -> None:
    assert spelled(typed) is None


@pytest.mark.parametrize("typed", ["lundi 9h", "lundi 14h", "lundi 9h-12h, mardi 19h"])
def test_a_missing_end_is_not_made_up_in_silence(typed: str) -> None:
    found = spelled(typed)
    assert found is not None and not found.complete


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("lundi 9h", "hours_end"),
        ("lundi 9h-12h", "hours_spelling"),
        ("quand on peut", "hours"),
        ("Mo-Fr 09:00-12:00; SH off", "hours_beyond"),
        ("Mo-Fr 09:00+", "hours_beyond"),
        ("sunrise-sunset", "hours_beyond"),
        ("PH +1 day off", "hours_beyond"),
        ("PH Mo-Fr 09:00-10:00", "hours_beyond"),
    ],
)
def test_refused(typed: str, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Hours).validate_python(typed)
    assert [error["type"] for error in caught.value.errors()] == [kind]


def test_words_in_comments_are_only_words() -> None:
    written = 'Mo-Fr 09:00-12:00 "SH + PH: appelez avant sunset"'
    assert TypeAdapter(Hours).validate_python(written) == written


WORDS = [
    "lundi",
    "mardi",
    "dim",
    "9h",
    "12h30",
    "14:00",
    "-",
    " ",
    "à",
    "et",
    "fermé",
    "jours fériés",
    "|",
    "midi",
    "?",
]


@given(strategies.lists(strategies.sampled_from(WORDS), max_size=12).map(" ".join))
def test_what_is_offered_is_accepted(typed: str) -> None:
    """Whatever is typed, an offer is always valid."""
    found = spelled(typed)
    if found is not None:
        TypeAdapter(Hours).validate_python(found.text)
