"""The coming weeks minute by minute: never open when it is not sure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.model.holidays import public_holidays
from portal.model.schedule import WEEKS, timeline
from portal.model.values import Closure

WEEK = "Mo-Fr 09:00-12:30,14:00-18:00; Sa 09:00-12:00; PH off"
NIGHT = "Mo-Su 20:00-08:00; PH off"


FRANCE = ("FR", "Europe/Paris")  # whose holidays, and its time zone


def state(
    value: str,
    moment: str,
    where: tuple[str, str] = FRANCE,
    *,
    since: str = "",
    closures: tuple[Closure, ...] = (),
) -> str:
    """The state at a local moment, in a site built that day or before."""
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(where[1]))
    first = date.fromisoformat(since) if since else local.date()
    minute = int(local.timestamp()) // 60
    found = "u"
    for start, named in timeline(value, first, *where, closures):
        if start <= minute:
            found = named
    return found


@pytest.mark.parametrize(
    ("value", "moment", "expected"),
    [
        (WEEK, "2026-11-23T08:59", "c"),
        (WEEK, "2026-11-23T09:00", "o"),
        (WEEK, "2026-11-23T12:29", "o"),
        (WEEK, "2026-11-23T12:30", "c"),
        (WEEK, "2026-11-22T10:00", "c"),  # Sunday
        (WEEK, "2026-12-25T10:00", "c"),  # Christmas
        ("Mo-Fr 09:00-12:30", "2026-12-25T10:00", "u"),  # nothing is said of holidays
        ("Mo-Fr 09:00-12:30", "2026-12-25T15:00", "u"),
        ("24/7", "2026-12-25T10:00", "o"),
        ("24/7; PH off", "2026-12-25T10:00", "c"),
        ("Mo-Fr 09:00-18:00; PH 10:00-12:00", "2026-12-25T11:00", "o"),
        ("Mo-Fr,PH 09:00-18:00", "2026-12-25T17:00", "o"),
        (NIGHT, "2026-11-23T23:30", "o"),
        (NIGHT, "2026-11-24T07:59", "o"),
        (NIGHT, "2026-12-24T23:59", "o"),
        (NIGHT, "2026-12-25T00:00", "c"),  # the night ends where the holiday starts
        (NIGHT, "2026-12-25T23:00", "c"),
        (NIGHT, "2026-12-26T03:00", "c"),  # and none has started on it
        (NIGHT, "2026-12-26T20:00", "o"),
        ("Dec 24 off; Mo-Fr 09:00-12:00", "2026-12-24T10:00", "o"),  # the last rule that fits wins
        ("Mo-Fr 09:00-12:00; Dec 24 off", "2026-12-24T10:00", "c"),
        ("week 1-53/2 Mo 09:00-12:00; PH off", "2026-11-23T10:00", "c"),
        ("week 1-53/2 Mo 09:00-12:00; PH off", "2026-11-30T10:00", "o"),
        ("Tu[1] 14:00-17:00; PH off", "2026-12-01T15:00", "o"),
        ("Tu[1] 14:00-17:00; PH off", "2026-12-08T15:00", "c"),
        ('Mo-Fr 09:00-12:00 "sur rendez-vous"; PH off', "2026-11-23T10:00", "u"),  # who knows what it means
        ("Mo-Fr 09:00-12:00 unknown", "2026-11-23T10:00", "u"),
        ('"sur rendez-vous"', "2026-11-23T10:00", "u"),  # the parser alone would say open for ever
        ("off", "2026-11-23T10:00", "c"),
        # summer time: clocks go forward on 29 March 2026 and back on 25 October 2026
        ("Mo-Su 09:00-18:00; PH off", "2026-03-28T17:59", "o"),
        ("Mo-Su 09:00-18:00; PH off", "2026-03-29T09:00", "o"),
        ("Mo-Su 09:00-18:00; PH off", "2026-03-29T08:59", "c"),
        ("Mo-Su 20:00-08:00; PH off", "2026-03-29T07:59", "o"),
        ("Mo-Su 20:00-08:00; PH off", "2026-10-25T07:59", "o"),
        ("Mo-Su 20:00-08:00; PH off", "2026-10-25T08:00", "c"),
    ],
)
def test_states(value: str, moment: str, expected: str) -> None:
    """A newcomer adds a line: hours, a moment there, open, closed or unknown."""
    assert state(value, moment) == expected


@pytest.mark.parametrize(
    ("region", "zone", "holiday"),
    [
        ("FR-alsace-moselle", "Europe/Paris", "2026-12-26"),
        ("FR-alsace-moselle", "Europe/Paris", "2026-04-03"),
        ("GP", "America/Guadeloupe", "2026-05-27"),
        ("MQ", "America/Martinique", "2026-05-22"),
        ("GF", "America/Cayenne", "2026-06-10"),
        ("RE", "Indian/Reunion", "2026-12-20"),
        ("YT", "Indian/Mayotte", "2026-04-27"),
    ],
)
def test_holidays_of_each_region(region: str, zone: str, holiday: str) -> None:
    """Each has its own; elsewhere that day is like any other."""
    hours = "Mo-Su 09:00-18:00; PH off"
    assert state(hours, f"{holiday}T10:00", (region, zone)) == "c"
    assert state(hours, f"{holiday}T10:00") == "o"
    assert set(public_holidays("FR", 2026)) <= set(public_holidays(region, 2026))


def test_zone() -> None:
    """Nine in the morning is not the same moment everywhere."""
    first = {
        zone: timeline(WEEK, date(2026, 11, 23), "FR", zone)[1][0]
        for zone in ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe")
    }
    assert first["Europe/Paris"] - first["Indian/Reunion"] == 3 * 60
    assert first["America/Guadeloupe"] - first["Europe/Paris"] == 5 * 60


def test_horizon() -> None:
    """Nothing is known before the day of the build, nor after some weeks."""
    last = date(2026, 11, 23) + timedelta(weeks=WEEKS)
    assert state("24/7", f"{last - timedelta(days=1)}T23:59", since="2026-11-23") == "o"
    assert state("24/7", f"{last}T00:00", since="2026-11-23") == "u"
    assert state("24/7", "2026-11-22T23:59", since="2026-11-23") == "u"


def test_closures() -> None:
    """Closed for works, from the first day to the last."""
    works = (Closure(start=date(2026, 11, 24), end=date(2026, 11, 25)),)
    for moment, expected in (("23T10:00", "o"), ("24T10:00", "c"), ("25T17:00", "c"), ("26T10:00", "o")):
        assert state(WEEK, f"2026-11-{moment}", since="2026-11-20", closures=works) == expected
    assert (
        state("24/7", "2027-01-01T10:00", since="2026-12-01", closures=(Closure(start=date(2026, 11, 1)),))
        == "c"
    )
