"""What publishing refuses to do, and the flag that allows it by naming the figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.freeze.manifest import MANIFEST
from tests.unit.freeze.sites import one_line, tree
from tests.unit.publish.conftest import Publish, done, version, write_site


def _emptied(site: Path) -> None:
    for file in sorted(site.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_emptied, "holds no built site"),
        (lambda site: (site / MANIFEST).unlink(), "holds no built site"),
        (lambda site: (site / MANIFEST).write_text("{"), "of the built site cannot be read"),
        (lambda site: (site / MANIFEST).write_text('{"format": 99}'), "of the built site cannot be read"),
        (
            lambda site: (site / "guides/g3/index.html").unlink(),
            "1 files are missing, guides/g3/index.html first",
        ),
        (
            lambda site: (site / "index.html").write_text("<html"),
            "1 files differ, index.html first",
        ),
        (lambda site: (site / ".env").write_text("SECRET=1"), "1 files that no build wrote, .env first"),
        (lambda site: write_site(site, {"a.html": "x"}), "it has no home page"),
        (
            lambda site: write_site(site, version(2), date(2026, 11, 21)),
            "older than the published one",
        ),
        (
            lambda site: write_site(site, version(2), territory="autre-val"),
            "of another territory: val-fictif",
        ),
        (lambda site: write_site(site, version(1, pages=8)), "4 files of 16 would disappear"),
    ],
)
def test_refused(
    site: Path, publish: Publish, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    """A source that is not whole, or that is not what should follow, changes nothing at the target."""
    www = tmp_path / "www"
    done(publish(www))
    before = tree(www)
    damage(site)
    for options in ((), ("--dry-run",)):
        one_line(publish(www, *options), 2, said)
    assert tree(www) == before


def test_allowed_by_the_figure(site: Path, publish: Publish, tmp_path: Path) -> None:
    """A flag must name the very number of files, the very day."""
    www = tmp_path / "www"
    done(publish(www))
    write_site(site, version(1, pages=6), date(2026, 11, 1))
    one_line(publish(www, "--deletions", "6"), 2, "--over 2026-11-22")
    one_line(publish(www, "--over", "2026-11-21", "--deletions", "6"), 2, "--over 2026-11-22")
    one_line(publish(www, "--over", "2026-11-22", "--deletions", "5"), 2, "--deletions 6")
    done(publish(www, "--over", "2026-11-22", "--deletions", "6"), "6 deleted")


def test_a_fifth_may_go(site: Path, publish: Publish, tmp_path: Path) -> None:
    """Pages come and go: below the limit nobody is asked."""
    www = tmp_path / "www"
    done(publish(www))
    write_site(site, version(1, pages=9))
    done(publish(www), "3 deleted")


@pytest.mark.parametrize("target", ["ftp://hote.example/www", "git+", "git+-x#y", "s3://", "git+x#-y"])
def test_no_target(site: Path, publish: Publish, target: str) -> None:
    """What is no target is refused before anything is tried."""
    assert site
    one_line(publish(target), 2)


def test_dry_run(site: Path, publish: Publish, tmp_path: Path) -> None:
    """It names each file and does nothing."""
    www = tmp_path / "www"
    said = done(publish(www, "--dry-run"), "+ index.html", "16 files to add")
    assert not www.exists(), said
    done(publish(www))
    write_site(site, {**version(1), "index.html": "<p>Autre.", "nouveau/index.html": "<p>Nouveau."})
    before = tree(www)
    said = done(publish(www, "--dry-run"))
    assert said.splitlines()[:2] == ["+ nouveau/index.html", "~ index.html"]
    assert tree(www) == before
