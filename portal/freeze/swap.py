"""Files that are whole or absent: written aside, flushed to disk, and put in place in one step."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import glob
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from portal.errors import N_, Message, PortalError, reason

CACHE = "cache"  # beside the site: what only saves time to the next build, and may be removed at any time
REPORT = "report.json"  # what the last build did, beside the site

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_CANNOT_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}  # a file system without renameat2
_STAGE, _OLD = ".{}.portal-build-", "-old"  # names of a site being written, and of one that stepped aside
_ASIDE = re.compile(r"^\.(.+)\.(?:portal-build-.*|part)$")  # a name that nobody gave


_ROOM = N_("free some room, or choose a folder where you may write")


@contextmanager
def told_simply(hint: str = _ROOM) -> Iterator[None]:
    """What the disk refuses becomes one sentence for the person who builds.

    Args:
        hint: What to do about it, marked for translation.

    Raises:
        PortalError: In place of any OSError.
    """
    try:
        yield
    except OSError as error:
        where = _ASIDE.sub(r"\1", Path(error.filename).name) if error.filename else ""
        told: dict[str, object] = {"path": where, "why": reason(error)}
        raise PortalError(Message(N_("cannot write %(path)s: %(why)s"), told), Message(hint)) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file and its folders; an interrupted write leaves the previous file.

    Raises:
        OSError: The disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = part_of(path)
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def part_of(path: Path) -> Path:
    """Where a file is while it is written."""
    return path.with_name(f".{path.name}.part")


def swap_in(stage: Path, output: Path) -> None:
    """Put a finished folder in the place of another, in one step where the system can.

    Linux exchanges the two names at once (renameat2); elsewhere the old folder steps aside first.

    Raises:
        OSError: The disk refuses; the old folder is in its place.
    """
    sync(stage)
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        aside = stage.with_name(stage.name + _OLD)
        output.rename(aside)
        stage.rename(output)
        discard(aside)
    sync(output.parent)


def make_stage(output: Path) -> Path:
    """A new folder beside the output, on the same disk, that everyone may read."""
    stage = Path(mkdtemp(prefix=_STAGE.format(output.name), dir=output.parent))
    stage.chmod(0o755)
    return stage


def sync(folder: Path) -> None:
    """Ask the disk to hold what was written under a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(libc, "syncfs") or libc.syncfs(handle) != 0:
            os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    done = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def discard(folder: Path) -> None:
    """Remove a folder if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def exclusive(output: Path) -> Iterator[None]:
    """Only one build at a time writes beside an output; what a killed one left is put back or removed.

    The lock is the kernel's, on the folder that holds the output: it leaves no file, and it ends with the
    last process that holds it.

    Raises:
        PortalError: Another build holds it.
        OSError: The folder cannot be made or opened.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(output.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PortalError(
                Message(N_("another build is writing in %(path)s"), {"path": output.parent.name}),
                Message(N_("wait until it ends, or choose another folder")),
            ) from None
        _tidy(output)
        yield
    finally:
        os.close(lock)


def _tidy(output: Path) -> None:
    """Undo what a killed build left."""
    for left in output.parent.glob(glob.escape(_STAGE.format(output.name)) + "*"):
        if left.name.endswith(_OLD) and not output.exists():
            left.rename(output)
        else:
            discard(left)
    part_of(output.parent / REPORT).unlink(missing_ok=True)
