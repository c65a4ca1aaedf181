"""An import from real lines to tables that the loader accepts; played again, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.importers.change import Import
from portal.importers.run import Sources, import_finess
from portal.importers.tables import Row, read_table
from portal.loading.catalogue import load
from tests.unit.importers.conftest import begin

ROOT = Path(__file__).parents[3]


def by_id(found: Import, table: str) -> dict[str, Row]:
    return {row["id"]: row for row in found.tables[table]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begin(tmp_path)


def test_every_row_is_a_valid_record(root: Path, sources: Sources) -> None:
    """The loader accepts the tables as they are written."""
    found = import_finess(root, sources)
    found.apply(root)
    loaded = load(root, date(2026, 11, 22))
    assert [p.as_text() for p in loaded.problems] == []
    assert loaded.catalogue is not None
    assert len(loaded.catalogue.records["organisations"]) == len(found.tables["organisations"])


def test_the_tables_of_the_demonstration_are_valid() -> None:
    """Each row of content/directory passes its model."""
    loaded = load(ROOT, date(2026, 11, 22))
    assert [p.as_text() for p in loaded.problems if p.path.startswith("content/directory/")] == []


def test_services_are_those_that_a_source_attests(root: Path, sources: Sources) -> None:
    """FINESS first, the older SAE where FINESS is silent, and each says which."""
    services = by_id(import_finess(root, sources), "services")
    urgences = services["urgences-centre-hospitalier-d-albi"]
    maternite = services["maternite-centre-hospitalier-d-albi"]
    assert (urgences["title"], urgences["provenance.as_of"]) == (
        "Urgences du centre hospitalier d’Albi",
        "2026-01",
    )
    assert (maternite["kind"], maternite["specialties"]) == ("maternity", "SM20")
    assert (maternite["provenance.source"], maternite["provenance.as_of"]) == ("SAE (DREES)", "2021")
    assert services["cmpp-le-go-albi"]["kind"] == "child_psychology"
    # Long-term care of Albi has its own establishment: the hospital does not repeat it.
    long_term = {s["id"] for s in services.values() if s["kind"] == "long_term_care" and "albi" in s["id"]}
    assert long_term == {"unite-de-soins-de-longue-duree-centre-hospitalier-d-albi"}
    # The psychiatric hospital answers the SAE under its legal entity.
    assert "hospitalisation-en-psychiatrie-hopital-psychiatrique-pierre-jamet-albi" in services
    assert not [s for s in services.values() if s["kind"] == "consultation"]


def test_what_is_not_for_patients_stays_out(root: Path, sources: Sources) -> None:
    """Asylum centres, child protection, and companies of which nobody says what they do."""
    found = import_finess(root, sources)
    kept = {row["finess_et"] for row in found.tables["organisations"]}
    assert not kept & {"810003178", "810013847", "810014001"}
    assert sum(found.dropped.values()) == 3


def test_what_nobody_can_use_is_told_with_its_line(root: Path, sources: Sources, tmp_path: Path) -> None:
    """An unknown category, and a position far from the commune: told, the other rows kept."""
    lines = sources.finess[0].read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if "810000240" in line)
    far = lines[number].replace("43.92", "48.92")
    unknown = lines[number].replace("810000240", "810000216").replace(",189,", ",998,")
    changed = tmp_path / "changed.csv"
    changed.write_text("\n".join((lines[0], far, unknown)) + "\n", encoding="utf-8")
    found = import_finess(root, replace(sources, finess=(changed,)))
    assert [(p.line, p.severity, p.message.render()) for p in found.problems] == [
        (2, "warning", "“CMPP Le Go” stands far from its commune: no position is kept"),
        (3, "warning", "the FINESS category “998” is unknown"),
    ]
    (place,) = found.tables["places"]
    assert not place.get("lat") and place["position"] == "approximate"


def test_units_know_their_hospital_and_shared_positions_say_so(root: Path, sources: Sources) -> None:
    """The long-term unit belongs to the hospital; both stand at one point, which is not exact."""
    found = import_finess(root, sources)
    unit = by_id(found, "organisations")["unite-de-soins-de-longue-duree-centre-hospitalier-d-albi"]
    places = by_id(found, "places")
    assert unit["part_of"] == "organisations/centre-hospitalier-d-albi"
    assert unit["provenance.name"] == "USLD CH ALBI"
    assert places["centre-hospitalier-d-albi"]["position"] == "approximate"
    assert places["cmpp-le-go-albi"]["position"] == "exact"


def test_importing_twice_changes_nothing(root: Path, sources: Sources) -> None:
    """The same sources give the same bytes."""
    import_finess(root, sources).apply(root)
    folder = root / "content" / "directory"
    before = {path.name: path.read_bytes() for path in folder.rglob("*.csv")}
    again = import_finess(root, sources)
    again.apply(root)
    assert not any(again.diffs.values())
    assert {path.name: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_a_renamed_place_keeps_its_id_and_a_vanished_one_is_archived(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    """Addresses of pages never change; nothing is deleted."""
    import_finess(root, sources).apply(root)
    text = sources.finess[0].read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "810000240" not in line]
    changed = tmp_path / "changed.csv"
    changed.write_text("".join(lines).replace("MSP CARMAUX", "MSP DU SEGALA"), encoding="utf-8")
    found = import_finess(root, replace(sources, finess=(changed,)))
    diff = found.diffs["organisations"]
    assert diff.new == () and diff.closed == ("cmpp-le-go-albi",)
    assert {(c.id, c.field, c.new) for c in diff.changed} >= {
        ("maison-de-sante-pluriprofessionnelle-de-carmaux", "provenance.name", "MSP DU SEGALA")
    }
    found.apply(root)
    rows = {row["id"]: row for row in read_table(root / "content" / "directory" / "services.csv")}
    assert rows["cmpp-le-go-albi"]["status"] == "archived"
    assert [p.as_text() for p in load(root, date(2026, 11, 22)).problems] == []


def test_what_editors_wrote_is_never_touched(root: Path, sources: Sources) -> None:
    """A file of the same id wins over the table, and no import writes there."""
    import_finess(root, sources).apply(root)
    mine = root / "content" / "organisations" / "centre-hospitalier-d-albi.md"
    mine.parent.mkdir()
    mine.write_text("---\ntitle: Hôpital d’Albi\n---\n", encoding="utf-8")
    import_finess(root, sources).apply(root)
    catalogue = load(root, date(2026, 11, 22)).catalogue
    assert catalogue is not None
    assert catalogue.records["organisations"]["centre-hospitalier-d-albi"].title == "Hôpital d’Albi"
    assert mine.read_text(encoding="utf-8") == "---\ntitle: Hôpital d’Albi\n---\n"
