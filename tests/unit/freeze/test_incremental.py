"""A build that takes pages from the one before writes the same bytes as one that renders all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from portal.freeze import program
from portal.freeze.build import Report, Way, build
from portal.freeze.swap import CACHE
from tests.unit.freeze.sites import GUIDE, OLD, make_territory, names, run, tree
from tests.unit.freeze.test_faults import _as_anyone

DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)
ADDED = GUIDE.format(title="Guide ajouté")


@dataclass(frozen=True)
class Edit:
    """What an editor does to one file of the example, and where it must show."""

    file: str  # in content/
    old: str  # empty: the file is new
    new: str  # empty: the file goes
    page: str
    shows: str  # begins with "!": shows no more
    several: bool = True  # some pages do not depend on it

    def apply(self, content: Path) -> None:
        """Change the file."""
        file = content / self.file
        if not self.new:
            file.unlink()
        elif not self.old:
            file.write_text(self.new, "utf-8")
        else:
            text = file.read_text("utf-8")
            assert self.old in text
            file.write_text(text.replace(self.old, self.new, 1), "utf-8")


KNEE, KNEE_PAGE = "services/consultation-genou.md", "services/consultation-genou/index.html"
READ, READ_PAGE = "guides/lire-une-fiche.md", "guides/lire-une-fiche/index.html"
# A line for each way in which content changes. What every page shows comes first: it would hide a stale page.
EDITS = {
    "territory": Edit("territory.yaml", "Soins d’Exemple", "Soins du Val", "index.html", "du Val", False),
    "acronym": Edit("glossary/cpe.md", "acronym: CPE\n", "acronym: CPX\n", READ_PAGE, '!class="term"', False),
    "danger": Edit("search/dangers.yaml", "$mal poitrine", "$mal thorax", "recherche/index.html", "thora"),
    "hours": Edit(KNEE, "Fr 14:00-17:00", "Fr 15:00-18:00", KNEE_PAGE, "endredi de 15"),
    "phone": Edit(KNEE, "05 36 49 00 12", "05 36 49 00 13", KNEE_PAGE, "+33536490013"),
    "title": Edit(
        KNEE, "du genou imaginaire\n", "du coude\n", "organisations/hopital-fictif/index.html", "du coude"
    ),
    "translation": Edit(
        "services/consultation-genou.en.md", "Imaginary knee", "Imagined knee", f"en/{KNEE_PAGE}", "Imagined"
    ),
    "rule": Edit("rules/tarif-fictif.md", '"12.50"', '"13.70"', READ_PAGE, "13,70"),
    "emergency": Edit(
        "emergency/refuge-fictif.md",
        "05 36 49 00 15",
        "05 36 49 00 16",
        "urgences/index.html",
        "+33536490016",
    ),
    "alert": Edit("alerts/neige-a-venir.md", "tombera demain", "tombera tard", "index.html", "tombera tard"),
    "row": Edit(
        "directory/organisations.csv",
        "05 36 49 11 22",
        "05 36 49 11 23",
        "organisations/pharmacie-fictive/index.html",
        "+33536491123",
    ),
    "commune": Edit(
        "directory/communes.csv", "Bourg-Exemple", "Bourg-Nouveau", "communes/98991/index.html", "Nouveau"
    ),
    "image": Edit("images/entree.svg", "#ddd", "#eee", "images/entree.svg", "#eee"),
    "new page": Edit("guides/guide-ajoute.md", "", ADDED, "guides/index.html", "Guide ajouté"),
    "moved": Edit(
        "guides/guide-ajoute.md",
        "title:",
        "former_ids: [guide-ancien]\ntitle:",
        "guides/guide-ancien/index.html",
        "guide-ajoute",
    ),
    "draft": Edit(
        "guides/second-avis.md", "---\n", "---\nstatus: draft\n", "guides/index.html", "!guides/second-avis/"
    ),
    "removed page": Edit("guides/guide-ajoute.md", "", "", "guides/index.html", "!Guide ajouté"),
}


def test_edits_one_after_the_other(tmp_path: Path, example_root: Path) -> None:
    """After each edit its page is right; after all of them, each byte is that of a build from nothing.

    What every page shows changes first, then the day: what comes later leaves most pages as they are, and
    would show those that are stale.
    """
    root, site, day = _in_two_languages(example_root, tmp_path), tmp_path / "out" / "site", DAY
    assert build(root, site, day).reused == 0
    for name, edit in EDITS.items():
        if edit.several and day == DAY:
            day = NEXT
            report = build(root, site, day)
            assert 0 < report.reused < report.pages
        edit.apply(root / "content")
        report = build(root, site, day)
        shown = edit.shows.removeprefix("!") in (site / edit.page).read_text("utf-8")
        assert shown is not edit.shows.startswith("!"), name
        assert (report.reused > report.pages / 2) is edit.several, (name, report)
    build(root, tmp_path / "neuf" / "site", day)
    assert tree(site) == tree(tmp_path / "neuf" / "site")


def _in_two_languages(example: Path, folder: Path) -> Path:
    root = folder / "territoire"
    shutil.copytree(example, root, ignore=shutil.ignore_patterns("*.ar.md"))
    file = root / "content" / "territory.yaml"
    head, _, rest = file.read_text("utf-8").replace("[fr, en, ar]", "[fr, en]").partition("  ar:\n")
    file.write_text(head + rest[rest.index("departement:") :], "utf-8")
    return root


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Report]:
    """Build a very small territory over itself."""
    root, site = make_territory(tmp_path / "territoire"), tmp_path / "out" / "site"

    def again(way: Way | None = None) -> Report:
        return build(root, site, date.fromisoformat(OLD), way or Way())

    again()
    return again


def _pages(tmp_path: Path) -> Path:
    return tmp_path / "out" / CACHE / "pages-site.json"


def _signed(found: dict[str, object]) -> bytes:
    """A file that is whole."""
    content = json.dumps(found).encode()
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def _older(data: bytes) -> bytes:
    return _signed({**json.loads(data.partition(b"\n")[2]), "program": "0" * 64})


def _other_format(data: bytes) -> bytes:
    return _signed({**json.loads(data.partition(b"\n")[2]), "format": 0})


def _no_answers(data: bytes) -> bytes:
    found = json.loads(data.partition(b"\n")[2])
    return _signed({**found, "questions": [[key, ""] for key, _ in found["questions"]]})


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "truncated": lambda data: data[: len(data) // 2],
    "a bit flipped": lambda data: data[:99] + bytes([data[99] ^ 1]) + data[100:],
    "of an older program": _older,
    "of another format": _other_format,
    "of another site": _no_answers,
    "of another kind": lambda _: _signed({"pages": []}),
}


def test_damaged(tmp_path: Path, small: Callable[..., Report]) -> None:
    """What was kept and is spoilt costs time alone, and is whole again after it."""
    before, file = tree(tmp_path / "out" / "site"), _pages(tmp_path)
    for damage, spoilt in DAMAGE.items():
        file.write_bytes(spoilt(file.read_bytes()))
        assert small().reused == 0, damage
        assert tree(tmp_path / "out" / "site") == before, damage
    assert small().reused > 0


def test_page_changed_by_hand(tmp_path: Path, small: Callable[..., Report]) -> None:
    """A page of the site that somebody changed or removed is rendered: only what was written is taken."""
    before, site = tree(tmp_path / "out" / "site"), tmp_path / "out" / "site"
    (site / "urgences" / "index.html").write_text("appelez le 51")
    (site / "confiance" / "index.html").unlink()
    report = small()
    assert tree(site) == before
    assert report.pages - report.reused == small().pages - small().reused + 2


def test_full(tmp_path: Path, small: Callable[..., Report]) -> None:
    """Asked to, a build renders all, and the next takes from it."""
    before = tree(tmp_path / "out" / "site")
    assert small(Way(full=True)).reused == 0
    assert tree(tmp_path / "out" / "site") == before
    assert small(Way(jobs=2)).reused > 0


def test_removed(tmp_path: Path, small: Callable[..., Report]) -> None:
    """The folder of what is kept may go, and be no folder at all."""
    before = tree(tmp_path / "out" / "site")
    shutil.rmtree(tmp_path / "out" / CACHE)
    (tmp_path / "out" / CACHE).write_text("à moi")
    assert small().reused == small().reused == 0
    assert tree(tmp_path / "out" / "site") == before
    assert (tmp_path / "out" / CACHE).read_text() == "à moi"


def test_read_only(tmp_path: Path, small: Callable[..., Report]) -> None:
    """What was kept and can only be read is read; the site is built, and nothing is said of it."""
    kept = tmp_path / "out" / CACHE
    folders = [kept, *kept.rglob("*")]
    for path in folders:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = tree(kept)
    root, site = tmp_path / "territoire", tmp_path / "out" / "site"
    built = run(root, site, day=("--as-of", OLD), preexec_fn=_as_anyone)
    assert (built.returncode, built.stderr) == (0, "")
    assert json.loads((tmp_path / "out" / "report.json").read_text())["reused"] > 0
    assert tree(kept) == before
    for path in folders:
        path.chmod(0o755)


def test_another_program(
    tmp_path: Path, small: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template, a script or a word that changed is another program, which renders all."""
    part = tmp_path / "programme"
    part.mkdir()
    (part / "page.html").write_text("avant")
    monkeypatch.setattr(program, "PARTS", (part,))
    assert small().reused == 0
    assert small().reused > 0
    (part / "page.html").write_text("après")
    assert small().reused == 0


def test_what_the_program_is() -> None:
    """Code, templates, scripts, fonts, vocabularies and translations are all parts of it."""
    files = {
        file.relative_to(part.parent).as_posix()
        for part in program.PARTS
        for file in part.rglob("*")
        if file.is_file()
    }
    assert files >= {
        "portal/freeze/trace.py",
        "portal/templates/base.html",
        "portal/templates/leaflet.typ",
        "portal/model/vocabularies/specialty.yaml",
        "search/export.py",
        "search/client/page.js",
        "translations/fr/LC_MESSAGES/messages.po",
    }


def test_bounded(tmp_path: Path, small: Callable[..., Report]) -> None:
    """What is kept does not grow from build to build."""
    size = _pages(tmp_path).stat().st_size
    for _ in range(2):
        small(Way(full=True))
    assert _pages(tmp_path).stat().st_size == size
    assert names(_pages(tmp_path).parent) == ["pages-site.json", "search"]
