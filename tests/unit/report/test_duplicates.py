"""Pairs that may be the same are found; neighbours that share a building or a switchboard are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from portal.exports.directory import Directory
from portal.report.duplicates import duplicates, plain, street

Load = Callable[[Mapping[str, str]], Any]
ORGANISATION = "---\ntitle: {}\nkind: {}\nplaces: [places/{}]\n{}---\n"
PLACE = "---\ntitle: Lieu {}\naddress: {{insee: '98991', lines: [{}]}}\n{}---\n"
TEL = "contacts: [{channel: tel, value: 05 36 49 00 01}]\n"
ONE, OTHER = "finess_et: '980000020'\n", "finess_et: '980000038'\n"


def directory(load: Load, texts: Mapping[str, str]) -> Directory:
    catalogue = load({"communes/98991.md": "---\ntitle: Bourg\n---\n", **texts}).catalogue
    assert catalogue is not None
    return Directory(catalogue, date(2026, 11, 22), str)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        # title, kind, street, other facts
        # the same number proves it, whatever else differs
        (("A", "msp", "1 rue X", ONE), ("B", "msp", "", ONE), ("number",)),
        (("Centre Léo", "cds", "", TEL), ("CENTRE  LEO", "cds", "", TEL), ("name", "phone")),
        (("Léo", "cds", "12 av. X", ""), ("LEO Bourg", "cds", "12 Avenue X", ""), ("name", "address")),
        (("Centre Léo", "cds", "1 rue X", TEL), ("Autre", "cds", "1 rue X", TEL), ("phone", "address")),
        (("Centre Léo", "cds", "1 rue X", ONE), ("Centre Léo", "cds", "1 rue X", OTHER), ("name", "address")),
        # a building, a switchboard or a name alone is not enough
        (("Centre Léo", "cds", "1 rue X", ""), ("Autre", "cds", "1 rue X", ""), None),
        (("Centre Léo", "cds", "", TEL), ("Autre", "cds", "", TEL), None),
        (("Centre Léo", "cds", "", ""), ("Centre Léo", "cds", "", ""), None),
        # two kinds are two things; so are two numbers of a register, unless the name is the very same
        (("Centre Léo", "cds", "", TEL), ("Centre Léo", "msp", "", TEL), None),
        (("Centre Léo 1", "cds", "1 rue X", ONE), ("Centre Léo 2", "cds", "1 rue X", OTHER), None),
    ],
)  # fmt: skip
def test_pairs(one: Any, other: Any, reasons: tuple[str, ...] | None, load: Load) -> None:
    """Seeded pairs; a newcomer adds a line."""
    texts = {}
    for name, (title, kind, lines, more) in (("a", one), ("b", other)):
        texts[f"organisations/{name}.md"] = ORGANISATION.format(title, kind, name, more)
        texts[f"places/{name}.md"] = PLACE.format(name, lines, "")
    found = [p for p in duplicates(directory(load, texts)) if p.keep.ref.startswith("organisations/")]
    assert [p.reasons for p in found] == ([reasons] if reasons else [])


@pytest.mark.parametrize(("position", "found"), [("exact", [("name", "near")]), ("approximate", [])])
def test_only_exact_positions_prove_something(position: str, found: list[Any], load: Load) -> None:
    """Imported places often stand at the town hall, all at the same point."""
    texts = {}
    for name, lat in (("a", "45.0"), ("b", "45.0005")):  # 56 m apart
        texts[f"organisations/{name}.md"] = ORGANISATION.format("Centre Léo", "cds", name, "")
        texts[f"places/{name}.md"] = PLACE.format(name, "", f"lat: {lat}\nlon: -8.0\nposition: {position}\n")
    assert [p.reasons for p in duplicates(directory(load, texts))] == found


def test_two_consultations_of_one_hospital(load: Load) -> None:
    """The same name in the same organisation, unless their specialties differ."""
    service = (
        "---\ntitle: Consultation\nkind: consultation\nprovided_by: organisations/h\nspecialties: [{}]\n---\n"
    )
    texts = {
        "organisations/h.md": "---\ntitle: H\nkind: cds\n---\n",
        "services/a.md": service.format("SM04"),
        "services/b.md": service.format("SM04"),
        "services/c.md": service.format("SM08"),
    }
    [pair] = duplicates(directory(load, texts))
    assert (pair.keep.ref, pair.merge.ref) == ("services/a", "services/b")
    assert pair.reasons == ("name", "owner")


def test_the_record_that_says_more_is_kept(load: Load) -> None:
    texts = {
        "organisations/a.md": ORGANISATION.format("Léo", "cds", "p", TEL + "short_name: L\n"),
        "organisations/b.md": ORGANISATION.format(
            "Léo", "cds", "p", TEL + "summary: Un centre.\nsiret: ''\n"
        ),
        "organisations/c.md": ORGANISATION.format("Léa et Lou", "cds", "p", ""),
        "places/p.md": PLACE.format("p", "1 rue X", ""),
    }
    texts["organisations/b.md"] = texts["organisations/b.md"].replace(
        "siret: ''\n", "hours: Mo 09:00-12:00\n"
    )
    [pair] = duplicates(directory(load, texts))
    assert (pair.keep.ref, pair.merge.ref, pair.brings) == (
        "organisations/b",
        "organisations/a",
        ["short_name"],
    )
    assert pair.reasons == ("name", "phone", "address")


@pytest.mark.parametrize(
    ("text", "told"),
    [("Œuvre de l’É-t.  1", "oeuvre de l e t 1"), ("", ""), ("12, Av. du Bd", "12 av du bd")],
)
def test_plain(text: str, told: str) -> None:
    assert plain(text) == told


def test_street() -> None:
    assert street("12 bis, av. de l’Été") == street("12 bis Avenue de l'ete")
