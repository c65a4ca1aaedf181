"""Identifiers with a shape or a check digit: FINESS, SIRET, RPPS, INSEE, postcodes, BCP 47."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.fields import Written

# Code officiel géographique: département 01-95 (no 20), 2A, 2B, 97x, 98x, then the commune.
DEPARTEMENT = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|9[78]\d")
_INSEE = re.compile(r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|9[78]\d{3}")
# BCP 47: language, script, region. Unicode CLDR names the languages, save some that French hospitals hear.
_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_UNNAMED = {  # ISO 639-3
    "rcf": N_("Réunion Creole"),
    "gcf": N_("Guadeloupean Creole"),
    "gcr": N_("Guianese Creole"),
    "buc": N_("Shibushi"),
    "prs": N_("Dari"),
    "djk": N_("Ndyuka"),
    "wls": N_("Wallisian"),
    "fsl": N_("French Sign Language"),
}
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
    match = _TAG.fullmatch(value)
    if not match or (match[1] not in Locale("en").languages and match[1] not in _UNNAMED):
        raise PydanticCustomError("language", "not a language tag", {"given": value})
    return value


def language_name(tag: str, locale: Locale, gettext: Callable[[str], str]) -> str:
    """The name of a language ("pt-BR"), in the language of a reader.

    Args:
        tag: A language tag that the model accepted.
        locale: Of the reader.
        gettext: Translates for the reader the names that CLDR lacks.
    """
    language = tag.partition("-")[0]
    if language in _UNNAMED:
        return gettext(_UNNAMED[language])
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except UnknownLocaleError:  # CLDR names it, and knows nothing else of it
        return str(locale.languages.get(language, tag))


Finess = Annotated[str, Written(N_("FINESS number, nine digits"), "999999998"), AfterValidator(_finess)]
Siret = Annotated[str, Written(N_("SIRET number, fourteen digits"), "99999999900017"), AfterValidator(_siret)]
Rpps = Annotated[str, Written(N_("RPPS number, eleven digits")), AfterValidator(_rpps)]
Departement = Annotated[
    str, Written(N_("code of a département"), "81"), AfterValidator(_shape(DEPARTEMENT, "departement"))
]
Insee = Annotated[
    str, Written(N_("INSEE code of a commune"), "81004"), AfterValidator(_shape(_INSEE, "insee"))
]
Postcode = Annotated[
    str, Written(N_("postcode, five digits"), "81000"), AfterValidator(_shape(_POSTCODE, "postcode"))
]
Language = Annotated[  # BCP 47
    str, Written(N_("language code"), "fr"), AfterValidator(_language)
]
