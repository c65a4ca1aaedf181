"""The rows of each table of the CSV export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from portal.exports.directory import Directory, dialled, public
from portal.model.base import Record
from portal.model.directory import Organisation, Place, Service, ServicePlace
from portal.model.people import Professional, Team
from portal.model.values import Contact, Duration, NewPatients
from portal.model.vocabularies import OPEN

Row = dict[str, Any]


def _origin(record: Record) -> Row:
    origin = record.provenance
    return {
        "source": origin.source if origin else None,
        "source_date": origin.as_of if origin else None,
    }


def _communes(directory: Directory) -> Iterator[Row]:
    for record in directory.communes:
        yield {
            "insee": record.id,
            "name": record.title,
            "postcodes": record.postcodes,
            "population": record.population,
            "population_year": record.population_year,
            "lat": record.lat,
            "lon": record.lon,
            "epci": record.epci.code if record.epci else None,
            "epci_name": record.epci.name if record.epci else None,
            "in_territory": record.in_territory,
            "psychiatric_sector": record.psychiatric_sector,
        } | _origin(record)


def _organisations(directory: Directory) -> Iterator[Row]:
    for record in directory.organisations:
        above = directory.shown([record.part_of], Organisation)
        yield {
            "id": record.id,
            "url": directory.page(record),
            "name": record.title,
            "kind": record.kind,
            "kind_label": directory.label("organisation_kind", record.kind),
            "legal_name": record.legal_name,
            "short_name": record.short_name,
            "part_of": _ids(above),
            "finess_et": record.finess_et,
            "finess_ej": record.finess_ej,
            "finess_category": record.finess_category,
            "siret": record.siret,
            "places": _ids(directory.shown(record.places, Place)),
            "area": directory.area(record.area),
            "opening_hours": record.hours,
            "summary": record.summary,
            "verified_on": record.verified_on,
        } | _origin(record)


def _places(directory: Directory) -> Iterator[Row]:
    for record in directory.places:
        access = record.access
        yield {
            "id": record.id,
            "url": directory.page(record),
            "name": record.title,
            "address": ", ".join(record.address.lines),
            "postcode": record.address.postcode,
            "insee": record.address.insee,
            "commune": directory.city(record.address.insee),
            "lat": record.lat,
            "lon": record.lon,
            "position": record.position if record.lat is not None else None,
            "step_free": access.step_free if access else None,
            "lift": access.lift if access else None,
            "disabled_parking": access.disabled_parking if access else None,
            "accessibility_url": record.accessibility_url,
            "opening_hours": record.hours,
        } | _origin(record)


def _services(directory: Directory) -> Iterator[Row]:
    for record in directory.services:
        whom, access, ids = record.for_whom, record.access, record.identifiers
        yield (
            {
                "id": record.id,
                "url": directory.page(record),
                "name": record.title,
                "kind": record.kind,
                "kind_label": directory.label("service_kind", record.kind),
                "organisation": _ids(directory.shown([record.provided_by], Organisation)),
                "finess": ids.finess if ids else None,
                "siret": ids.siret if ids else None,
                "ror": ids.ror if ids else None,
                "specialties": record.specialties,
                "professions": record.professions,
                "acts": record.acts,
                "level": record.level,
                "for_whom": whom.text if whom else None,
                "age_min": whom.age_min if whom else None,
                "age_max": whom.age_max if whom else None,
                "audiences": whom.audiences if whom else (),
                "not_for_whom": directory.whom(record.not_for_whom),
                "access": access.mode if access else None,
                "letter_required": record.letter_required,
                "area": directory.area(record.area),
                "languages": record.languages,
                "sign_language": record.sign_language,
                "interpreter": record.interpreter,
                "teleconsultation": record.remote.teleconsultation if record.remote else None,
                "to_bring": record.preparation.bring if record.preparation else (),
                "after": record.after,
                "summary": record.summary,
                "text": record.body,
                "verified_on": record.verified_on,
            }
            | _availability(record.new_patients, record.wait)
            | _fees(record)
            | _origin(record)
        )


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
    } | _availability(at.new_patients, at.wait)


def _availability(new: NewPatients | None, wait: Duration | None) -> Row:
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


def _fees(record: Service) -> Row:
    fees = record.fees
    if not fees:
        return {}
    return {
        "sector": fees.sector,
        "third_party": fees.third_party,
        "fee_min": fees.min,
        "fee_max": fees.max,
        "fee_note": fees.note,
        "fee_source": fees.source,
        "fee_as_of": fees.as_of,
    }


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


def _teams(directory: Directory) -> Iterator[Row]:
    for record in directory.teams:
        yield {
            "id": record.id,
            "url": directory.page(record),
            "name": record.title,
            "kind": record.kind,
            "kind_label": directory.label("team_kind", record.kind),
            "specialties": record.specialties,
            "perimeter": record.perimeter,
            "missions": record.missions,
            "access_for_patients": record.access_for_patients,
        } | _origin(record)


def _members(directory: Directory) -> Iterator[Row]:
    groups: list[Organisation | Team] = [*directory.organisations, *directory.teams]
    for group in groups:
        for kind in (Organisation, Team, Professional, Service):
            yield from ({"of": group.ref, "member": ref} for ref in directory.shown(group.members, kind))


def _professionals(directory: Directory) -> Iterator[Row]:
    for record in directory.professionals:
        yield {
            "id": record.id,
            "url": directory.page(record),
            "civility": record.civility,
            "name": record.title,
            "profession": record.profession,
            "profession_label": directory.label("profession", record.profession),
            "specialty": record.specialty,
            "languages": record.languages,
        } | _origin(record)


def _roles(directory: Directory) -> Iterator[Row]:
    for person in directory.professionals:
        for role in person.roles:
            yield {
                "professional": person.id,
                "organisation": _ids(directory.shown([role.organisation], Organisation)),
                "place": _ids(directory.shown([role.place], Place)),
                "mode": role.mode,
                "sector": role.sector,
                "opening_hours": role.hours,
                "services": _ids(directory.shown(role.services, Service)),
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


def _ids(refs: list[str]) -> list[str]:
    return [ref.partition("/")[2] for ref in refs]


ROWS: dict[str, Callable[[Directory], Iterator[Row]]] = {
    "communes": _communes,
    "organisations": _organisations,
    "places": _places,
    "services": _services,
    "service_places": _service_places,
    "contacts": _contacts,
    "closures": _closures,
    "teams": _teams,
    "members": _members,
    "professionals": _professionals,
    "roles": _roles,
    "codes": _codes,
}
