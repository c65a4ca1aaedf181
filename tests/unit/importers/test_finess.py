"""Rows become establishments; what cannot be trusted is told with its line, and the good rows are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import PortalError, Problem
from portal.importers.finess import Establishment, establishments
from portal.importers.finess_activities import read_activities
from portal.importers.kinds import for_children, kinds
from portal.importers.run import Sources
from portal.model.vocabularies import Entry

HEADER = (
    "numero finess etablissement juridique,numero finess etablissement,"
    "libelle description equipement sociaux,libta_equipement,rsej,activite,libelle activite,forme,"
    "libelle forme,nofinessej_1,raison_sociale,rslongue,code commune,departement,libelle departement,"
    "categetab,categorie,latitude,longitude,type,code_insee\n"
)


def test_activities_gather_under_one_establishment(sources: Sources) -> None:
    """The rows of an establishment are one establishment with all its activities."""
    problems: list[Problem] = []
    found = establishments(read_activities(sources.finess[0]), "finess.csv", problems)
    albi = found["810000505"]
    assert problems == []
    assert (albi.short_name, albi.category, albi.insee, albi.finess_ej) == (
        "CH ALBI",
        "355",
        "81004",
        "810000331",
    )
    assert ("14", "14") in albi.activities
    assert albi.position == (43.925997, 2.142955)


def test_lost_zeros_come_back(tmp_path: Path) -> None:
    """Spreadsheets eat leading zeros: 09 → 9; the numbers are given them back."""
    path = tmp_path / "ariege.csv"
    path.write_text(HEADER + ",90000019,,,,,,,,90000027,CH EXEMPLE,,122,9,ARIEGE,355,,,,,9122\n")
    (row,) = read_activities(path)
    assert (row.finess_et, row.finess_ej, row.insee) == ("090000019", "090000027", "09122")


def test_wrong_numbers_are_told_once_with_their_line(tmp_path: Path) -> None:
    """A wrong check digit refuses the establishment, whatever the number of its rows, and nothing else."""
    wrong = ",810000506,,,,,,,,810000331,CH FAUX,,004,81,TARN,355,,43.9,2.1,,81004\n"
    right = ",810000505,,,,,,,,810000331,CH ALBI,,004,81,TARN,355,,43.9,2.1,,81004\n"
    nowhere = ",810000513,,,,,,,,810000349,CH NULLE PART,,999,99,,355,,43.9,2.1,,99999\n"
    path = tmp_path / "finess.csv"
    path.write_text(HEADER + wrong + wrong + right + nowhere)
    problems: list[Problem] = []
    assert list(establishments(read_activities(path), "finess.csv", problems)) == ["810000505"]
    assert [(p.line, p.code) for p in problems] == [(2, "import-identifier"), (5, "import-identifier")]
    assert "810000506" in problems[0].message.render()


def test_another_layout_is_refused(tmp_path: Path) -> None:
    """A file of another layout stops the import with the name of a missing column."""
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PortalError, match=r"other\.csv lacks the column “categetab”"):
        next(read_activities(path))


@pytest.mark.parametrize(
    ("category", "name", "kind", "purpose"),
    [
        ("355", "CH EXEMPLE", "public_hospital", ""),
        ("355", "CENTRE HOSPITALIER EXEMPLE (HOP PROXIMITE)", "local_hospital", ""),
        ("355", "CMP CATTP PIJ EXEMPLE", "cmp", "child_mental_health_centre"),
        ("355", "CMP PSY ADULTE EXEMPLE", "cmp", "mental_health_centre"),
        ("355", "HJ PSY ADULTE EXEMPLE", "psychiatric_hospital", "day_hospital"),
        ("355", "CONSULTATION MEMOIRE CH EXEMPLE", "other", "memory_consultation"),
        ("355", "CTRE PLANIF FAM CH EXEMPLE", "sexual_health_centre", "sexual_health"),
        ("156", "CHS EXEMPLE ADULTE CMP", "cmp", "mental_health_centre"),
        ("156", "CHS EXEMPLE PIJ CMPEA", "cmp", "child_mental_health_centre"),
        ("156", "UNITE SANIT MILIEU PENITENTIERE ADULTE", "other", "prison_health"),
        ("347", "LAB ANATOMIE EXEMPLE", "laboratory", ""),  # filed among the check-up centres
        ("347", "CES EXEMPLE CPAM", "health_exam_centre", "screening"),
        ("698", "GIE SCANNER EXEMPLE", "imaging", "imaging"),
        ("699", "GIE EXEMPLE", "", ""),  # nobody says what it does
        ("223", "SERVICE DEPARTEMENTAL ASE", "", ""),  # child protection
        ("462", "LVA EXEMPLE", "", ""),
        ("177", "MECS EXEMPLE", "", ""),
        ("443", "CADA EXEMPLE", "", ""),
        ("219", "CHU EXEMPLE", "", ""),  # emergency shelter, not a university hospital
        ("627", "PROPHARMACIE MME EXEMPLE", "", ""),
        ("999", "CATEGORIE INCONNUE", "", ""),
    ],
)
def test_kinds(category: str, name: str, kind: str, purpose: str, categories: dict[str, Entry]) -> None:
    """The category says what a place is, unless its name says more; what is not for patients is nothing."""
    place = Establishment(2, "810000505", "810000331", name, "", category, "81004", None, None)
    assert kinds(place, categories) == (kind, purpose)
    assert for_children(place) == ("PIJ" in name)


def test_every_category_is_decided(categories: dict[str, Entry]) -> None:
    """Each category is published as a known kind, or not published."""
    assert len(categories) == 142
    for entry in categories.values():
        assert (entry.attributes["publish"] == "yes") == ("organisation_kind" in entry.attributes), entry.code
