"""The rows of the CSV tables that say more of a record: places, contacts, closures, members, roles, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.exports.directory import Directory, dialled, public
from portal.exports.tables import Row
from portal.model.base import Record
from portal.model.directory import Organisation, Place, Service, ServicePlace
from portal.model.people import Professional, Team
from portal.model.values import Contact, Duration, NewPatients
from portal.model.vocabularies import OPEN


def ids(refs: list[str]) -> list[str]:
    """References without their kind."""
    return [ref.partition("/")[2] for ref in refs]


def availability(new: NewPatients | None, wait: Duration | None) -> Row:
    """Whether new patients are taken, and how long they wait."""
    row: Row = {"new_patients": new.answer, "new_patients_as_of": new.as_of} if new else {}
    if wait:
        row |= {
            "wait_min": wait.min,
            "wait_max": wait.max,
            "wait_unit": wait.unit,
            "wait_kind": wait.kind,
            "wait_source": wait.source,
            "wait_as_of": wait.as_of,
        }
    return row


def _service_places(directory: Directory) -> Iterator[Row]:
    """Where each service is. One that names no place is where its organisation is: ``own`` is then false."""
    for record in directory.services:
        own = {place.ref: record.places[rank] for place, rank in directory.own_places(record)}
        for place in directory.offers.places(record):
            at = own.get(place.ref)
            yield {"service": record.id, "place": place.id, "own": at is not None} | (
                _there(at) if at else {}
            )


def _there(at: ServicePlace) -> Row:
    return {
        "opening_hours": at.hours,
        "by_appointment": at.by_appointment,
        "sector": at.sector,
    } | availability(at.new_patients, at.wait)


def _contacts(directory: Directory) -> Iterator[Row]:
    owners: list[Organisation | Team] = [*directory.organisations, *directory.teams]
    for owner in owners:
        yield from (_contact(owner, c) for c in public(owner.contacts))
    for service in directory.services:
        yield from (_contact(service, c) for c in public(service.booking))
        for place, rank in directory.own_places(service):
            yield from (
                _contact(service, c) | {"place": place.id} for c in public(service.places[rank].contacts)
            )


def _contact(owner: Record, contact: Contact) -> Row:
    return {
        "of": owner.ref,
        "channel": contact.channel,
        "value": dialled(contact),
        "label": contact.label,
        "opening_hours": contact.hours,
        "operator": contact.operator,
        "source": contact.source,
        "source_date": contact.as_of,
    }


def _closures(directory: Directory) -> Iterator[Row]:
    owners: list[Organisation | Service] = [*directory.organisations, *directory.services]
    for owner in owners:
        for closure in owner.closures:
            yield {"of": owner.ref, "start": closure.start, "end": closure.end, "reason": closure.reason}


def _members(directory: Directory) -> Iterator[Row]:
    groups: list[Organisation | Team] = [*directory.organisations, *directory.teams]
    for group in groups:
        for kind in (Organisation, Team, Professional, Service):
            yield from ({"of": group.ref, "member": ref} for ref in directory.shown(group.members, kind))


def _roles(directory: Directory) -> Iterator[Row]:
    for person in directory.professionals:
        for role in person.roles:
            yield {
                "professional": person.id,
                "organisation": ids(directory.shown([role.organisation], Organisation)),
                "place": ids(directory.shown([role.place], Place)),
                "mode": role.mode,
                "sector": role.sector,
                "opening_hours": role.hours,
                "services": ids(directory.shown(role.services, Service)),
            }


# Closed vocabularies whose codes stand in the tables; the open ones all do.
_CLOSED = (
    "access_mode", "yes_no_depends", "new_patients", "duration_unit", "duration_kind", "sector", "channel",
    "position", "practice_mode", "team_kind",
)  # fmt: skip


def _codes(directory: Directory) -> Iterator[Row]:
    """What the codes of all tables mean, in the default language."""
    lang = directory.catalogue.territory.default_language
    for vocabulary in OPEN:
        for entry in directory.catalogue.vocabularies.entries(vocabulary):
            row = {"label": entry.text(lang), "meaning": entry.meaning(lang)}
            yield {"vocabulary": vocabulary, "code": entry.code} | row
    for vocabulary in _CLOSED:
        for code in directory.catalogue.vocabularies.codes(vocabulary):
            yield {"vocabulary": vocabulary, "code": code, "label": directory.label(vocabulary, code)}


LINKS: dict[str, Callable[[Directory], Iterator[Row]]] = {
    "service_places": _service_places,
    "contacts": _contacts,
    "closures": _closures,
    "members": _members,
    "roles": _roles,
    "codes": _codes,
}
