"""Professionals of the public register: invented people, in the published layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.errors import PortalError, Problem
from portal.importers.annuaire import read_annuaire
from portal.importers.register import import_annuaire
from portal.importers.run import Sources, import_finess
from portal.importers.tables import FOLDER, Row, read_table
from portal.loading.catalogue import load
from portal.model.identifiers import luhn
from tests.unit.importers.conftest import TERRITORY, begin

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"
NAMES = (FIXTURES / "annuaire-header.txt").read_text("utf-8").strip().split("|")
PRACTICE = {
    "Numéro SIRET site": "99999999900017",
    "Raison sociale site": "CABINET DE L'EXEMPLE",
    "Numéro Voie (coord. structure)": "3",
    "Libellé type de voie (coord. structure)": "RUE",
    "Libellé Voie (coord. structure)": "DE LA FICTION",
    "Code postal (coord. structure)": "81000",
    "Téléphone (coord. structure)": "0199001234",
    "Adresse e-mail (coord. structure)": "secret@exemple.fr",
}


def rpps(number: int) -> str:
    """An invented number: real ones start with 1."""
    return next(text for key in range(10) if luhn(text := f"99{number:08}{key}"))


def person(number: int, family: str = "EXEMPLE", given: str = "Camille", **more: str) -> dict[str, str]:
    """A cardiologist in private practice in Albi, unless said otherwise."""
    return {
        "Type d'identifiant PP": "8",
        "Identifiant PP": rpps(number),
        "Libellé civilité d'exercice": "Docteur",
        "Nom d'exercice": family,
        "Prénom d'exercice": given,
        "Code profession": "10",
        "Code type savoir-faire": "S",
        "Code savoir-faire": "SM04",
        "Code mode exercice": "L",
        "Code commune (coord. structure)": "81004",
        **PRACTICE,
        **more,
    }


def written(path: Path, *rows: dict[str, str]) -> Path:
    """A file of the published layout."""
    lines = ["|".join(NAMES), *("|".join(row.get(name, "") for name in NAMES) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path, sources: Sources) -> Path:
    """A territory with its communes and establishments, that lists doctors."""
    folder = begin(tmp_path / "territoire", 'professionals: {professions: ["10"]}\n')
    import_finess(folder, sources).apply(folder)
    return folder


def people(root: Path) -> dict[str, Row]:
    return {row["id"]: row for row in read_table(root / FOLDER / "professionals.csv")}


HOSPITAL = {"Numéro FINESS site": "810000505", "Code mode exercice": "S"}


def test_one_doctor_at_two_sites(root: Path, tmp_path: Path) -> None:
    """Private practice and hospital are two roles; the practice has its place and its service."""
    rows = [person(1), person(1, **HOSPITAL), person(2, "DUPONT-FICTIF", "JEAN-NOËL")]
    import_annuaire(root, written(tmp_path / "ps.txt", *rows), "2026-11-20").apply(root)
    found = people(root)
    assert {ident: row["title"] for ident, row in found.items()} == {
        "camille-exemple": "Camille Exemple",
        "jean-noel-dupont-fictif": "Jean-Noël Dupont-Fictif",
    }
    camille = found["camille-exemple"]
    practice = "cabinet-de-l-exemple-albi-00017"
    assert [camille[f"roles.{n}.organisation"] for n in range(3)] == [
        f"organisations/{practice}", "organisations/centre-hospitalier-d-albi", "",
    ]  # fmt: skip
    assert (camille["roles.0.mode"], camille["roles.1.mode"]) == ("private", "salaried")
    assert (camille["specialty"], camille["consent_to_list"]) == ("SM04", "public_extract")
    assert (camille["provenance.source"], camille["provenance.as_of"]) == ("Annuaire Santé", "2026-11-20")
    places = {row["id"]: row for row in read_table(root / FOLDER / "places.csv")}
    assert places[practice]["address.lines"] == "3 rue de la Fiction"
    services = {row["id"]: row for row in read_table(root / FOLDER / "services.csv")}
    assert services[f"consultation-sm04-{practice}"]["specialties"] == "SM04"
    loaded = load(root, date(2026, 11, 22))
    assert [p.as_text() for p in loaded.problems] == []


def test_the_order_of_the_file_says_nothing(root: Path, tmp_path: Path) -> None:
    """Two rows that spell one person differently give the same record, whichever comes first."""
    rows = [person(1), person(1, "EXEMPLE-NEUF", **HOSPITAL)]
    found = [
        import_annuaire(root, written(tmp_path / "ps.txt", *order), "2026-11-20").tables["professionals"]
        for order in (rows, rows[::-1])
    ]
    assert found[0] == found[1]


def test_neither_phone_nor_e_mail_by_default(root: Path, tmp_path: Path) -> None:
    """No byte of the tables holds them; the phone comes only when territory.yaml asks, the e-mail never."""
    file = written(tmp_path / "ps.txt", person(1))
    import_annuaire(root, file, "2026-11-20").apply(root)
    tables = b"".join(path.read_bytes() for path in (root / FOLDER).rglob("*.csv"))
    assert b"99001234" not in tables and b"secret@" not in tables
    choice = 'professionals: {professions: ["10"], phones: yes}\n'
    (root / "content" / "territory.yaml").write_text(TERRITORY + choice)
    import_annuaire(root, file, "2026-11-20").apply(root)
    tables = b"".join(path.read_bytes() for path in (root / FOLDER).rglob("*.csv"))
    assert b"+33199001234" in tables and b"secret@" not in tables


def test_only_those_whom_the_territory_chose(root: Path, tmp_path: Path) -> None:
    """Other communes, other professions, volunteers, unknown establishments and unsound numbers stay out."""
    rows = [
        person(1),
        person(2, **{"Code commune (coord. structure)": "75056"}),
        person(3, **{"Code profession": "60"}),
        person(4, **{"Code mode exercice": "B"}),
        person(5, **{"Numéro FINESS site": "810102905"}),
        person(6, **{"Identifiant PP": "99000000000"}),
        person(7, family="", given=""),
    ]
    found = import_annuaire(root, written(tmp_path / "ps.txt", *rows), "2026-11-20")
    assert found.diffs["professionals"].new == ("camille-exemple",)
    assert sum(found.dropped.values()) == 2
    assert [(p.line, p.code) for p in found.problems] == [(7, "import-identifier"), (8, "import-identifier")]
    assert "99000000000" not in found.problems[0].as_text()


def test_whoever_refuses_is_closed_and_stays_closed(root: Path, tmp_path: Path) -> None:
    """An editor's « no », in the table or in a file, and a list given beside: each is honoured for ever."""
    file = written(
        tmp_path / "ps.txt", *(person(n, f"EXEMPLE {name}") for n, name in enumerate(("UN", "DEUX", "TROIS")))
    )
    import_annuaire(root, file, "2026-11-20").apply(root)
    table = root / FOLDER / "professionals.csv"
    text = table.read_text("utf-8").splitlines()
    text = [
        line.replace("public_extract", "no") if line.startswith("camille-exemple-un,") else line
        for line in text
    ]
    table.write_text("\n".join(text) + "\n", encoding="utf-8")
    (root / "content" / "professionals").mkdir()
    (root / "content" / "professionals" / "camille-exemple-deux.md").write_text(
        "---\nconsent_to_list: no\n---\n"
    )
    opposed = tmp_path / "refus.txt"
    opposed.write_text(f"{rpps(2)}\n")
    for _ in range(2):
        found = import_annuaire(root, file, "2026-11-20", opposed)
        found.apply(root, large=True)
        assert {row["status"] for row in people(root).values()} == {"archived"}
    assert not found
    assert people(root)["camille-exemple-un"]["consent_to_list"] == "no"
    assert not import_annuaire(root, file, "2026-11-20")  # the list is gone, its refusals hold
    kept = b"".join(path.read_bytes() for path in root.rglob("refusals.csv"))
    assert kept and rpps(2).encode() not in kept


def test_a_list_of_refusals_that_holds_no_number_says_so(root: Path, tmp_path: Path) -> None:
    """A heading, a name, a number cut short: told by line, without repeating who it may be."""
    opposed = tmp_path / "refus.txt"
    opposed.write_text(f"{rpps(1)}\nCamille\n{rpps(2)[:-1]}\n")
    found = import_annuaire(root, written(tmp_path / "ps.txt", person(1)), "2026-11-20", opposed)
    assert [(p.line, p.code) for p in found.problems] == [(2, "import-identifier"), (3, "import-identifier")]
    assert not any("Camille" in p.as_text() for p in found.problems)
    assert not found.diffs["professionals"].new


def test_ids_last_and_a_second_import_changes_nothing(root: Path, tmp_path: Path) -> None:
    """Namesakes keep their addresses whatever the order of the file, a new name keeps the old one."""
    rows = [person(1), person(2)]
    import_annuaire(root, written(tmp_path / "ps.txt", *rows), "2026-11-20").apply(root)
    assert people(root).keys() == {"camille-exemple", "camille-exemple-2"}
    again = import_annuaire(root, written(tmp_path / "ps.txt", *reversed(rows)), "2026-11-20")
    assert not again
    renamed = [person(1, "FICTIVE"), person(2)]
    import_annuaire(root, written(tmp_path / "ps.txt", *renamed), "2026-11-21").apply(root)
    assert people(root)["camille-exemple"]["title"] == "Camille Fictive"


@pytest.mark.parametrize(
    ("given", "family", "title"),
    [
        ("Camille", "EXEMPLE", "Cabinet de Camille Exemple"),
        ("ALIX", "D'ESSAI", "Cabinet d’Alix d’Essai"),
    ],
)
def test_a_practice_without_a_name(root: Path, tmp_path: Path, given: str, family: str, title: str) -> None:
    """It bears the name of who practises there."""
    file = written(tmp_path / "ps.txt", person(1, family, given, **{"Raison sociale site": ""}))
    found = import_annuaire(root, file, "2026-11-20")
    assert title in {row["title"] for row in found.tables["organisations"]}


def test_nothing_without_a_choice(root: Path, tmp_path: Path) -> None:
    """A territory that chose no profession lists nobody; the command says what to write."""
    (root / "content" / "territory.yaml").write_text(TERRITORY)
    command = [
        "import",
        "annuaire",
        str(written(tmp_path / "ps.txt", person(1))),
        "--data-date",
        "2026-11-20",
    ]
    result = CliRunner().invoke(main, [*command, "--root", str(root), "--apply"])
    assert result.exit_code == 2
    assert "professionals" in result.output
    assert not (root / FOLDER / "professionals.csv").exists()


def test_rows_are_read_one_at_a_time(tmp_path: Path) -> None:
    """The first professionals come before the last rows are read: memory does not grow with the file."""
    path = written(tmp_path / "ps.txt", *(person(n) for n in range(3)))
    with path.open("a", encoding="utf-8") as file:
        file.write("trop|court\n" + "|".join(["x"] * 40) + "\n")
    problems: list[Problem] = []
    rows: Iterator[object] = read_annuaire(path, {"81004"}, {"10"}, problems)
    assert len([*islice(rows, 2)]) == 2 and problems == []
    assert len([*rows]) == 1


def test_another_layout_is_refused(tmp_path: Path) -> None:
    """The name of a missing column is told."""
    path = tmp_path / "autre.txt"
    path.write_text("a|b\n1|2\n")
    with pytest.raises(PortalError, match=r"autre\.txt lacks the column “Type d'identifiant PP”"):
        next(read_annuaire(path, {"81004"}, {"10"}, []))
