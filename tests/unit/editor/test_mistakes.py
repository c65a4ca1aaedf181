"""Sixty mistakes of a first week: each is told in French, by ``portal check`` and in the editor."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from portal.cli import main
from portal.editor.app import create_editor
from tests.unit.editor.conftest import HOST, TODAY, Editor

SERVICE, GUIDE, PATHWAY = (
    "services/cardiologie-exemple.md",
    "guides/second-avis.md",
    "pathways/essoufflement.md",
)
RULE, PLACE, ORGANISATION = (
    "rules/exemple-tarif.md",
    "places/hopital-exemple.md",
    "organisations/hopital-exemple.md",
)
# File, what stands there, what is typed instead, and what the message must say.
MISTAKES = [
    (SERVICE, "kind: consultation", "kind: consultations", "« consultation »"),
    (SERVICE, "kind: consultation", "", "la clé « kind » manque"),
    (SERVICE, "title: Consultation", "titre: Consultation", "« title »"),
    (SERVICE, "hours: Mo-Fr 09:00-12:30,14:00-17:00", "hours: lundi 9h-12h", "Mo 09:00-12:00"),
    (SERVICE, "hours: Mo-Fr 09:00-12:30,14:00-17:00", "hours: le matin", "Mo-Fr 09:00-12:30"),
    (SERVICE, "value: 05 36 49 00 02", "value: 05 36 49", "numéro de téléphone"),
    (SERVICE, "channel: tel", "channel: telephone", "tel"),
    (SERVICE, "place: places/hopital-exemple", "place: hopital-exemple", "places/…"),
    (SERVICE, "place: places/hopital-exemple", "place: places/hopital-exempel", "places/hopital-exemple"),
    (SERVICE, "provided_by: organisations/", "provided_by: guides/", "organisations"),
    (SERVICE, "by_appointment: yes", "by_appointment: peut-être", "yes"),
    (SERVICE, "  source: Secrétariat de cardiologie\n", "", "source"),
    (SERVICE, "min: 4", "min: quatre", "nombre"),
    (SERVICE, "max: 6", "max: 2", "la plus haute est sous la plus basse"),
    (SERVICE, "verified_on: ", "verified_on: le ", "année-mois-jour"),
    (SERVICE, "  - SM04", "  - cardiologie", "SM04"),
    (SERVICE, "specialties:\n  - SM04", "specialties: SM04", "liste"),
    (SERVICE, "summary: Un", "summary: Un : un", "guillemets"),
    (SERVICE, "summary: Un", "summary:Un", "espace"),
    (SERVICE, "  mode: letter", "\tmode: letter", "tabulation"),
    (GUIDE, "kind: rights", "kind: rights\nkind: rights", "déjà"),
    (GUIDE, "---\ntitle", "title", "tirets"),
    (GUIDE, "[[glossary/ald]]", "[[glossary/adl]]", "« glossary/ald »"),
    (GUIDE, "[[glossary/ald]]", "<b>ald</b>", "HTML"),
    (GUIDE, "## Pourquoi", "#### Pourquoi", "titre"),
    (GUIDE, "[[glossary/ald]]", "![](/images/plan.png)", "image"),
    (GUIDE, "[[glossary/ald]]", "[ici](htp://exemple)", "lien"),
    (GUIDE, "summary: Vous", f"summary: {'Vous ' * 60}", "200"),
    (GUIDE, "summary: Vous", "reviewed_on: 2031-01-01\nsummary: Vous", "dans le futur"),
    (GUIDE, "summary: Vous", "reviewed_on: 2026-02-30\nsummary: Vous", "jour"),
    (RULE, "unit: eur\n", "", "unité"),
    (RULE, "value: 30", "value: 30,50", "point"),
    (PATHWAY, "number: emergency/15", "number: emergency/16", "emergency/15"),
    (PATHWAY, "population:\n  - adult", "population: []", "au moins 1"),
    (PATHWAY, "id: cardiologue", "id: medecin-traitant", "medecin-traitant"),
    (PATHWAY, "    preparation:\n      bring:\n        - La lettre de votre médecin.\n", "", "preparation"),
    (PATHWAY, "- R06.0", "- essoufflement", "CIM-10"),
    (PLACE, "lat: ", "lat: 4", "supérieur à 90"),
    (ORGANISATION, "kind: ", "finess_et: \"123\"\nkind: ", "neuf chiffres"),
    ("alerts/travaux.md", "start: ", "end: 2020-01-01\nstart: ", "déjà"),
    ("emergency/15.md", "number: \"15\"", "number: \"16\"", "numéro court : 3114"),
    ("emergency/15.md", "verified_on: 2026", "verified_on: 2020", "« verified_on »"),
    ("glossary/ald.md", "definition: ", "definiton: ", "« definition »"),
    ("search/synonyms.yaml", "- words: ", "- word: ", "words"),
    ("search/golden.yaml", "pathways/essoufflement", "pathways/essouflement", "« pathways/essoufflement »"),
    ("search/dangers.yaml", "numbers:", "number:", "numbers"),
    ("territory.yaml", "default_language: fr", "default_language: xx", "xx"),
    (SERVICE, "value: 05 36 49 00 02", "value: 05 36 49 OO O2", "numéro de téléphone"),
    (SERVICE, "value: 05 36 49 00 02", "value: 05 36 49 00 02 poste 12", "numéro de téléphone"),
    (SERVICE, "title: Consultation", "<<<<<<< HEAD\ntitle: Consultation", "fusion de Git"),
    (SERVICE, "title: Consultation", "title: @Consultation", "« @ »"),
    (SERVICE, "    hours: Mo", "   hours: Mo", "alignée"),
    (SERVICE, "kind: c", "closures:\n  - start: 2026-12-24\n    end: 2026-12-20\nkind: c", "échangez les"),
    (GUIDE, "## Pourquoi", ">>>>>>> autre\n\n## Pourquoi", "fusion de Git"),
    (GUIDE, "[[glossary/ald]]", "[[glossary/ald", "jamais refermé"),
    (GUIDE, "[[glossary/ald]]", "![Le plan](plan.png)", "les majuscules comptent"),
    (GUIDE, "[[glossary/ald]]", "[le site](www.exemple.fr)", "https://…"),
    (RULE, "value: 30", 'value: "30 €"', "un point pour les décimales"),
    (PLACE, "lat: 43.931", "lat: 43,931", "un point pour les décimales"),
    ("territory.yaml", "base_url: https://soins", "base_url: soins", "exemple : https://soins.exemple.fr/"),
    ("territory.yaml", "email: fiche@", "email: fiche arobase ", "par exemple : fiche@exemple.fr"),
    ("territory.yaml", "default_language: fr", "default_language: fr\ndepartement: 1", "01, 2A, 974"),
    ("professionals/camille-exemple.md", "consent_to_list: yes", "consent_to_list: no", "archived"),
]  # fmt: skip


# Where check names a key, the editor says what its form calls it.
LABELS = {
    "« title »": ("« Titre »",),
    "« definition »": ("« Définition »",),
    "« verified_on »": ("« Vérifié le »",),
    "la clé « kind » manque": ("Type : Erreur : ce champ est à remplir",),
    "source": ("Source : Erreur : ce champ est à remplir",),
}


@pytest.fixture(scope="module")
def shared(territory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One editor for all: each mistake is mended before the next."""
    root = tmp_path_factory.mktemp("mistakes") / "t"
    shutil.copytree(territory, root)
    app, token = create_editor(root, TODAY, "fr", frozenset({HOST}))
    client = app.test_client()
    client.get(f"/?jeton={token}", headers={"Host": HOST})
    yield Editor(root, client)


def page_of(path: str) -> str:
    """The page of the editor that mends a file."""
    if path == "territory.yaml":
        return "/territoire"
    return f"/fichiers/{path}" if path.endswith(".yaml") else f"/fiche/{path.removesuffix('.md')}"


@pytest.mark.parametrize(("path", "right", "wrong", "told"), MISTAKES)
def test_a_mistake_is_told_in_french_in_both_places(
    shared: Editor, path: str, right: str, wrong: str, told: str
) -> None:
    file = shared.root / "content" / path
    before = file.read_text("utf-8")
    assert right in before
    file.write_text(before.replace(right, wrong, 1), "utf-8")
    try:
        command = ["check", "--root", str(shared.root), "--as-of", TODAY.isoformat()]
        shown = CliRunner().invoke(main, command)
        lines = [
            line
            for line in shown.output.splitlines()
            if line.startswith(f"content/{path}:") and "[erreur" in line
        ]
        assert lines, shown.output
        line = next((line for line in lines if told in line.partition(": ")[2]), "")
        assert line, lines
        sentence = line.partition(": ")[2].rpartition(" [erreur")[0].partition(", ")[0]
        assert sentence in shared.get("/problemes").text()
        opened = shared.client.get(page_of(path), headers={"Host": HOST}, follow_redirects=True)
        assert opened.status_code == 200
        page = HTMLParser(opened.get_data(as_text=True))
        listed = [" ".join(item.text().split()) for item in page.css("[aria-labelledby=a-corriger] li")]
        words = (told, *LABELS.get(told, ()))
        said = next((i for i in listed if sentence in i or any(w in i for w in LABELS.get(told, ()))), "")
        assert said, listed
        assert re.search("|".join(map(re.escape, words)), said), said
        assert not re.search(r"\b(the|or|and|is|for)\b", said), said
    finally:
        file.write_text(before, "utf-8")


@pytest.mark.parametrize("path", [SERVICE, "guides/second-avis.en.md", "territory.yaml"])
def test_what_no_form_can_show_is_mended_as_text(shared: Editor, path: str) -> None:
    """The page of a file that cannot be read is its text, with the line; mended, it is the form again."""
    file = shared.root / "content" / path
    before = file.read_text("utf-8")
    kind, _, name = path.rpartition("/")
    address = "/traduire/guides/second-avis/en" if ".en." in name else page_of(path)
    first = re.compile(r"^([a-z_]+): ", re.MULTILINE)
    file.write_text(first.sub(r"\1: [", before, count=1), "utf-8")
    try:
        opened = shared.client.get(address, headers={"Host": HOST}, follow_redirects=True)
        assert opened.request.path == f"/fichiers/{path}"
        page = HTMLParser(opened.get_data(as_text=True))
        assert page.css("[aria-labelledby=a-corriger] [data-line]"), kind
        still = shared.send(f"/fichiers/{path}", page, texte=first.sub(r"\1: {", before, count=1))
        assert still.status_code == 303
        assert shared.client.get(still.headers["Location"], headers={"Host": HOST}).status_code == 303
        page = shared.get(f"/fichiers/{path}")
        mended = shared.send(f"/fichiers/{path}", page, texte=before)
        assert (mended.status_code, file.read_text("utf-8")) == (303, before)
        assert mended.headers["Location"].startswith(address)
        assert shared.client.get(f"/fichiers/{path}", headers={"Host": HOST}).status_code == 404
    finally:
        file.write_text(before, "utf-8")
