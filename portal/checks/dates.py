"""Nothing out of date shows in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from portal.checks.walk import spots
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.directory import Service
from portal.model.fields import PARTIAL_DATE
from portal.model.guidance import Alert, EmergencyNumber, Rule
from portal.model.pathway import Pathway
from portal.model.review import EMERGENCY_MONTHS, latest_day, months_after, newest_imports, review_of
from portal.model.values import Duration

IMPORT_DAYS = 90  # after which the data of a register are said to be old
# Keys that tell when something was done or known; "valid_from", "start" and "end" may lie ahead.
_PAST = frozenset({"reviewed_on", "verified_on", "checked_on", "as_of", "date"})


def check_future(loaded: Loaded) -> Iterator[Problem]:
    """What is said to be done or known is not dated after today."""
    today = loaded.as_of.isoformat()
    for spot in spots(loaded):
        if (
            spot.path[-1] in _PAST
            and PARTIAL_DATE.fullmatch(spot.value)
            and spot.value > today[: len(spot.value)]
        ):
            yield spot.at.problem(
                "future-date", Message(N_("“%(date)s” is in the future"), {"date": spot.value})
            )


def check_reviews(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A page is read again in time. Due today is in time."""
    for record in _seen(catalogue):
        review = review_of(record, catalogue.territory.review, loaded.as_of)
        if review.overdue and not isinstance(record, EmergencyNumber):  # check_expiry refuses that one
            message = Message(N_("the review was due on %(date)s"), {"date": review.next})
            at = loaded.at(record.ref, review.field or "")
            yield at.problem("review-overdue", message, severity="warning")


def check_expiry(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Rules in force, alerts of today, emergency numbers checked within a year."""
    for record in _seen(catalogue):
        if isinstance(record, Rule) and record.valid_to and record.valid_to < loaded.as_of:
            message = Message(N_("this rule is no longer in force since %(date)s"), {"date": record.valid_to})
            hint = Message(N_("write the rule that replaces it, or archive it"))
            yield loaded.at(record.ref, "valid_to").problem("rule-expired", message, hint)
        elif isinstance(record, Alert) and record.end < loaded.as_of:
            message = Message(N_("this alert is over since %(date)s"), {"date": record.end})
            yield loaded.at(record.ref, "end").problem("alert-over", message, severity="info")
        elif isinstance(record, EmergencyNumber) and (
            months_after(record.verified_on, EMERGENCY_MONTHS) < loaded.as_of
        ):
            message = Message(N_("this number was checked more than a year ago"))
            hint = Message(N_("check it, then renew “verified_on”"))
            yield loaded.at(record.ref, "verified_on").problem("emergency-stale", message, hint)


def check_delays(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A waiting time seen or usual is not shown for ever; a target or a legal one stays until replaced."""
    months = catalogue.territory.review.delay_max_age
    for ref, path, delay in _delays(catalogue):
        known = latest_day(delay.as_of)
        if delay.kind in {"observed", "usual"} and months_after(known, months) < loaded.as_of:
            message = Message(N_("this delay is more than %(months)s months old"), {"months": months})
            at = loaded.at(ref, *path, "as_of")
            yield at.problem("delay-stale", message, severity="warning")


def check_imports(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Registers that change every day are imported again every season: one warning for each."""
    for source, (as_of, ref) in sorted(newest_imports(_seen(catalogue)).items()):
        if latest_day(as_of) + timedelta(days=IMPORT_DAYS) < loaded.as_of:
            values = {"source": source, "date": as_of, "days": IMPORT_DAYS}
            message = Message(
                N_("the data of %(source)s are of %(date)s, more than %(days)s days ago"), values
            )
            hint = Message(N_("download the file again, then import it"))
            at = loaded.at(ref, "provenance", "as_of")
            yield at.problem("import-old", message, hint, severity="warning")


def _delays(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str | int, ...], Duration]]:
    """Every delay that visitors read: the record, where in it, and the delay."""
    for pathway in catalogue.all(Pathway):
        for place, step in enumerate(pathway.steps):
            if step.delay_before:
                yield pathway.ref, ("steps", place, "delay_before"), step.delay_before
    for service in catalogue.all(Service):
        if service.wait:
            yield service.ref, ("wait",), service.wait
        for place, at in enumerate(service.places):
            if at.wait:
                yield service.ref, ("places", place, "wait"), at.wait


def _seen(catalogue: Catalogue) -> Iterator[Record]:
    for records in catalogue.records.values():
        yield from (r for r in records.values() if r.status in VISIBLE)
