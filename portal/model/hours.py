"""Opening hours in the OpenStreetMap syntax. The one module that imports opening_hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # missing from its stubs
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.fields import Written
from portal.model.spelling import spelled

# What the syntax allows and nobody here can answer for: school holidays, the sun, an end left open, days
# beside a holiday, and weekdays that narrow it.
_BEYOND = re.compile(
    r"\bSH\b|sun(?:rise|set)|\bd(?:awn|usk)\b|\d\s*\+|\bPH\s*[+-]|\bPH\s+(?:Mo|Tu|We|Th|Fr|Sa|Su)\b", re.I
)
_QUOTED = re.compile(r'"[^"]*"')
_HOLIDAY = re.compile(r"\bPH\b", re.I)
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def _hours(value: str) -> str:
    if not _parses(value):
        offered = spelled(value)
        if offered is None or not _parses(offered.text):
            raise PydanticCustomError("hours", "not opening hours", {"given": value})
        context = {"given": value, "offered": offered.text}
        if not offered.complete:
            raise PydanticCustomError("hours_end", "not opening hours", context)
        raise PydanticCustomError("hours_spelling", "not opening hours", context)
    if found := _BEYOND.search(_QUOTED.sub("", value)):
        raise PydanticCustomError("hours_beyond", "not handled", {"given": value, "part": found[0].strip()})
    return value


def _parses(value: str) -> bool:
    try:
        OpeningHours(value)
    except ParserError:
        return False
    return True


Hours = Annotated[
    str,
    Written(N_("opening hours, as OpenStreetMap writes them"), "Mo-Fr 09:00-12:30,14:00-18:00; PH off"),
    AfterValidator(_hours),
]

Span = tuple[time, time]  # from, to; to may be on the next morning, and 00:00 means midnight
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """One time when a place is open, in its own local time."""

    start: datetime
    end: datetime  # on the next morning after a night
    comment: str = ""  # « sur rendez-vous »
    sure: bool = True  # False: the hours say "unknown", or nothing but a comment


def week(value: str, day: date) -> tuple[tuple[Span, ...], ...] | None:
    """When it is open in the week of a day, public holidays set aside.

    Args:
        value: Opening hours.
        day: Any day of the week.

    Returns:
        Seven lists of spans, Monday first; None when it never closes.
    """
    monday = day - timedelta(days=day.weekday())
    days = [_started(value, monday + n * DAY) for n in range(7)]
    if all(len(d) == 1 and d[0].end - d[0].start == DAY and d[0].sure for d in days):
        return None
    return tuple(tuple((o.start.time(), o.end.time()) for o in d if o.sure) for d in days)


def openings(value: str, day: date, *, holiday: bool, eve: bool = False) -> tuple[Opening, ...]:
    """When it opens on a day; a night belongs to the day on which it starts.

    Args:
        value: Opening hours.
        day: The day.
        holiday: It is a public holiday there: what the hours say of ``PH`` holds.
        eve: The next day is one: a night ends at midnight when the place is then closed.

    The parser knows the holidays of no part of France but the mainland. So it is told of none, and on a
    holiday ``PH`` is read as the weekday of that day: each rule then applies, or not, as it should.
    """
    found = _started(_on_holiday(value, day) if holiday else value, day)
    midnight = datetime.combine(day, time()) + DAY
    if eve and says_holidays(value) and not _open_at(_on_holiday(value, day + DAY), midnight):
        found = tuple(Opening(o.start, min(o.end, midnight), o.comment, o.sure) for o in found)
    return found


def says_holidays(value: str) -> bool:
    """True when the hours tell public holidays from other days, or when it never closes."""
    return bool(_HOLIDAY.search(_QUOTED.sub("", value))) or value.strip() == "24/7"


def _on_holiday(value: str, day: date) -> str:
    kept = iter(_QUOTED.findall(value))
    told = _HOLIDAY.sub(_DAYS[day.weekday()], _QUOTED.sub('"', value))
    return re.sub('"', lambda _: next(kept), told)


def _open_at(value: str, moment: datetime) -> bool:
    return any(o.start <= moment < o.end for o in _started(value, moment.date()))


@cache
def _started(value: str, day: date) -> tuple[Opening, ...]:
    start = datetime.combine(day, time())
    # With a day before and two after, so that nights keep both their ends.
    return tuple(
        Opening(opens, closes, comment, sure)
        for opens, closes, comment, sure in _intervals(value, start - DAY, start + 3 * DAY)
        if start <= opens < start + DAY
    )


def _intervals(
    value: str, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, str, bool]]:
    timed = re.search(r"\d:\d|24/7", _QUOTED.sub("", value)) is not None
    for start, end, state, comment in OpeningHours(value).intervals(since, until):
        if state != State.CLOSED:
            # A comment alone says when only to a reader: the parser would call it open for ever.
            sure = state == State.OPEN and (timed or not comment)
            for opens, closes in _by_day(start, end):
                yield opens, closes, comment, sure


def _by_day(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """A span whole when it lasts a night, cut at each midnight when it lasts more than a day."""
    while end - start > DAY:
        midnight = datetime.combine(start.date(), time()) + DAY
        yield start, midnight
        start = midnight
    yield start, end


def on_holidays(value: str, day: date) -> tuple[Span, ...] | None:
    """The hours of any public holiday near a day; None when they depend on it, or are not told."""
    monday = day - timedelta(days=day.weekday())
    if not says_holidays(value):
        return None
    found = {
        tuple((o.start.time(), o.end.time()) for o in openings(value, monday + n * DAY, holiday=True))
        for n in range(7)
    }
    return found.pop() if len(found) == 1 else None
