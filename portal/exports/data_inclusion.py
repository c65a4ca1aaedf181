"""data·inclusion, schema v1 (GIP Plateforme de l'inclusion): social structures and services of France.

Source of the format: github.com/gip-inclusion/data-inclusion-schema, v1; its French words are codes.
The format wants the day of the last change of each record: a record that bears no date is left out, since
a date that nobody knows would pass for freshness.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from portal.exports.directory import Directory, dialled, first, last_change, public
from portal.exports.package import packaged
from portal.exports.trees import as_json, known
from portal.model.directory import Organisation, Place, Service, ServicePlace
from portal.model.values import Contact

# Kinds of organisation that are also a network of the format (list « réseaux porteurs »).
_NETWORKS = MappingProxyType(
    {
        "caarud": "caarud",
        "ccas": "ccas-cias",
        "cmp": "cmp",
        "csapa": "csapa",
        "mdph": "mdph",
        "mission_locale": "mission-locale",
    }
)
# Kinds of service that have a topic of their own; other care is « accès aux soins ».
_TOPICS = MappingProxyType(
    {
        "addiction": ["sante--addictions"],
        "harm_reduction": ["sante--addictions"],
        "mental_health_centre": ["sante--sante-mentale"],
        "child_mental_health_centre": ["sante--sante-mentale"],
        "sexual_health": ["sante--sante-sexuelle"],
        "carer_respite": ["famille--soutien-aidants"],
        "day_care": ["famille--prise-en-charge-personne-dependante"],
        "home_help": ["famille--prise-en-charge-personne-dependante"],
        "maternal_child_protection": [
            "famille--soutien-a-la-parentalite-et-a-leducation",
            "sante--acces-aux-soins",
        ],
        "social": [],
        "coordination": [],
        "tele_expertise": [],
    }
)
_CARE = ["sante--acces-aux-soins"]
_AUDIENCES = MappingProxyType(
    {
        "child": "familles",
        "teenager": "jeunes",
        "senior": "seniors",
        "disability": "personnes-en-situation-de-handicap",
    }
)
_WHO_ASKS = MappingProxyType(
    {
        "direct": ["usagers"],
        "letter": ["usagers"],
        "regulation": ["usagers"],
        "professionals_only": ["professionnels"],
        "tele_expertise": ["professionnels"],
    }
)
_AT_HOME = {"home_hospitalisation", "home_nursing", "home_help", "oxygen_supply"}
_NAME_LENGTH = 150


def export(directory: Directory) -> dict[str, bytes]:
    """The files ``structures.json`` and ``services.json``, and what describes them."""
    structures = [s for o in directory.organisations if (s := _structure(directory, o))]
    dated = {s["id"] for s in structures}
    services = [s for record in directory.services for s in _services(directory, record)]
    files = {
        "structures.json": as_json(known(structures)),
        "services.json": as_json(known([s for s in services if s["structure_id"] in dated])),
    }
    return packaged(directory, files)


def _structure(directory: Directory, record: Organisation) -> dict[str, Any] | None:
    """One structure; None when neither it nor its services bear a date."""
    places = [p for ref in record.places if isinstance(p := directory.catalogue.shown(ref), Place)]
    dates = [last_change(r) for r in (record, *places, *directory.offers.services_of[record.ref])]
    if not any(dates):
        return None
    place = places[0] if places else None
    return (
        _common(directory, record, max(filter(None, dates)))
        | {
            "description": record.summary or directory.meaning("organisation_kind", record.kind),
            "siret": record.siret,
            "horaires_accueil": record.hours or (place.hours if place else None),
            "site_web": first(record.contacts, "web"),
            "accessibilite_lieu": place.accessibility_url if place else None,
            "reseaux_porteurs": [_NETWORKS[record.kind]] if record.kind in _NETWORKS else [],
        }
        | _reach(record.contacts)
        | _where(directory, place)
    )


def _services(directory: Directory, record: Service) -> list[dict[str, Any]]:
    """A service once per place that it names, for the format knows one place a service."""
    changed = last_change(record)
    if not changed:
        return []
    facts = _common(directory, record, changed) | _service(directory, record)
    own = directory.own_places(record)
    if not own:
        borrowed = directory.offers.places(record)
        return [facts | _reach(record.booking) | _where(directory, borrowed[0] if borrowed else None)]
    return [
        facts
        | {"id": f"{facts['id']}--{place.id}", "horaires_accueil": record.places[rank].hours}
        | _mobilisation(record, record.places[rank])
        | _reach((*record.places[rank].contacts, *record.booking))
        | _where(directory, place)
        for place, rank in own
    ]


def _service(directory: Directory, record: Service) -> dict[str, Any]:
    whom, access, fees = record.for_whom, record.access, record.fees
    audiences = whom.audiences if whom else ()
    remote = record.remote and record.remote.teleconsultation
    on_site = record.kind not in _AT_HOME and directory.offers.places(record)
    said = (directory.label("access_mode", access.mode), access.note) if access else ()
    amounts = [f"{amount} €" for amount in (fees.min, fees.max) if amount is not None] if fees else []
    return {
        "structure_id": f"{directory.catalogue.territory.id}--{record.provided_by.partition('/')[2]}",
        "description": record.summary or directory.meaning("service_kind", record.kind),
        "thematiques": _TOPICS.get(record.kind, _CARE),
        # Some of the audiences would say that the others are not welcome.
        "publics": [_AUDIENCES[a] for a in audiences] if set(audiences) <= _AUDIENCES.keys() else [],
        "publics_precisions": directory.whom(whom),
        "modes_accueil": [*(["a-distance"] if remote else []), *(["en-presentiel"] if on_site else [])],
        "conditions_acces": " — ".join(filter(None, said)),
        "mobilisable_par": _WHO_ASKS.get(access.mode) if access else None,
        "frais": _is_paid(record),
        "frais_precisions": " — ".join(
            filter(None, ("-".join(amounts), fees.note, f"{fees.source}, {fees.as_of}" if amounts else None))
        )
        if fees
        else None,
        "zone_eligibilite": list(directory.area(record.area)),
    } | _mobilisation(record)


def _is_paid(record: Service) -> str | None:
    """Free or not; None when nobody says so, for a hospital without extra fees is not free."""
    fees = record.fees
    if fees and fees.sector == "free":
        return "gratuit"
    return "payant" if fees and (fees.min or fees.max) else None


def _mobilisation(record: Service, at: ServicePlace | None = None) -> dict[str, Any]:
    """How one asks for a service, from its public contacts, in all or at one place."""
    contacts = (*(at.contacts if at else ()), *record.booking)
    link = first(contacts, "booking")
    modes = {
        "envoyer-un-courriel": public(contacts, "email"),
        "se-presenter": at is not None and at.by_appointment is False,
        "telephoner": public(contacts, "tel"),
        "utiliser-lien-mobilisation": link,
    }
    return {"lien_mobilisation": link, "modes_mobilisation": [mode for mode, used in modes.items() if used]}


def _common(directory: Directory, record: Organisation | Service, changed: str) -> dict[str, Any]:
    territory = directory.catalogue.territory.id
    return {
        "source": territory,
        "id": f"{territory}--{record.id}",
        "nom": record.title[:_NAME_LENGTH].rstrip(" ."),
        "date_maj": changed,
        "lien_source": directory.page(record),
    }


def _reach(contacts: Iterable[Contact]) -> dict[str, Any]:
    contacts = list(contacts)
    phones = public(contacts, "tel")
    return {"telephone": dialled(phones[0]) if phones else None, "courriel": first(contacts, "email")}


def _where(directory: Directory, place: Place | None) -> dict[str, Any]:
    if not place:
        return {}
    lines = place.address.lines
    # The format cannot say that a position is not the door.
    return {
        "adresse": lines[0] if lines else None,
        "complement_adresse": ", ".join(lines[1:]),
        "code_postal": place.address.postcode,
        "code_insee": place.address.insee,
        "commune": directory.city(place.address.insee),
    } | ({"latitude": place.lat, "longitude": place.lon} if place.position == "exact" else {})
