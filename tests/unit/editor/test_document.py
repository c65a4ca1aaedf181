"""A change of a file is the smallest one: comments, order, quotes, blank lines and line ends stay."""

from __future__ import annotations

import copy
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.editor.desk import Opened, over
from portal.editor.document import Document, new_file
from portal.editor.edits import CannotEditError, filled
from portal.editor.fields import Maker
from portal.editor.posted import flat, kept, pruned, sent, values
from portal.loading.files import Snapshot
from portal.loading.front_matter import parse_front_matter
from portal.loading.tree import plain
from portal.loading.vocabularies import load_vocabularies
from portal.model.directory import Service
from portal.model.kinds import KINDS
from portal.model.territory import Territory

ROOT = Path(__file__).parents[3]
FOLDERS = (
    "content",
    "portal/model/examples/content",
    "tests/fixtures/exemple/content",
    "tests/fixtures/broken/content",
)
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.*"))
    if path.suffix in {".md", ".yaml"} and path.name != "README.md"
]
MAKER = Maker(str, load_vocabularies(Snapshot({}))[0], "fr", ("en",))

FILE = """---
# Ce que dit le service
title: "Consultation"   # entre guillemets
aliases: ["cœur", 'souffle']

places:
  - place: places/a
    hours: Mo-Fr 09:00-12:00   # le matin
  # le second lieu
  - place: places/b
note: >-
  Un texte
  plié.
empty:
# La fin
---

Le texte.

"""


def changed(change: Any, prose: str | None = None, text: str = FILE) -> list[str]:
    """The lines that a change takes away and adds."""
    document = Document.of(text.encode(), markdown=True)
    facts = copy.deepcopy(document.values)
    change(facts)
    out = document.changed(
        facts, prose, lambda path: () if path else ("title", "summary", "aliases")
    ).decode()
    assert filled(Document.of(out.encode(), markdown=True).values) == filled(facts)
    lines = unified_diff(text.splitlines(), out.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f.update(title="Avis"), ['-title: "Consultation"   # entre guillemets',
                                            '+title: "Avis"   # entre guillemets']),
        (lambda f: f["places"][0].update(hours="Sa 09:00-12:00"),
         ["-    hours: Mo-Fr 09:00-12:00   # le matin", "+    hours: Sa 09:00-12:00   # le matin"]),
        (lambda f: f["places"][1].update(by="yes"), ["+    by: yes"]),
        (lambda f: f["places"].pop(), ["-  - place: places/b"]),
        (lambda f: f["places"].insert(1, {"place": "places/c"}), ["+  - place: places/c"]),
        (lambda f: f.update(summary="Une phrase : vraie."), ['+summary: "Une phrase : vraie."']),
        (lambda f: f.pop("places"), [
            "-places:", "-  - place: places/a", "-    hours: Mo-Fr 09:00-12:00   # le matin",
            "-  # le second lieu", "-  - place: places/b"]),
        (lambda f: f["aliases"].append("palpitations"), [
            "-aliases: [\"cœur\", 'souffle']", "+aliases: [\"cœur\", 'souffle', \"palpitations\"]"]),
        (lambda f: f.update(empty="plein"), ["-empty:", "+empty: plein"]),
        (lambda f: f.update(postcode="01000"), ['+postcode: "01000"']),
        (lambda f: f.update(day="2026-11-26"), ["+day: 2026-11-26"]),
        (lambda f: f.update(phone="05 36 49 00 01"), ["+phone: 05 36 49 00 01"]),
        (lambda f: f.update(lines="un\ndeux"), ["+lines: |-", "+  un", "+  deux"]),
        (lambda f: f.update(new=[{"a": "b", "c": ["d"]}]), ["+new:", "+  - a: b", "+    c:", "+      - d"]),
    ],
)  # fmt: skip
def test_smallest_change(change: Any, expected: list[str]) -> None:
    assert changed(change) == expected


def test_a_changed_text_leaves_the_facts() -> None:
    assert changed(lambda _: None, "Un autre.") == ["-Le texte.", "+Un autre."]


def test_an_entry_without_text_stays() -> None:
    """A translation writes {} for an entry of a list that holds facts only."""
    text = "---\ntitle: A\ncosts:\n  - {}\n  - label: B\n---\n"
    same = {"title": "C", "costs": [{}, {"label": "B"}]}
    assert changed(lambda facts: facts.update(same), text=text) == ["-title: A", "+title: C"]


def test_line_ends_and_the_mark_of_the_encoding_stay() -> None:
    data = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    document = Document.of(data, markdown=True)
    out = document.changed({**document.values, "title": "Avis"}, "Autre.")
    assert out.startswith(b"\xef\xbb\xbf---\r\n")
    assert out.count(b"\n") == out.count(b"\r\n") == data.count(b"\n")


@pytest.mark.parametrize("data", [b"title: x\n", b"---\ntitle: x\n", "---\ntitre: é\n---\n".encode("latin-1"),
                                  b"---\n- a\n---\n", b"---\na: [b\n---\n"])  # fmt: skip
def test_what_cannot_be_edited_is_refused(data: bytes) -> None:
    with pytest.raises(CannotEditError):
        _ = Document.of(data, markdown=True).values


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_load_then_save_is_the_same_bytes(path: Path) -> None:
    """For every file of content and of fixtures, sound or not; by its form too, for those that have one."""
    data = path.read_bytes()
    try:
        document = Document.of(data, markdown=path.suffix == ".md")
        facts = document.values
    except CannotEditError:
        return
    assert document.changed(facts, document.prose) == data
    model = Territory if path.name == "territory.yaml" else KINDS.get(path.parent.name)
    if model and path.stem.count(".") == 0:
        shown = pruned(values(model, sent(flat(MAKER.form(model, facts)))))
        same = kept(facts, shown, shown)
        assert isinstance(same, dict)
        assert document.changed(same, document.prose) == data


UNREADABLE = "\ufeff\u2028\u2029\x85"
CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters=UNREADABLE)
TEXTS = st.text(CHARACTERS, min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
KEYS = st.sampled_from(["title", "aliases", "places", "note", "empty", "x", "y"])
PLAINS = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1),
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(KEYS, PLAINS, min_size=1))
def test_any_values_are_read_back(facts: Any) -> None:
    """By this module, and by the loader of the site."""
    for data in (Document.of(FILE.encode(), markdown=True).changed(facts), new_file(facts, "Texte.")):
        assert Document.of(data, markdown=True).values == facts
        tree, _ = parse_front_matter("x.md", data.decode())
        assert tree is not None
        read = plain(tree)
        assert isinstance(read, dict)
        assert {key: value for key, value in read.items() if key != "body"} == facts


def test_a_file_says_only_what_the_table_does_not() -> None:
    row = {
        "title": "Service",
        "kind": "consultation",
        "places": [{"place": "places/a"}],
        "access": {"mode": "direct"},
    }
    opened = Opened("services/a", Service, "content/services/a.md", None, row, row, "")
    same = opened.written({**row, "access": {"mode": "direct", "note": "Sonnez."}}, "")
    assert same == b"---\naccess:\n  note: Sonnez.\n---\n"
    without = {key: value for key, value in row.items() if key != "places"}
    assert opened.written(without, "") == b"---\nplaces:\n---\n"
    assert over(row, row, {}) == {}
