"""Which words someone may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Form, begun, distance, meant, read_forms, sound

FORMS = read_forms(
    "alzheimer2 anesthésie3 cardiologie5 cardiologue4 carte9 médecin9 médecine6 ophtalmologue2 rhumatologue1"
)


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("carte", "carte", 0),
        ("carte", "cartes", 1),
        ("carte", "crate", 1),
        ("carte", "care", 1),
        ("carte", "carke", 1),
        ("ab", "ba", 1),
        ("cardiologue", "cradiolgue", 2),
        ("carte", "lettre", 3),
        ("", "abc", 3),
        ("ca", "abc", 3),  # restricted: a swapped pair is not edited again
    ],
)
def test_distance(one: str, other: str, errors: int) -> None:
    """Additions, losses, changes and swaps, counted up to a limit."""
    assert distance(one, other, 2) == errors


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_mutual(one: str, other: str) -> None:
    """Who wrote wrong does not matter, and only equal words have no error between them."""
    assert distance(one, other, 7) == distance(other, one, 7)
    assert (distance(one, other, 7) == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rumatologue", "rhumatologue"),
        ("farmassie", "pharmacie"),
        ("opital", "hopital"),
        ("kiste", "kyste"),
        ("anestesie", "anesthesie"),
        ("otho", "auto"),
        ("sirose", "cirrhose"),
        ("vaxin", "vaxins"),
    ],
)
def test_alike_to_the_ear(one: str, other: str) -> None:
    """What is heard alike has one code."""
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("cardiologe", ["cardiologie", "cardiologue"]),
        ("alzeimer", ["alzheimer"]),
        ("anestesie", ["anesthésie"]),
        ("oftalmo", ["ophtalmologue"]),
        ("rumatologue", ["rhumatologue"]),
        ("medcein", ["médecin"]),
        ("kart", []),  # too short to be taken for another word
        ("cartx9", []),  # numbers are never corrected
        ("zzzzzzzz", []),
    ],
)
def test_what_was_meant(word: str, found: list[str]) -> None:
    """One error from five letters, two from nine, and the sound; the most widespread first."""
    assert [form.shown for _, form in meant(word, FORMS)] == found


def test_beginnings() -> None:
    """Three letters begin a last word, four any other; the most widespread first."""
    assert [form.shown for form in begun("car", FORMS, last=True)] == ["carte", "cardiologie", "cardiologue"]
    assert begun("car", FORMS, last=False) == begun("ca", FORMS, last=True) == []


def test_forms_are_read() -> None:
    """Accents are kept to be shown, and folded to be compared."""
    assert read_forms("œil0 étéa") == [Form("œil", "oeil", 0), Form("été", "ete", 10)]
