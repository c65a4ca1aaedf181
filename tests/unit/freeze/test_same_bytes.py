"""Same content and same day, same bytes: whatever the machine, the account and the moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.unit.freeze.sites import OLD, Tree, run, tree

DAY = ("--as-of", OLD)  # the day that the example territory is written for
# Each differs from the first build in all that it names (reproducible-builds.org lists what usually matters).
VARIATIONS: dict[str, tuple[dict[str, str], int, tuple[str, ...]]] = {
    "far away": (
        {"TZ": "Pacific/Noumea", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        0o077,
        ("--jobs", "2"),
    ),
    "bare": ({"TZ": "America/Nome", "HOME": "/nonexistent", "PYTHONHASHSEED": "2"}, 0o002, ("--jobs", "3")),
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, example_root: Path) -> Tree:
    """The first build."""
    output = tmp_path_factory.mktemp("ici") / "site"
    built = run(example_root, output, "--jobs", "1", day=DAY, env={"PYTHONHASHSEED": "0", "TZ": "UTC"})
    assert built.returncode == 0, built.stderr
    return tree(output)


@pytest.mark.parametrize("variation", VARIATIONS)
def test_two_builds(tmp_path: Path, example_root: Path, here: Tree, variation: str) -> None:
    """No byte depends on path, zone, locale, home, umask, seed of hashes, processes, or dates of files."""
    env, umask, options = VARIATIONS[variation]
    there = tmp_path / "là bas" / "un autre" / "site"
    moved = tmp_path / "Contenu déplacé"
    shutil.copytree(example_root, moved)
    for file in moved.rglob("*"):
        os.utime(file, (0, 0))
    built = run(moved, there, *options, day=DAY, env=env, umask=umask)
    assert built.returncode == 0, built.stderr
    assert tree(there) == here


def test_day_from_the_environment(tmp_path: Path, territory: Path) -> None:
    """SOURCE_DATE_EPOCH is the day when --as-of is not given; a value that is no number is refused."""
    by_option, by_epoch = tmp_path / "a" / "site", tmp_path / "b" / "site"
    assert run(territory, by_option).returncode == 0
    command = {"SOURCE_DATE_EPOCH": "1795392000"}  # 2026-11-23T00:00:00Z
    assert run(territory, by_epoch, day=(), env=command).returncode == 0
    assert tree(by_option) == tree(by_epoch)
    assert run(territory, by_epoch, day=(), env={"SOURCE_DATE_EPOCH": "hier"}).returncode == 2
