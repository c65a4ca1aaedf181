"""Commits that touched files of content, and what these files held: all that is asked of Git.

Who made a commit is never read.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from portal.commands import run
from portal.errors import N_, Message, PortalError
from portal.loading.files import decode
from portal.loading.gather import record_file
from portal.model.kinds import KINDS

_ENV = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True, slots=True)
class Touched:
    """One file of one commit."""

    day: date
    path: str
    before: str  # the name of its content in Git; zeros: there was none
    after: str


def log(root: Path, edges: set[str], *bounds: str) -> list[Touched]:
    """The files of records that commits touched, newest first.

    Those at the edge of a shallow clone seem to add everything, and are passed over.
    """
    said = git(
        root, "log", *bounds, "--no-merges", "--no-renames", "--no-show-signature", "--relative", "--raw",
        "-z", "--no-abbrev", "--format=%x01%H %as", "--", "content",
    )  # fmt: skip
    found = []
    for commit in said.split("\x01")[1:]:
        head, _, rest = commit.partition("\0")
        name, _, day = head.partition(" ")
        told = rest.strip("\n\0").split("\0")
        for facts, path in zip(told[::2], told[1::2], strict=False):
            _, _, before, after, _ = facts.split()
            if name not in edges and (record_file(path) or kind_of_table(path)):
                found.append(Touched(date.fromisoformat(day), path, before, after))
    return found


def kind_of_table(path: str) -> str | None:
    """The kind of the records that a table holds; None when it is another file."""
    place = PurePosixPath(path)
    is_table = str(place.parent) == "content/directory" and place.suffix == ".csv" and place.stem in KINDS
    return place.stem if is_table else None


class Contents:
    """What files held, by the names that Git gives to contents."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def text(self, name: str) -> str | None:
        """The text; None for what was not there. Raises PortalError when Git cannot give it."""
        if not name.strip("0"):
            return None
        asked, said = self._process.stdin, self._process.stdout
        assert asked  # noqa: S101 - Popen was given pipes
        assert said  # noqa: S101 - Popen was given pipes
        asked.write(f"{name}\n".encode())
        asked.flush()
        head = said.readline().split()
        if len(head) != 3:
            raise PortalError(Message(N_("Git cannot read an older version of the content")))
        data = said.read(int(head[2]) + 1)[:-1]
        return decode(name, data)[0] or ""


@contextmanager
def contents(root: Path) -> Iterator[Contents]:
    """All that the repository holds, as long as it is asked."""
    command = ["git", "cat-file", "--batch"]
    with subprocess.Popen(  # noqa: S603 - a fixed program, and no shell
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Contents(process)
        finally:
            process.terminate()


def git(root: Path, *arguments: str) -> str:
    """What git says in a folder. Raises CommandError when it fails, PortalError when it is not installed."""
    return run(["git", *arguments], cwd=root, env=_ENV).decode("utf-8", "replace")
