"""Identifiers with a shape or a check digit: FINESS, SIRET, RPPS, INSEE, postcodes, BCP 47."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Written

# Code officiel géographique: département 01-95 (no 20), 2A, 2B, 97x, 98x, then the commune.
_INSEE = re.compile(r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|9[78]\d{3}")
_POSTCODE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|97|98)\d{3}")


def luhn(digits: str) -> bool:
    """True when the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        digit = int(char)
        if place % 2:
            digit = digit * 2 - 9 * (digit > 4)
        total += digit
    return total % 10 == 0


def _finess(value: str) -> str:
    """FINESS: nine characters, Luhn; Corsica's 2A and 2B count as 20 in the sum."""
    digits = re.sub(r"^2[AB]", "20", value)
    if not re.fullmatch(r"\d{9}", digits):
        raise PydanticCustomError("finess_shape", "not a FINESS number", {"given": value})
    if not luhn(digits):
        raise PydanticCustomError("finess_luhn", "wrong check digit", {"given": value})
    return value


def _siret(value: str) -> str:
    digits = value.replace(" ", "")
    if not re.fullmatch(r"\d{14}", digits):
        raise PydanticCustomError("siret_shape", "not a SIRET number", {"given": value})
    # La Poste numbers its establishments by plain digit sum (INSEE, Sirene documentation).
    if not luhn(digits) and not (digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0):
        raise PydanticCustomError("siret_luhn", "wrong check digit", {"given": value})
    return digits


def _rpps(value: str) -> str:
    if not re.fullmatch(r"\d{11}", value):
        raise PydanticCustomError("rpps_shape", "not an RPPS number", {"given": value})
    if not luhn(value):
        raise PydanticCustomError("rpps_luhn", "wrong check digit", {"given": value})
    return value


def _shape(pattern: re.Pattern[str], problem: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise PydanticCustomError(problem, "wrong shape", {"given": value})
        return value

    return check


def _language(value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        raise PydanticCustomError("language", "not a language tag", {"given": value}) from None
    return value


Finess = Annotated[str, Written(N_("FINESS number, nine digits"), "999999998"), AfterValidator(_finess)]
Siret = Annotated[str, Written(N_("SIRET number, fourteen digits"), "99999999900017"), AfterValidator(_siret)]
Rpps = Annotated[str, Written(N_("RPPS number, eleven digits")), AfterValidator(_rpps)]
Insee = Annotated[
    str, Written(N_("INSEE code of a commune"), "81004"), AfterValidator(_shape(_INSEE, "insee"))
]
Postcode = Annotated[
    str, Written(N_("postcode, five digits"), "81000"), AfterValidator(_shape(_POSTCODE, "postcode"))
]
Language = Annotated[  # BCP 47, as far as Unicode CLDR knows it
    str, Written(N_("language code"), "fr"), AfterValidator(_language)
]
