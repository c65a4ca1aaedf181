"""A folder that nginx serves: versions, one link, and a crawler that sees no hole."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.publish import folder
from tests.unit.freeze.sites import ROOT, names, one_line, tree
from tests.unit.publish.conftest import Publish, done, seen, version, write_site
from tests.unit.publish.crawler import crawling
from tests.unit.publish.servers import nginx

PAGES = ["", "guides/g0/", "guides/g5/", "guides/g10/"]


@pytest.fixture
def served(tmp_path: Path, site: Path, publish: Publish) -> Iterator[str]:
    """The first version, published and served."""
    assert site
    done(publish(tmp_path / "www"))
    with nginx(tmp_path / "nginx", tmp_path / "www" / "current") as url:
        yield url


def test_no_hole(served: str, tmp_path: Path, publish: Publish) -> None:
    """Three versions and a return: no page, style or script is ever missing for a visitor."""
    www, site = tmp_path / "www", tmp_path / "build" / "site"
    with crawling([served + page for page in PAGES]) as crawler:
        for number in (2, 3, 4):
            write_site(site, version(number))
            done(publish(www))
            crawler.go_round()
        done(publish(www, "--rollback"))
    assert crawler.faults == []
    assert crawler.versions == {"1", "2", "3", "4"}
    assert "Version 3" in (www / "current" / "index.html").read_text("utf-8")


def test_second_time(tmp_path: Path, site: Path, publish: Publish) -> None:
    """The same site again writes nothing; a page that changed is the only new file on the disk."""
    www = tmp_path / "www"
    done(publish(www))
    before = tree(www)
    done(publish(www), "Nothing changed")
    assert tree(www) == before
    write_site(site, {**version(1), "guides/g4/index.html": "<p>Horaires nouveaux."})
    done(publish(www), "0 files added, 1 changed, 0 deleted")
    current = www / "current"
    alone = {p.name for p in current.rglob("*") if p.is_file() and p.stat().st_nlink == 1}
    assert alone == {"index.html", "publication.json"}
    assert (current / "guides/g4/index.html").stat().st_nlink == 1


def test_on_the_disk_first(
    tmp_path: Path, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses nothing that was served: files are on the disk before the link turns to them."""
    assert site
    www, rename, replace = tmp_path / "www", Path.rename, Path.replace
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(folder, "sync", lambda path: told.append(("sync", path.name)))
    monkeypatch.setattr(Path, "rename", lambda a, b: told.append(("move", b.parent.name)) or rename(a, b))
    monkeypatch.setattr(Path, "replace", lambda a, b: told.append(("turn", b.name)) or replace(a, b))
    done(publish(www))
    last = [step for step in told if step[0] != "turn" or step[1] == folder.CURRENT]
    assert last[0][0] == "sync" and told.index(last[0]) > told.index(("turn", "publication.json"))
    assert last[1:] == [("move", "releases"), ("sync", "releases"), ("turn", folder.CURRENT), ("sync", "www")]


def test_assets_stay_two_versions(tmp_path: Path, site: Path, publish: Publish) -> None:
    """A page opened two versions ago still has its style; later its assets go."""
    www = tmp_path / "www"
    for number in range(1, 5):
        write_site(site, version(number))
        done(publish(www))
    there = {path.name for path in (www / "current" / "assets").iterdir()}
    assert there == {f"{name}.{n:010x}.{suffix}" for n in (2, 3, 4) for name, suffix in
                     (("base", "css"), ("search", "js"))}  # fmt: skip


def test_versions_and_return(tmp_path: Path, site: Path, publish: Publish) -> None:
    """The last five can be brought back by the start of their name; older ones are gone from the disk."""
    www = tmp_path / "www"
    for number in range(1, 9):
        write_site(site, version(number))
        done(publish(www))
    listed = [line.split()[0] for line in done(publish(www, "--versions")).splitlines()]
    assert [name[:6] for name in listed] == ["000007", "000006", "000005", "000004", "000003"]
    assert len(names(www / "releases")) == 6
    done(publish(www, "--rollback", "000003", "--dry-run"), "~ index.html")
    done(publish(www, "--rollback", "000003"))
    assert "Version 3" in (www / "current" / "index.html").read_text("utf-8")
    one_line(publish(www, "--rollback", "000001"), 2, "there are: 0000")


def test_folder_of_someone(tmp_path: Path, site: Path, publish: Publish) -> None:
    """A folder that holds other files is left alone."""
    assert site
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("à moi")
    one_line(publish(tmp_path / "photos"), 2, "--in-place")
    assert names(tmp_path / "photos") == ["a.jpg"]


def _killed_before(change: int, root: Path, www: Path) -> subprocess.CompletedProcess[str]:
    """Publish, but die before the n-th change of the disk; 0: never."""
    program = [sys.executable, "-m", "tests.unit.publish.killed", str(change), "publish", str(www)]
    return subprocess.run(
        [*program, "--root", str(root)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_killed(tmp_path: Path, site: Path, publish: Publish) -> None:
    """Killed before any change: the old site or the new one, and the next run leaves nothing stray."""
    first = tmp_path / "www"
    done(publish(first))
    write_site(site, version(2, pages=300))

    def again(name: str) -> Path:
        return Path(shutil.copytree(first, tmp_path / name, symlinks=True))

    count = int(_killed_before(0, tmp_path, again("whole")).stdout.rpartition("changes: ")[2])
    assert count > 300
    # Evenly over the whole, and around the exchange of the two versions, which comes last.
    points = {1 + i * (count - 1) // 4 for i in range(4)} | set(range(count - 3, count + 1))
    for point in sorted(points):
        www = again(f"killed-{point}")
        assert _killed_before(point, tmp_path, www).returncode == -signal.SIGKILL
        files = seen(www / "current").files
        assert all((www / "current" / path).is_file() for path in files)
        assert publish(www).returncode == 0
        assert "Version 2" in (www / "current" / "index.html").read_text("utf-8")
        assert names(www) == ["current", "releases"]


def test_cannot_write(tmp_path: Path, site: Path, publish: Publish) -> None:
    """What the disk refuses is told in one line."""
    assert site
    (tmp_path / "fichier").write_text("à moi")
    one_line(publish(tmp_path / "fichier" / "www"), 2, "www")


def test_in_place(tmp_path: Path, site: Path, publish: Publish) -> None:
    """A folder served as it is: what changed is written, files of others stay, a version comes back."""
    www = tmp_path / "htdocs"
    www.mkdir()
    (www / "google1234.html").write_text("à un autre")
    done(publish(www, "--in-place"), "16 files added")
    old = (www / "guides/g1/index.html").stat().st_ino
    write_site(site, {**version(1, pages=11), "index.html": "<p>Version 2."})
    done(publish(www, "--in-place"), "1 changed, 1 deleted")
    assert (www / "index.html").read_text() == "<p>Version 2."
    assert (www / "guides/g1/index.html").stat().st_ino == old
    assert not (www / "guides/g10/index.html").exists()
    assert (www / "google1234.html").exists()
    done(publish(www, "--in-place", "--rollback"))
    assert "Version 1" in (www / "index.html").read_text()
    assert (www / "guides/g10/index.html").exists()
