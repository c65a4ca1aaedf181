"""History in words, from commits."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main

FILE = "content/services/essai.md"


def git(folder: Path, *arguments: str, day: str = "2026-03-03") -> None:
    """One command, on a day."""
    who = ["-c", "user.name=Camille", "-c", "user.email=camille@fictif.example", "-c", "commit.gpgsign=false"]
    env = {"GIT_COMMITTER_DATE": f"{day}T12:00:00+01:00", "GIT_AUTHOR_DATE": f"{day}T12:00:00+01:00"}
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True, env=env)


def write(folder: Path, text: str, day: str) -> None:
    """A version of the record, committed."""
    (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(f"---\n{text}\n---\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x", day=day)


@pytest.fixture
def territory(tmp_path: Path) -> Path:
    """A record that was written, changed, commented, then removed: in a folder of a repository."""
    root = tmp_path / "depot" / "territoire"
    (root / "content").mkdir(parents=True)
    (root / "content" / "territory.yaml").write_text("id: val-fictif\n")
    git(tmp_path / "depot", "init", "-q")
    write(root, "title: Un", "2026-03-01")
    write(root, "title: Deux\nclosures: [{start: 2026-05-01}]", "2026-03-03")
    write(root, "title: Deux # rien\nclosures: [{start: 2026-05-01}]", "2026-03-04")
    (root / FILE).unlink()
    git(root, "commit", "-q", "-a", "-m", "x", day="2026-03-05")
    return root


def told(root: Path, *options: str) -> list[str]:
    """The lines of the command."""
    result = CliRunner().invoke(main, ["history", "--root", str(root), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


@pytest.mark.parametrize("ref", ["", "services/essai"])
def test_in_words(territory: Path, ref: str) -> None:
    """What readers see changed is told by its name; a comment is nothing."""
    lines = [
        f"2026-03-05 {FILE} : retirée",
        f"2026-03-03 {FILE} : modifié : Titre, Fermetures",
        f"2026-03-01 {FILE} : nouvelle",
    ]
    assert told(territory, *([ref] if ref else [])) == lines


def test_shallow(territory: Path, tmp_path: Path) -> None:
    """The edge of a shallow clone is no beginning: nothing is said to be new there."""
    source = f"file://{territory.parent}"
    git(tmp_path, "clone", "-q", "--depth=2", source, "copie")
    lines = told(tmp_path / "copie" / "territoire")
    assert lines[0] == f"2026-03-05 {FILE} : retirée"
    assert len(lines) == 2
    assert "ne sont pas ici" in lines[1]


def test_no_repository(tmp_path: Path) -> None:
    """Elsewhere it is said in one line."""
    result = CliRunner().invoke(main, ["history", "--root", str(tmp_path)], env={"GIT_DIR": "/nulle-part"})
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
