"""The editor as a browser without scripts uses it: forms, saves, conflicts, undo, two lanes, translations."""

from __future__ import annotations

import re
from difflib import unified_diff
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest

from portal.checks.run import check
from portal.editor import pictures
from portal.editor.app import create_editor
from tests.unit.editor.conftest import HOST, TODAY, Editor

SERVICE = "/fiche/services/cardiologie-exemple"
PATHWAY = "/fiche/pathways/essoufflement"


def diff(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


# --- who may talk to it


@pytest.mark.parametrize(
    ("headers", "cookie", "expected"),
    [
        ({"Host": HOST}, False, 403),
        ({"Host": "attacker.example"}, True, 403),  # DNS rebinding
        ({"Host": HOST}, True, 200),
    ],
)
def test_a_stranger_reads_nothing(
    territory: Path, headers: dict[str, str], cookie: bool, expected: int
) -> None:
    app, token = create_editor(territory, TODAY, "fr", frozenset({HOST}))
    client = app.test_client()
    if cookie:
        client.get(f"/?jeton={token}", headers={"Host": HOST})
    answer = client.get(SERVICE, headers=headers)
    assert answer.status_code == expected
    assert ("cardiologie" in answer.get_data(as_text=True)) == (expected == 200)


@pytest.mark.parametrize("origin", [None, "null", "http://127.0.0.1:6000", "https://attacker.example"])
def test_a_strange_page_changes_nothing(editor: Editor, origin: str | None) -> None:
    headers = {"Host": HOST} | ({"Origin": origin} if origin else {})
    before = editor.text("services/cardiologie-exemple.md")
    assert editor.client.post(SERVICE, data={"title": "x", "_marque": ""}, headers=headers).status_code == 403
    assert editor.text("services/cardiologie-exemple.md") == before


def test_pages_allow_no_inline_code_and_no_other_host(editor: Editor) -> None:
    for path in ("/", SERVICE, "/aide", "/problemes", "/images", "/nouvelle", "/apercu/"):
        answer = editor.client.get(path, headers={"Host": HOST})
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        html = answer.get_data(as_text=True)
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*\b(?:src|type=.application))", html)


@pytest.mark.parametrize("name", ["../secret.md", "services/../../secret.md", "../../../etc/passwd"])
def test_paths_stay_inside(editor: Editor, name: str) -> None:
    (editor.root / "secret.md").write_text("---\n---\n", "utf-8")
    assert editor.client.get(f"/versions/content/{name}", headers={"Host": HOST}).status_code in {
        308,
        404,
        409,
    }
    assert editor.client.get(f"/versions/{name}", headers={"Host": HOST}).status_code in {308, 404, 409}


# --- one record


def test_saving_without_a_change_changes_nothing(editor: Editor) -> None:
    """For every record of the territory, through the whole form."""
    for path in sorted((editor.root / "content").glob("*/*.md")):
        if "." not in path.stem:
            before = path.read_bytes()
            assert editor.fill(f"/fiche/{path.parent.name}/{path.stem}").status_code == 303
            assert path.read_bytes() == before, path
    before = (editor.root / "content/territory.yaml").read_bytes()
    assert editor.fill("/territoire").status_code == 303
    assert (editor.root / "content/territory.yaml").read_bytes() == before


def test_hours_and_phones_are_put_in_shape_and_nothing_else_moves(editor: Editor) -> None:
    before = editor.text("services/cardiologie-exemple.md")
    sent = editor.fill(SERVICE, places__0__hours="lun-ven 9h-12h", booking__0__value="0536490003")
    assert sent.status_code == 303
    assert diff(before, editor.text("services/cardiologie-exemple.md")) == [
        "-    hours: Mo-Fr 09:00-12:30,14:00-17:00",
        "+    hours: Mo-Fr 09:00-12:00",
        "-    value: 05 36 49 00 02",
        "+    value: 05 36 49 00 03",
    ]


def test_the_short_form_keeps_what_it_does_not_show(editor: Editor) -> None:
    before = editor.text("services/cardiologie-exemple.md")
    sent = editor.fill(f"{SERVICE}?volet=jour", closures__0__start="2026-12-24", closures__0__reason="Fêtes")
    assert sent.status_code == 303
    after = diff(before, editor.text("services/cardiologie-exemple.md"))
    assert after == ["+closures:", "+  - start: 2026-12-24", "+    reason: Fêtes"]


def test_entries_are_added_moved_and_removed_without_losing_what_was_typed(editor: Editor) -> None:
    page = editor.get(PATHWAY)
    grown = editor.send(PATHWAY, page, "add:red_flags", title="Essoufflé")
    html = grown.get_data(as_text=True)
    assert 'name="red_flags.1.text"' in html
    assert 'value="Essoufflé"' in html
    before = editor.text("pathways/essoufflement.md")
    page = type(page)(html)
    sign = {"text": "Vos lèvres bleuissent.", "urgency": "emergency", "number": "emergency/15"}
    given = {f"red_flags__1__{key}": value for key, value in sign.items()}
    saved = editor.send(PATHWAY, page, **given, title="Essoufflement")
    assert saved.status_code == 303
    assert sorted(diff(before, editor.text("pathways/essoufflement.md"))) == [
        "+    number: emergency/15", "+    urgency: emergency", "+  - text: Vos lèvres bleuissent.",
    ]  # fmt: skip
    moved = editor.send(PATHWAY, editor.get(PATHWAY), "up:steps.1")
    first = type(page)(moved.get_data(as_text=True)).css_first("#f-steps-0-title")
    assert first.attributes.get("value", first.text()) == "Voir un cardiologue"


def test_what_is_wrong_stands_at_its_field(editor: Editor) -> None:
    """The same words as those of ``portal check``."""
    editor.fill(SERVICE, places__0__hours="le matin", provided_by="organisations/hopital-exemplaire")
    page = editor.get(SERVICE)
    hours = page.css_first("#f-places-0-hours")
    assert hours is not None
    described = (hours.attributes["aria-describedby"] or "").split()
    told = " ".join(node.text() for name in described if (node := page.css_first(f"#{name}")))
    assert "« le matin » ne peut pas être lu comme des horaires" in told
    assert hours.attributes["aria-invalid"] == "true"
    summary = page.css_first(".notice--error")
    assert summary is not None
    assert "hopital-exemple" in summary.text()


def test_a_form_calls_fields_by_their_labels(editor: Editor) -> None:
    """Whoever fills in a form does not know the keys of files."""
    path = editor.root / "content/pathways/essoufflement.md"
    text = path.read_text("utf-8")
    start = text.index("    follow_up: ", text.index("id: cardiologue"))
    path.write_text(text[:start] + text[text.index("\n", start) + 1 :], "utf-8")
    listed = editor.get(PATHWAY).css_first("[aria-labelledby=a-corriger]").text()
    assert "la dernière étape ne dit pas la suite (écrivez « La suite »)" in " ".join(listed.split())


def test_a_key_that_nothing_reads_can_be_mended(editor: Editor) -> None:
    path = editor.root / "content/guides/second-avis.md"
    path.write_text(
        path.read_text("utf-8").replace("kind: rights", "kind: rights\nsumary: Vous pouvez."), "utf-8"
    )
    page = editor.get("/fiche/guides/second-avis")
    assert "Clé inconnue : sumary" in page.text()
    assert editor.send("/fiche/guides/second-avis", page, sumary="").status_code == 303
    assert "sumary" not in path.read_text("utf-8")


# --- nothing is lost


def test_a_change_on_the_disk_is_shown_never_overwritten(editor: Editor) -> None:
    page = editor.get(SERVICE)
    path = editor.root / "content/services/cardiologie-exemple.md"
    other = path.read_text("utf-8").replace(
        "verified_by: Secrétariat de cardiologie", "verified_by: Mme Autre"
    )
    other = other.replace("summary: Un cardiologue", "summary: Une cardiologue")
    path.write_text(other, "utf-8")
    refused = editor.send(SERVICE, page, summary="Mon résumé.", title="Consultation du cœur")
    assert refused.status_code == 409
    assert path.read_text("utf-8") == other
    html = type(page)(refused.get_data(as_text=True))
    assert html.css_first("#f-verified_by").attributes["value"] == "Mme Autre"
    assert "Mon résumé." in html.css_first("#f-summary").text()
    assert "Sur le disque : Une cardiologue examine" in html.text()
    assert editor.send(SERVICE, html).status_code == 303
    after = path.read_text("utf-8")
    assert "Mme Autre" in after
    assert "Mon résumé." in after
    assert "title: Consultation du cœur" in after


def test_a_page_opened_before_the_editor_was_started_again_overwrites_nothing(editor: Editor) -> None:
    page = editor.get(SERVICE)
    path = editor.root / "content/services/cardiologie-exemple.md"
    path.write_text(path.read_text("utf-8").replace("Un cardiologue", "Une cardiologue"), "utf-8")
    editor.client.application.extensions["editor"].bases.clear()
    before = path.read_bytes()
    assert editor.send(SERVICE, page, title="Autre").status_code == 409
    assert path.read_bytes() == before


def test_a_change_is_undone(editor: Editor) -> None:
    before = editor.text("services/cardiologie-exemple.md")
    editor.fill(SERVICE, title="Autre titre")
    page = editor.get(f"{SERVICE}?fait=enregistre")
    form = page.css_first(".notice--done form")
    data = {node.attributes["name"]: node.attributes["value"] for node in form.css("input")}
    undone = editor.client.post(
        form.attributes["action"], data=data, headers={"Host": HOST, "Origin": f"http://{HOST}"}
    )
    assert undone.status_code == 303
    assert editor.text("services/cardiologie-exemple.md") == before
    assert "Autre titre" in editor.get("/versions/content/services/cardiologie-exemple.md").text()


def test_a_removed_record_says_who_named_it_and_comes_back(editor: Editor) -> None:
    path = "/supprimer/services/cardiologie-exemple"
    page = editor.get(path)
    assert "content/pathways/essoufflement.md" in page.text()
    mark = page.css_first("main form input[name=_marque]").attributes["value"]
    gone = editor.client.post(
        path, data={"_marque": mark}, headers={"Host": HOST, "Origin": f"http://{HOST}"}
    )
    assert gone.status_code == 303
    assert not (editor.root / "content/services/cardiologie-exemple.md").exists()
    history = editor.get("/versions/content/services/cardiologie-exemple.md")
    form = history.css_first(".version form")
    data = {node.attributes["name"]: node.attributes["value"] or "" for node in form.css("input")}
    editor.post("/versions/content/services/cardiologie-exemple.md", data)
    assert (editor.root / "content/services/cardiologie-exemple.md").exists()


def test_a_removed_record_takes_its_translations_along(editor: Editor) -> None:
    """Left alone, a translation without its original would stop the next build."""
    path = "/supprimer/guides/second-avis"
    page = editor.get(path)
    assert "content/guides/second-avis.en.md" in page.text()
    mark = page.css_first("main form input[name=_marque]").attributes["value"]
    assert editor.post(path, {"_marque": mark}).status_code == 303
    assert not list((editor.root / "content/guides").iterdir())


# --- two lanes


def sign(editor: Editor, **more: Any) -> Any:
    named = {"reviewer": "Dr Camille Exemple, cardiologue", "reviewed_on": "2026-11-01"}
    return editor.fill(PATHWAY, tick=("_signe",), status="published", **named, **more)


def test_a_text_about_health_needs_a_named_reviewer(editor: Editor) -> None:
    editor.fill(PATHWAY, status="published")
    assert "status: in_review" in editor.text("pathways/essoufflement.md")
    assert sign(editor).status_code == 303
    text = editor.text("pathways/essoufflement.md")
    assert "status: published" in text
    assert "reviewed_on: 2026-11-26" in text  # the day of the signature


def test_facts_are_published_at_once_and_words_wait(editor: Editor) -> None:
    sign(editor)
    editor.fill(PATHWAY, steps__0__level="1", chronic="yes")
    assert "status: published" in editor.text("pathways/essoufflement.md")
    sent = editor.fill(PATHWAY, steps__0__purpose="Le médecin vous examine.")
    assert "fait=relecture" in sent.headers["Location"]
    assert "status: in_review" in editor.text("pathways/essoufflement.md")


# --- new pages, links, translations, pictures, preview


def test_a_new_page_and_the_link_to_it_in_one_change(editor: Editor) -> None:
    first = editor.fill("/fiche/guides/second-avis", "lier:related")
    assert first.status_code == 303
    assert "champ=related" in first.headers["Location"]
    path = "/nouvelle?genre=guides&depuis=guides/second-avis&champ=related"
    made = editor.fill(path, title="Préparer sa visite", summary="Que prendre avec soi.", kind="rights",
                       key_points="Prenez vos résultats.", body="Le texte.")  # fmt: skip
    assert made.status_code == 303, made.get_data(as_text=True)
    assert editor.text("guides/preparer-sa-visite.md") == (
        "---\ntitle: Préparer sa visite\nsummary: Que prendre avec soi.\nkind: rights\nkey_points:\n"
        "  - Prenez vos résultats.\n---\nLe texte.\n"
    )
    assert "related:\n  - guides/preparer-sa-visite\n" in editor.text("guides/second-avis.md")
    again = editor.fill(path, title="Préparer sa visite")
    assert again.status_code == 409
    assert "existe déjà" in again.get_data(as_text=True)


def test_a_translation_side_by_side(editor: Editor) -> None:
    path = "/traduire/faq/second-avis-vexer/en"
    page = editor.get(path)
    assert "Mon médecin sera-t-il vexé" in page.text()
    sent = editor.send(path, page, title="Will my doctor mind?", body="No, it is common. Say it simply.")
    assert sent.status_code == 303
    text = editor.text("faq/second-avis-vexer.en.md")
    assert re.fullmatch(
        r"---\ntitle: Will my doctor mind\?\nsource_hash: \"?[0-9a-f]{16}\"?\n---\n"
        r"No, it is common. Say it simply.\n",
        text,
    )
    assert editor.fill(path).status_code == 303
    assert editor.text("faq/second-avis-vexer.en.md") == text
    editor.fill("/fiche/faq/second-avis-vexer", body="Non. Dites-le simplement.")
    assert "L’original a changé depuis cette traduction" in editor.get(path).text()


def test_a_translation_of_a_pathway_keeps_its_structure(editor: Editor) -> None:
    path = "/traduire/pathways/essoufflement/en"
    page = editor.get(path)
    given = {node.attributes["name"].replace(".", "__"): "Text." for node in page.css("form.record textarea")}
    assert editor.send(path, page, **given).status_code == 303
    text = editor.text("pathways/essoufflement.en.md")
    assert "  - id: medecin-traitant\n    title: Text.\n" in text
    assert "  label: Text.\n" in text
    told = [p.as_text() for p in check(editor.root, TODAY) if p.path.endswith("essoufflement.en.md")]
    assert [line for line in told if "numbers differ" not in line] == []


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8" + b"\xff\xe1\x00\x08Exif43" + b"\xff\xdb\x00\x04ab" + b"\xff\xda\x00\x02data\xff\xd9"


@pytest.mark.parametrize(
    ("name", "data", "alt", "told"),
    [
        ("Entrée.png", PNG, "La porte bleue", "![La porte bleue](/images/entree.png)"),
        ("photo.jpg", JPEG, "La cour", "/images/photo.jpg"),
        ("photo.png", PNG, " ", "les mots qui remplacent l’image manquent"),
        ("virus.png", b"MZ\x00", "Une image", "ce n’est pas une image"),
        ("dessin.svg", b"<svg onload='x'/>", "Un dessin", "ce n’est pas une image"),
        ("gros.png", PNG + b"\0" * 2000, "Une image", "cette image est trop grosse"),
    ],
)
def test_pictures_come_with_their_words(  # noqa: PLR0917 - a table
    editor: Editor, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, alt: str, told: str
) -> None:
    monkeypatch.setattr(pictures, "BIGGEST", 1000)
    answer = editor.post("/images", {"image": (BytesIO(data), name), "alt": alt}, follow=True)
    assert told in answer.get_data(as_text=True)
    written = {p.name: p.read_bytes() for p in (editor.root / "content").glob("images/*")}
    assert len(written) == (answer.status_code == 200)
    assert not any(b"Exif" in data for data in written.values())


def test_the_preview_is_the_page_of_the_site_with_what_is_not_saved(editor: Editor) -> None:
    before = editor.text("services/cardiologie-exemple.md")
    sent = editor.fill(SERVICE, "apercu", title="Un titre qui n’est pas enregistré")
    assert sent.headers["Location"].endswith("/apercu/services/cardiologie-exemple/")
    page = editor.get("/apercu/services/cardiologie-exemple/")
    assert "Un titre qui n’est pas enregistré" in page.css_first("h1").text()
    assert editor.text("services/cardiologie-exemple.md") == before
    style = page.css_first("link[rel=stylesheet]").attributes["href"]
    address = normpath(f"/apercu/services/cardiologie-exemple/{style}")
    assert editor.client.get(address, headers={"Host": HOST}).status_code == 200
    editor.fill(SERVICE, "apercu", provided_by="")
    refused = editor.get("/apercu/services/cardiologie-exemple/")
    assert "quand ceci sera corrigé" in refused.text()
    assert not refused.css("header, nav")  # the editor is not framed inside itself
    editor.fill(SERVICE, "apercu", verified_on="demain")
    assert "« demain » n’est pas une date" in editor.get("/apercu/services/cardiologie-exemple/").text()


def test_a_page_that_was_just_begun_says_what_it_lacks(editor: Editor) -> None:
    """Saved without what it must hold: neither a draft, nor hidden; the words are those of the form."""
    editor.fill("/nouvelle?genre=pathways", title="Fatigue qui dure", steps__0__id="", steps__1__id="")
    refused = editor.get("/apercu/parcours/fatigue-qui-dure/").text()
    assert "Résumé : Erreur : ce champ est à remplir" in refused and "brouillon" not in refused


def test_one_value_in_words(editor: Editor) -> None:
    found = editor.post("/lire", {"genre": "hours", "valeur": "lun-ven 9h-12h"}).get_json()
    assert found["value"] == "Mo-Fr 09:00-12:00"
    assert found["words"].startswith("lundi au vendredi : 9 h – 12 h")


# --- long forms


@pytest.fixture
def nine_steps(editor: Editor) -> Editor:
    """A pathway of nine steps, the last of which keeps all that the first editor wrote in it."""
    path = editor.root / "content/pathways/essoufflement.md"
    text = path.read_text("utf-8")
    step = text[text.index("  - id: medecin-traitant") : text.index("  - id: cardiologue")]
    more = "".join(step.replace("id: medecin-traitant", f"id: etape-{number}") for number in range(7))
    path.write_text(text.replace("  - id: cardiologue", f"{more}  - id: cardiologue"), "utf-8")
    return editor


def test_a_long_pathway_opens_step_by_step(nine_steps: Editor) -> None:
    """A page stays light and nothing is lost: folded steps are sent back as they are written."""
    page = nine_steps.get(PATHWAY)
    assert len((page.html or "").encode()) < 200_000
    assert page.css_first("#f-steps-4-title") is None
    assert "Étapes 5 : Parler de vos signes au médecin traitant" in " ".join(page.text().split())
    before = nine_steps.text("pathways/essoufflement.md")
    opened = type(page)(nine_steps.send(PATHWAY, page, "open:steps.4").get_data(as_text=True))
    assert opened.css_first("#f-steps-4-title") is not None
    assert opened.css_first("#f-steps-5-title") is None
    sent = nine_steps.send(PATHWAY, opened, steps__4__title="Prendre un rendez-vous")
    assert diff(before, nine_steps.text("pathways/essoufflement.md")) == [
        "-    title: Parler de vos signes au médecin traitant", "+    title: Prendre un rendez-vous",
    ]  # fmt: skip
    again = nine_steps.get(sent.headers["Location"])
    assert again.css_first("#f-steps-4-title") is not None  # what one works on stays open


def test_a_step_that_is_wrong_is_open(nine_steps: Editor) -> None:
    path = nine_steps.root / "content/pathways/essoufflement.md"
    path.write_text(path.read_text("utf-8").replace("id: etape-3", "id: etape-2"), "utf-8")
    assert nine_steps.get(PATHWAY).css_first("#f-steps-4-title") is not None


def test_moving_a_folded_step_keeps_it_whole(nine_steps: Editor) -> None:
    page = nine_steps.get(PATHWAY)
    moved = type(page)(nine_steps.send(PATHWAY, page, "down:steps.0").get_data(as_text=True))
    assert nine_steps.send(PATHWAY, moved).status_code == 303
    steps = re.findall(r"^  - id: (\S+)", nine_steps.text("pathways/essoufflement.md"), re.MULTILINE)
    assert steps[:3] == ["etape-0", "medecin-traitant", "etape-1"]
    assert len(steps) == 9


def test_codes_are_looked_for_by_their_words(editor: Editor) -> None:
    """A long vocabulary is offered once for the whole page; what is in no vocabulary stays as written."""
    page = editor.get(SERVICE)
    field = page.css_first("[name=specialties]")
    assert field.attributes["value"] == "Cardiologie (SM04)"
    offered = page.css(f"#{field.attributes['list']} option")
    assert any("(SM54)" in (option.attributes["value"] or "") for option in offered)
    before = editor.text("services/cardiologie-exemple.md")
    words = next(o.attributes["value"] for o in offered if "(SM54)" in (o.attributes["value"] or ""))
    editor.send(SERVICE, page, specialties=["Cardiologie (SM04)", words, "inconnue"])
    assert diff(before, editor.text("services/cardiologie-exemple.md")) == ["+  - SM54", "+  - inconnue"]
    assert editor.fill(SERVICE).status_code == 303
    assert "  - inconnue\n" in editor.text("services/cardiologie-exemple.md")


def test_records_are_looked_for_by_their_title(editor: Editor) -> None:
    found = editor.client.get("/choix?genres=services,places&q=consult", headers={"Host": HOST}).get_json()
    assert found == [["services/cardiologie-exemple", "Consultation de cardiologie"]]
    assert editor.client.get("/choix?genres=guides&q=consult", headers={"Host": HOST}).get_json() == []
