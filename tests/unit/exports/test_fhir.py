"""The FHIR bundle is valid, whole, and says what the catalogue says."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from portal.exports.directory import Directory
from portal.exports.fhir import export
from portal.exports.fhir_types import fhir_id, reference
from portal.model.directory import Service

NOS = "https://mos.esante.gouv.fr/NOS/"


@pytest.fixture(scope="module")
def bundle(directory: Directory) -> Any:
    return json.loads(export(directory)["bundle.json"])


@pytest.fixture(scope="module")
def small(example: Directory) -> dict[str, Any]:
    """The resources of the fictitious territory by their reference."""
    entries = json.loads(export(example)["bundle.json"])["entry"]
    return {f"{e['resource']['resourceType']}/{e['resource']['id']}": e["resource"] for e in entries}


def references(tree: Any) -> Iterator[str]:
    """Every reference of a tree of JSON."""
    if isinstance(tree, dict):
        if isinstance(tree.get("reference"), str):
            yield tree["reference"]
        for value in tree.values():
            yield from references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references(value)


def test_is_valid_r4(bundle: Any) -> None:
    read = Bundle.model_validate(bundle)
    assert len(read.entry) == len(bundle["entry"])


def test_every_reference_resolves_inside(bundle: Any) -> None:
    held = [f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in bundle["entry"]]
    assert len(held) == len(set(held))
    assert set(references(bundle)) <= set(held)
    assert all(e["fullUrl"].endswith(f"/{ref}") for e, ref in zip(bundle["entry"], held, strict=True))
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", ref.partition("/")[2]) for ref in held)


def test_counts_are_those_of_the_catalogue(bundle: Any, directory: Directory) -> None:
    counts = Counter(e["resource"]["resourceType"] for e in bundle["entry"])
    assert counts["Organization"] == len(directory.organisations) + len(directory.teams)
    assert counts["HealthcareService"] == len(directory.services)
    assert counts["Location"] == len(directory.places) + len(directory.communes)
    assert counts["Practitioner"] == len(directory.professionals)
    assert counts["PractitionerRole"] == sum(len(p.roles) for p in directory.professionals)


def test_every_service_keeps_its_whole_id_as_identifier(bundle: Any, directory: Directory) -> None:
    found = [
        e["resource"]["identifier"][0]["value"]
        for e in bundle["entry"]
        if e["resource"]["resourceType"] == "HealthcareService"
    ]
    assert found == [s.id for s in directory.services]


def test_no_value_is_empty(bundle: Any) -> None:
    def empty(tree: Any) -> bool:
        children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
        return tree in (None, "", [], {}) or any(map(empty, children))

    assert not empty(bundle)


def test_codes_of_the_nos_are_told_from_those_of_the_territory(small: dict[str, Any]) -> None:
    service = small["HealthcareService/consultation-genou"]
    assert service["specialty"][0]["coding"] == [
        {"system": f"{NOS}TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale", "code": "SM48"}
    ]
    kinds = small["Organization/antenne-fictive"]["type"]
    assert kinds[0]["coding"][0]["system"] == "https://exemple.example/donnees/organisation_kind"
    assert service["category"][0]["coding"] == [
        {"system": "https://exemple.example/donnees/service_kind", "code": "consultation"},
        {"system": f"{NOS}TRE_R213-ModePriseEnCharge/FHIR/TRE-R213-ModePriseEnCharge", "code": "32"},
    ]
    hospital = small["Organization/hopital-fictif"]
    assert hospital["type"][1]["coding"][0]["code"] == "355"
    assert {"system": "https://finess.esante.gouv.fr", "value": "980000020"} in hospital["identifier"]


def test_the_legal_entity_is_named_by_its_number_alone(small: dict[str, Any]) -> None:
    assert small["Organization/hopital-fictif"]["partOf"]["identifier"]["value"] == "980000038"
    assert small["Organization/antenne-fictive"]["partOf"] == {"reference": "Organization/hopital-fictif"}


def test_a_service_at_two_places_tells_the_hours_of_each(small: dict[str, Any]) -> None:
    service = small["HealthcareService/consultation-genou"]
    assert "availableTime" not in service
    assert service["availabilityExceptions"] == (
        "La colline : Mo,Th 09:00-12:30,14:00-17:00; PH off | Place du Bourg : Fr 14:00-17:00"
    )
    assert small["HealthcareService/urgences-fictives"]["availableTime"] == [
        {"daysOfWeek": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "allDay": True}
    ]


def test_a_person_who_agreed_has_a_role_at_each_place_and_no_number(small: dict[str, Any]) -> None:
    person = small["Practitioner/camille-fictive"]
    assert [i["system"] for i in person["identifier"]] == ["https://exemple.example/donnees/professionals"]
    roles = [
        r
        for r in small.values()
        if r["resourceType"] == "PractitionerRole"
        and r["practitioner"] == {"reference": "Practitioner/camille-fictive"}
    ]
    assert [r["organization"]["reference"] for r in roles] == [
        "Organization/hopital-fictif",
        "Organization/msp-fictive",
    ]
    assert roles[0]["healthcareService"] == [{"reference": "HealthcareService/consultation-genou"}]
    assert roles[0]["availableTime"] == [
        {"daysOfWeek": ["mon", "thu"], "availableStartTime": "09:00:00", "availableEndTime": "12:30:00"}
    ]


def test_teams_are_organisations_with_their_members(small: dict[str, Any]) -> None:
    assert small["Organization/team.ess-genou"]["type"][0]["coding"][0]["code"] == "team"
    affiliation = small["OrganizationAffiliation/team.ess-genou--hopital-fictif"]
    assert affiliation["organization"] == {"reference": "Organization/team.ess-genou"}


def test_provenance_names_source_and_date(small: dict[str, Any]) -> None:
    found = [r for r in small.values() if r["resourceType"] == "Provenance"]
    dated = {(r["entity"][0]["what"]["display"], r["occurredDateTime"]): r for r in found}
    assert len(dated) == len(found)
    pharmacy = dated["Registre fictif des lieux de soins, 2026-05", "2026-05"]
    assert {"reference": "Organization/pharmacie-fictive"} in pharmacy["target"]


def test_a_long_id_is_cut_in_the_same_way_and_stays_alone() -> None:
    one, other = "a" * 90 + "-1", "a" * 90 + "-2"
    assert len(fhir_id(one)) == 64
    assert fhir_id(one) != fhir_id(other)
    assert fhir_id("court") == "court"
    assert reference(f"{Service.kind_id}/{one}") == f"HealthcareService/{fhir_id(one)}"
