"""``portal report``: what it finds, where it writes, and that its figures can be counted again."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.report.quality import CRITERIA

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "tests" / "fixtures" / "exemple"
RECOUNT = ROOT / "tests" / "unit" / "exports" / "indicators.py"


def run(*more: str, root: Path = EXAMPLE) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["report", "--root", str(root), "--as-of", "2026-11-22", *more])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the fictitious territory, with questions that were asked."""
    folder = tmp_path_factory.mktemp("report")
    asked = folder / "asked.txt"
    asked.write_text("zzzqqq\n\nMal au genou\n  zzzqqq \nxxkkww\n", "utf-8")
    status, said = run("--output", str(folder / "out"), "--queries", str(asked))
    assert status == 0, said
    return folder / "out"


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_another_program_counts_the_same(written: Path, tmp_path: Path) -> None:
    """All but what the pages say of themselves stands on the exports."""
    export = ["export", "csv", str(tmp_path / "csv"), "--root", str(EXAMPLE), "--as-of", "2026-11-22"]
    assert CliRunner().invoke(main, export).exit_code == 0
    command = [sys.executable, "-I", str(RECOUNT), str(tmp_path / "csv"), str(written)]
    said = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    assert said.strip() == "all figures agree"


def test_quality_is_worst_first_with_its_criteria_and_its_place(written: Path) -> None:
    found = json.loads((written / "quality.json").read_text("utf-8"))
    assert [r["score"] for r in found] == sorted(r["score"] for r in found)
    for record in found:
        assert tuple(record["criteria"]) == tuple(CRITERIA[record["record"].partition("/")[0]])
        assert len(record["criteria"]) == 10
        assert record["score"] == round(sum(record["criteria"].values()), 1)
    best = found[-1]
    assert (best["record"], best["score"]) == ("services/consultation-genou", 10.0)
    assert (best["file"], best["line"]) == ("content/services/consultation-genou.md", 2)
    assert best["url"] == "https://exemple.example/services/consultation-genou/"


def test_questions_without_an_answer(written: Path) -> None:
    """Those that find nothing, the most frequent first; one that finds something is left out."""
    asked = [(r["query"], r["times"]) for r in table(written, "queries") if r["why"] == "rien n’est trouvé"]
    assert asked == [("zzzqqq", "2"), ("xxkkww", "1")]


def test_pages_without_other_words_and_translations(written: Path) -> None:
    assert "guides/second-avis" in {r["record"] for r in table(written, "aliases")}
    states = {(r["lang"], r["record"]): r["state"] for r in table(written, "to-translate")}
    assert states["en", "pathways/toux-fictive"] == "pas traduite"
    assert ("en", "pathways/boiterie-fictive") not in states
    totals = [r for r in table(written, "translations") if r["lang"] == "en"]
    assert all(
        int(r["pages"]) == sum(int(r[c]) for c in ("translated", "outdated", "missing")) for r in totals
    )
    assert sum(int(r["missing"]) for r in totals) == sum(lang == "en" for lang, _ in states)


def as_cell(value: object) -> str:
    """A value of the JSON as the files write it."""
    return "|".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_json_and_files_say_the_same(tmp_path: Path) -> None:
    status, said = run("--format", "json", "--output", str(tmp_path / "out"))
    assert status == 0
    for name, rows in json.loads(said).items():
        cells = [[as_cell(value) for value in row.values()] for row in rows]
        assert [list(r.values()) for r in table(tmp_path / "out", name)] == cells


def test_text_tells_the_first_rows(written: Path, tmp_path: Path) -> None:
    status, said = run("--output", str(tmp_path / "out"))
    assert status == 0
    for title in (
        "Qualité de chaque fiche",
        "Fiches peut-être en double",
        "Contacts qui manquent",
        "Lisibilité",
    ):
        assert f"{title}" in said
    assert "de plus dans absent.csv" in said
    assert said.rstrip().endswith("index.html")


def test_the_page_is_whole_by_itself(written: Path) -> None:
    """It needs no file of the site, and asks not to be indexed."""
    html = (written / "index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex, nofollow">' in html
    for link in {part.partition('"')[0] for part in html.split('href="')[1:]}:
        if not link.startswith(("#", "https://")):
            assert (written / link).is_file(), link


def test_never_inside_a_site(tmp_path: Path) -> None:
    (tmp_path / "site" / "urgences").mkdir(parents=True)
    (tmp_path / "site" / "sitemap.xml").write_text("")
    (tmp_path / "site" / "urgences" / "index.html").write_text("")
    status, said = run("--output", str(tmp_path / "site" / "rapport"))
    assert status == 2
    assert "publié" in said
    assert not (tmp_path / "site" / "rapport").exists()
