"""Opening hours in words: a sentence, a table, dates that differ, and what a browser needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from portal.errors import N_
from portal.model.holidays import public_holidays
from portal.model.hours import DAY, on_holidays, says_holidays
from portal.model.schedule import Period, Times, Today, periods, timeline
from portal.model.values import Closure

if TYPE_CHECKING:
    from portal.web.page import Page

NOW = {
    "open": N_("Open now"),
    "appointment": N_("Open now, by appointment"),
    "until": N_("{said}, until {time}"),
    "closed": N_("Closed now"),
    "opens": N_("{said}, opens {day} at {time}"),
    "today": N_("today"),
    "tomorrow": N_("tomorrow"),
    "confirm": N_("(hours to be confirmed)"),
}
SOON = timedelta(days=14)  # a public holiday so near is told by its date

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some weeks that look alike, in words."""

    since: str  # « à partir du 1er juillet 2027 »; empty for the present ones
    sentence: str
    rows: Rows  # days, then hours
    others: Rows  # a date, then its hours


class HoursText:
    """Opening hours as one page says them."""

    def __init__(self, page: Page, value: str) -> None:
        self.page, self.value = page, value
        territory = page.site.catalogue.territory
        self.region, self.zone = territory.holidays, territory.timezone
        self.names = page.locale.days["stand-alone"]["wide"]

    def weeks(self) -> list[Weeks]:
        """The coming weeks: one entry, or two when the usual week changes meanwhile."""
        return [self._weeks(p) for p in periods(self.value, self.page.site.as_of, self.region)]

    def _weeks(self, period: Period) -> Weeks:
        since = self._say(N_("from %(date)s"), date=self.page.day(period.since)) if period.since else ""
        others = [(self._date(o), self._times(o.times)) for o in period.others if self._differs(o, period)]
        return Weeks(since, self._sentence(period), self._rows(period), others)

    def _differs(self, other: Today, period: Period) -> bool:
        """An exception; or a holiday near at hand, unless it is like any other day or not told."""
        if not other.told or other.times == period.week[other.day.weekday()]:
            return False
        return not other.holiday or other.day - self.page.site.as_of <= SOON or not self._usual(other)

    def _usual(self, holiday: Today) -> bool:
        """The table tells it under « public holidays »."""
        return on_holidays(self.value, self.page.site.as_of) == tuple(
            (o.start.time(), o.end.time()) for o in holiday.openings
        )

    # --- the table

    def _rows(self, period: Period) -> Rows:
        week, rows, first = period.week, [], 0
        for day in range(1, 8):
            if day == 7 or week[day] != week[first]:
                rows.append((self._days(first, day - 1), self._times(week[first])))
                first = day
        holiday = on_holidays(self.value, self.page.site.as_of)
        if not says_holidays(self.value):
            rows.append((self._say(N_("Public holidays")), self._say(N_("not communicated"))))
        elif holiday is not None and self.value.strip() != "24/7":
            spans = tuple((_since(opens), _since(closes), "", True) for opens, closes in holiday)
            rows.append((self._say(N_("Public holidays")), self._times(spans)))
        return rows

    def _days(self, first: int, last: int) -> str:
        if first == last:
            return str(self.names[first])
        if (first, last) == (0, 6):
            return self._say(N_("Every day"))
        said = self._say(N_("%(first)s to %(last)s")) if last - first > 1 else "%(first)s, %(last)s"
        return said % {"first": self.names[first], "last": self.names[last]}

    def _times(self, times: Times) -> str:
        return ", ".join(self._time(*t) for t in times) or self._say(N_("closed"))

    def _time(self, opens: timedelta, closes: timedelta, comment: str, sure: bool) -> str:
        if closes - opens >= DAY:
            said = self._say(N_("day and night"))
        else:
            said = f"{self._clock(opens)} – {self._clock(closes)}"
        notes = [comment, "" if sure else self._say(N_("to be confirmed"))]
        told = ", ".join(filter(None, notes))
        return f"{said} ({told})" if told else said

    def _clock(self, at: timedelta) -> str:
        """« 9 h », « 12 h 30 »; midnight is « minuit »."""
        minutes = int(at.total_seconds()) // 60 % (24 * 60)
        if not minutes:
            return self._say(N_("midnight"))
        hour, minute = divmod(minutes, 60)
        if self.page.lang == "fr":
            return f"{hour} h {minute:02}" if minute else f"{hour} h"
        return format_time(time(hour, minute), "short", locale=self.page.locale)

    # --- the dates that differ

    def _date(self, other: Today) -> str:
        said = format_date(other.day, "full", locale=self.page.locale)
        if self.page.lang == "fr" and other.day.day == 1:
            said = said.replace(" 1 ", " 1er ", 1)
        name = public_holidays(self.region, other.day.year, self.page.lang).get(other.day)
        return f"{said} ({name})" if name else said

    # --- the sentence

    def _sentence(self, period: Period) -> str:
        groups: dict[Times, list[int]] = {}
        for day, times in enumerate(period.week):
            groups.setdefault(times, []).append(day)
        shut = groups.pop((), [])
        if not groups:
            return ""
        parts = [
            self._say(N_("%(days)s %(times)s"), days=self._when(days), times=self._hours(times))
            for times, days in groups.items()
        ]
        said = self._say(N_("Open %(when)s."), when=", ".join(parts))
        closed = self._phrases(shut)
        if says_holidays(self.value) and on_holidays(self.value, self.page.site.as_of) == ():
            closed.append(self._say(N_("on public holidays")))
        if not closed:
            return said
        return " ".join((said, self._say(N_("Closed %(when)s."), when=self.page.listed(closed))))

    def _when(self, days: list[int]) -> str:
        """« du lundi au mercredi et le vendredi »."""
        return self.page.listed(self._phrases(days)) if len(days) < 7 else self._say(N_("every day"))

    def _phrases(self, days: list[int]) -> list[str]:
        said = []
        for first, last in _runs(days):
            names = {"first": self.names[first], "last": self.names[last]}
            if last - first > 1:
                said.append(self._say(N_("from %(first)s to %(last)s"), **names))
            else:
                said += [self._say(N_("on %(day)s"), day=self.names[d]) for d in range(first, last + 1)]
        return said

    def _hours(self, times: Times) -> str:
        said = []
        for opens, closes, comment, _ in times:
            if closes - opens >= DAY:
                told = self._say(N_("day and night"))
            else:
                told = self._say(
                    N_("from %(start)s until %(end)s"), start=self._clock(opens), end=self._clock(closes)
                )
            said.append(f"{told} ({comment})" if comment else told)
        return self.page.listed(said)

    def _say(self, msgid: str, **params: str) -> str:
        return self.page.gettext(msgid) % params if params else self.page.gettext(msgid)

    # --- for the browser

    def timeline(self, closures: Iterable[Closure] = ()) -> str:
        """The coming weeks for static/js/timeline.js: a first minute, then states and lengths, in base 36."""
        territory = self.page.site.catalogue.territory
        found = timeline(
            self.value, self.page.site.as_of, territory.holidays, territory.timezone, tuple(closures)
        )
        if all(state != "o" for _, state in found):
            return ""  # never surely open: there is nothing to announce
        runs = [f"{state}{_base36(after - at)}" for (at, state), (after, _) in pairwise(found)]
        return " ".join([_base36(found[0][0]), *runs])


def _runs(days: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of days that follow each other."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _since(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
