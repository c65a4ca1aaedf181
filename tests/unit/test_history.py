"""What pages tell of the past: words of the model, by day, and nothing that a reader was not shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.freeze.build import prepare_site
from portal.history.records import changes, check_history
from portal.history.words import READ, titles_of
from portal.model.changes import Change
from portal.model.kinds import KINDS
from portal.web.app import create_app
from tests.unit.cli.test_history import git

TODAY = date(2026, 11, 22)
FIRST = date(2026, 3, 1)
SERVICE, TEAM, TABLE = "services/essai.md", "teams/essai.md", "directory/services.csv"


def commit(root: Path, day: str, **texts: str | None) -> None:
    """A commit of some files of content; None deletes one."""
    for name, text in texts.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True) if text is None else file.write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "x", day=day)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository."""
    git(tmp_path, "init", "-q")
    return tmp_path


def told(root: Path, ref: str = "services/essai", rows: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The lines of a record: the day, then what changed."""
    found = changes(root, TODAY, rows, {"services/ancien": "services/essai"}).get(ref, ())
    return [(c.day.isoformat(), *(("new",) if c.is_new else c.titles)) for c in found]


# File, what it says first, what it says then, and the words for the difference; a newcomer adds a line.
CASES = [
    (SERVICE, "title: Un", "title: Deux", ["Name"]),
    (SERVICE, "title: Un", "title: 'Un' # rien", []),
    (SERVICE, "title: Un\nacts: [a]", "acts:\n  - a\ntitle: Un", []),
    (SERVICE, "title: Un", "title: Un\nverified_on: 2026-03-02\nowner: Camille\nsee_also: [guides/a]", []),
    (SERVICE, "places: [{place: places/a}]", "places: [{place: places/a, hours: Mo off}]", ["Opening hours"]),
    (SERVICE, "title: Un", "title: Un\nplaces: [{place: a/b, hours: Mo off}]", ["Place", "Opening hours"]),
    (SERVICE, "booking: []", "booking: [{channel: tel, value: 01 99 00 00 01}]", ["How to book"]),
    (SERVICE, "booking: []", "booking: [{value: 01 99 00 00 01, visibility: professionals}]", []),
    (SERVICE, "booking: [{value: a, visibility: internal}]", "booking: [{visibility: internal}]", []),
    (SERVICE, "title: Un\nvisibility: internal", "title: Deux\nvisibility: internal", []),
    (SERVICE, "title: Un\nstatus: draft", "title: Deux\nstatus: draft", []),
    (SERVICE, "title: Un\n---\nAvant.", "title: Un\n---\nAprès.", ["Explanations"]),
    (SERVICE, "kind: imaging", "kind: day_care\nidentifiers: {finess: '810000000'}", ["What it is"]),
    (SERVICE, "title: Un\nid: [", "title: Deux", ["Name"]),  # nobody could read the first
    (TEAM, "title: Un", "title: Un\naccess_for_professionals: {text: Appelez.}", []),
    (TABLE, "id,title,level\nessai,Un,1\nautre,Un,1", "id,title,level\nessai,Un,2\nautre,Un,1",
     ["Level of specialisation"]),
    (TABLE, "id,title\nessai,Un", "title,id,level\nUn,essai,", []),
    (TABLE, "id,places.0.place\nessai,places/a", "id,places.0.place,places.0.hours\nessai,places/a,Mo off",
     ["Opening hours"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "then", "titles"), CASES)
def test_words(root: Path, name: str, first: str, then: str, titles: list[str]) -> None:
    """The keys that a reader sees, by the title that the model gives them; nothing of what is not public."""
    for day, text in ("2026-03-01", first), ("2026-03-03", then):
        is_table, end = name.endswith(".csv"), "" if "\n---\n" in text else "\n---"
        commit(root, day, **{name: f"{text}\n" if is_table else f"---\n{text}{end}\n"})
    ref = "teams/essai" if name == TEAM else "services/essai"
    lines = [line for line in told(root, ref) if line[1:] != ("new",)]
    assert lines == ([("2026-03-03", *titles)] if titles else [])


def test_words_for_visitors() -> None:
    """Each stands for a key that the model has: one that is renamed keeps its words."""
    assert set(READ) <= {title for model in KINDS.values() for title in titles_of(model)}


def test_days(root: Path) -> None:
    """Newest first, one line a day; neither the future nor what is older than two years."""
    for day, title in [
        ("2024-01-01", "Zéro"), ("2026-03-01", "Un"), ("2026-03-03", "Deux"), ("2026-03-03", "Trois"),
        ("2026-11-22", "Quatre"), ("2026-11-23", "Cinq"),
    ]:  # fmt: skip
        commit(root, day, **{SERVICE: f"---\ntitle: {title}\n---\n"})
    assert told(root) == [("2026-11-22", "Name"), ("2026-03-03", "Name"), ("2026-03-01", "Name")]


def test_new(root: Path) -> None:
    """That a page is new is told below what changed since, and not alone; a file beside a row is not new."""
    commit(root, "2026-03-01", **{SERVICE: "---\ntitle: Un\n---\n"})
    assert told(root) == []
    assert told(root, rows=("services/essai",)) == [("2026-03-01", "Name")]
    commit(root, "2026-03-02", **{SERVICE: "---\ntitle: Deux\n---\n"})
    assert told(root) == [("2026-03-02", "Name"), ("2026-03-01", "new")]


def test_renamed(root: Path) -> None:
    """A record keeps its past under its new name."""
    commit(root, "2026-03-01", **{"services/ancien.md": "---\ntitle: Un\n---\n"})
    commit(root, "2026-03-02", **{"services/ancien.md": "---\ntitle: Deux\n---\n"})
    commit(root, "2026-03-03", **{"services/ancien.md": None, SERVICE: "---\ntitle: Deux\n---\n"})
    assert told(root) == [("2026-03-02", "Name"), ("2026-03-01", "new")]


def test_nothing_is_known(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Part of a history, no repository, no Git: nothing is told, and nothing fails."""
    for day, title in (("2026-03-01", "Un"), ("2026-03-02", "Deux")):
        commit(root, day, **{SERVICE: f"---\ntitle: {title}\n---\n"})
    assert told(root)
    git(root, "clone", "-q", "--depth=1", f"file://{root}", "copie")
    assert changes(root / "copie", TODAY, (), {}) == {}
    assert [p.code for p in check_history(root / "copie")] == ["history-shallow"]
    assert not [*check_history(root)]
    git(root / "copie", "rm", "-rq", "content")  # a territory that this repository does not hold
    assert not [*check_history(root / "copie")]
    monkeypatch.setenv("GIT_DIR", "/nulle-part")
    assert changes(root, TODAY, (), {}) == {}
    assert not [*check_history(root)]
    monkeypatch.setenv("PATH", "/nulle-part")
    assert changes(root, TODAY, (), {}) == {}


def test_pages(example_root: Path) -> None:
    """In the language of the page, closed until someone opens it; no page where nothing is known."""
    past = (Change(date(2026, 3, 3), False, ("Opening hours", "Contacts")), Change(FIRST, True, ()))
    site = replace(prepare_site(example_root, TODAY)[0], changes={"services/consultation-genou": past})
    client = create_app(site).test_client()
    page = client.get("/services/consultation-genou/").text
    assert "<summary>Ce qui a changé</summary>" in page
    assert "<li>3 mars 2026\u00a0: horaires et contacts</li><li>1er mars 2026" in page
    assert (
        "<li>3 March 2026: opening hours and contacts</li>"
        in client.get("/en/services/consultation-genou/").text
    )
    assert "Ce qui a changé" not in client.get("/parcours/essoufflement/").text
