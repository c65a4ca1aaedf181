"""The rows of each table of the CSV export: those of records here, the others in ``csv_links``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.exports.csv_links import LINKS, availability, ids
from portal.exports.directory import Directory
from portal.exports.tables import Row
from portal.model.base import Record
from portal.model.directory import Organisation, Place, Service


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
            "part_of": ids(above),
            "finess_et": record.finess_et,
            "finess_ej": record.finess_ej,
            "finess_category": record.finess_category,
            "siret": record.siret,
            "places": ids(directory.shown(record.places, Place)),
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
        own = record.identifiers
        yield (
            {
                "id": record.id,
                "url": directory.page(record),
                "name": record.title,
                "kind": record.kind,
                "kind_label": directory.label("service_kind", record.kind),
                "organisation": ids(directory.shown([record.provided_by], Organisation)),
                "finess": own.finess if own else None,
                "siret": own.siret if own else None,
                "ror": own.ror if own else None,
                "specialties": record.specialties,
                "professions": record.professions,
                "acts": record.acts,
                "level": record.level,
                "area": directory.area(record.area),
                "to_bring": record.preparation.bring if record.preparation else (),
                "after": record.after,
                "summary": record.summary,
                "text": record.body,
                "verified_on": record.verified_on,
            }
            | _admission(directory, record)
            | availability(record.new_patients, record.wait)
            | _fees(record)
            | _origin(record)
        )


def _admission(directory: Directory, record: Service) -> Row:
    """Who is received, and how one gets in and is understood."""
    whom, access = record.for_whom, record.access
    return {
        "for_whom": whom.text if whom else None,
        "age_min": whom.age_min if whom else None,
        "age_max": whom.age_max if whom else None,
        "audiences": whom.audiences if whom else (),
        "not_for_whom": directory.whom(record.not_for_whom),
        "access": access.mode if access else None,
        "letter_required": record.letter_required,
        "languages": record.languages,
        "sign_language": record.sign_language,
        "interpreter": record.interpreter,
        "teleconsultation": record.remote.teleconsultation if record.remote else None,
    }


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


ROWS: dict[str, Callable[[Directory], Iterator[Row]]] = {
    "communes": _communes,
    "organisations": _organisations,
    "places": _places,
    "services": _services,
    "teams": _teams,
    "professionals": _professionals,
    **LINKS,
}
