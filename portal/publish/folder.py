"""A folder of this machine: ``DIR/releases/`` holds the versions, the link ``DIR/current`` is what is served.

The link changes in one step (rename), so a visitor gets the old site or the new one. Releases share the files
that did not change.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest, digest
from portal.freeze.swap import discard, exclusive, make_stage, sync, told_simply, write_file
from portal.publish.plan import (
    AGAIN,
    RESTORABLE,
    Plan,
    Release,
    copy_of,
    published_manifest,
    release_name,
    releases_named,
)

CURRENT, RELEASES = "current", "releases"


class Folder:
    """The folder that a server of this machine serves by its ``current``."""

    def __init__(self, folder: Path) -> None:
        """Raises PortalError when the folder holds something else."""
        self.folder = folder.resolve()
        self.link = self.folder / CURRENT
        there = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
        ours = {name for name in there if name in {CURRENT, RELEASES} or name.startswith(f".{CURRENT}.")}
        if there - ours or self.folder.is_file() or (CURRENT in there and not self.link.is_symlink()):
            raise PortalError(
                Message(N_("%(path)s holds files that no publication wrote"), {"path": self.folder}),
                Message(N_("choose an empty folder, or one that does not exist yet, or use --in-place")),
            )

    def current(self) -> Manifest | None:
        """What the link leads to."""
        with told_simply(AGAIN):
            file = self.link / MANIFEST
            return published_manifest(file.read_bytes()) if file.is_file() else None

    def releases(self) -> list[Release]:
        """The other versions, newest first."""
        served = self._served()
        return [r for r in self._all() if r.name != served][:RESTORABLE]

    def publish(self, plan: Plan) -> None:
        """Write the new version beside the others, then turn the link to it."""
        with self._alone():
            name = release_name(self._all(), plan.after)
            stage = make_stage(self.link)
            try:
                for path, sha in {**plan.after.everything, MANIFEST: ""}.items():
                    self._place(plan, stage, path, sha)
                sync(stage)
                (self.folder / RELEASES).mkdir(exist_ok=True)
                stage.rename(self.folder / RELEASES / name)
            finally:
                discard(stage)
            sync(self.folder / RELEASES)
            self._turn(name)
            self._prune()

    def fetch(self, release: Release) -> Path:
        """Where the version is."""
        return self.folder / RELEASES / release.name

    def _place(self, plan: Plan, stage: Path, path: str, sha: str) -> None:
        """A file of the new version: the one already served when it is the same, else a copy."""
        served = self.link / path
        if served.is_file() and digest(served) == sha:
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(served.resolve(), stage / path)
        elif path in plan.after.files or path == MANIFEST:
            write_file(stage / path, copy_of(plan, path))
        # else: an asset of an older version, that someone removed by hand

    def _turn(self, name: str) -> None:
        aside = self.folder / f".{CURRENT}.part"
        aside.unlink(missing_ok=True)
        aside.symlink_to(Path(RELEASES) / name)
        aside.replace(self.link)
        sync(self.folder)

    def _prune(self) -> None:
        served = self._served()
        for release in [r for r in self._all() if r.name != served][RESTORABLE:]:
            discard(self.folder / RELEASES / release.name)

    def _served(self) -> str:
        return self.link.readlink().name if self.link.is_symlink() else ""

    def _all(self) -> list[Release]:
        folder = self.folder / RELEASES
        return releases_named(p.name for p in folder.iterdir()) if folder.is_dir() else []

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with told_simply(AGAIN), exclusive(self.link):
            yield
