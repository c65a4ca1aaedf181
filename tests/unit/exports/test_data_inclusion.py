"""The data·inclusion files are valid by its own package and by its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1
from jsonschema import Draft202012Validator, FormatChecker

from portal.exports.data_inclusion import export
from portal.exports.directory import Directory, last_change

SCHEMAS = Path(__file__).parents[2] / "fixtures" / "schemas" / "data-inclusion"
MODELS = {"structures.json": v1.Structure, "services.json": v1.Service}


@pytest.fixture(scope="module")
def files(directory: Directory) -> dict[str, Any]:
    return {name: json.loads(content) for name, content in export(directory).items()}


@pytest.fixture(scope="module")
def small(example: Directory) -> dict[str, Any]:
    """The services of the fictitious territory by id."""
    return {s["id"]: s for s in json.loads(export(example)["services.json"])}


@pytest.mark.parametrize("name", MODELS)
def test_is_valid(files: dict[str, Any], name: str) -> None:
    schema = json.loads((SCHEMAS / name.replace("s.json", ".json")).read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert files[name]
    for record in files[name]:
        validator.validate(record)
        MODELS[name].model_validate(record, context={"ignore_warnings": False})
        assert set(record) <= set(schema["properties"])


def test_counts_and_references(files: dict[str, Any], directory: Directory) -> None:
    structures = {s["id"] for s in files["structures.json"]}
    services = [s["id"] for s in files["services.json"]]
    assert len(structures) == len(files["structures.json"])
    assert len(services) == len(set(services))
    assert {s["structure_id"] for s in files["services.json"]} <= structures
    dated = [s for s in directory.services if last_change(s)]
    assert len(services) == sum(max(1, len(directory.own_places(s))) for s in dated)


def test_imported_records_are_all_there(files: dict[str, Any], directory: Directory) -> None:
    imported = {
        f"{directory.catalogue.territory.id}--{o.id}" for o in directory.organisations if o.provenance
    }
    assert imported <= {s["id"] for s in files["structures.json"]}


def test_a_record_without_any_date_is_left_out(small: dict[str, Any]) -> None:
    assert "val-d-exemple--consultation-toux" in small
    assert "val-d-exemple--imagerie-sans-rien" not in small


def test_a_service_says_who_may_come_how_and_for_how_much(small: dict[str, Any]) -> None:
    there = small["val-d-exemple--consultation-genou--colline"]
    assert there["date_maj"] == "2026-10-01"
    assert there["telephone"] == "+33536490012"
    assert there["horaires_accueil"] == "Mo,Th 09:00-12:30,14:00-17:00; PH off"
    assert there["modes_accueil"] == ["a-distance", "en-presentiel"]
    assert there["modes_mobilisation"] == ["telephoner", "utiliser-lien-mobilisation"]
    assert there["mobilisable_par"] == ["usagers"]
    assert there["frais"] == "payant"
    assert there["zone_eligibilite"] == ["98991", "98994"]
    assert "publics" not in there  # the format has no word for adults
    assert "latitude" not in there  # approximate
    assert small["val-d-exemple--consultation-genou--place-du-bourg"]["latitude"] == 45.001


def test_a_date_by_its_year_counts_from_its_first_day(small: dict[str, Any]) -> None:
    assert small["val-d-exemple--consultation-toux"]["date_maj"] == "2025-01-10"
