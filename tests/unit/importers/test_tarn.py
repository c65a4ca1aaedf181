"""The real files of the Tarn: imported, edited, imported again, imported once the source has changed."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.importers.merge import Conflict
from portal.importers.outlines import drawn, neighbours, read_outlines
from portal.importers.run import Sources, import_communes, import_finess
from portal.importers.tables import COLUMNS, FOLDER, Row, read_table, to_csv
from portal.loading.catalogue import load
from portal.model.directory import Organisation
from tests.unit.importers.conftest import begin

FIXTURES = Path(__file__).parents[2] / "fixtures"
TARN = FIXTURES / "tarn"
CONTENT = Path(__file__).parents[3] / "content"
TABLES = ("places", "organisations", "services")
FILES = Sources(
    (TARN / "finess-81-brut.csv",),
    "2026-01",
    sae=TARN / "activites-sae2021-81.csv",
    sae_year="2021",
    contacts=TARN / "etablissements-81.csv",
)
LATER = Sources((TARN / "finess-81-brut.csv",), "2026-05")  # FINESS alone


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A territory that the two commands filled."""
    root = begin(tmp_path_factory.mktemp("tarn"), 'departement: "81"\n')
    import_communes(root, (TARN / "communes-81.csv",), "2026").apply(root)
    import_finess(root, FILES).apply(root)
    return root


@pytest.fixture
def root(imported: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(imported, tmp_path / "tarn"))


def table(root: Path, name: str) -> dict[str, Row]:
    return {row["id"]: row for row in read_table(root / FOLDER / f"{name}.csv")}


def edit(root: Path, name: str, ident: str, **values: str) -> None:
    """Change cells of a table by hand."""
    rows = table(root, name)
    rows[ident] |= {key.replace("__", "."): value for key, value in values.items()}
    (root / FOLDER / f"{name}.csv").write_text(to_csv(COLUMNS[name], rows.values()), encoding="utf-8")


def changed(tmp_path: Path, *, without: str = "", **renamed: str) -> tuple[Path, ...]:
    """The file of FINESS as it might be a few months later."""
    with (TARN / "finess-81-brut.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["numero finess etablissement"] != without]
    for row in rows:
        number = f"n{row['numero finess etablissement']}"
        row["raison_sociale"] = renamed.get(number, row["raison_sociale"])
    path = tmp_path / "finess-later.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return (path,)


def test_import_is_complete_and_valid(imported: Path) -> None:
    """Every establishment is there, or counted among those that are not for patients; the loader agrees."""
    found = import_finess(imported, FILES)
    organisations = table(imported, "organisations")
    assert len(organisations) + sum(found.dropped.values()) == 758
    assert len(table(imported, "communes")) == 314
    loaded = load(imported, date(2026, 11, 22))
    assert [p.as_text() for p in loaded.problems] == []
    for name in (*TABLES, "communes"):
        rows = table(imported, name).values()
        assert all(row["provenance.source"] and row["provenance.as_of"] for row in rows), name
    for row in organisations.values():
        for number in range(2):
            contact = f"contacts.{number}"
            assert (
                bool(row[f"{contact}.value"])
                == bool(row[f"{contact}.source"])
                == bool(row[f"{contact}.as_of"])
            )
    for row in table(imported, "places").values():
        assert bool(row["address.lines"]) == bool(row["address.source"]) == bool(row["address.as_of"])


def test_the_demonstration_is_what_these_files_give(tmp_path: Path) -> None:
    """The tables of content/directory are reproducible: nobody typed in them."""
    (tmp_path / "content").mkdir()
    for name in ("territory.yaml", "directory"):
        source = CONTENT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / "content" / name)
    sources = replace(FILES, communes=(TARN / "communes-81.csv",), communes_as_of="2026")
    found = import_finess(tmp_path, sources)
    assert not found and not any(diff.conflicts for diff in found.diffs.values())


def test_a_second_import_changes_nothing(root: Path) -> None:
    """The same files give the same bytes, the memory of the import included."""
    before = {path: path.read_bytes() for path in (root / FOLDER).rglob("*.csv")}
    again = import_finess(root, FILES)
    again.apply(root)
    assert not again
    assert {path: path.read_bytes() for path in (root / FOLDER).rglob("*.csv")} == before


def test_what_editors_wrote_survives_everywhere(root: Path, tmp_path: Path) -> None:
    """In a file of their own, in a cell, a row or a column of the table: all is kept, conflicts told."""
    hospital = "centre-hospitalier-d-albi"
    names = table(root, "organisations")
    pharmacy = next(i for i, row in names.items() if row["kind"] == "pharmacy" and row["status"] == "")
    removed = next(i for i, row in names.items() if row["kind"] == "home_help")
    mine = root / "content" / "organisations" / f"{hospital}.md"
    mine.parent.mkdir()
    mine.write_text(
        "---\ntitle: L’hôpital\ncontacts:\n  - {channel: tel, value: 05 36 49 00 01}\n---\nTexte.\n"
    )
    edit(root, "organisations", pharmacy, title="Ma pharmacie", summary="Ouverte le dimanche.")
    rows = table(root, "organisations")
    del rows[removed]
    (root / FOLDER / "organisations.csv").write_text(to_csv(COLUMNS["organisations"], rows.values()))
    finess = {ident: row["finess_et"] for ident, row in names.items()}
    later = changed(
        tmp_path, **{f"n{finess[hospital]}": "CH DE LA VILLE", f"n{finess[pharmacy]}": "PHARMACIE NEUVE"}
    )
    found = import_finess(root, replace(FILES, finess=later, as_of="2026-05"))
    assert {(c.id, c.field) for c in found.diffs["organisations"].conflicts} == {
        (hospital, "title"),
        (pharmacy, "title"),
        (removed, "id"),
    }
    found.apply(root)
    after = table(root, "organisations")
    assert (after[pharmacy]["title"], after[pharmacy]["summary"]) == ("Ma pharmacie", "Ouverte le dimanche.")
    assert after[pharmacy]["provenance.name"] == "PHARMACIE NEUVE"  # what nobody edited follows the source
    assert removed not in after and after.keys() == rows.keys()
    assert "Texte." in mine.read_text("utf-8")
    catalogue = load(root, date(2026, 11, 22)).catalogue
    assert catalogue is not None
    record = catalogue.records["organisations"][hospital]
    assert isinstance(record, Organisation)
    assert (record.title, record.contacts[0].value) == ("L’hôpital", "05 36 49 00 01")
    assert not import_finess(root, replace(FILES, finess=later, as_of="2026-05"))


def test_a_file_without_the_other_sources_takes_nothing_back(root: Path) -> None:
    """FINESS alone closes no service that only the SAE attests, and empties no address of Eurostat."""
    before = {name: table(root, name) for name in TABLES}
    found = import_finess(root, LATER)
    found.apply(root)
    for name in TABLES:
        after = table(root, name)
        assert found.diffs[name].closed == () and found.diffs[name].telling == ()
        for ident, row in before[name].items():
            assert {**row, "provenance.as_of": ""} == {**after[ident], "provenance.as_of": ""}


def test_a_layout_without_activities_closes_no_service(root: Path) -> None:
    """The header-less file names establishments alone: what activities attested stays, with its date."""
    before = table(root, "services")
    stock = FIXTURES / "finess" / "etalab-cs1100507-81.csv"
    found = import_finess(root, Sources((stock,), "2026-06"))
    found.apply(root, large=True)  # twenty-two establishments: the others are closed
    after = table(root, "services")
    kept = {row["id"] for row in table(root, "organisations").values() if row["status"] == ""}
    assert len(kept) == 19
    of_kept = {
        i: row for i, row in before.items() if row["provided_by"].removeprefix("organisations/") in kept
    }
    assert {after[ident]["status"] for ident in of_kept} == {""}
    assert after["urgences-centre-hospitalier-d-albi"]["provenance.as_of"] == "2026-01"


def test_what_vanished_is_closed_and_opens_again(root: Path, tmp_path: Path) -> None:
    """Its page keeps its address; an editor's file about it is a conflict to look at."""
    names = table(root, "organisations")
    gone = next(ident for ident, row in names.items() if row["kind"] == "laboratory")
    mine = root / "content" / "organisations" / f"{gone}.md"
    mine.parent.mkdir()
    mine.write_text("---\nsummary: Sur rendez-vous.\n---\n")
    later = changed(tmp_path, without=names[gone]["finess_et"])
    found = import_finess(root, replace(LATER, finess=later))
    assert found.diffs["organisations"].closed == (gone,)
    assert found.diffs["organisations"].conflicts == (Conflict(gone, "status", "", "archived"),)
    found.apply(root)
    assert table(root, "organisations")[gone]["status"] == "archived"
    assert table(root, "organisations").keys() == names.keys()
    back = import_finess(root, LATER)
    assert {(c.id, c.new) for c in back.diffs["organisations"].changed if c.field == "status"} == {(gone, "")}
    back.apply(root)
    assert table(root, "organisations")[gone]["status"] == ""


def test_a_cut_file_stops_for_a_person(root: Path, tmp_path: Path) -> None:
    """Half a file would close half the directory: nothing is written until someone says that it is right."""
    half = tmp_path / "moitié.csv"
    lines = (TARN / "finess-81-brut.csv").read_text("utf-8").splitlines(keepends=True)
    half.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    found = import_finess(root, replace(LATER, finess=(half,)))
    before = (root / FOLDER / "organisations.csv").read_bytes()
    with pytest.raises(PortalError, match="would close"):
        found.apply(root)
    assert (root / FOLDER / "organisations.csv").read_bytes() == before
    found.apply(root, large=True)
    assert (root / FOLDER / "organisations.csv").read_bytes() != before


def test_many_changed_phones_stop_for_a_person(root: Path, tmp_path: Path) -> None:
    """A column that slipped changes every number."""
    slipped = tmp_path / "contacts.csv"
    text = (TARN / "etablissements-81.csv").read_text("utf-8-sig")
    slipped.write_text(text.replace(",05", ",04").replace(" 05", " 04"), encoding="utf-8")
    found = import_finess(root, replace(FILES, contacts=slipped))
    assert [alarm.id for alarm in found.alarms] == [
        "%(table)s: this import would change %(count)s phone numbers of %(all)s"
    ]


def test_outlines_of_2018_and_a_list_of_2026(root: Path) -> None:
    """Real borders: what is in common stays so; communes merged since are told, and not drawn."""
    path = TARN / "contours-2018-extrait.geojson"
    found = import_communes(root, (path,))
    left_out = [p.message.params["value"] for p in found.problems if "is of no commune" in p.message.id]
    assert left_out == ["81226", "81241", "81260", "81296", "81301"]
    found.apply(root)
    written = read_outlines(root / FOLDER / "outlines.json")
    assert written.keys() == {"81233", "81088", "81190", "81079", "81147", "81222", "81311"}
    communes = table(root, "communes")
    assert communes["81222"]["neighbours"] == "81147|81311" and communes["81222"]["population"]
    assert not import_communes(root, (path,))
    events = root / "v_mvt_commune.csv"
    former = "".join(f"32,COM,{code},COM,81233\n" for code in left_out)
    events.write_text(f"MOD,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP\n{former}41,COM,81233,COM,81233\n")
    one = import_communes(root, (path, events))
    assert [p.message.params["value"] for p in one.problems if "is of no commune" in p.message.id] == []
    one.apply(root)
    (polygon,) = read_outlines(root / FOLDER / "outlines.json")["81233"]
    assert len(polygon) == 1  # one ring: the borders of the six are gone
    assert table(root, "communes")["81233"]["neighbours"].count("|") == 5
    whole = read_outlines(path)
    target = root / "whole.json"
    target.write_text(drawn(whole))
    fewer = read_outlines(target)
    assert neighbours(fewer) == neighbours(whole)
    assert sum(len(r) for p in fewer.values() for one in p for r in one) < 0.5 * sum(
        len(r) for p in whole.values() for one in p for r in one
    )
