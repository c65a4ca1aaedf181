"""Human Services Data Specification 3 (Open Referral): organisations and services, each with what it holds.

Source of the format: docs.openreferral.org, version 3.0: lists of ``organization`` and ``service``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from portal.exports.directory import Directory, dialled, first, identifiers, public, weekly
from portal.exports.package import packaged
from portal.exports.trees import as_json, known
from portal.model.directory import Organisation, Place, Service
from portal.model.geography import departement
from portal.model.values import Contact, Public

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PHONES = {"tel": "voice", "sms": "text", "fax": "fax"}
_SCHEMES = {"finess": "FINESS", "siret": "SIRET"}


def export(directory: Directory) -> dict[str, bytes]:
    """The files ``organizations.json`` and ``services.json``, and what describes them."""
    files = {
        "organizations.json": as_json([known(_organization(directory, o)) for o in directory.organisations]),
        "services.json": as_json([known(_service(directory, s)) for s in directory.services]),
    }
    return packaged(directory, files)


def _brief(directory: Directory, record: Organisation) -> dict[str, Any]:
    """What the format requires of an organisation, wherever it stands."""
    return {
        "id": directory.uuid(record.ref),
        "name": record.title,
        "description": record.summary or directory.meaning("organisation_kind", record.kind),
        "uri": directory.page(record),
    }


def _organization(directory: Directory, record: Organisation) -> dict[str, Any]:
    ident = directory.uuid(record.ref)
    parent = directory.shown([record.part_of], Organisation)
    return _brief(directory, record) | {
        "alternate_name": record.short_name,
        "email": first(record.contacts, "email"),
        "website": first(record.contacts, "web"),
        "parent_organization_id": directory.uuid(parent[0]) if parent else None,
        "phones": _phones(directory, record.ref, record.contacts),
        "locations": [
            _location(directory, place)
            for ref in record.places
            if isinstance(place := directory.catalogue.shown(ref), Place)
        ],
        "organization_identifiers": [
            {
                "id": directory.uuid(record.ref, scheme),
                "organization_id": ident,
                "identifier_type": _SCHEMES[scheme],
                "identifier": value,
            }
            for scheme, value in identifiers(record)
        ],
    }


def _service(directory: Directory, record: Service) -> dict[str, Any]:
    owner = directory.catalogue.shown(record.provided_by)
    now = directory.closed_now(record.closures)
    facts = {
        "id": directory.uuid(record.ref),
        "name": record.title,
        "description": record.summary or directory.meaning("service_kind", record.kind),
        "url": directory.page(record),
        "status": "temporarily closed" if now else "active",
        "alert": now.reason if now else None,
        "email": first(record.booking, "email"),
        "phones": _phones(directory, record.ref, record.booking),
        "assured_date": record.verified_on.isoformat() if record.verified_on else None,
        "interpretation_services": directory.gettext("Interpreter") if record.interpreter else None,
        "service_at_locations": _at_locations(directory, record),
        "organization": _brief(directory, owner) if isinstance(owner, Organisation) else None,
    }
    return facts | _lists(directory, record) | _conditions(directory, record) | _fees(directory, record)


def _lists(directory: Directory, record: Service) -> dict[str, Any]:
    """What a service has several of: communes that it covers, languages, documents to bring."""
    owner = {"service_id": directory.uuid(record.ref)}
    spoken = (*record.languages, *(["fsl"] if record.sign_language else []))  # ISO 639-3: French Sign
    documents = record.preparation.bring if record.preparation else ()
    return {
        "service_areas": [
            owner | {"id": directory.uuid(record.ref, "area", code), "name": directory.city(code) or code}
            for code in directory.area(record.area)
        ],
        "languages": [
            owner | {"id": directory.uuid(record.ref, "language", code), "code": code} for code in spoken
        ],
        "required_documents": [
            owner | {"id": directory.uuid(record.ref, "document", text), "document": text}
            for text in documents
        ],
    }


def _conditions(directory: Directory, record: Service) -> dict[str, Any]:
    """For whom a service is, and how one gets in."""
    access = record.access
    whom = record.for_whom or Public()
    said = (directory.label("access_mode", access.mode), access.note) if access else ()
    return {
        "application_process": " — ".join(filter(None, said)),
        "eligibility_description": whom.text,
        "minimum_age": whom.age_min,
        "maximum_age": whom.age_max,
    }


def _fees(directory: Directory, record: Service) -> dict[str, Any]:
    """What a service costs; an amount bears its source and its date."""
    fees = record.fees
    if not fees:
        return {}
    amounts = {"From (euros)": fees.min, "To (euros)": fees.max}  # titles of the fields in the model
    words = (directory.label("sector", fees.sector) if fees.sector else None, fees.note)
    return {
        "fees_description": " — ".join(filter(None, words)),
        "cost_options": [
            {
                "id": directory.uuid(record.ref, "cost", title),
                "service_id": directory.uuid(record.ref),
                "currency": "EUR",
                "amount": float(amount),
                "amount_description": f"{directory.gettext(title)}, {fees.source}, {fees.as_of}",
            }
            for title, amount in amounts.items()
            if amount is not None
        ],
    }


def _at_locations(directory: Directory, record: Service) -> list[dict[str, Any]]:
    """A service at each of its places; one without its own is at those of its organisation."""
    own = {place.ref: record.places[rank] for place, rank in directory.own_places(record)}
    found = []
    for place in directory.offers.places(record):
        ident = directory.uuid(record.ref, place.ref)
        at = own.get(place.ref)
        link = {"service_at_location_id": ident}
        found.append(
            {
                "id": ident,
                "service_id": directory.uuid(record.ref),
                "location_id": directory.uuid(place.ref),
                "location": _location(directory, place),
                "phones": _phones(directory, f"{record.ref}/{place.ref}", at.contacts) if at else [],
                "schedules": _schedules(directory, f"{record.ref}/{place.ref}", at.hours, link) if at else [],
            }
        )
    return found


def _location(directory: Directory, place: Place) -> dict[str, Any]:
    ident = directory.uuid(place.ref)
    ways_in = directory.ways_in(place)
    return {
        "id": ident,
        "location_type": "physical",
        "name": place.title,
        "description": directory.label("position", place.position) if place.lat is not None else None,
        "latitude": place.lat,
        "longitude": place.lon,
        "transportation": place.access.bus if place.access else None,
        "addresses": _addresses(directory, place),
        "schedules": _schedules(directory, place.ref, place.hours, {"location_id": ident}),
        "accessibility": [
            {
                "id": directory.uuid(place.ref, "accessibility"),
                "location_id": ident,
                "description": ways_in,
                "url": place.accessibility_url,
            }
        ]
        if ways_in or place.accessibility_url
        else [],
    }


def _addresses(directory: Directory, place: Place) -> list[dict[str, Any]]:
    """One address. The name of the place is its first line when nobody knows the street.

    The format wants a town and a postcode: without them there is no address.
    """
    address = place.address
    city = directory.city(address.insee)
    if not (city and address.postcode):
        return []
    lines = address.lines or (place.title,)
    return [
        {
            "id": directory.uuid(place.ref, "address"),
            "location_id": directory.uuid(place.ref),
            "address_1": lines[0],
            "address_2": ", ".join(lines[1:]),
            "city": city,
            "state_province": departement(address.insee),
            "postal_code": address.postcode,
            "country": "FR",
            "address_type": "physical",
        }
    ]


def _schedules(
    directory: Directory, owner: str, hours: str | None, link: dict[str, str]
) -> list[dict[str, Any]]:
    """Regular hours as weekly rules of RFC 5545, local time; the whole truth is in their description."""
    return [
        link
        | {
            "id": directory.uuid(owner, "schedule", str(rank)),
            "freq": "WEEKLY",
            "byday": ",".join(_DAYS[day] for day in days),
            "opens_at": f"{start:%H:%M}",
            "closes_at": f"{end:%H:%M}" if end != time() else "24:00",
            "description": hours,
        }
        for rank, (days, (start, end)) in enumerate(weekly(hours, directory.as_of))
    ]


def _phones(directory: Directory, owner: str, contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    return [
        {
            "id": directory.uuid(owner, "phone", dialled(contact)),
            "number": dialled(contact),
            "type": _PHONES[contact.channel],
            "description": contact.label,
        }
        for contact in public(contacts, *_PHONES)
    ]
