"""Opening hours in the OpenStreetMap syntax. The one module that imports opening_hours."""

from __future__ import annotations

from typing import Annotated

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing from its stubs
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Written


def _hours(value: str) -> str:
    try:
        OpeningHours(value)
    except ParserError:
        raise PydanticCustomError("hours", "not opening hours", {"given": value}) from None
    return value


Hours = Annotated[
    str,
    Written(N_("opening hours, as OpenStreetMap writes them"), "Mo-Fr 09:00-12:30,14:00-18:00; PH off"),
    AfterValidator(_hours),
]
