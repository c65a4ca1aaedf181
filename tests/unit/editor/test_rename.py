"""Another identifier: nothing dangles, nothing else moves, and the old address leads to the new one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from portal.checks.run import check
from portal.cli import main
from portal.editor.rename import Changes, apply, rename
from portal.editor.store import ChangedError, Store
from portal.errors import Message, PortalError
from portal.freeze.build import prepare_site
from portal.loading.catalogue import load
from portal.model.addresses import GATHERED
from portal.model.kinds import KINDS
from portal.web.addresses import anchor
from portal.web.app import create_app, paths

DAY = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path: Path, example_root: Path) -> Path:
    """The fictitious territory that holds everything."""
    shutil.copytree(example_root, tmp_path / "t")
    return tmp_path / "t"


def told(root: Path) -> list[tuple[str, str]]:
    return sorted((p.code, p.severity) for p in check(root, DAY))


def records(root: Path) -> list[str]:
    """Every record that has a file of its own and is in no table."""
    tables = "\n".join(p.read_text("utf-8") for p in (root / "content/directory").glob("*.csv"))
    kinds = set(KINDS) - {"communes", "emergency", "inserts"}
    found = [p for kind in kinds for p in sorted((root / "content" / kind).glob("*.md")) if "." not in p.stem]
    return sorted(f"{p.parent.name}/{p.stem}" for p in found if f"\n{p.stem}," not in tables)


def test_every_record_can_be_renamed_and_nothing_dangles(root: Path) -> None:
    """All of them, one after the other; what the checks say stays the same."""
    before = told(root)
    names = records(root)
    assert len(names) > 20
    for ref in names:
        apply(root, rename(root, ref, f"{ref.partition('/')[2]}-bis", DAY))
    assert told(root) == before
    for ref in names:
        kind, _, ident = ref.partition("/")
        assert not (root / f"content/{kind}/{ident}.md").exists()
        assert (root / f"content/{kind}/{ident}-bis.md").exists()
    left = [
        p.name
        for p in (root / "content").rglob("*.md")
        for ref in names
        if f"[[{ref}]]" in p.read_text("utf-8")
    ]
    assert left == []


@pytest.mark.parametrize("kind", sorted(GATHERED))
def test_the_old_anchor_stands_beside_the_new_one(root: Path, kind: str) -> None:
    """Kinds that share a page: a link to the old anchor still finds the record."""
    refs = [ref for ref in load(root, DAY).gathered.originals if ref.startswith(f"{kind}/")]
    old = refs[0].partition("/")[2]
    apply(root, rename(root, refs[0], f"{old}-bis", DAY))
    site, _ = prepare_site(root, DAY)
    page = HTMLParser(create_app(site).test_client().get(f"/{GATHERED[kind]}/").get_data(as_text=True))
    here = page.css_first(f"[id='{anchor(kind, f'{old}-bis')}']")
    assert here is not None
    assert here.css_first(f"[id='{anchor(kind, old)}']") is not None


def test_the_old_address_leads_to_the_new_one_in_every_language(root: Path) -> None:
    apply(root, rename(root, "guides/lire-une-fiche", "comprendre-une-fiche", DAY))
    site, _ = prepare_site(root, DAY)
    listed = [path for path, _ in paths(site)]
    assert {"guides/lire-une-fiche/", "en/guides/lire-une-fiche/"} <= set(listed)
    answer = create_app(site).test_client().get("/en/guides/lire-une-fiche/")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=../comprendre-une-fiche/index.html">' in html
    assert '/en/guides/comprendre-une-fiche/">' in html
    assert 'content="noindex"' in html
    sitemap = create_app(site).test_client().get("/sitemap.xml").get_data(as_text=True)
    assert "lire-une-fiche" not in sitemap


def test_the_insert_of_a_pathway_follows_it(root: Path) -> None:
    ident = next(p.stem for p in sorted((root / "content/inserts").glob("*.md")) if "." not in p.stem)
    changes = rename(root, f"pathways/{ident}", "autre", DAY)
    assert changes[f"content/inserts/{ident}.md"] is None
    assert changes["content/inserts/autre.md"] == (root / f"content/inserts/{ident}.md").read_bytes()
    with pytest.raises(PortalError, match="identifier of its pathway"):
        rename(root, f"inserts/{ident}", "autre", DAY)


def test_back_again_is_no_loop(root: Path) -> None:
    path = root / "content/guides/second-avis.md"
    before = path.read_text("utf-8")
    apply(root, rename(root, "guides/second-avis", "autre", DAY))
    apply(root, rename(root, "guides/autre", "second-avis", DAY))
    assert path.read_text("utf-8").replace("former_ids:\n  - autre\n", "") == before


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("guides/rien", "x", "there is no record"),
        ("guides/second-avis", "lire-une-fiche", "already exists"),
        ("guides/second-avis", "Second Avis", "not an identifier"),
        ("guides/second-avis", "services/second-avis", "stays of its kind"),
    ],
)
def test_what_cannot_be_is_refused(root: Path, old: str, new: str, why: str) -> None:
    with pytest.raises(PortalError, match=why):
        rename(root, old, new, DAY)


def test_an_imported_record_keeps_its_id(root: Path) -> None:
    ident = (
        (root / "content/directory/organisations.csv").read_text("utf-8").splitlines()[1].partition(",")[0]
    )
    with pytest.raises(PortalError, match="import"):
        rename(root, f"organisations/{ident}", "autre", DAY)


def test_a_failure_puts_everything_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: Changes = rename(root, "guides/second-avis", "autre", DAY)
    before = {p: p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()}
    last = list(changes)[-1]
    write = Store.write

    def failing(self: Store, name: str, data: bytes | None, expected: str) -> None:
        if name == last and data == changes[last]:
            raise ChangedError(Message("full"))
        write(self, name, data, expected)

    monkeypatch.setattr(Store, "write", failing)
    with pytest.raises(ChangedError):
        apply(root, changes)
    assert {p: p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()} == before


def test_the_command_shows_first_and_applies_when_asked(root: Path) -> None:
    shown = CliRunner().invoke(main, ["rename", "guides/second-avis", "autre", "--root", str(root)])
    assert shown.exit_code == 0, shown.output
    assert "+ content/guides/autre.md" in shown.output
    assert "--apply" in shown.output
    assert (root / "content/guides/second-avis.md").exists()
    done = CliRunner().invoke(main, ["rename", "guides/second-avis", "autre", "--apply", "--root", str(root)])
    assert done.exit_code == 0
    assert not (root / "content/guides/second-avis.md").exists()
