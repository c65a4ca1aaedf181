"""What a build replaces, what it refuses to replace, and what it writes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.exports.publication import FORMATS, SUMS
from portal.freeze import build as freeze
from portal.freeze import swap
from tests.unit.freeze.sites import NEW, Tree, names, one_line, run, tree


@pytest.mark.parametrize("output", ["content", ".", "..", "content/site", "lien"])
def test_never_over_the_content(territory: Path, output: str) -> None:
    """An output that holds the content, or lies in it, is refused, through a link as well."""
    (territory / "lien").symlink_to("content")
    before = tree(territory)
    one_line(run(territory, territory / output), 2)
    assert tree(territory) == before


def test_never_over_other_files(territory: Path, tmp_path: Path) -> None:
    """A folder that no build wrote is refused; an empty one is taken."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "sitemap.xml").write_text("<urlset/>")
    one_line(run(territory, folder), 2, "photos", "--output")
    assert names(folder) == ["sitemap.xml"]
    (folder / "sitemap.xml").unlink()
    assert run(territory, folder).returncode == 0
    assert (folder / "index.html").is_file()


def test_never_over_a_file(territory: Path, tmp_path: Path) -> None:
    """An output that is a file is refused."""
    (tmp_path / "site").write_text("à moi")
    assert run(territory, tmp_path / "site").returncode == 2
    assert (tmp_path / "site").read_text() == "à moi"


def test_link_stays_a_link(territory: Path, tmp_path: Path) -> None:
    """What a link leads to is replaced, in its own folder."""
    (tmp_path / "www").mkdir()
    (tmp_path / "served").symlink_to("www/site")
    for _ in range(2):
        assert run(territory, tmp_path / "served").returncode == 0
    assert (tmp_path / "served").is_symlink()
    assert names(tmp_path / "www") == ["headers", "report.json", "site"]


def test_nothing_else_is_touched(territory: Path, tmp_path: Path, old: Callable[[], Tree]) -> None:
    """Neighbours keep their files, hidden ones too; a page that is no more goes."""
    folder = tmp_path / "out"
    mine = [folder / ".site-notes" / "a.txt", folder / "site2" / "b.txt", folder / ".site.lock"]
    for file in mine:
        file.parent.mkdir(exist_ok=True)
        file.write_text("à moi")
    (folder / "site" / "ancienne.html").write_text("vieux")
    content = tree(territory)
    assert run(territory, folder / "site").returncode == 0
    assert [file.read_text() for file in mine] == ["à moi"] * 3
    assert names(folder) == [".site-notes", ".site.lock", "headers", "report.json", "site", "site2"]
    assert "ancienne.html" not in old()
    assert tree(territory) == content


def test_without_exchange(territory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two folders cannot be exchanged, the old one steps aside; killed between, it comes back."""
    output, day = tmp_path / "out" / "site", date.fromisoformat(NEW)
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    for _ in range(2):
        freeze.build(territory, output, day)
    before = tree(output)
    assert names(output.parent) == ["headers", "report.json", "site"]
    with swap.exclusive(output):
        stage = swap.make_stage(output)
    output.rename(stage.with_name(f"{stage.name}-old"))  # where a kill would leave it
    with swap.exclusive(output):
        assert tree(output) == before
    assert names(output.parent) == ["headers", "report.json", "site"]


def test_report(territory: Path, tmp_path: Path) -> None:
    """The report counts what is there."""
    output = tmp_path / "out" / "site"
    assert run(territory, output, "--quiet").stdout == ""
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    files = [file for file in output.rglob("*") if file.is_file()]
    assert report["territory"] == "val-fictif"
    assert report["as_of"] == NEW
    assert report["languages"] == ["fr"]
    assert report["files"] == len(files)
    assert report["bytes"] == sum(file.stat().st_size for file in files)
    assert report["records"]["emergency"] == len(list((territory / "content" / "emergency").iterdir()))
    assert 0 < report["pages"] < report["files"]


def test_open_data_lie_in_the_site(territory: Path, tmp_path: Path) -> None:
    """They come and go with the pages, and the tool of every system finds them whole."""
    output = tmp_path / "out" / "site"
    assert run(territory, output).returncode == 0
    for form in FORMATS:
        said = subprocess.run(
            ["sha256sum", "--check", "--strict", SUMS],
            cwd=output / "donnees" / form,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert said.count(": OK\n") == len(names(output / "donnees" / form)) - 1


def test_no_bar_in_a_pipe(territory: Path, tmp_path: Path) -> None:
    """Away from a terminal there is one line of words, and nothing on the error output."""
    result = run(territory, tmp_path / "out" / "site")
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1
    assert "\r" not in result.stdout
