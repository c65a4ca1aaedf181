"""Files of content on disk: read with their mark, written only over what was read, kept when replaced."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.freeze.swap import told_simply, write_file

VERSIONS = ".portal/versions"  # beside content/; kept out of Git and out of the site
KEPT = 50  # versions of one file
ROOM = N_("free some room, or ask for the right to write there")
ABSENT = ""  # the mark of a file that is not there


class ChangedError(PortalError):
    """Someone else wrote the file meanwhile: nothing was written."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was before a change."""

    name: str  # "20261126T094500123456-3f2a.md"
    size: int

    @property
    def moment(self) -> datetime:
        """When it was replaced, in local time."""
        return datetime.strptime(self.name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC).astimezone()


def mark_of(data: bytes | None) -> str:
    """What tells whether a file is still the one that was read; empty when there is none."""
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()


class Store:
    """The files of one territory."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def path(self, name: str) -> Path:
        """A file of content by its path from the root.

        Raises:
            PortalError: The path leaves the folder of content, or passes by a link.
        """
        path = self.root / name
        inside = (self.root / "content").resolve()
        if not path.parent.resolve().is_relative_to(inside) or path.is_symlink() or ".." in Path(name).parts:
            raise PortalError(Message(N_("this file is not in the folder of content")))
        return path

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None when it is not there."""
        path = self.path(name)
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, data: bytes | None, expected: str) -> None:
        """Replace a file, or remove it (None); what was there is kept among the versions.

        Raises:
            ChangedError: The file is not the one that was read.
            PortalError: The disk refuses.
        """
        before = self.read(name)
        if mark_of(before) != expected:
            raise ChangedError(Message(N_("this file changed on the disk meanwhile: nothing was written")))
        if before == data:
            return
        with told_simply(ROOM):
            if before is not None:
                self._keep(name, before)
            if data is None:
                self.path(name).unlink()
            else:
                write_file(self.path(name), data)

    def versions(self, name: str) -> list[Version]:
        """Earlier versions of a file, the latest first."""
        folder = self._folder(name)
        found = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
        return [Version(file.name, file.stat().st_size) for file in found if file.is_file()]

    def version(self, name: str, version: str) -> bytes:
        """The bytes of an earlier version.

        Raises:
            PortalError: There is none of this name.
        """
        if version not in {found.name for found in self.versions(name)}:
            raise PortalError(Message(N_("there is no such version")))
        return (self._folder(name) / version).read_bytes()

    def _folder(self, name: str) -> Path:
        self.path(name)
        return self.root / VERSIONS / name

    def _keep(self, name: str, data: bytes) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        write_file(self._folder(name) / f"{moment}-{mark_of(data)[:4]}{Path(name).suffix}", data)
        for old in self.versions(name)[KEPT:]:
            (self._folder(name) / old.name).unlink()
