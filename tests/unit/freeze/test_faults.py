"""Whatever hurts a build, the old site is whole or the new one is complete, and the next build mends all."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.freeze import build as freeze
from portal.freeze import swap
from portal.freeze.swap import CACHE
from tests.unit.freeze.sites import (
    NEW,
    PATIENCE,
    ROOT,
    Tree,
    command,
    make_territory,
    names,
    one_line,
    run,
    tree,
)

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24  # linux/capability.h, linux/prctl.h
WHOLE = ["headers", "report.json", "site"]


def test_killed(tmp_path: Path) -> None:
    """Killed anywhere, and before every call around the exchange: old or new, never between."""
    program = [sys.executable, "-m", "tests.unit.freeze.kill_points", str(tmp_path)]
    said = subprocess.run(program, check=True, capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE)
    told = json.loads(said.stdout)
    assert told["different"]
    for kill in told["found"]:
        assert kill["signal"] == signal.SIGKILL
        assert kill["site"] == ("new" if kill["point"] > kill["swap"] else "old"), kill
        assert len(kill["left"]) <= 1, "each build removes what the one before left"
    assert (told["ended"], told["after"], told["names"]) == (0, True, WHOLE)


def _held(root: Path, output: Path, *before: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A build whose two writers wait at their first page, and their numbers; it leads its own group."""
    build = command(root, output, "--jobs", "2", "--full", "--quiet", program="tests.unit.freeze.held")
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        [*before, *build], cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )
    assert started.stdout
    return started, [int(started.stdout.readline()) for _ in range(2)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped(territory: Path, tmp_path: Path, old: Callable[[], Tree], number: signal.Signals) -> None:
    """Asked to stop while two processes write, it does so at once, says so, and leaves nothing behind."""
    before, folder = old(), tmp_path / "out"
    # Also where the suite runs in the background, which ignores them.
    heard = ["env", "--default-signal=INT,HUP"]
    started, _ = _held(territory, folder / "site", *heard)
    os.killpg(started.pid, number) if number == signal.SIGINT else started.send_signal(number)
    _, said = started.communicate(timeout=PATIENCE)
    assert started.returncode == 128 + number
    assert said.startswith("portal: ")
    assert said.count("\n") == 1
    assert old() == before
    assert names(folder) == WHOLE


def test_worker_dies(territory: Path, tmp_path: Path, old: Callable[[], Tree]) -> None:
    """A process killed for want of memory ends the build: no endless wait, no page missing."""
    before, folder = old(), tmp_path / "out"
    started, writers = _held(territory, folder / "site")
    os.kill(writers[0], signal.SIGKILL)
    _, said = started.communicate(timeout=PATIENCE)
    assert started.returncode == 2
    assert "-9" in said
    assert said.count("\n") == 1
    assert old() == before
    assert names(folder) == WHOLE


def test_parent_dies(territory: Path, tmp_path: Path, old: Callable[[], Tree]) -> None:
    """Children of a killed build stop by themselves, and its lock with them: the next build mends all."""
    before, folder = old(), tmp_path / "out"
    started, _ = _held(territory, folder / "site")
    started.kill()
    started.communicate(timeout=PATIENCE)  # its pipes close when the last of its children ends
    assert old() == before
    assert run(territory, folder / "site").returncode == 0
    assert old() != before
    assert names(folder) == WHOLE


def test_every_write_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses the n-th write, for n over the whole build: one error, the old site, no stray file."""
    root, output = make_territory(tmp_path / "territoire"), tmp_path / "out" / "site"
    freeze.build(root, output, date.fromisoformat(NEW))
    before = tree(output)
    prepared = freeze.prepare_site(root, date.fromisoformat(NEW))
    monkeypatch.setattr(freeze, "prepare_site", lambda *_: prepared)
    write, count = Path.write_bytes, 0

    def refuse_at(n: int) -> Callable[[Path, bytes], int]:
        def write_or_refuse(path: Path, content: bytes) -> int:
            nonlocal count
            if CACHE in path.parts:
                return write(path, content)  # what is kept there may be lost
            count += 1
            if count == n:
                write(path, content[: len(content) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return write(path, content)

        return write_or_refuse

    monkeypatch.setattr(Path, "write_bytes", refuse_at(-1))
    freeze.build(root, output, date.fromisoformat(NEW))
    writes, points = count, 5
    for n in sorted({1 + i * (writes - 2) // points for i in range(points + 1)}):
        count = 0
        monkeypatch.setattr(Path, "write_bytes", refuse_at(n))
        with pytest.raises(PortalError, match="the disk is full"):
            freeze.build(root, output, date.fromisoformat(NEW))
        assert tree(output) == before
        assert names(output.parent) == WHOLE


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_file_size_limit(territory: Path, tmp_path: Path, old: Callable[[], Tree], jobs: str) -> None:
    """No file may pass a size: the command says which one did."""
    before = old()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    result = run(territory, tmp_path / "out" / "site", "--jobs", jobs, preexec_fn=limit)
    one_line(result, 2, os.strerror(errno.EFBIG))
    assert old() == before
    assert names(tmp_path / "out") == WHOLE


def _as_anyone() -> None:
    """In the child: permissions bind even root, once these capabilities are dropped (capabilities(7))."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            assert libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0


def test_read_only(territory: Path, tmp_path: Path, old: Callable[[], Tree]) -> None:
    """A folder that cannot be written is named; content that cannot be written is no hindrance."""
    before, folder = old(), tmp_path / "out"
    for kept in (territory, *territory.rglob("*")):
        kept.chmod(0o555 if kept.is_dir() else 0o444)
    folder.chmod(0o555)
    try:
        one_line(run(territory, folder / "site", preexec_fn=_as_anyone), 2, "n’en a pas le droit")
        assert old() == before
        folder.chmod(0o755)
        assert run(territory, folder / "site", preexec_fn=_as_anyone).returncode == 0
        assert names(folder) == WHOLE
    finally:
        for kept in (folder, territory, *territory.rglob("*")):
            kept.chmod(0o755)


def test_content_has_errors(territory: Path, tmp_path: Path, old: Callable[[], Tree]) -> None:
    """Every error is listed at its line; the old site stays."""
    before = old()
    with (territory / "content" / "territory.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: green\nlanguages: [fr]\n")
    result = run(territory, tmp_path / "out" / "site")
    assert result.returncode == 1
    assert "content/territory.yaml:11:1: " in result.stderr
    assert "Traceback" not in result.stderr
    assert old() == before
    assert names(tmp_path / "out") == WHOLE


def test_nobody_reads(territory: Path, tmp_path: Path) -> None:
    """Standard output closed or broken: the site is there all the same, without a traceback."""
    output = tmp_path / "out" / "site"
    line = shutil.which("sh") or "sh"
    for redirection in (">&-", "| true"):
        shell = " ".join(f"'{word}'" for word in command(territory, output))
        said = subprocess.run(
            [line, "-c", f"{shell} {redirection}"],
            check=False,
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=PATIENCE,
        )
        assert said.stderr == ""
        assert (output / "index.html").is_file()
        shutil.rmtree(output)


def test_little_is_there(territory: Path, tmp_path: Path) -> None:
    """Few open files, no home, no locale, no place for temporary files and no network: the site is built."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n\ndef refuse(*_):\n    raise SystemExit('asks for the network')\n\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
    )
    bare = {"PATH": os.defpath, "PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path / "nowhere")}
    built = subprocess.run(
        command(territory, tmp_path / "out" / "site", "--jobs", "2", "--quiet"),
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=bare,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
        timeout=PATIENCE,
    )
    assert (built.returncode, built.stderr) == (0, "")
    assert names(tmp_path / "out") == WHOLE


def test_one_at_a_time(territory: Path, tmp_path: Path) -> None:
    """Of builds that meet, one writes and each other says so; a lock whose holder died binds nobody."""
    output = tmp_path / "out" / "site"
    with swap.exclusive(output):
        one_line(run(territory, output), 2, "out")
    assert not output.exists()
    together = [
        subprocess.Popen(command(territory, output, "--quiet"), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    ends = [(one.communicate(timeout=PATIENCE)[1].count("\n"), one.returncode) for one in together]
    assert set(ends) <= {(0, 0), (1, 2)}
    assert (0, 0) in ends
    alone = tmp_path / "alone" / "site"
    assert run(territory, alone).returncode == 0
    assert tree(output) == tree(alone)
    assert names(output.parent) == WHOLE
