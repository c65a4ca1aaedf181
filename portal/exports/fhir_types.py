"""The parts that FHIR resources share: ids, references, coded concepts, contacts, weeks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from portal.exports.directory import Directory, dialled, public, weekly
from portal.model.base import Record
from portal.model.values import Contact

Resource = dict[str, Any]

# Each kind of record as a type of resource, and what goes before its id where two kinds share a type.
_TYPES = {
    "organisations": ("Organization", ""),
    "teams": ("Organization", "team."),
    "services": ("HealthcareService", ""),
    "places": ("Location", ""),
    "communes": ("Location", "commune."),
    "professionals": ("Practitioner", ""),
}
NUMBERS = {"finess": "https://finess.esante.gouv.fr", "siret": "https://sirene.fr"}
_NOS = "https://mos.esante.gouv.fr/NOS/{0}/FHIR/{1}"
# Our vocabularies that take the codes of a nomenclature of the NOS, and the shape of those codes: a
# territory may have added others.
_NOMENCLATURES = {
    "specialty": ("TRE_R38-SpecialiteOrdinale", re.compile(r"S(?:CD|I|M|P)\d\d")),
    "profession": ("TRE_G15-ProfessionSante", re.compile(r"\d\d")),
    "finess_category": ("TRE_R66-CategorieEtablissement", re.compile(r"\d{3}")),
}
# Codes of the NOS that the ANS uses in its examples of the national directory of offers (ROR): activity of
# general medicine, and consultation as a way to be taken care of.
_ROR = {
    ("specialty", "SM26"): ("TRE_R211-ActiviteOperationnelle", "437"),
    ("specialty", "SM53"): ("TRE_R211-ActiviteOperationnelle", "437"),
    ("specialty", "SM54"): ("TRE_R211-ActiviteOperationnelle", "437"),
    ("service_kind", "consultation"): ("TRE_R213-ModePriseEnCharge", "32"),
}
_CHANNELS = {"tel": "phone", "sms": "sms", "fax": "fax", "email": "email", "mssante": "email"}  # others: url
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ID_LENGTH = 64  # of FHIR; ours may be longer


def fhir_id(text: str) -> str:
    """The text as a FHIR id; a long one keeps its beginning and a digest of the whole."""
    if len(text) <= _ID_LENGTH:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{text[: _ID_LENGTH - len(digest) - 1]}-{digest}"


def key(ref: str) -> str:
    """The id of a record among all those of its type, before it is cut."""
    kind, _, ident = ref.partition("/")
    return _TYPES[kind][1] + ident


def reference(ref: str) -> str:
    """How a resource names a record: ``HealthcareService/id``."""
    return f"{_TYPES[ref.partition('/')[0]][0]}/{fhir_id(key(ref))}"


def references(directory: Directory, refs: Iterable[str | None], kind: type[Record]) -> list[Resource]:
    """References to the records of one kind that are public."""
    return [{"reference": reference(ref)} for ref in directory.shown(refs, kind)]


def resource(directory: Directory, record: Record) -> Resource:
    """What all resources have: type, id, language, the page that says the same."""
    name, _, ident = reference(record.ref).partition("/")
    return {
        "resourceType": name,
        "id": ident,
        "meta": {"source": directory.page(record)},
        "language": directory.catalogue.territory.default_language,
    }


def system(directory: Directory, name: str) -> str:
    """The name of a system of codes or identifiers of the territory; it need not open in a browser."""
    return f"{directory.catalogue.territory.publication.base_url}donnees/{name}"


def own_identifier(directory: Directory, record: Record) -> Resource:
    """The identifier of a record in the directory: whole, and the same for ever."""
    return {"system": system(directory, record.kind_id), "value": record.id}


def concept(directory: Directory, vocabulary: str, code: str) -> Resource:
    """A code, in the nomenclature of the NOS when it is one of its codes, with our words for it."""
    name, shape = _NOMENCLATURES.get(vocabulary, ("", None))
    national = shape is not None and shape.fullmatch(code)
    uri = _nos(name) if national else system(directory, vocabulary)
    coding = [{"system": uri, "code": code}]
    if other := _ROR.get((vocabulary, code)):
        coding.append({"system": _nos(other[0]), "code": other[1]})
    return {"coding": coding, "text": directory.label(vocabulary, code)}


def _nos(name: str) -> str:
    """The address of a nomenclature of the NOS."""
    return _NOS.format(name, name.replace("_", "-"))


def telecom(contacts: Iterable[Contact]) -> list[Resource]:
    """The public contacts, each once."""
    found = {(_CHANNELS.get(c.channel, "url"), dialled(c)) for c in public(contacts)}
    return [{"system": name, "value": value} for name, value in sorted(found)]


def position(lat: float | None, lon: float | None) -> Resource | None:
    """A position in WGS 84 degrees; None without both."""
    return None if lat is None or lon is None else {"longitude": lon, "latitude": lat}


def times(
    directory: Directory, hours: str | None, start: str = "availableStartTime", end: str = "availableEndTime"
) -> list[Resource]:
    """Opening hours as FHIR repeats them each week; a day has no 24:00 there."""
    found = []
    for days, (opens, closes) in weekly(hours, directory.as_of):
        week: Resource = {"daysOfWeek": [_DAYS[day] for day in days]}
        if opens == closes == time():
            week["allDay"] = True
        else:
            week |= {start: opens.isoformat(), end: closes.isoformat() if closes != time() else "23:59:59"}
        found.append(week)
    return found


def instant(directory: Directory) -> str:
    """The day of the export as FHIR writes an instant."""
    return f"{directory.as_of.isoformat()}T00:00:00Z"
