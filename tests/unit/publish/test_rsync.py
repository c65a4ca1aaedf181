"""Another machine, by ssh and rsync: the same versions and the same link, and a crawler that sees no hole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import commands
from portal.publish import rsync
from tests.unit.freeze.sites import names, one_line
from tests.unit.publish.conftest import Publish, done, version, write_site
from tests.unit.publish.crawler import crawling
from tests.unit.publish.servers import nginx, program, sshd

PAGES = ["", "guides/g0/", "guides/g5/", "guides/g10/"]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The other machine: how ssh is called to reach it."""
    program("rsync", "rsync")
    with sshd(tmp_path_factory.mktemp("machine") / "sshd") as rsh:
        yield rsh


@pytest.fixture
def target(machine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the site goes on the other machine."""
    monkeypatch.setenv("RSYNC_RSH", machine)
    monkeypatch.setattr(commands, "FIRST_WAIT", 0)
    return f"127.0.0.1:{tmp_path}/srv/www"


def test_no_hole(target: str, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Two versions and a return: a visitor finds every page, style and script."""
    www = tmp_path / "srv" / "www"
    done(publish(target))
    with (
        nginx(tmp_path / "nginx", www / "current") as url,
        crawling([url + page for page in PAGES]) as crawler,
    ):
        for number in (2, 3):
            write_site(site, version(number))
            done(publish(target))
            crawler.go_round()
        done(publish(target, "--rollback", "000001"))
    assert crawler.faults == []
    assert crawler.versions == {"1", "2", "3"}
    assert names(www) == ["current", "releases"]
    assert {p.name for p in (www / "current" / "assets").iterdir()} == {
        f"{name}.{n:010x}.{suffix}" for n in (1, 2, 3) for name, suffix in (("base", "css"), ("search", "js"))
    }


def test_only_what_changed(target: str, tmp_path: Path, site: Path, publish: Publish) -> None:
    """A page that did not change is one file on the disk for all versions; the same site sends nothing."""
    www = tmp_path / "srv" / "www"
    done(publish(target))
    done(publish(target), "Nothing changed")
    write_site(site, {**version(1), "guides/g4/index.html": "<p>Horaires nouveaux."})
    done(publish(target), "0 files added, 1 changed, 0 deleted")
    current = www / "current"
    alone = {p for p in current.rglob("*") if p.is_file() and p.stat().st_nlink == 1}
    assert alone == {current / "guides/g4/index.html", current / "publication.json"}
    assert oct((current / "index.html").stat().st_mode) == "0o100644"


def test_old_versions_go(
    target: str, tmp_path: Path, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many versions stay beside the one that is served as can be brought back."""
    monkeypatch.setattr(rsync, "RESTORABLE", 1)
    for number in range(1, 5):
        write_site(site, version(number, pages=3))
        done(publish(target))
    assert [n[:6] for n in names(tmp_path / "srv/www/releases")] == [f"{n:06d}" for n in (3, 4)]


CUTTER = """#!{python}
import os, select, subprocess, sys
count = {count!r}
number = len(open(count).read()) if os.path.exists(count) else 0
open(count, "a").write("x")
ssh = {ssh!r}.split() + sys.argv[1:]
if not {after} <= number < {after} + 2:
    os.execvp(ssh[0], ssh)
process = subprocess.Popen(ssh, stdout=subprocess.PIPE)
left = {cut}
while left and select.select([process.stdout], [], [], 0.5)[0]:
    data = os.read(process.stdout.fileno(), left)
    os.write(1, data)
    left -= len(data) or left
process.kill()
sys.exit(255)
"""  # calls ssh; twice, after so many calls, it cuts the line when so many bytes have come


@pytest.mark.parametrize("cut", [0, 400])
@pytest.mark.parametrize("after", [0, 3])
def test_cut(  # noqa: PLR0917 - a table
    target: str,
    tmp_path: Path,
    site: Path,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
    cut: int,
    after: int,
) -> None:
    """A line that is cut early or late is tried again; the site is whole in the end."""
    assert site
    count, ssh, cutter = tmp_path / "count", os.environ["RSYNC_RSH"], tmp_path / "rsh"
    cutter.write_text(CUTTER.format(python=sys.executable, count=str(count), ssh=ssh, after=after, cut=cut))
    cutter.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(cutter))
    done(publish(target), "16 files added")
    assert len(count.read_text()) > after + 2
    assert "Version 1" in (tmp_path / "srv/www/current/index.html").read_text()


def test_never_reached(target: str, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does not answer is told in one line."""
    assert site
    monkeypatch.setenv("RSYNC_RSH", "ssh -F none -p 1 -o BatchMode=yes -o LogLevel=ERROR")
    one_line(publish(target), 2, "rsync failed")


FULL = """#!/bin/sh
shift
trap '' XFSZ
ulimit -f 40
exec "$@"
"""  # the rsync of the other machine, on a disk that takes no file of more than 20 kB


def test_disk_full(
    target: str, tmp_path: Path, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room on the other machine: one line, the old site stays, and the next run goes on."""
    done(publish(target))
    ssh, full = os.environ["RSYNC_RSH"], tmp_path / "rsh"
    full.write_text(FULL)
    full.chmod(0o755)
    write_site(site, {**version(2), "guides/g3/index.html": "<p>Version 2." + "x" * 100_000})
    monkeypatch.setenv("RSYNC_RSH", str(full))
    one_line(publish(target), 2, "rsync failed")
    current = tmp_path / "srv/www/current"
    assert "Version 1" in (current / "index.html").read_text()
    assert "Version 1" in (current / "guides/g3/index.html").read_text()
    monkeypatch.setenv("RSYNC_RSH", ssh)
    done(publish(target))
    assert "Version 2" in (current / "guides/g3/index.html").read_text()
    assert len(list((tmp_path / "srv/www/releases").iterdir())) == 2
