"""Bulk editing: a kind as a spreadsheet and back, nothing lost, nothing run, errors where one looks."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.editor.sheets import Sheet, column_name, read_sheet, write_sheets
from portal.errors import PortalError
from portal.model.kinds import KINDS

DAY = date(2026, 11, 22)
SAVED = Path(__file__).parents[2] / "fixtures" / "libreoffice" / "services.ods"  # see its README


@pytest.fixture
def root(tmp_path: Path, example_root: Path) -> Path:
    """The fictitious territory that holds everything."""
    shutil.copytree(example_root, tmp_path / "t")
    return tmp_path / "t"


def run(*command: str | Path, root: Path) -> Result:
    words = ["table", *map(str, command), "--root", str(root), "--as-of", DAY.isoformat()]
    return CliRunner().invoke(main, words)


def table(path: Path) -> list[dict[str, str]]:
    sheet = read_sheet(path)
    head = [cell or "" for cell in sheet.rows[0]]
    return [
        {k: c or "" for k, c in zip(head, [*row, *[""] * len(head)], strict=False)} for row in sheet.rows[1:]
    ]


def rewrite(path: Path, rows: list[dict[str, str]]) -> None:
    head = list(dict.fromkeys(key for row in rows for key in row))
    cells = [tuple(head), *[tuple(row.get(key, "") for key in head) for row in rows]]
    path.write_bytes(write_sheets(path.suffix, [Sheet(path.stem, tuple(cells))]))


def files(root: Path) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()}


@pytest.mark.parametrize("suffix", [".ods", ".csv"])
def test_export_then_import_is_no_change(root: Path, tmp_path: Path, suffix: str) -> None:
    """For every kind."""
    for kind in KINDS:
        path = tmp_path / f"{kind}{suffix}"
        assert run("export", kind, path, root=root).exit_code == 0
        again = run("import", kind, path, "--apply", root=root)
        assert (again.exit_code, again.output) == (0, "Aucun changement.\n"), (kind, again.output)


def test_what_libreoffice_saved_is_no_change(example_root: Path) -> None:
    """The file was exported from this territory, then opened and saved by LibreOffice."""
    again = run("import", "services", SAVED, root=example_root)
    assert (again.exit_code, again.output) == (0, "Aucun changement.\n"), again.output
    assert "LibreOffice" in zipfile.ZipFile(SAVED).read("meta.xml").decode()


@pytest.mark.parametrize("suffix", [".ods", ".csv"])
def test_a_changed_cell_is_shown_then_written_alone(root: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"guides{suffix}"
    run("export", "guides", path, root=root)
    rows = table(path)
    rows[0]["owner"] = "Une autre équipe"
    rewrite(path, rows)
    before = files(root)
    shown = run("import", "guides", path, root=root)
    assert f"~ guides/{rows[0]['id']} owner: " in shown.output
    assert "→ 'Une autre équipe'" in shown.output
    assert files(root) == before
    assert run("import", "guides", path, "--apply", root=root).exit_code == 0
    changed = [p for p, data in files(root).items() if before.get(p) != data]
    assert [Path(p).stem for p in changed] == [rows[0]["id"]]
    assert run("import", "guides", path, root=root).output == "Aucun changement.\n"


def test_an_imported_row_keeps_its_table(root: Path, tmp_path: Path) -> None:
    """What differs from the row goes into a file of its own."""
    path = tmp_path / "organisations.ods"
    run("export", "organisations", path, root=root)
    source = (root / "content/directory/organisations.csv").read_bytes()
    known = source.decode().splitlines()[1].partition(",")[0]
    rows = table(path)
    row = next(row for row in rows if row["id"] == known)
    row["short_name"] = "HF"
    rewrite(path, rows)
    assert run("import", "organisations", path, "--apply", root=root).exit_code == 0
    assert (root / "content/directory/organisations.csv").read_bytes() == source
    assert "short_name: HF" in (root / f"content/organisations/{known}.md").read_text("utf-8")


def test_a_new_row_is_a_new_record(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    run("export", "rules", path, root=root)
    rows = table(path)
    new = {**rows[0], "id": "regle-nouvelle", "title": "Une règle inventée"}
    rewrite(path, [*rows, new])
    done = run("import", "rules", path, "--apply", root=root)
    assert "+ rules/regle-nouvelle" in done.output
    assert "title: Une règle inventée" in (root / "content/rules/regle-nouvelle.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "value", "where", "what"),
    [
        ("kind", "invented", "B", "code inconnu « invented »"),
        ("id", "Pas Un Id", "A", "n’est pas un identifiant"),
        ("provided_by", "organisations/nulle-part", "C", "n’existe pas"),
        ("places.0.hours", "le matin", "D", "ne peut pas être lu comme des horaires"),
    ],
)
def test_errors_say_sheet_row_and_column(  # noqa: PLR0917 - a table
    root: Path, tmp_path: Path, key: str, value: str, where: str, what: str
) -> None:
    source, path = tmp_path / "all.csv", tmp_path / "services.ods"
    run("export", "services", source, root=root)
    rows = [{k: row[k] for k in ("id", "kind", "provided_by", "places.0.hours")} for row in table(source)]
    rows[1][key] = value
    rewrite(path, rows)
    before = files(root)
    refused = run("import", "services", path, "--apply", root=root)
    assert refused.exit_code == 1
    assert f"feuille services, ligne 3, colonne {where} ({key})" in refused.output
    assert what in refused.output
    assert files(root) == before


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([{"id": "second-avis", "sumary": "x"}], "ligne 1, colonne B (sumary)"),
        ([{"title": "x"}], "la table n’a pas de colonne « id »"),
        ([{"id": "second-avis"}, {"id": "second-avis"}], "« second-avis » est déjà à la ligne 2"),
    ],
)
def test_a_wrong_table_is_refused_whole(
    root: Path, tmp_path: Path, rows: list[dict[str, str]], what: str
) -> None:
    path = tmp_path / "guides.csv"
    rewrite(path, rows)
    refused = run("import", "guides", path, "--apply", root=root)
    assert refused.exit_code == 1
    assert what in refused.output


HOSTILE = ["=1+1", "+33 5 36 49 00 01", "-2", "@SUM(A1)", "'=x", "\u0009=x"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    """Neither in the file that is written, nor when it is read back."""
    for suffix in (".csv", ".ods"):
        path = tmp_path / f"t{suffix}"
        path.write_bytes(write_sheets(suffix, [Sheet("t", (("id", "title"), ("a", text)))]))
        assert read_sheet(path).rows[1][1] == text.strip() or text.startswith("\t")
        if suffix == ".csv":
            cells = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
            assert cells[1][1].startswith("'")
        else:
            content = zipfile.ZipFile(path).read("content.xml").decode()
            assert "formula" not in content
            assert content.count('office:value-type="string"') == 4


def test_a_formula_is_refused_where_it_stands(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "guides.csv"
    path.write_text('id;owner\nsecond-avis;=HYPERLINK("http://x")\n', "utf-8")
    refused = run("import", "guides", path, "--apply", root=root)
    assert refused.exit_code == 1
    assert "ligne 2, colonne B (owner): une formule" in refused.output


def test_lost_zeros_are_no_change(root: Path, tmp_path: Path) -> None:
    """A spreadsheet that opens CSV reads 01999 as 1999."""
    path = tmp_path / "places.csv"
    run("export", "places", path, root=root)
    rows = table(path)
    for row in rows:
        row["address.insee"] = row["address.insee"].lstrip("0")
    rewrite(path, rows)
    assert run("import", "places", path, root=root).output == "Aucun changement.\n"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"id;x\n\xe9", b"<html>"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / ("x.csv" if b"\xe9" in data else "x.ods")
    path.write_bytes(data)
    with pytest.raises(PortalError):
        read_sheet(path)


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_are_named_as_spreadsheets_do(index: int, letters: str) -> None:
    assert column_name(index) == letters
