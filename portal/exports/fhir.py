"""HL7 FHIR R4: one Bundle of what the directory holds, with the code systems of the NOS where known.

Sources of the format: hl7.org/fhir/R4; identifiers and code systems of the ANS (mos.esante.gouv.fr), as its
guide for the national directory of health services (ROR) uses them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from portal.exports.directory import Directory, identifiers
from portal.exports.fhir_types import (
    NUMBERS,
    Resource,
    concept,
    fhir_id,
    instant,
    key,
    own_identifier,
    position,
    reference,
    references,
    resource,
    system,
    telecom,
    times,
)
from portal.exports.package import packaged
from portal.exports.trees import as_json, known
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.people import Professional, ProfessionalRole, Team
from portal.model.values import Closure

HL7 = "http://terminology.hl7.org/CodeSystem/"
LANGUAGES = "urn:ietf:bcp:47"


def export(directory: Directory) -> dict[str, bytes]:
    """The file ``bundle.json``, a collection, and what describes it."""
    territory = directory.catalogue.territory
    entries = (
        {"fullUrl": f"{system(directory, 'fhir')}/{r['resourceType']}/{r['id']}", "resource": r}
        for r in _resources(directory)
    )
    bundle = {
        "resourceType": "Bundle",
        "id": territory.id,
        "identifier": {"system": territory.publication.base_url, "value": territory.id},
        "type": "collection",
        "timestamp": instant(directory),
        "entry": [known(entry) for entry in entries],
    }
    files = {"bundle.json": as_json(bundle)}
    return packaged(directory, files)


def _resources(directory: Directory) -> Iterator[Resource]:
    for organisation in directory.organisations:
        yield _organisation(directory, organisation)
    for team in directory.teams:
        yield _team(directory, team)
    groups: list[Organisation | Team] = [*directory.organisations, *directory.teams]
    for group in groups:
        yield from _affiliations(directory, group)
    for commune in directory.communes:
        yield _commune(directory, commune)
    for place in directory.places:
        yield _place(directory, place)
    for service in directory.services:
        yield _service(directory, service)
    for person in directory.professionals:
        yield _practitioner(directory, person)
        for role in person.roles:
            yield _role(directory, person, role)
    yield from _provenances(directory)


def _organisation(directory: Directory, record: Organisation) -> Resource:
    category = record.finess_category
    return resource(directory, record) | {
        "identifier": [
            own_identifier(directory, record),
            *({"system": NUMBERS[name], "value": value} for name, value in identifiers(record)),
        ],
        "active": True,
        "type": [
            concept(directory, "organisation_kind", record.kind),
            *([concept(directory, "finess_category", category)] if category else []),
        ],
        "name": record.title,
        "alias": [name for name in (record.short_name, record.legal_name) if name],
        "telecom": telecom(record.contacts),
        "partOf": _part_of(directory, record),
    }


def _part_of(directory: Directory, record: Organisation) -> Resource | None:
    """The body above: a record of the directory, else the legal entity by its FINESS number alone."""
    above = references(directory, [record.part_of], Organisation)
    if above:
        return above[0]
    if record.finess_et and record.finess_ej:
        return {
            "type": "Organization",
            "identifier": {"system": NUMBERS["finess"], "value": record.finess_ej},
        }
    return None


def _team(directory: Directory, record: Team) -> Resource:
    return resource(directory, record) | {
        "identifier": [own_identifier(directory, record)],
        "active": True,
        "type": [
            {"coding": [{"system": f"{HL7}organization-type", "code": "team"}]},
            concept(directory, "team_kind", record.kind),
            *(concept(directory, "specialty", code) for code in record.specialties),
        ],
        "name": record.title,
        "telecom": telecom(record.contacts),
    }


def _affiliations(directory: Directory, group: Organisation | Team) -> Iterator[Resource]:
    """One resource for each organisation or team that is a member, and one for all services that are."""
    owner = {"reference": reference(group.ref)}
    for ref in directory.shown(group.members, Organisation) + directory.shown(group.members, Team):
        yield {
            "resourceType": "OrganizationAffiliation",
            "id": fhir_id(f"{key(group.ref)}--{key(ref)}"),
            "active": True,
            "organization": owner,
            "participatingOrganization": {"reference": reference(ref)},
        }
    services = references(directory, group.members, Service)
    if services:
        yield {
            "resourceType": "OrganizationAffiliation",
            "id": fhir_id(f"{key(group.ref)}--services"),
            "active": True,
            "organization": owner,
            "healthcareService": services,
        }


def _commune(directory: Directory, record: Commune) -> Resource:
    return resource(directory, record) | {
        "identifier": [own_identifier(directory, record)],
        "status": "active",
        "name": record.title,
        "mode": "instance",
        "physicalType": {"coding": [{"system": f"{HL7}location-physical-type", "code": "area"}]},
        "position": position(record.lat, record.lon),
    }


def _place(directory: Directory, record: Place) -> Resource:
    address = record.address
    return resource(directory, record) | {
        "identifier": [own_identifier(directory, record)],
        "status": "active",
        "name": record.title,
        "description": directory.label("position", record.position) if record.lat is not None else None,
        "mode": "instance",
        "address": {
            "line": address.lines,
            "city": directory.city(address.insee),
            "postalCode": address.postcode,
            "country": "FR",
        },
        "position": position(record.lat, record.lon),
        "partOf": next(iter(references(directory, [f"communes/{address.insee}"], Commune)), None),
        "hoursOfOperation": times(directory, record.hours, "openingTime", "closingTime"),
        "availabilityExceptions": record.hours,
    }


def _service(directory: Directory, record: Service) -> Resource:
    spoken = (*record.languages, *(["fsl"] if record.sign_language else []))  # ISO 639-3: French Sign
    contacts = (*record.booking, *(c for at in record.places for c in at.contacts))
    appointment = {at.by_appointment for at in record.places}
    return (
        resource(directory, record)
        | {
            "identifier": [own_identifier(directory, record)],
            "active": True,
            "providedBy": next(iter(references(directory, [record.provided_by], Organisation)), None),
            "category": [concept(directory, "service_kind", record.kind)],
            "specialty": [concept(directory, "specialty", code) for code in record.specialties],
            "location": [{"reference": reference(p.ref)} for p in directory.offers.places(record)],
            "name": record.title,
            "comment": record.summary,
            "telecom": telecom(contacts),
            "coverageArea": references(
                directory, (f"communes/{code}" for code in directory.area(record.area)), Commune
            ),
            "eligibility": [{"comment": directory.whom(record.for_whom)}],
            "characteristic": _characteristics(directory, record),
            "communication": [{"coding": [{"system": LANGUAGES, "code": code}]} for code in spoken],
            "referralMethod": [concept(directory, "access_mode", record.access.mode)]
            if record.access
            else [],
            "appointmentRequired": appointment.pop() if len(appointment) == 1 else None,
            "notAvailable": [_closure(directory, closure) for closure in record.closures],
        }
        | _opening(directory, record)
    )


def _characteristics(directory: Directory, record: Service) -> list[Resource]:
    """Professions at work, and whether new patients are welcome."""
    professions = [concept(directory, "profession", code) for code in record.professions]
    new = record.new_patients
    return [*professions, *([concept(directory, "new_patients", new.answer)] if new else [])]


def _opening(directory: Directory, record: Service) -> Resource:
    """When a service is open: structured when it is the same at all its places, else in words by place.

    A FHIR week knows neither holidays nor seasons: the hours as they are written stand beside it.
    """
    at = {place.title: record.places[rank].hours for place, rank in directory.own_places(record)}
    written = [f"{title} : {hours}" for title, hours in at.items() if hours]
    same = set(at.values()).pop() if len(set(at.values())) == 1 else None
    return {
        "availableTime": times(directory, same),
        "availabilityExceptions": " | ".join(written),
    }


def _closure(directory: Directory, closure: Closure) -> Resource:
    return {
        "description": closure.reason or directory.gettext("Closed"),
        "during": {
            "start": closure.start.isoformat(),
            "end": closure.end.isoformat() if closure.end else None,
        },
    }


def _practitioner(directory: Directory, record: Professional) -> Resource:
    """A person who agreed: name, profession, languages. The RPPS number stays home."""
    return resource(directory, record) | {
        "identifier": [own_identifier(directory, record)],
        "active": True,
        "name": [{"text": record.title, "prefix": [record.civility] if record.civility else []}],
        "qualification": [{"code": concept(directory, "profession", record.profession)}],
        "communication": [{"coding": [{"system": LANGUAGES, "code": code}]} for code in record.languages],
    }


def _role(directory: Directory, person: Professional, role: ProfessionalRole) -> Resource:
    where = (role.organisation, role.place or "")
    return {
        "resourceType": "PractitionerRole",
        "id": fhir_id("--".join(key(ref) for ref in (person.ref, *where) if ref)),
        "active": True,
        "practitioner": {"reference": reference(person.ref)},
        "organization": next(iter(references(directory, [role.organisation], Organisation)), None),
        "code": [concept(directory, "profession", person.profession)],
        "specialty": [concept(directory, "specialty", person.specialty)] if person.specialty else [],
        "location": references(directory, [role.place], Place),
        "healthcareService": references(directory, role.services, Service),
        "availableTime": times(directory, role.hours),
        "availabilityExceptions": role.hours,
    }


def _provenances(directory: Directory) -> Iterator[Resource]:
    """Which open data the records come from: one resource for each source and date."""
    targets: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for record in (*directory.organisations, *directory.places, *directory.services, *directory.communes):
        if record.provenance:
            found = targets[record.provenance.source, record.provenance.as_of]
            found.append({"reference": reference(record.ref)})
    for (source, as_of), found in sorted(targets.items()):
        yield {
            "resourceType": "Provenance",
            "id": directory.uuid("provenance", source, as_of),
            "target": found,
            "occurredDateTime": as_of,
            "recorded": instant(directory),
            "agent": [{"who": {"display": directory.catalogue.territory.publisher.name}}],
            "entity": [{"role": "source", "what": {"display": f"{source}, {as_of}"}}],
        }
