"""For each step and each commune: somebody at a distance, somebody outside, or a said gap; never silence."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.cli import main
from portal.model.coverage import cells
from portal.model.covered import KINDS
from portal.model.pathway import Pathway
from portal.model.step import Actor
from portal.model.values import Offer
from portal.web.site import Site

BOURG = "Bourg-Exemple"


def row(site: Site, offer: Offer) -> dict[str, tuple[str, str | None]]:
    """What each commune has for whoever answers an offer: its state, and where one goes."""
    pathway = next(p for p in site.catalogue.all(Pathway) if p.id == "boiterie-fictive")
    step = pathway.steps[0].model_copy(update={"actors": (Actor(role="Qui", offer=offer),)})
    (covered,) = site.coverage.of(pathway.model_copy(update={"steps": (step,)}))
    return {i: (cell.kind, cell.place.title if cell.place else None) for i, cell in covered.cells.items()}


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (Offer(organisation_kinds=("msp",)), {"98991": ("here", BOURG), "98992": ("comes", None)}),
        (Offer(organisation_kinds=("msp",)), {"98993": ("gap", None)}),  # it serves other communes
        (Offer(service_kinds=("maternity",)), {"98991": ("outside", "Outre-Val")}),
        (Offer(specialties=("SM48",)), {"98993": ("near", BOURG), "98995": ("named", None)}),
        (Offer(service_kinds=("dialysis",)), {"98991": ("gap", None), "98995": ("gap", None)}),
    ],
)  # fmt: skip
def test_states(example: Site, offer: Offer, expected: dict[str, tuple[str, str | None]]) -> None:
    """Each state that a cell may have; a newcomer adds a line."""
    found = row(example, offer)
    assert {insee: found[insee] for insee in expected} == expected


@pytest.mark.parametrize(
    ("level", "actors", "expected"),
    [
        (1, ("SM04", "msp"), ("here", "msp", ["SM04"])),  # nobody known for the first role: it is said
        (1, ("SM48", "msp"), ("near", "SM48", [])),  # the nearer second role does not stand for the first
        (2, ("SM04", "msp"), ("gap", None, ["SM04"])),  # a health house is no heart specialist
        (2, ("SM04", "SM48"), ("near", "SM48", ["SM04"])),
        (1, ("oneself", "msp"), ("here", "msp", [])),  # nobody to look for
    ],
)
def test_each_role_counts_for_itself(
    example: Site, level: int, actors: tuple[str, ...], expected: tuple[str, str | None, list[str]]
) -> None:
    """A step counts for its first role that somebody fills; the roles that nobody fills are named."""
    roles = tuple(
        Actor(role=name, oneself=True)
        if name == "oneself"
        else Actor(
            role=name,
            offer=Offer(specialties=(name,)) if name.startswith("SM") else Offer(organisation_kinds=(name,)),
        )
        for name in actors
    )
    pathway = next(p for p in example.catalogue.all(Pathway) if p.id == "boiterie-fictive")
    step = pathway.steps[0].model_copy(update={"actors": roles, "level": level})
    (covered,) = example.coverage.of(pathway.model_copy(update={"steps": (step,)}))
    insee = "98991" if "SM48" not in actors else "98993"
    answers = covered.by[insee].actor.role if covered.cells[insee].kind != "gap" else None
    assert (covered.cells[insee].kind, answers, [a.role for a in covered.missing]) == expected


def test_a_commune_says_how_far_each_pathway_leads(example: Site, client: FlaskClient) -> None:
    """What covers me: each pathway from my commune, and back to its table."""
    (one, *_) = example.coverage.reach("98991")
    assert one.known <= len(one.pathway.steps)
    assert example.coverage.reach("98996") == []  # outside the territory
    page = client.get("/communes/98991/").get_data(as_text=True)
    outside = client.get("/communes/98996/").get_data(as_text=True)
    assert "Outre-Val" in outside
    assert 'id="t-near"' not in outside, "what is nearest to it is not ours to say"
    assert re.search('parcours/boiterie-fictive/couverture/[^"]*#c-98991"', page)
    assert 'id="c-98991"' in client.get("/parcours/boiterie-fictive/couverture/").get_data(as_text=True)


def test_no_cell_is_silent(site: Site) -> None:
    """In the demonstration: somebody with a distance or a reason, or words that say nobody is known."""
    for pathway in site.catalogue.all(Pathway):
        rows = list(cells(site.coverage, pathway))
        assert len(rows) == len(pathway.steps) * len(site.coverage.communes)
        for cell in rows:
            assert cell["state"] in KINDS
            assert (cell["provider"] is None) == (cell["state"] == "gap")
            assert (cell["km"] is not None) == (cell["state"] in {"here", "near", "outside"})
            assert cell["gap"] or cell["state"] != "gap", f"{pathway.id}, step {cell['step']}"


def test_the_file_says_what_the_page_says(example: Site, client: FlaskClient) -> None:
    pathway = next(p for p in example.catalogue.all(Pathway) if p.id == "boiterie-fictive")
    text = client.get("/parcours/boiterie-fictive/couverture.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(pathway.steps) * len(example.coverage.communes)
    assert {r["state"] for r in rows} <= set(KINDS)


def test_the_command(example_root: Path) -> None:
    """Sentences to read, or every cell for programs."""
    asked = ["report", "coverage", "--root", str(example_root), "--as-of", "2026-11-22"]
    said = CliRunner().invoke(main, [*asked, "--lang", "en"]).output
    assert "boiterie-fictive (5 communes)\n  1. medecin: in the commune 1, at a distance" in said
    assert "3. suivi: nobody known 5" in said
    rows = json.loads(
        CliRunner().invoke(main, [*asked, "--format", "json", "--pathway", "toux-fictive"]).output
    )
    assert {r["pathway"] for r in rows} == {"toux-fictive"}
    refused = CliRunner().invoke(main, [*asked, "--pathway", "absent"])
    assert refused.exit_code == 2
    assert "absent" in refused.output
