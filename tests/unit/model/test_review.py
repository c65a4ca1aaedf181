"""When a record is due, and what a verification is still worth."""

from __future__ import annotations

from datetime import date

import pytest

from portal.model.directory import Service
from portal.model.guidance import EmergencyNumber, Faq, Rule
from portal.model.review import freshness, months_after, months_between, review_of, verification
from portal.model.territory import ReviewDefaults

AS_OF = date(2026, 11, 22)
DEFAULTS = ReviewDefaults(owner="Équipe fictive", every=12)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-01", 12, "2027-03-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 36, "2029-11-30"),
    ],
)
def test_months_after(start: str, months: int, end: str) -> None:
    """The last day of a shorter month stands for the days that it lacks."""
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-05-22", "2026-11-22", 6),
        ("2026-05-23", "2026-11-22", 5),
        ("2025-11-22", "2026-11-22", 12),
        ("2026-11-22", "2026-11-22", 0),
        ("2026-11-23", "2026-11-22", -1),
    ],
)
def test_months_between(start: str, end: str, months: int) -> None:
    """Whole months only."""
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


@pytest.mark.parametrize(
    ("reviewed_on", "next_day", "state"),
    [
        (None, None, "never"),
        ("2025-11-21", "2026-11-21", "overdue"),
        ("2025-11-22", "2026-11-22", "due"),  # due today is in time
        ("2026-01-21", "2027-01-21", "due"),  # sixty days ahead
        ("2026-01-22", "2027-01-22", "current"),
    ],
)
def test_state(reviewed_on: str | None, next_day: str | None, state: str) -> None:
    """The day itself counts."""
    last = date.fromisoformat(reviewed_on) if reviewed_on else None
    found = review_of(Faq(id="a", title="A", reviewed_on=last), DEFAULTS, AS_OF)
    assert (found.next and found.next.isoformat(), found.state) == (next_day, state)


def test_the_record_then_the_territory_say_who_and_how_often() -> None:
    named = Faq(id="a", title="A", owner="Moi", reviewed_on=date(2026, 1, 1), review_every=3)
    found = review_of(named, DEFAULTS, AS_OF)
    assert (found.owner, found.next) == ("Moi", date(2026, 4, 1))
    assert review_of(Faq(id="a", title="A"), DEFAULTS, AS_OF).owner == "Équipe fictive"


def test_each_kind_is_read_in_its_own_way() -> None:
    """A number is never trusted more than a year; a service, six months; a rule since its last comparison."""
    number = {"id": "15", "title": "15", "number": "15", "level": "vital", "when_to_call": ("Danger.",)}
    called = EmergencyNumber.model_validate(
        {**number, "hours": "Toujours", "verified_on": date(2026, 1, 1), "review_every": 36}
    )
    service = Service(
        id="a", title="A", kind="other", provided_by="organisations/a", verified_on=date(2026, 1, 1)
    )
    rule = Rule.model_validate(
        {
            "id": "a", "title": "A", "kind": "tariff", "text": "Texte.", "valid_from": "2025",
            "source": {"title": "T", "publisher": "P", "date": "2025"},
            "reviewed_on": date(2025, 1, 1), "checked_on": date(2026, 3, 1),
        }
    )  # fmt: skip
    assert review_of(called, DEFAULTS, AS_OF).next == date(2027, 1, 1)
    assert review_of(service, DEFAULTS, AS_OF).next == date(2026, 7, 1)
    assert review_of(rule, DEFAULTS, AS_OF).field == "checked_on"
    assert review_of(rule, DEFAULTS, AS_OF).next == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("verified_on", "worth"),
    [
        (None, 0.0),
        ("2026-11-22", 1.0),
        ("2026-05-22", 1.0),  # six months
        ("2026-02-22", 15 / 18),
        ("2025-08-22", 0.5),  # fifteen months: half way
        ("2024-11-22", 0.0),  # two years
        ("2020-01-01", 0.0),
    ],
)
def test_freshness_decays(verified_on: str | None, worth: float) -> None:
    assert freshness(date.fromisoformat(verified_on) if verified_on else None, AS_OF) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("verified_on", "state"),
    [
        (None, "never"),
        (date(2026, 5, 23), "verified"),
        (date(2026, 5, 22), "confirm"),
        (date(2024, 11, 23), "confirm"),
        (date(2024, 11, 22), "old"),
    ],
)
def test_verification_grows_old(verified_on: date | None, state: str) -> None:
    """Six months, then two years: the thresholds of data·inclusion."""
    assert verification(verified_on, date(2026, 11, 22)) == state
