"""Phone numbers: stored E.164, shown the French way. The one module that imports phonenumbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat
from pydantic_core import PydanticCustomError

# Overseas numbers are not valid as "FR": the first three digits after the trunk 0 say the region.
_OVERSEAS = {"262": "RE", "263": "RE", "692": "RE", "693": "RE", "269": "YT", "639": "YT", "590": "GP",
             "690": "GP", "691": "GP", "594": "GF", "694": "GF",
             "596": "MQ", "696": "MQ", "697": "MQ"}  # fmt: skip
# Short numbers of the ARCEP plan: 1X, 11X and 19X, 10XX and 3XXX, 116XXX and 118XXX.
_SHORT = re.compile(r"1[578]|11[2459]|19[167]|10\d\d|3[0-9]\d\d|116\d{3}|118\d{3}")
_SEPARATORS = re.compile(r"[\s.\-/\u00a0\u202f\u2009]+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be dialled from France."""

    e164: str  # "+33563474747"; a short number stands as it is dialled: "15", "3114", "116117"

    @classmethod
    def parse(cls, typed: str) -> Phone:
        """Read a number as people type it.

        Raises:
            PydanticCustomError: It cannot be dialled (type ``phone``).
        """
        digits = _SEPARATORS.sub("", typed.strip()).replace("(0)", "")
        if re.search(r"[^\W\d_]", digits):  # a library reads letters as keys: OO would dial 66
            raise PydanticCustomError("phone", "letters", {"given": typed})
        if _SHORT.fullmatch(digits):
            return cls(digits)
        overseas = _OVERSEAS.get(digits[1:4]) if digits.startswith("0") else None
        for region in (overseas, "FR") if overseas else ("FR",):
            number = _dialled(digits, region)
            if number is not None:
                return cls(phonenumbers.format_number(number, PhoneNumberFormat.E164))
        raise PydanticCustomError("phone", "not a phone number", {"given": typed})

    @property
    def is_short(self) -> bool:
        """True for 15, 3114, 116117…"""
        return not self.e164.startswith("+")

    @property
    def href(self) -> str:
        """What a link dials. Short numbers stand as they are: behind +33 they reach nobody."""
        return f"tel:{self.e164}"

    @property
    def shown(self) -> str:
        """How it is read in France: « 05 63 47 47 47 », « 116 117 »."""
        if self.is_short:
            return f"{self.e164[:3]} {self.e164[3:]}" if len(self.e164) == 6 else self.e164
        number = phonenumbers.parse(self.e164)
        overseas = {262, 590, 594, 596}
        style = (
            PhoneNumberFormat.NATIONAL
            if number.country_code in {33, *overseas}
            else PhoneNumberFormat.INTERNATIONAL
        )
        return phonenumbers.format_number(number, style)


def _dialled(digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The number that these digits reach from a region; None when they reach none."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    sound = phonenumbers.is_valid_number(number) or _is_french_shape(number)
    return number if sound and phonenumbers.is_possible_number(number) else None


def _is_french_shape(number: phonenumbers.PhoneNumber) -> bool:
    """Nine digits of a French plan: ARCEP opens blocks of numbers faster than libraries learn."""
    return number.country_code == 33 and re.fullmatch(r"[1-9]\d{8}", str(number.national_number)) is not None
