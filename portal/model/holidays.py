"""Public holidays of each part of France. The one module that imports holidays."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

# The region as a territory writes it, and its subdivision in the library (ISO 3166-2:FR).
_SUBDIVISIONS = {
    "FR": None,
    "FR-alsace-moselle": "57",  # the same days in the three départements
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "YT": "976",
}
LANGUAGES = {"fr": "fr", "en": "en_US"}  # those that the library names them in


@cache
def public_holidays(region: str, year: int, lang: str = "fr") -> dict[date, str]:
    """The public holidays of a year, by day, with their name.

    Args:
        region: As in ``holidays`` of territory.yaml.
        year: Four digits.
        lang: Of the names; French where the library has none.

    Source: Code du travail, articles L3133-1 (mainland), L3134-13 (Alsace, Moselle) and L3422-2 (overseas),
    as the library keeps them.
    """
    found = holidays.country_holidays(
        "FR", subdiv=_SUBDIVISIONS[region], years=year, language=LANGUAGES.get(lang, "fr")
    )
    return {day: name.replace("'", "’") for day, name in sorted(found.items())}


def is_holiday(region: str, day: date) -> bool:
    """True when a day is a public holiday there."""
    return day in public_holidays(region, day.year)
