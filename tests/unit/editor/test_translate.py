"""What a language lacks, and texts out to translators and back."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner, Result

from portal.cli import main
from portal.loading.catalogue import load
from tests.unit.editor.conftest import TODAY


@pytest.fixture
def root(tmp_path: Path, territory: Path) -> Path:
    """A new territory in French and English."""
    shutil.copytree(territory, tmp_path / "t")
    return tmp_path / "t"


def run(*words: str | Path, root: Path) -> Result:
    command = ["translate", *map(str, words), "--root", str(root), "--as-of", TODAY.isoformat()]
    return CliRunner().invoke(main, command)


def left(root: Path) -> dict[str, str]:
    (english,) = json.loads(run("status", "--format", "json", root=root).output)
    assert english["done"] + len(english["left"]) == english["pages"]
    return {page["ref"]: page["state"] for page in english["left"]}


def edited(path: Path, change: dict[str, str], fuzzy: bool = False) -> None:
    """A translator fills in what she knows: original to translation."""
    catalogue = read_po(BytesIO(path.read_bytes()))
    for entry in catalogue:
        if entry.id in change:
            entry.string = change[entry.id]
            if fuzzy:
                entry.flags.add("fuzzy")
    out = BytesIO()
    write_po(out, catalogue)
    path.write_bytes(out.getvalue())


def test_status_tells_what_is_missing_and_what_is_outdated(root: Path) -> None:
    found = left(root)
    assert found["faq/second-avis-vexer"] == "missing"
    assert "guides/second-avis" not in found
    path = root / "content/guides/second-avis.md"
    path.write_text(path.read_text("utf-8").replace("Comment faire.", "Comment s’y prendre."), "utf-8")
    assert left(root)["guides/second-avis"] == "outdated"
    told = run("status", root=root).output
    assert "guides/second-avis: l’original a changé depuis (Demander un second avis)" in told


def test_a_change_of_what_patients_do_stands_out(root: Path) -> None:
    path = root / "content/pathways/essoufflement.md"
    (root / "content/pathways/essoufflement.en.md").write_text(
        '---\ntitle: Breathless\nsource_hash: "0000000000000000"\n---\n', "utf-8"
    )
    assert left(root)["pathways/essoufflement"] == "outdated"
    change = "changelog:\n  - date: 2026-11-25\n    what: Le test se fait avant.\n    major: yes\n"
    path.write_text(path.read_text("utf-8").replace("after:\n", f"{change}after:\n"), "utf-8")
    assert left(root)["pathways/essoufflement"] == "major"


def test_out_and_back_is_no_change(root: Path, tmp_path: Path) -> None:
    po = tmp_path / "en.po"
    assert run("extract", "en", po, root=root).exit_code == 0
    first = po.read_bytes()
    assert b"Ask for a second opinion" in first
    again = run("update", "en", po, "--apply", root=root)
    assert again.output == "Aucun changement.\n"
    run("extract", "en", po, root=root)
    assert po.read_bytes() == first


def test_what_a_translator_filled_in_becomes_pages(root: Path, tmp_path: Path) -> None:
    po = tmp_path / "en.po"
    run("extract", "en", po, root=root)
    texts = {
        "Mon médecin sera-t-il vexé si je demande un second avis ?": "Will my doctor mind?",
        "Non, c’est une demande courante. Dites-le simplement, et demandez une copie de vos résultats.":
            "No, it is common. Say it simply, and ask for a copy of your results.",
    }  # fmt: skip
    edited(po, texts)
    shown = run("update", "en", po, root=root)
    assert "+ content/faq/second-avis-vexer.en.md" in shown.output
    assert not (root / "content/faq/second-avis-vexer.en.md").exists()
    assert run("update", "en", po, "--apply", root=root).exit_code == 0
    catalogue = load(root, TODAY).catalogue
    assert catalogue is not None
    page = catalogue.translations["en"]["faq/second-avis-vexer"]
    assert page.title == "Will my doctor mind?"
    assert "faq/second-avis-vexer" not in left(root)


def test_what_is_unsure_or_too_late_is_left_aside(root: Path, tmp_path: Path) -> None:
    po = tmp_path / "en.po"
    run("extract", "en", po, root=root)
    edited(po, {"Mon médecin sera-t-il vexé si je demande un second avis ?": "Will he mind?"}, fuzzy=True)
    assert "marquées incertaines" in run("update", "en", po, "--apply", root=root).output
    edited(po, {"Demander un second avis": "Get a second opinion"})
    path = root / "content/guides/second-avis.md"
    path.write_text(
        path.read_text("utf-8").replace("Demander un second avis", "Avoir un second avis"), "utf-8"
    )
    told = run("update", "en", po, "--apply", root=root)
    assert "l’original a changé : guides/second-avis title" in told.output
    assert not (root / "content/faq/second-avis-vexer.en.md").exists()


@pytest.mark.parametrize(("lang", "data"), [("de", b""), ("en", b"\xff\xfe\x00"), ("en", b'msgid "a')])
def test_what_cannot_be_taken_is_refused(root: Path, tmp_path: Path, lang: str, data: bytes) -> None:
    po = tmp_path / "x.po"
    po.write_bytes(data)
    refused = run("update", lang, po, root=root)
    assert refused.exit_code in {0, 2}
    assert refused.exit_code == 2 or refused.output == "Aucun changement.\n"
