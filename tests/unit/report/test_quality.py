"""What each of the ten criteria is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from portal.exports.directory import Directory
from portal.report.quality import CRITERIA, Quality, quality

Load = Callable[[Mapping[str, str]], Any]
TEL = "[{channel: tel, value: 05 36 49 00 01}]"
INNER = "[{channel: tel, value: 05 36 49 00 01, visibility: professionals}]"


def of(load: Load, kind: str, facts: str, place: str = "", owner: str = "") -> Quality:
    required = "provided_by: organisations/o\nkind: consultation\n" if kind == "services" else "kind: cds\n"
    at = "places: [{place: places/p}]\n" if kind == "services" else "places: [places/p]\n"
    texts = {
        "organisations/o.md": f"---\ntitle: O\nkind: cds\n{owner}---\n",
        f"{kind}/r.md": f"---\ntitle: R\n{required}{at if 'places:' not in facts else ''}{facts}---\n",
        "places/p.md": f"---\ntitle: P\naddress: {{insee: '98991'}}\n{place}---\n",
    }
    loaded = load(texts)
    assert loaded.catalogue is not None
    found = quality(Directory(loaded.catalogue, date(2026, 11, 22), str))
    return next(q for q in found if q.ref == f"{kind}/r")


@pytest.mark.parametrize(
    ("kind", "facts", "place", "met"),
    [
        ("services", "", "", set()),
        ("services", "identifiers: {ror: X}\n", "", {"identified"}),
        ("services", "acts: [Un acte]\n", "", {"described"}),
        ("services", "not_for_whom: {text: Enfants.}\n", "", {"for_whom"}),
        ("services", "letter_required: 'no'\n", "", {"access"}),
        ("services", f"booking: {TEL}\n", "", {"contact"}),
        ("services", f"booking: {INNER}\n", "", set()),
        ("services", "fees: {sector: '1'}\n", "", {"cost"}),
        ("services", "places: [{place: places/p, hours: 'Mo 09:00-12:00'}]\n", "", {"hours"}),
        ("services", "", "lat: 45\nlon: -8\nposition: exact\n", {"place"}),
        ("services", "", "lat: 45\nlon: -8\n", set()),
        ("services", "", "access: {step_free: no}\n", {"accessible"}),  # bad news is an answer too
        ("organisations", "siret: '00000000000018'\n", "", {"identified"}),
        ("organisations", "summary: Un centre.\n", "", {"described"}),
        ("organisations", f"contacts: {TEL}\n", "", {"contact"}),
        ("organisations", "contacts: [{channel: web, value: 'https://a.example/'}]\n", "", {"online"}),
        ("organisations", "hours: Mo 09:00-12:00\n", "", {"hours"}),
        ("organisations", "", "hours: Mo 09:00-12:00\n", {"hours"}),
        ("organisations", "verified_on: 2026-11-01\n", "", {"fresh"}),
    ],
)
def test_criteria(kind: str, facts: str, place: str, met: set[str], load: Load) -> None:
    """A newcomer adds a line: the facts of a record, of its place, and the criteria that they meet."""
    found = of(load, kind, facts, place)
    assert {name for name, points in found.points.items() if points} == met
    assert tuple(found.points) == tuple(CRITERIA[kind])
    assert found.score == len(met)


def test_a_service_is_reached_and_identified_through_its_organisation(load: Load) -> None:
    found = of(load, "services", "", owner=f"finess_et: '980000020'\ncontacts: {TEL}\n")
    assert set(CRITERIA["services"]) - set(found.missing) == {"identified", "contact"}


@pytest.mark.parametrize(
    ("verified_on", "points"),
    [("2026-11-22", 1.0), ("2026-05-22", 1.0), ("2025-08-22", 0.5), ("2024-11-22", 0.0)],
)
def test_a_verification_decays(verified_on: str, points: float, load: Load) -> None:
    assert of(load, "organisations", f"verified_on: {verified_on}\n").points["fresh"] == points
