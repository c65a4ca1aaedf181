"""The HSDS files are valid against the compiled schemas of version 3."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from portal.exports.directory import Directory
from portal.exports.hsds import export

SCHEMAS = Path(__file__).parents[2] / "fixtures" / "schemas" / "hsds"
FILES = {"organizations.json": "organization", "services.json": "service"}


@pytest.fixture(scope="module")
def files(directory: Directory) -> dict[str, Any]:
    return {name: json.loads(content) for name, content in export(directory).items()}


@pytest.fixture(scope="module")
def knee(example: Directory) -> Any:
    found = json.loads(export(example)["services.json"])
    return next(s for s in found if s["name"] == "Consultation du genou imaginaire")


def undeclared(tree: Any, schema: Any, path: str = "") -> Iterator[str]:
    """The members of a tree that its schema does not name: HSDS schemas are open."""
    if isinstance(tree, list):
        for value in tree:
            yield from undeclared(value, schema.get("items", {}), path)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key not in schema.get("properties", {}):
                yield f"{path}/{key}"
            else:
                yield from undeclared(value, schema["properties"][key], f"{path}/{key}")


@pytest.mark.parametrize("name", FILES)
def test_is_valid(files: dict[str, Any], name: str) -> None:
    schema = json.loads(lzma.decompress((SCHEMAS / f"{FILES[name]}.json.xz").read_bytes()))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert files[name]
    for record in files[name]:
        assert [error.message for error in validator.iter_errors(record)] == []
        assert list(undeclared(record, schema)) == []


def test_counts_ids_and_references(files: dict[str, Any], directory: Directory) -> None:
    organisations, services = files["organizations.json"], files["services.json"]
    assert len({o["id"] for o in organisations}) == len(directory.organisations)
    assert len({s["id"] for s in services}) == len(directory.services)
    held = {o["id"] for o in organisations}
    assert {o["parent_organization_id"] for o in organisations if "parent_organization_id" in o} <= held
    assert {s["organization"]["id"] for s in services} <= held
    links = [at for s in services for at in s.get("service_at_locations", [])]
    assert len(links) == sum(len(directory.offers.places(s)) for s in directory.services)
    assert all(at["location"]["id"] == at["location_id"] for at in links)


def test_a_service_at_two_places_has_its_hours_at_each(knee: Any) -> None:
    hill, square = knee["service_at_locations"]
    assert [(s["byday"], s["opens_at"], s["closes_at"]) for s in hill["schedules"]] == [
        ("MO,TH", "09:00", "12:30"),
        ("MO,TH", "14:00", "17:00"),
    ]
    assert [s["byday"] for s in square["schedules"]] == ["FR"]
    assert hill["phones"][0]["number"] == "+33536490012"


def test_a_closure_of_the_day_shows(knee: Any) -> None:
    assert (knee["status"], knee["alert"]) == ("temporarily closed", "Travaux imaginaires.")


def test_costs_bear_their_source(knee: Any) -> None:
    assert [(c["amount"], c["currency"]) for c in knee["cost_options"]] == [(12.5, "EUR"), (20.0, "EUR")]
    assert all(c["amount_description"].endswith("Barème imaginaire, 2026-01") for c in knee["cost_options"])
