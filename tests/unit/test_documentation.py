"""What the documents at the root promise exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    p.relative_to(ROOT).as_posix() for p in (*ROOT.glob("*.md"), *ROOT.glob("content/**/README.md"))
)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(name: str) -> None:
    """Links and pictures of the repository."""
    targets = re.findall(
        r"\]\((?!https?:|#)([^)\s]+)\)", re.sub(r"```.*?```|`[^`]*`", "", read(name), flags=re.S)
    )
    assert [t for t in targets if not (ROOT / name).parent.joinpath(t.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_of_the_program_exist(name: str) -> None:
    """What is named in code type, from the root."""
    paths = re.findall(r"`((?:portal|search|tests|translations)/[\w./]+)`", read(name))
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_the_readme_tells_every_command() -> None:
    told = set(re.findall(r"^\| `portal (\w+)", read("README.md"), re.M))
    assert told == set(COMMANDS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.M))
    assert set(re.findall(r"(?:`|^)make (\w+)", read(name), re.M)) <= targets


def test_every_proof_of_safety_exists() -> None:
    proofs = PROOF.findall(read("SAFETY.md"))
    assert [f"{path}::{test}" for path, test in proofs if f"def {test}(" not in read(path)] == []


def test_every_hazard_has_a_cause_a_control_and_a_proof() -> None:
    hazards = read("SAFETY.md").split("\n### ")[1:]
    assert len(hazards) >= 12
    for hazard in hazards:
        parts = re.findall(r"^- \*\*(.+?)\.\*\*", hazard, re.M)
        assert parts[:3] == ["Cause", "Ce qui l’empêche", "Preuve"], hazard[:60]
        assert PROOF.search(hazard), hazard[:60]


def test_every_code_of_safety_has_a_seeded_error() -> None:
    seeded = {
        line.split("\t")[2] for line in read("tests/fixtures/broken/expected.tsv").splitlines()[0:] if line
    }
    codes = {
        c
        for group in re.findall(r"\(([^()]*), essais\)", read("SAFETY.md"))
        for c in re.findall(r"`([\w-]+)`", group)
    }
    assert codes
    assert codes <= seeded


@pytest.mark.parametrize("name", DOCUMENTS)
def test_french_typography(name: str) -> None:
    """Curly apostrophes outside code."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", read(name), flags=re.S)
    assert re.findall(r".{20}\w'\w.{10}", prose) == []
