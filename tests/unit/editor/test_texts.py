"""Files that hold no record: saved as typed, checked by line, helped by a form and by a phrase to try."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from portal.editor.listed import TEXTS
from tests.unit.editor.conftest import HOST, Editor
from tests.unit.editor.test_editor import diff

SYNONYMS, DANGERS = "/fichiers/search/synonyms.yaml", "/fichiers/search/dangers.yaml"


def page_of(answer: Any) -> HTMLParser:
    return HTMLParser(answer.get_data(as_text=True))


def told(page: HTMLParser) -> str:
    return " ".join((page.body.text() if page.body else "").split())


def test_every_file_opens_and_saves_unchanged(editor: Editor) -> None:
    listed = editor.get("/fichiers")
    for name in TEXTS:
        assert listed.css_first(f"a[href='/fichiers/{name}']") is not None
        path = editor.root / "content" / name
        before = path.read_bytes() if path.is_file() else None
        assert editor.fill(f"/fichiers/{name}").status_code == 303
        assert (path.read_bytes() if path.is_file() else None) == before


def test_no_other_file_opens(editor: Editor) -> None:
    for name in ("directory/services.csv", "search/../territory.yaml", "services/cardiologie-exemple.md"):
        answer = editor.client.get(f"/fichiers/{name}", headers={"Host": HOST})
        assert answer.status_code == 404


def test_an_entry_is_written_at_the_end_then_saved_then_undone(editor: Editor) -> None:
    before = editor.text("search/synonyms.yaml")
    grown = page_of(
        editor.fill(SYNONYMS, "ajouter", _ajout__words="kiné\nkinésithérapeute", _ajout__one_way="yes")
    )
    assert "pas encore enregistré" in told(grown)
    assert editor.text("search/synonyms.yaml") == before
    saved = editor.send(SYNONYMS, grown)
    assert saved.status_code == 303
    assert diff(before, editor.text("search/synonyms.yaml")) == [
        "+- words:", "+    - kiné", "+    - kinésithérapeute", "+  one_way: yes",
    ]  # fmt: skip
    form = editor.get(saved.headers["Location"]).css_first(".notice--done form")
    data = {node.attributes["name"]: node.attributes["value"] for node in form.css("input")}
    undone = editor.post(form.attributes["action"], data)
    assert undone.headers["Location"].startswith(SYNONYMS)
    assert editor.text("search/synonyms.yaml") == before


def test_a_mistake_is_told_at_its_line_before_it_is_saved(editor: Editor) -> None:
    before = editor.text("search/synonyms.yaml")
    page = page_of(editor.fill(SYNONYMS, "verifier", texte=f"{before}- mots: [rdv, rendez-vous]\n"))
    link = page.css_first("[aria-labelledby=a-corriger] a")
    assert link is not None
    assert link.attributes["data-line"] == str(before.count("\n") + 1)
    assert "- mots: [rdv, rendez-vous]" in told(page)
    assert editor.text("search/synonyms.yaml") == before
    assert editor.fill(SYNONYMS, texte="- words: [seul]\n").status_code == 303  # one may finish later
    assert "/fichiers/search/synonyms.yaml" in (editor.get("/problemes").html or "")


def test_two_changes_come_together(editor: Editor) -> None:
    """What only one of two people changed is in the text; nothing is written before it was read."""
    page = editor.get(SYNONYMS)
    path = editor.root / "content/search/synonyms.yaml"
    mine = path.read_text("utf-8")
    theirs = mine + "- words: [hosto, hôpital]\n"
    path.write_text(theirs, "utf-8")
    refused = editor.send(SYNONYMS, page, texte=f"# à moi\n{mine}")
    assert refused.status_code == 409
    assert path.read_text("utf-8") == theirs
    shown = page_of(refused)
    assert "+- words: [hosto, hôpital]" in told(shown)
    assert not shown.css("[name=_bloc_mien]")
    assert editor.send(SYNONYMS, shown).status_code == 303
    assert path.read_text("utf-8") == f"# à moi\n{theirs}"


def test_a_passage_that_both_changed_is_chosen(editor: Editor) -> None:
    """Mine stays until I take theirs, which can be undone; what I typed elsewhere stays."""
    path = editor.root / "content/search/synonyms.yaml"
    path.write_text("- words: [rdv, rendez-vous]\n- words: [seul]\n", "utf-8")
    page = editor.get(SYNONYMS)
    path.write_text("- words: [rdv, rendez-vous]\n- words: [seul, isolé]\n", "utf-8")
    mine = "- words: [rdv, rendez-vous]\n- words: [seul, solitaire]\n"
    shown = page_of(editor.send(SYNONYMS, page, texte=mine))
    assert shown.css_first("#texte").text().lstrip("\n") == mine
    assert "ligne 1" in shown.css_first("fieldset.group legend").text()
    typed = f"# plus tard\n{mine}"
    taken = page_of(editor.send(SYNONYMS, shown, "prendre:0", texte=typed))
    text = taken.css_first("#texte").text().lstrip("\n")
    assert text == "# plus tard\n" + path.read_text("utf-8")
    back = page_of(editor.send(SYNONYMS, taken, "prendre:0"))
    assert back.css_first("#texte").text().lstrip("\n") == typed
    assert "n’est plus dans votre texte" in told(page_of(editor.send(SYNONYMS, back, "prendre:0", texte="")))
    assert editor.send(SYNONYMS, taken).status_code == 303
    assert path.read_text("utf-8") == text


def test_line_ends_stay_as_the_file_has_them(editor: Editor) -> None:
    path = editor.root / "content/search/synonyms.yaml"
    path.write_bytes(b"\xef\xbb\xbf- words: [rdv, rendez-vous]\r\n")
    editor.fill(SYNONYMS, texte="- words: [rdv, rendez-vous, consultation]\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf- words: [rdv, rendez-vous, consultation]\r\n"


def test_a_phrase_is_tried_on_the_text_as_it_stands(editor: Editor) -> None:
    page = page_of(editor.fill(DANGERS, "essayer", _essai="mal à la poitrine"))
    assert "(chest-pain)" in told(page)
    assert "Aucune carte de danger" in told(page_of(editor.fill(DANGERS, "essayer", _essai="ongle incarné")))
    text = editor.text("search/dangers.yaml").replace("phrases:\n", "phrases:\n", 1)
    head, _, rest = text.partition("  - id: chest-pain")
    phrases = rest.index("      fr:\n", rest.index("    phrases:")) + len("      fr:\n")
    changed = f"{head}  - id: chest-pain{rest[:phrases]}        - ongle incarne\n{rest[phrases:]}"
    assert "(chest-pain)" in told(
        page_of(editor.fill(DANGERS, "essayer", texte=changed, _essai="ongle incarné"))
    )
    broken = editor.fill(DANGERS, "essayer", texte=f"{text}  bad\n", _essai="mal à la poitrine")
    assert "corrigez-les avant" in told(page_of(broken)).lower()


def test_a_vocabulary_of_the_territory_begins_empty(editor: Editor) -> None:
    sent = editor.fill(
        "/fichiers/vocabularies/specialty.yaml", texte="- code: X1\n  label: {fr: Médecine du voyage}\n"
    )
    assert sent.status_code == 303
    offered = editor.get("/fiche/services/cardiologie-exemple").css("#codes-specialty option")
    assert "Médecine du voyage (X1)" in {option.attributes["value"] for option in offered}
