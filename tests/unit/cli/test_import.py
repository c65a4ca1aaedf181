"""``portal import finess``: the change is shown first, made when asked, and then there is none left."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.loading.catalogue import load
from portal.web.app import create_app
from portal.web.assets import build_assets
from portal.web.site import Site

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"
TARN = FIXTURES.parent / "tarn"
CPTS = """id: cpts
name: Gaillac
site_name: Essai
place_phrase: ici
description: Un essai.
departement: "81"
communes: ["81099", "81999"]
publisher: {name: Essai}
publication: {base_url: https://essai.example/}
reports: {}
review: {owner: Essai}
"""
DATED_LISTS = ("--communes", str(FIXTURES / "communes.csv"), "--communes-date", "2026")
TABLES = ("communes", "places", "organisations", "services")


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """A territory that has no directory yet, and says nothing of its bounds."""
    (tmp_path / "content").mkdir()
    bounds = ("departement", "communes")
    lines = [line for line in CPTS.splitlines(keepends=True) if not line.startswith(bounds)]
    (tmp_path / "content" / "territory.yaml").write_text("".join(lines))
    return tmp_path


def run(territory: Path, *more: str, finess: Path = FIXTURES / "finess-activites.csv") -> str:
    command = ["import", "finess", str(finess), "--root", str(territory)]
    command += [*DATED_LISTS, "--data-date", "2026-01", *more]
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
    assert all(
        f"{table} : fiches nouvelles 0, champs changés 0, fiches fermées 0" in said for table in TABLES
    )


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
    command += [*DATED_LISTS, "--data-date", "2026-01", "--sae", str(sae)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "--sae-year" in result.output


def call(root: Path, *words: str | Path, status: int = 0) -> str:
    """Run ``portal import …`` on a territory."""
    result = CliRunner().invoke(main, ["import", *map(str, words), "--root", str(root)])
    assert result.exit_code == status, result.output
    return result.output


def test_a_new_departement_by_the_readme_alone(tmp_path: Path) -> None:
    """init, import communes, import finess, check, build: nothing is typed by hand in between."""
    root = tmp_path / "tarn"
    runner = CliRunner()
    begun = runner.invoke(main, ["init", str(root), "--name", "Tarn", "--departement", "81", "--yes"])
    assert begun.exit_code == 0, begun.output
    assert "fiches nouvelles 314" in call(
        root, "communes", TARN / "communes-81.csv", "--data-date", "2026", "--apply"
    )
    said = call(root, "finess", FIXTURES / "finess-activites.csv", "--data-date", "2026-01", "--apply")
    assert "organisations : fiches nouvelles 19," in said
    checked = runner.invoke(main, ["check", "--root", str(root), "--format", "json"])
    told = {p["code"] for p in json.loads(checked.output) if p["severity"] != "info"}
    assert told == {"import-old"}  # the file of January is old, and a coordinator hears of it
    loaded = load(root, date(2026, 11, 26))
    assert loaded.catalogue is not None
    site = Site(loaded.catalogue, loaded.as_of, build_assets(loaded.catalogue.territory, None))
    client = create_app(site).test_client()
    assert "Centre hospitalier d’Albi" in client.get("/organisations/centre-hospitalier-d-albi/").text
    for path in ("/communes/81004/", "/organisations/", "/organisations/centre-hospitalier-d-albi/"):
        assert 'data-from="2027-03-05" hidden' in client.get(path).text, path  # 400 days after January 2026


def test_a_territory_of_a_few_communes_keeps_its_own(territory: Path) -> None:
    """A community of professionals covers some communes of a département: the rest of the file is counted."""
    (territory / "content" / "territory.yaml").write_text(CPTS)
    said = call(territory, "communes", TARN / "communes-81.csv", "--data-date", "2026", "--apply")
    assert "communes : fiches nouvelles 1," in said and "la commune 81999 n’est pas dans la liste" in said
    said = call(territory, "finess", TARN / "finess-81-brut.csv", "--data-date", "2026-01", "--apply")
    assert "(leur commune n’est pas du territoire)" in said
    with (territory / "content" / "directory" / "places.csv").open(encoding="utf-8", newline="") as file:
        assert {row["address.insee"] for row in csv.DictReader(file)} == {"81099"}


def test_a_folder_that_is_no_territory_takes_nothing(tmp_path: Path) -> None:
    """A command typed in the wrong folder would else bring in every row of France."""
    said = call(tmp_path, "communes", FIXTURES / "communes.csv", "--data-date", "2026", "--apply", status=2)
    assert "n’est pas le dossier d’un territoire" in said and "portal init" in said
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_told(territory: Path, tmp_path: Path) -> None:
    """The next command to type, or the option that lacks."""
    finess = FIXTURES / "finess-activites.csv"
    assert "portal import communes" in call(territory, "finess", finess, "--data-date", "2026-01", status=2)
    assert "--data-date" in call(territory, "communes", FIXTURES / "communes.csv", status=2)
    call(territory, "communes", FIXTURES / "communes.csv", "--data-date", "2026", "--apply")
    assert "--data-date" in call(territory, "finess", finess, status=2)
    dated = shutil.copy(finess, tmp_path / "finess-20260112.csv")
    assert "nouvelles" in call(territory, "finess", dated)
    nowhere = tmp_path / "communes-2026.csv"
    nowhere.write_text("code_insee,nom\n75056,Paris\n")
    (territory / "content" / "territory.yaml").write_text(CPTS)
    assert "territory.yaml" in call(territory, "communes", nowhere, status=2)


def test_a_list_without_coordinates_says_what_will_lack(territory: Path, tmp_path: Path) -> None:
    """No distance, no position: told at the import, not found out on the site; its name says its date."""
    plain = tmp_path / "communes-france-2026.csv"
    plain.write_text("code_insee,nom\n81004,Albi\n81060,Carmaux\n")
    said = call(territory, "communes", plain, "--apply")
    assert "communes sans centre : 2" in said
    with (territory / "content" / "directory" / "communes.csv").open(encoding="utf-8", newline="") as file:
        assert {row["provenance.as_of"] for row in csv.DictReader(file)} == {"2026"}


def test_a_territory_without_bounds_does_not_swallow_france(territory: Path, tmp_path: Path) -> None:
    """territory.yaml names no commune: several départements come in only when somebody wants them all."""
    file = territory / "content" / "territory.yaml"
    file.write_text("\n".join(line for line in CPTS.splitlines() if "81" not in line))
    plain = tmp_path / "communes-2026.csv"
    plain.write_text("code_insee,nom\n81004,Albi\n75056,Paris\n")
    assert "les 2 communes" in call(territory, "communes", plain, "--apply", status=2)
    assert not (territory / "content" / "directory" / "communes.csv").exists()
    call(territory, "communes", plain, "--apply", "--large-change")
    assert "fiches nouvelles 0," in call(territory, "communes", plain, "--apply")


def test_a_large_change_waits_for_a_person(territory: Path, tmp_path: Path) -> None:
    """The whole list is shown, nothing is written, the status says so; with the option it is done."""
    run(territory, "--apply")
    rows = (FIXTURES / "finess-activites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cut = tmp_path / "coupé.csv"
    cut.write_text("".join(rows[: len(rows) // 3]), encoding="utf-8")
    before = (territory / "content" / "directory" / "organisations.csv").read_bytes()
    words = ("finess", cut, "--data-date", "2026-01", "--apply", "--all")
    said = call(territory, *words, status=2)
    assert "fermerait" in said and "--large-change" in said and "\n  - " in said
    assert (territory / "content" / "directory" / "organisations.csv").read_bytes() == before
    call(territory, *words, "--large-change")
    assert (territory / "content" / "directory" / "organisations.csv").read_bytes() != before


def test_conflicts_are_told_whatever_their_number(territory: Path, tmp_path: Path) -> None:
    """The editor's value and the source's, side by side."""
    run(territory, "--apply")
    table = territory / "content" / "directory" / "organisations.csv"
    table.write_text(table.read_text("utf-8").replace("CMPP Le Go,", "Le CMPP du Go,"), encoding="utf-8")
    later = tmp_path / "later.csv"
    text = (FIXTURES / "finess-activites.csv").read_text(encoding="utf-8")
    later.write_text(text.replace("CMPP LE GO", "CMPP LE GO NEUF"), encoding="utf-8")
    said = run(territory, "--apply", finess=later)
    assert (
        "! cmpp-le-go-albi title : la vôtre est gardée, « Le CMPP du Go » ; la source dit « CMPP Le Go Neuf »"
        in said
    )
    assert "Le CMPP du Go," in table.read_text("utf-8")
