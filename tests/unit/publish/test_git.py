"""A branch of a bare repository: one commit per publication, and everyone else's files stay."""

from __future__ import annotations

import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from portal import commands
from portal.publish import git as branch
from tests.unit.freeze.sites import one_line, tree
from tests.unit.publish.conftest import Publish, done, version, write_site
from tests.unit.publish.servers import free_port, self_signed

WHO = ("-c", "user.name=Camille Fictive", "-c", "user.email=camille@fictif.example")


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    command = ["git", *WHO, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """An empty repository, as a host keeps it."""
    git(tmp_path, "init", "--quiet", "--bare", "depot.git")
    return tmp_path / "depot.git"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts that follow each other at once."""
    monkeypatch.setattr(commands, "FIRST_WAIT", 0)


def files(bare: Path, branch: str = "gh-pages") -> set[str]:
    """What the branch holds."""
    return set(git(bare, "ls-tree", "-r", "--name-only", branch).split())


def commit(bare: Path, tmp_path: Path, branch: str, name: str, text: str) -> None:
    """A commit of someone else on a branch."""
    clone = tmp_path / f"clone-{name}"
    git(tmp_path, "clone", "--quiet", str(bare), str(clone))
    git(clone, "checkout", "--quiet", *(["-B", branch] if branch not in git(bare, "branch") else [branch]))
    (clone / name).write_text(text)
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "autre")
    git(clone, "push", "--quiet", "origin", branch)


def test_one_commit_each(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Every publication is one commit that follows the one before; the second time there is none."""
    target = f"git+{bare}#pages"
    done(publish(target))
    assert files(bare, "pages") == {*(p for p in tree(site) if (site / p).is_file()), ".nojekyll"}
    done(publish(target), "Nothing changed")
    write_site(site, {**version(1), "index.html": "<p>Version 2."})
    done(publish(target), "1 changed")
    log = git(bare, "log", "--format=%s|%P", "pages").splitlines()
    assert [line.partition("|")[0] for line in log] == ["val-fictif, 2026-11-22"] * 2
    assert git(bare, "diff-tree", "-r", "--name-only", "pages~1", "pages").split() == [
        "index.html",
        "publication.json",
    ]


def test_working_tree_is_not_touched(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Published from a clone with changes of one's own: its files, index and branches stay as they were."""
    assert site
    commit(bare, tmp_path, "main", "content.md", "texte")
    clone = tmp_path / "clone-content.md"
    (clone / "content.md").write_text("en cours")
    before, state = tree(clone), git(clone, "status", "--porcelain=2", "--branch")
    done(publish(f"git+{clone}#gh-pages"))
    assert git(clone, "status", "--porcelain=2", "--branch") == state
    assert {k: v for k, v in tree(clone).items() if not k.startswith(".git")} == {
        k: v for k, v in before.items() if not k.startswith(".git")
    }


def test_files_of_the_host_stay(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """CNAME and the like were there before, and are there after; other files mean another branch."""
    assert site
    commit(bare, tmp_path, "gh-pages", "CNAME", "soins.fictif.example")
    done(publish(f"git+{bare}"))
    assert {"CNAME", "index.html"} <= files(bare)
    commit(bare, tmp_path, "main", "portal.py", "code")
    one_line(publish(f"git+{bare}#main"), 2, "portal.py", "another branch")


def test_kept_assets_and_return(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Assets of two versions stay; a version comes back as a new commit."""
    for number in range(1, 5):
        write_site(site, version(number))
        done(publish(f"git+{bare}"))
    styles = {path for path in files(bare) if path.endswith(".css")}
    assert styles == {f"assets/base.{n:010x}.css" for n in (2, 3, 4)}
    listed = [line.split()[0] for line in done(publish(f"git+{bare}", "--versions")).splitlines()]
    assert len(listed) == 3
    done(publish(f"git+{bare}", "--rollback", listed[-1]))
    assert "Version 1" in git(bare, "show", "gh-pages:index.html")
    assert {"assets/base.0000000001.css", "assets/base.0000000004.css"} <= files(bare)
    assert len(git(bare, "log", "--format=%h", "gh-pages").split()) == 5


def _hook(bare: Path, script: str) -> None:
    hook = bare / "hooks" / "update"
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)


def test_branch_moved_on(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Someone pushed between our reading and our push: on top of theirs when the site is the same."""
    done(publish(f"git+{bare}"))
    write_site(site, version(2))
    other = tmp_path / "autre"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(bare), str(other))
    (other / "CNAME").write_text("soins.fictif.example")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "autre")
    once = tmp_path / "fait"
    push = f"git -C {other} push -q {bare} HEAD:gh-pages"
    _hook(
        bare,
        f"[ -e {once} ] && exit 0; touch {once}; unset GIT_QUARANTINE_PATH; env -u GIT_DIR {push}; exit 1",
    )
    done(publish(f"git+{bare}"))
    assert {"CNAME", "assets/base.0000000002.css"} <= files(bare)
    assert git(bare, "log", "--format=%s", "gh-pages").splitlines()[1] == "autre"


def test_someone_else_published(bare: Path, tmp_path: Path, site: Path, publish: Publish) -> None:
    """Another publication came first: ours stops, and theirs stays."""
    done(publish(f"git+{bare}"))
    before = git(bare, "rev-parse", "gh-pages").strip()
    write_site(site, version(3))
    done(publish(f"git+{bare}"))
    theirs = git(bare, "rev-parse", "gh-pages").strip()
    git(bare, "update-ref", "refs/heads/gh-pages", before)
    once = tmp_path / "fait"
    move = f"env -u GIT_QUARANTINE_PATH git --git-dir {bare} update-ref refs/heads/gh-pages {theirs}"
    _hook(bare, f"[ -e {once} ] && exit 0; touch {once}; {move}; exit 1")
    write_site(site, version(2))
    one_line(publish(f"git+{bare}"), 2, "someone else published")
    assert git(bare, "rev-parse", "gh-pages").strip() == theirs


def test_refused_by_the_host(bare: Path, site: Path, publish: Publish) -> None:
    """A host that always refuses is told in its own words, after a bounded number of attempts."""
    assert site
    count = bare / "count"
    _hook(bare, f"echo x >> {count}; echo 'quota fictif' >&2; exit 1")
    one_line(publish(f"git+{bare}"), 2, "git failed")
    assert len(count.read_text().split()) == commands.ATTEMPTS
    assert git(bare, "branch") == ""


def test_no_repository(tmp_path: Path, site: Path, publish: Publish) -> None:
    """An address that is none, at once."""
    assert site
    one_line(publish(f"git+{tmp_path / 'rien.git'}"), 2, "git failed")


def test_unreachable_host(site: Path, publish: Publish) -> None:
    """Nobody listens there: told in one line, after a bounded number of attempts."""
    assert site
    one_line(publish(f"git+http://127.0.0.1:{free_port()}/depot.git"), 2, "git failed", "127.0.0.1")


def test_a_certificate_that_nobody_trusts(tmp_path: Path, site: Path, publish: Publish) -> None:
    """The site is not handed to a host that may be another."""
    assert site
    (tmp_path / "tls").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        context = self_signed(tmp_path / "tls")
        asked = []

        def serve() -> None:
            for _ in range(commands.ATTEMPTS):
                connection, _address = server.accept()
                with (
                    connection,
                    suppress(OSError),
                    context.wrap_socket(connection, server_side=True) as secure,
                ):
                    asked.append(secure.recv(1000))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"git+https://127.0.0.1:{server.getsockname()[1]}/depot.git"
        one_line(publish(url), 2, "git failed", "certificate")
    assert not any(asked)


def test_a_host_that_sends_nothing(site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that keeps the line without a byte is given up, not waited for."""
    assert site
    monkeypatch.setattr(branch, "_SLOW", ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=1"))
    monkeypatch.setattr(commands, "ATTEMPTS", 1)
    monkeypatch.setattr(branch, "ATTEMPTS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"git+http://127.0.0.1:{server.getsockname()[1]}/depot.git"
        one_line(publish(url), 2, "git failed", "too slow")


def test_a_token_is_never_shown() -> None:
    """An error of git repeats the address: without what opens it."""
    error = commands.CommandError("git", 128, "fatal: unable to access 'https://moi:s3cret@hote.example/x/'")
    assert "s3cret" not in error.message.render()
    assert "hote.example/x/" in error.message.render()
