"""When a place is open over the coming weeks: its usual week, what differs from it, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from portal.model.holidays import is_holiday
from portal.model.hours import Opening, openings, says_holidays
from portal.model.values import Closure

WEEKS = 8  # computed ahead: a site is rebuilt more often than that, and an older one says nothing
DAY = timedelta(days=1)
FEW = 8  # dates that differ; above that the usual week has changed meanwhile, and is told twice

Times = tuple[tuple[timedelta, timedelta, str, bool], ...]  # since midnight: opens, closes; comment; sure


@dataclass(frozen=True, slots=True)
class Today:
    """One day of a place."""

    day: date
    openings: tuple[Opening, ...]
    holiday: bool
    told: bool  # False: a public holiday of which the hours say nothing

    @property
    def times(self) -> Times:
        """The same from midnight, so that days compare."""
        start = datetime.combine(self.day, datetime.min.time())
        return tuple((o.start - start, o.end - start, o.comment, o.sure) for o in self.openings)


@dataclass(frozen=True, slots=True)
class Period:
    """Some weeks that look alike."""

    since: date | None  # None: already so
    week: tuple[Times, ...]  # Monday first
    others: tuple[Today, ...]  # days that differ from it, public holidays included


def days(value: str, since: date, until: date, region: str) -> Iterator[Today]:
    """Each day from one to another, the second left out."""
    day = since
    while day < until:
        holiday = is_holiday(region, day)
        found = openings(value, day, holiday=holiday, eve=is_holiday(region, day + DAY))
        yield Today(day, found, holiday, not holiday or says_holidays(value))
        day += DAY


@cache
def periods(value: str, since: date, region: str) -> tuple[Period, ...]:
    """The coming weeks as one period, or as two when the usual week changes meanwhile (summer hours).

    Args:
        value: Opening hours.
        since: The first day.
        region: Whose public holidays hold.
    """
    coming = tuple(days(value, since, since + WEEKS * 7 * DAY, region))
    whole = _period(coming, None)
    if len([o for o in whole.others if not o.holiday]) <= FEW:
        return (whole,)
    cuts = range(7, len(coming) - 6)
    pairs = ((_period(coming[:cut], None), _period(coming[cut:], coming[cut].day)) for cut in cuts)
    best = min(pairs, key=lambda pair: sum(len(p.others) for p in pair))
    return best if sum(len(p.others) for p in best) < len(whole.others) else (whole,)


def _period(coming: tuple[Today, ...], since: date | None) -> Period:
    week = []
    for weekday in range(7):
        usual = Counter(d.times for d in coming if d.day.weekday() == weekday and not d.holiday)
        week.append(usual.most_common(1)[0][0] if usual else ())
    others = tuple(d for d in coming if d.holiday or d.times != week[d.day.weekday()])
    return Period(since, tuple(week), others)


def timeline(
    value: str, since: date, region: str, zone: str, closures: tuple[Closure, ...] = ()
) -> list[tuple[int, str]]:
    """The coming weeks as a row of states, for a script that asks no question about zones and holidays.

    Args:
        value: Opening hours.
        since: The first day.
        region: Whose public holidays hold.
        zone: Time zone of the place (tz database); summer time is settled here.
        closures: On these days it is closed, whatever the hours say.

    Returns:
        Minutes since 1970 (UTC) when a state starts, and the state: ``o`` open, ``c`` closed, ``u`` not
        known. The last one is ``u``: beyond, nothing was computed.
    """
    end = since + WEEKS * 7 * DAY
    states: dict[int, str] = {}
    spans: list[tuple[int, int, str]] = []
    for today in days(value, since - DAY, end, region):
        starts, ends = _midnight(today.day, zone), _midnight(today.day + DAY, zone)
        if any(c.start <= today.day and (c.end is None or today.day <= c.end) for c in closures):
            spans.append((starts, ends, "x"))
        elif not today.told:
            spans.append((starts, ends, "u"))
        spans += [
            (_minute(o.start, zone), _minute(o.end, zone), "o" if o.sure and not o.comment else "u")
            for o in today.openings
        ]
    edges = sorted({_midnight(since, zone), _midnight(end, zone), *(e for s in spans for e in s[:2])})
    first, last = _midnight(since, zone), _midnight(end, zone)
    for edge in edges:
        if first <= edge < last:
            over = {state for start, stop, state in spans if start <= edge < stop}
            states[edge] = "c" if "x" in over or not over else "u" if "u" in over else "o"
    return [*_changes(states), (last, "u")]


def _changes(states: dict[int, str]) -> Iterator[tuple[int, str]]:
    before = ""
    for edge, state in states.items():
        if state != before:
            yield edge, state
        before = state


def _midnight(day: date, zone: str) -> int:
    return _minute(datetime.combine(day, datetime.min.time()), zone)


def _minute(local: datetime, zone: str) -> int:
    """Minutes since 1970 of a local time; one that does not exist in spring is the hour after."""
    return int(local.replace(tzinfo=ZoneInfo(zone)).timestamp()) // 60
