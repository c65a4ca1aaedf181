"""The command line speaks the reader's language, and says where it looks when it finds no territory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from portal.cli.words import language


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], "fr"),
        (["check"], "fr"),
        (["check", "--lang", "en"], "en"),
        (["check", "--lang=en", "--root", "x"], "en"),
        (["check", "--lang"], ""),
    ],
)
def test_language(arguments: list[str], asked: str) -> None:
    assert language(arguments) == asked


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Commandes:"),
        ("--help", "Vérifie le contenu, puis écrit le site"),
        ("publish --help", "    git+ADDRESS#BRANCH         une branche"),
        ("import communes --help", "[par défaut : (ici)]"),
        ("check --root nulle-part", "Dossier « nulle-part » : introuvable"),
        ("check --root nulle-part --lang en", "Directory 'nulle-part' does not exist"),
        ("chek", "Il n’y a pas de commande « chek »"),
        ("links", "n’est pas le dossier d’un territoire, donnez le dossier du territoire avec --root"),
        ("table export services a.ods", "n’est pas le dossier d’un territoire"),
        ("serve --no-browser", "n’est pas le dossier d’un territoire"),
        ("doctor", "pas d’adresse à relire"),
        ("check", "il n’y a pas de dossier « content » ici, donnez le dossier du territoire avec --root"),
    ],
)
def test_said(tmp_path: Path, line: str, said: str) -> None:
    """In an empty folder."""
    command = [sys.executable, "-m", "portal", *line.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    shown = done.stdout + done.stderr
    assert said in shown
    assert done.returncode == (0 if "--help" in line else 1 if line == "check" else 2)
    assert "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []
