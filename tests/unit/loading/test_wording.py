"""Every error that a record can hold has words of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

import portal.model
from portal.loading.wording import did_you_mean, worded
from portal.loading.words import WORDS
from portal.model.territory import Territory

MODEL = Path(portal.model.__file__).parent
RAISED = {
    match[1]
    for path in MODEL.glob("*.py")
    for match in re.finditer(r'PydanticCustomError\(\s*"(\w+)"', path.read_text("utf-8"))
}
SHAPED = set(re.findall(r'_shape\(_\w+, "(\w+)"\)', (MODEL / "identifiers.py").read_text("utf-8")))


@pytest.mark.parametrize("kind", sorted(RAISED | SHAPED))
def test_every_error_of_the_model_is_worded(kind: str) -> None:
    assert kind in WORDS


def test_no_words_for_errors_that_nothing_raises() -> None:
    """Codes in small letters and underscores are either raised by the model or known to pydantic."""
    from typing import get_args  # noqa: PLC0415

    from pydantic_core.core_schema import ErrorType  # noqa: PLC0415

    assert set(WORDS) <= RAISED | SHAPED | set(get_args(ErrorType))


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
    assert worded(caught.value.errors()[0], ())[1].render() == message


def test_long_values_are_cut() -> None:
    """A message fits a terminal, whatever the file holds."""
    with pytest.raises(ValidationError) as caught:
        Territory.model_validate({"id": "É" * 10_000})
    assert all(len(worded(error, ())[1].render()) < 200 for error in caught.value.errors())


@pytest.mark.parametrize(
    ("given", "known", "hint"),
    [
        ("titel", ["title", "kind"], "did you mean “title”?"),
        ("zzz", ["title", "kind"], None),
        ("x" * 10_000, ["x" * 9_999], None),
    ],
)
def test_did_you_mean(given: str, known: list[str], hint: str | None) -> None:
    found = did_you_mean(given, known)
    assert (found.render() if found else None) == hint
