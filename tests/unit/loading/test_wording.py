"""Every error that a record can hold has words of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

import portal.model
from portal.loading.catalogue import Loaded
from portal.loading.wording import did_you_mean, is_slip, worded
from portal.loading.words import WORDS
from portal.model.territory import Territory
from portal.model.vocabularies import Vocabularies

MODEL = Path(portal.model.__file__).parent
RAISED = {
    match[1]
    for path in MODEL.glob("*.py")
    for match in re.finditer(r'PydanticCustomError\(\s*"(\w+)"', path.read_text("utf-8"))
}
SHAPED = set(re.findall(r'_shape\(_?\w+, "(\w+)"\)', (MODEL / "identifiers.py").read_text("utf-8")))


@pytest.mark.parametrize("kind", sorted(RAISED | SHAPED))
def test_every_error_of_the_model_is_worded(kind: str) -> None:
    assert kind in WORDS


def test_no_words_for_errors_that_nothing_raises() -> None:
    """Codes in small letters and underscores are either raised by the model or known to pydantic."""
    from typing import get_args  # noqa: PLC0415

    from pydantic_core.core_schema import ErrorType  # noqa: PLC0415

    assert set(WORDS) <= RAISED | SHAPED | set(get_args(ErrorType))


NOTHING = Vocabularies({})


class Sample(BaseModel):
    number: int
    text: str


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"number": "deux", "text": "x"}, "“deux” is not a number"),
        ({"number": "2", "text": ["x"]}, "a text is expected for “text”"),
        ({"number": "2"}, "the key “text” is missing"),
    ],
)
def test_wording(value: object, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(value)
    assert worded(caught.value.errors()[0], (), NOTHING)[1].render() == message


def test_long_values_are_cut() -> None:
    """A message fits a terminal, whatever the file holds."""
    with pytest.raises(ValidationError) as caught:
        Territory.model_validate({"id": "É" * 10_000})
    assert all(len(worded(error, (), NOTHING)[1].render()) < 200 for error in caught.value.errors())


@pytest.mark.parametrize(
    ("given", "known", "hint"),
    [
        ("titel", ["title", "kind"], "did you mean “title”?"),
        ("zzz", ["title", "kind"], None),
        ("SM99", ["SM69"], None),  # the nearest code is another specialty
        ("51", ["15"], None),
        ("x" * 10_000, ["x" * 9_999], None),
    ],
)
def test_did_you_mean(given: str, known: list[str], hint: str | None) -> None:
    found = did_you_mean(given, known)
    assert (found.render() if found else None) == hint


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("specialties: [cardiologie]", "did you mean “SM04”?"),  # a label instead of its code
        ("specialties: [SM99]", None),
        ("kind: consultatoin", "did you mean “consultation”?"),
        ("letter_required: parfois", "expected: yes, no, depends"),
        ("visibility: privé", "expected: public, professionals, internal"),
        ("verified: 2026", "did you mean “verified_on”?"),
    ],
)
def test_hints(load: Callable[[Mapping[str, str]], Loaded], field: str, hint: str | None) -> None:
    text = f"---\ntitle: Service\nprovided_by: organisations/a\n{field}\n---\n"
    (problem, *_) = [p for p in load({"services/a.md": text}).problems if p.line == 4]
    assert (problem.hint.render() if problem.hint else None) == hint


# What was written, what there is, and whether it is the same thing mistyped; a newcomer adds a line.
SLIPS = [
    ("cardiologie-exmple", "cardiologie-exemple", True),
    ("hopital-albi", "hopital-d-albi", True),
    ("cardio-albi", "cardiologie-albi", True),
    ("pharmacie-du-centre-albi", "pharmacie-du-centre-gaillac", False),
    ("centre-hospitalier-albi", "centre-hospitalier-lavaur", False),
    ("accueil-de-jour-agout-montalet", "accueil-de-jour-agout-montalet-site-de-lacaune", False),
    ("mammographie", "mammographie-albi", False),
    ("msp-carmaux-1", "msp-carmaux-2", False),
]


@pytest.mark.parametrize(("given", "there", "slip"), SLIPS)
def test_only_what_was_mistyped_is_suggested(given: str, there: str, slip: bool) -> None:
    assert is_slip(given, there) is slip
