"""``portal import finess``: the change is shown first, made when asked, and then there is none left."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"
TABLES = ("communes", "places", "organisations", "services")


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """A folder that has no directory yet."""
    (tmp_path / "content").mkdir()
    return tmp_path


def run(territory: Path, *more: str, finess: Path = FIXTURES / "finess-activites.csv") -> str:
    command = ["import", "finess", str(finess), "--root", str(territory)]
    command += ["--communes", str(FIXTURES / "communes.csv"), "--data-date", "2026-01", *more]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return result.output


def test_shown_then_made_then_nothing(territory: Path) -> None:
    """Without --apply nothing is written; with it everything is; a second import finds nothing to change."""
    assert "--apply" in run(territory)
    assert not (territory / "content" / "directory").exists()
    run(territory, "--apply")
    assert {p.stem for p in (territory / "content" / "directory").glob("*.csv")} == set(TABLES)
    said = run(territory)
    assert all(f"{table} : 0 nouvelles, 0 champs changés, 0 fermées" in said for table in TABLES)


def test_what_vanished_is_closed(territory: Path, tmp_path: Path) -> None:
    """An establishment that the source no longer lists is archived, not deleted."""
    run(territory, "--apply")
    table = territory / "content" / "directory" / "organisations.csv"
    with table.open(encoding="utf-8", newline="") as file:
        gone = next(csv.DictReader(file))
    rows = (FIXTURES / "finess-activites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    later = tmp_path / "later.csv"
    later.write_text("".join(row for row in rows if gone["finess_et"] not in row), encoding="utf-8")
    assert f"- {gone['id']}" in run(territory, "--apply", finess=later)
    with table.open(encoding="utf-8", newline="") as file:
        assert {row["id"]: row["status"] for row in csv.DictReader(file)}[gone["id"]] == "archived"


def test_year_of_the_sae(territory: Path, tmp_path: Path) -> None:
    """A file without its date is refused: every imported field keeps one."""
    sae = shutil.copy(FIXTURES / "sae.csv", tmp_path / "sae.csv")
    command = ["import", "finess", str(FIXTURES / "finess-activites.csv"), "--root", str(territory)]
    command += ["--communes", str(FIXTURES / "communes.csv"), "--data-date", "2026-01", "--sae", str(sae)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "--sae-year" in result.output
