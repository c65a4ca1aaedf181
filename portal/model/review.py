"""When a record is to be read again, by whom, and how fresh what the directory says still is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.directory import Organisation, Service
from portal.model.guidance import EmergencyNumber
from portal.model.territory import ReviewDefaults

State = Literal["never", "overdue", "due", "current"]
Verification = Literal["never", "verified", "confirm", "old"]

DUE_DAYS = 60  # a review that comes within that time is announced
EMERGENCY_MONTHS = 12  # a number checked before that is not trusted any more
REGISTERS = frozenset({"FINESS", "Annuaire Santé"})  # published anew at least each month
OLD_DATA_DAYS = 400  # of imported data: beyond, the page says how old they are
FRESH_MONTHS, OLD_MONTHS = 6, 24  # of a service or organisation: fresh, then worth nothing
# The days on which someone read a record again; each kind has one or several of these fields.
_READ = ("reviewed_on", "verified_on", "checked_on")


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month when that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; negative when the second is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@dataclass(frozen=True, slots=True)
class Review:
    """Who keeps a record up to date, when it was last read, and when it is due."""

    record: Record
    owner: str
    reviewer: str | None
    field: str | None  # the key that tells the last reading
    last: date | None  # None: nobody has read it yet
    next: date | None
    state: State

    @property
    def overdue(self) -> bool:
        """The day is past: due today is in time."""
        return self.state == "overdue"


def review_of(record: Record, defaults: ReviewDefaults, as_of: date) -> Review:
    """The review of a record on a day.

    Args:
        record: Its last reading is the latest of the days that it bears for one.
        defaults: Those of the territory: who and how often when the record does not say.
        as_of: The day on which it is judged.
    """
    read = {name: day for name in _READ if (day := getattr(record, name, None))}
    field = max(read, key=lambda name: read[name], default=None)
    last = read[field] if field else None
    due = months_after(last, every(record, defaults)) if last else None
    owner = record.owner or defaults.owner
    return Review(record, owner, record.reviewer, field, last, due, _state(due, as_of))


def every(record: Record, defaults: ReviewDefaults) -> int:
    """How many months a reading of a record holds."""
    if isinstance(record, EmergencyNumber):
        return min(record.review_every or EMERGENCY_MONTHS, EMERGENCY_MONTHS)
    if isinstance(record, Service | Organisation):
        return record.review_every or FRESH_MONTHS
    return record.review_every or defaults.every


def _state(due: date | None, as_of: date) -> State:
    if due is None:
        return "never"
    if due < as_of:
        return "overdue"
    return "due" if due <= as_of + timedelta(days=DUE_DAYS) else "current"


def reviews(catalogue: Catalogue, as_of: date) -> Iterator[Review]:
    """The reviews of all that visitors see, in the order of kinds and ids."""
    for records in catalogue.records.values():
        for record in records.values():
            if record.status in VISIBLE and record.visibility == "public":
                yield review_of(record, catalogue.territory.review, as_of)


def freshness(verified_on: date | None, as_of: date) -> float:
    """What a verification is still worth: 1 for six months, then less each month, 0 from two years on.

    A record that nobody verified is worth 0.
    """
    if verified_on is None:
        return 0.0
    age = months_between(verified_on, as_of)
    left = (OLD_MONTHS - age) / (OLD_MONTHS - FRESH_MONTHS)
    return min(max(left, 0.0), 1.0)


def verification(verified_on: date | None, as_of: date) -> Verification:
    """The same in three words, and one for a record that nobody ever verified.

    What is ``old`` comes after all others, and nothing is drawn from its hours.
    """
    if verified_on is None:
        return "never"
    months = months_between(verified_on, as_of)
    return "old" if months >= OLD_MONTHS else "confirm" if months >= FRESH_MONTHS else "verified"


def latest_day(partial: str) -> date:
    """The last day that a partial date may mean; the 28th stands for the end of any month."""
    return date.fromisoformat(partial + {4: "-12-28", 7: "-28", 10: ""}[len(partial)])


def old_data_from(as_of: str) -> date:
    """The first day on which imported data of a partial date are too old to go without a word."""
    return latest_day(as_of) + timedelta(days=OLD_DATA_DAYS + 1)


def newest_imports(records: Iterable[Record]) -> dict[str, tuple[str, str]]:
    """Registers that change every day: source to the date of its newest data, and a record of that date."""
    newest: dict[str, tuple[str, str]] = {}
    for record in records:
        origin = record.provenance
        if origin and origin.source in REGISTERS and origin.as_of > newest.get(origin.source, ("", ""))[0]:
            newest[origin.source] = (origin.as_of, record.ref)
    return newest
