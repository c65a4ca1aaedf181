"""A territory so small that it builds in a second, its command, and what compares two sites."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.freeze.swap import CACHE

ROOT = Path(__file__).parents[3]
PATIENCE = 600  # seconds: what is not over by then, on the busiest machine, never will be
OLD, NEW = "2026-11-22", "2026-11-23"  # a day that every page shows
GUIDE = """---
title: {title}
summary: Un guide fictif.
kind: rights
key_points: [Un point fictif.]
steps: [Une étape fictive.]
---
Un texte fictif.
"""
TERRITORY = """id: val-fictif
name: Val Fictif
site_name: Soins du Val Fictif
place_phrase: dans le Val Fictif
description: Un territoire fictif.
languages: [fr]
publisher: {name: Équipe fictive}
publication: {base_url: https://fictif.example/}
reports: {email: fiche@fictif.example}
review: {owner: Équipe fictive, every: 12}
"""

Tree = dict[str, tuple[int, str]]
Run = subprocess.CompletedProcess[str]


def tree(folder: Path) -> Tree:
    """Every file below a folder: its mode, and the hash of its bytes; empty when there is no folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    }


def names(folder: Path) -> list[str]:
    """What lies in a folder, but for the index that builds keep, which may come and go."""
    return sorted(path.name for path in folder.iterdir() if path.name != CACHE)


def make_territory(root: Path) -> Path:
    """Write a territory that has no record but the emergency numbers, in French alone."""
    content = root / "content"
    content.mkdir(parents=True)
    (content / "territory.yaml").write_text(TERRITORY, encoding="utf-8")
    shutil.copytree(
        ROOT / "content/emergency", content / "emergency", ignore=shutil.ignore_patterns("*.en.md")
    )
    (content / "search").mkdir()
    shutil.copy(ROOT / "content/search/dangers.yaml", content / "search")
    return root


def command(
    root: Path, output: Path, *options: str, day: Sequence[str] = ("--as-of", NEW), program: str = "portal"
) -> list[str]:
    """``portal build`` as an operator types it."""
    called = [sys.executable, "-m", program, "build"]
    return [*called, "--root", str(root), "--output", str(output), *day, *options]


def run(
    root: Path,
    output: Path,
    *options: str,
    day: Sequence[str] = ("--as-of", NEW),
    env: Mapping[str, str] | None = None,
    **other: Any,
) -> Run:
    """Run ``portal build`` to its end; the other arguments are those of subprocess.run."""
    return subprocess.run(
        command(root, output, *options, day=day),
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=PATIENCE,
        **other,
    )


def one_line(result: Run, status: int, *words: str) -> None:
    """Assert that a command failed as it must: its status, and one sentence that says why."""
    assert result.returncode == status, result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert all(word in result.stderr for word in words), result.stderr
