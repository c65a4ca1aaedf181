"""Opening hours in the OpenStreetMap syntax. The one module that imports opening_hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # missing from its stubs
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

Span = tuple[time, time]  # from, to; to may be on the next morning, and 00:00 means midnight
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def week(value: str, day: date) -> tuple[tuple[Span, ...], ...] | None:
    """When it is open in the week of a day, public holidays set aside.

    Args:
        value: Opening hours.
        day: Any day of the week.

    Returns:
        Seven lists of spans, Monday first; None when it never closes.
    """
    monday = datetime.combine(day - timedelta(days=day.weekday()), time())
    days: list[list[Span]] = [[] for _ in range(7)]
    # With a day on each side, so that nights keep both their ends.
    for start, end, state, _ in OpeningHours(value).intervals(monday - DAY, monday + WEEK + DAY):
        if state != State.OPEN:
            continue
        if end - start >= WEEK:
            return None
        for opens, closes in _by_day(start, end):
            if monday <= opens < monday + WEEK:
                days[(opens - monday).days].append((opens.time(), closes.time()))
    return tuple(tuple(spans) for spans in days)


def _by_day(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """A span whole when it lasts a night, cut at each midnight when it lasts more than a day."""
    while end - start > DAY:
        midnight = datetime.combine(start.date(), time()) + DAY
        yield start, midnight
        start = midnight
    yield start, end


def closed_on_holidays(value: str) -> bool:
    """True when the hours say that public holidays are off."""
    return "PH off" in value or "PH closed" in value
