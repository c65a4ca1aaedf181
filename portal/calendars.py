"""Calendar files (iCalendar, RFC 5545). A leaf; the one module that imports icalendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar
from icalendar import Event as Component


@dataclass(frozen=True, slots=True)
class Event:
    """Something that lasts one day."""

    uid: str  # the same at each export, so that a calendar renews it instead of adding another
    day: date
    title: str
    text: str = ""
    url: str = ""
    categories: Sequence[str] = ()
    every_months: int | None = None  # it comes back; None: once


def calendar(name: str, events: Iterable[Event], stamp: date) -> bytes:
    """The file that calendar programs read: the same bytes for the same events.

    Args:
        name: What the calendar is called.
        events: In the order in which they are written.
        stamp: The day on which they were told; never the clock.
    """
    found = Calendar()
    found.add("prodid", "-//portal//FR")
    found.add("version", "2.0")
    found.add("name", name)
    found.add("x-wr-calname", name)
    for event in events:
        found.add_component(_component(event, stamp))
    written: bytes = found.to_ical()
    return written


def _component(event: Event, stamp: date) -> Component:
    found = Component()
    found.add("uid", event.uid)
    found.add("dtstamp", datetime.combine(stamp, time(), UTC))
    found.add("dtstart", event.day)
    found.add("dtend", event.day + timedelta(days=1))  # the day after: the end is not included
    found.add("summary", event.title)
    found.add("transp", "TRANSPARENT")  # the day stays free
    if event.every_months:
        found.add("rrule", {"freq": "monthly", "interval": event.every_months})
    if event.text:
        found.add("description", event.text)
    if event.url:
        found.add("url", event.url)
    if event.categories:
        found.add("categories", list(event.categories))
    return found
