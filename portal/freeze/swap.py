"""Files that are whole or absent: written aside, flushed to disk, and put in place in one step."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.errors import N_, Message, PortalError

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def write_file(path: Path, content: bytes) -> None:
    """Write a file and its folders; an interrupted write leaves the previous file.

    Raises:
        PortalError: The disk refuses.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise PortalError(
            Message(N_("cannot write %(path)s: %(why)s"), {"path": path.name, "why": error.strerror or error})
        ) from error


def swap_in(stage: Path, output: Path) -> None:
    """Put a finished folder in the place of another, in one step where the system can.

    Linux exchanges the two names at once (renameat2); elsewhere the old folder steps aside first.
    """
    sync(stage)
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        aside = stage.with_name(f"{stage.name}-old")
        output.rename(aside)
        stage.rename(output)
        discard(aside)
    sync(output.parent)


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
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:  # a file system that cannot
        return False
    raise OSError(code, os.strerror(code), str(other))


def discard(folder: Path) -> None:
    """Remove a folder if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def exclusive(output: Path) -> Iterator[None]:
    """Only one build at a time writes an output; what a killed one left behind is removed.

    The lock is the kernel's: it dies with its holder.

    Raises:
        PortalError: Another build holds it, or the folder cannot be written.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        lock = (output.parent / f".{output.name}.lock").open("w")
    except OSError as error:
        raise PortalError(
            Message(
                N_("cannot write in %(path)s: %(why)s"), {"path": output.parent.name, "why": error.strerror}
            )
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PortalError(
                Message(N_("another build is writing %(path)s"), {"path": output.name}),
                Message(N_("wait until it ends, or choose another folder with --output")),
            ) from None
        for left in output.parent.glob(f".{output.name}-*"):
            discard(left)
        yield
