"""The types of the fields of records, with what the loader, the documentation and the editor read of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from portal.errors import N_

# --- markers read by the loader, the checks, the documentation and the editor


@dataclass(frozen=True, slots=True)
class Translatable:
    """The field is text in a language: a translation may give it; all others are facts, inherited."""

    markdown: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """How a value is written, for whoever types it."""

    how: str  # msgid: "a date: year-month-day"
    example: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field is a code of this vocabulary (see vocabularies/)."""

    vocabulary: str

    def __call__(self, value: str, info: ValidationInfo) -> str:
        """Refuse a code that the vocabulary of the territory lacks."""
        known = info.context["vocabularies"].codes(self.vocabulary) if info.context else ()
        if info.context and value not in known:
            raise PydanticCustomError(
                "unknown_code",
                "unknown code {given} in vocabulary {vocabulary}",
                {"given": value, "vocabulary": self.vocabulary, "known": tuple(known)},
            )
        return value


@dataclass(frozen=True, slots=True)
class RefTo:
    """The field names another record, as ``kind/id``; an empty tuple allows every kind."""

    kinds: tuple[str, ...] = ()

    def __call__(self, value: str) -> str:
        """Refuse what is not shaped ``kind/id`` or names a kind that does not belong here."""
        kind, slash, ident = value.partition("/")
        if not slash or not SLUG.fullmatch(ident):
            raise PydanticCustomError("ref_shape", "not a reference", {"given": value, "kinds": self.kinds})
        if self.kinds and kind not in self.kinds:
            raise PydanticCustomError(
                "ref_kind", "wrong kind of record", {"given": value, "kinds": self.kinds}
            )
        return value


def code(vocabulary: str) -> Any:  # noqa: ANN401 - a type, made for pydantic
    """The type of a field that holds a code of a vocabulary."""
    marker = OneOf(vocabulary)
    return Annotated[str, marker, AfterValidator(marker)]


def reference(*kinds: str) -> Any:  # noqa: ANN401 - a type, made for pydantic
    """The type of a field that names another record of one of these kinds."""
    marker = RefTo(kinds)
    return Annotated[str, marker, AfterValidator(marker)]


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
TRUE, FALSE = {"true", "yes", "oui"}, {"false", "no", "non"}


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > 100:
        raise PydanticCustomError("slug", "not an identifier", {"given": value})
    return value


def _boolean(value: object) -> object:
    """YAML scalars arrive as the author typed them: say here which words mean yes and no."""
    if isinstance(value, str):
        lowered = value.lower()
        if lowered in TRUE | FALSE:
            return lowered in TRUE
        raise PydanticCustomError("yes_no", "neither yes nor no", {"given": value})
    return value


def _number(value: object) -> object:
    """Python also reads 1_000, 1e3 and nan as numbers: an author who types that means something else."""
    if isinstance(value, str) and not NUMBER.fullmatch(value.strip()):
        raise PydanticCustomError("number", "not a number", {"given": value})
    return value


def _iso_date(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise PydanticCustomError("date_shape", "not a date", {"given": value})
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date_missing", "no such day", {"given": value}) from None
    return value


def _partial_date(value: str) -> str:
    match = PARTIAL_DATE.fullmatch(value)
    if not match:
        raise PydanticCustomError("date_shape", "not a date", {"given": value})
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise PydanticCustomError("date_missing", "no such day", {"given": value}) from None
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


Slug = Annotated[
    str, Written(N_("identifier: small letters, digits, hyphens"), "second-avis"), AfterValidator(_slug)
]
Text = Annotated[str, Translatable(), AfterValidator(_one_line), Field(min_length=1)]
Markdown = Annotated[str, Translatable(markdown=True)]
Integer = Annotated[int, Written(N_("whole number"), "2"), BeforeValidator(_number)]
Number = Annotated[
    Decimal, Written(N_("number, with a point for decimals"), "12.50"), BeforeValidator(_number)
]
Degrees = Annotated[float, Written(N_("degrees, with a point for decimals")), BeforeValidator(_number)]
YesNo = Annotated[bool, Written(N_("yes or no"), "yes"), BeforeValidator(_boolean)]
Day = Annotated[date, Written(N_("date: year-month-day"), "2026-11-22"), BeforeValidator(_iso_date)]
PartialDay = Annotated[  # a source may be dated by its year alone
    str,
    Written(N_("date: year, year-month or year-month-day"), "2026-05"),
    AfterValidator(_partial_date),
]
Name = Annotated[  # a proper name: the same in all languages
    str, Written(N_("text, as it is")), AfterValidator(_one_line), Field(min_length=1)
]
Url = Annotated[
    str, Written(N_("web address"), "https://www.has-sante.fr/"), Field(pattern=r"^https?://\S+$")
]
SecureUrl = Annotated[
    str,
    Written(N_("web address that starts with https"), "https://www.exemple.fr/"),
    Field(pattern=r"^https://\S+$"),
]
Email = Annotated[
    str, Written(N_("e-mail address"), "fiche@exemple.fr"), Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
]
Visibility = Literal["public", "professionals", "internal"]
