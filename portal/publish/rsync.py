"""A folder of another machine, by the rsync command over ssh (or an rsync server).

As in a folder of this machine, ``PATH/releases/`` holds the versions and the link ``PATH/current`` is served:
rsync replaces a link in one step. What did not change is linked to the version before, on the other machine.
The address is what rsync takes (``user@host:path``, ``rsync://host/module/path``); ``RSYNC_RSH`` says how ssh
is called.
"""

from __future__ import annotations

import os
import re
import shutil
import weakref
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from portal.commands import ATTEMPTS, CommandError, patiently, run
from portal.freeze.manifest import MANIFEST, Manifest, digest
from portal.freeze.swap import discard, told_simply, write_file
from portal.publish.folder import CURRENT, RELEASES
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

# Of rsync(1), "EXIT VALUES": socket and protocol stream errors, timeouts; 255 is ssh's.
_TRANSIENT = {5, 10, 12, 30, 35, 255}
_PARTLY = 23  # some files were not transferred
_NO_FOLDER = re.compile(r"change_dir .* failed: No such file or directory")
_SILENCE = 60  # seconds without a byte


class Rsync:
    """The folder of the other machine."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._here = Path(mkdtemp(prefix="portal-rsync-"))
        weakref.finalize(self, shutil.rmtree, self._here, ignore_errors=True)

    def current(self) -> Manifest | None:
        """What the link leads to."""
        file = self._here / MANIFEST
        file.unlink(missing_ok=True)
        self._read(self._there(CURRENT, MANIFEST), f"{self._here}/")
        return published_manifest(file.read_bytes()) if file.is_file() else None

    def releases(self) -> list[Release]:
        """The other versions, newest first."""
        served = self._served()
        return [r for r in self._all() if r.name != served][:RESTORABLE]

    def fetch(self, release: Release) -> Path:
        """Copy a version here."""
        folder = self._here / "restored"
        self._rsync("-r", "--delete", f"{self._there(RELEASES, release.name)}/", f"{folder}/")
        return folder

    def publish(self, plan: Plan) -> None:
        """Send the new version beside the others, then the link that leads to it."""
        served, known = self._served(), self._all()
        name = release_name([r for r in known if not self._unfinished(r, plan, known, served)], plan.after)
        stage = self._stage(plan)
        shared = [f"--link-dest=../{served}"] if served else []
        self._rsync(
            "-rc", "--chmod=D755,F644", "--mkpath", "--delete", *shared,
            f"{stage}/", f"{self._there(RELEASES, name)}/",
        )  # fmt: skip
        link = self._here / CURRENT
        link.unlink(missing_ok=True)
        link.symlink_to(Path(RELEASES) / name)
        self._rsync("-l", str(link), f"{self.address}/")
        self._prune(name)

    @staticmethod
    def _unfinished(release: Release, plan: Plan, known: list[Release], served: str) -> bool:
        """True for the same version, of which an interrupted publication sent a part: it is gone on with."""
        newest = known[0] == release
        return newest and release.name != served and release.name.endswith(plan.after.id)

    def _stage(self, plan: Plan) -> Path:
        """All that is to be there, in a folder of this machine: links to the built files, each checked."""
        stage = self._here / "stage"
        discard(stage)
        stage.mkdir()
        with told_simply(AGAIN):
            for path, sha in plan.after.files.items():
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(plan.site / path, stage / path)
                except OSError:  # another disk
                    write_file(stage / path, copy_of(plan, path))
                if digest(stage / path) != sha:
                    copy_of(plan, path)  # says what happened
            write_file(stage / MANIFEST, copy_of(plan, MANIFEST))
        kept = sorted(plan.after.everything.keys() - plan.after.files.keys())
        if kept:
            wanted = self._here / "kept"
            wanted.write_text("\n".join(kept) + "\n", encoding="utf-8")
            source = f"{self._there(CURRENT)}/"
            self._read(f"--files-from={wanted}", source, f"{stage}/")
        return stage

    def _prune(self, served: str) -> None:
        old = [r.name for r in self._all() if r.name != served][RESTORABLE:]
        if not old:
            return
        empty = self._here / "empty"
        empty.mkdir(exist_ok=True)
        only = [rule for name in old for rule in (f"--include=/{name}", f"--include=/{name}/**")]
        self._rsync("-r", "--delete", *only, "--exclude=*", f"{empty}/", f"{self._there(RELEASES)}/")

    def _served(self) -> str:
        listed = self._read("--list-only", "-l", self._there(CURRENT))
        return listed.strip().rpartition(f" -> {RELEASES}/")[2] if " -> " in listed else ""

    def _all(self) -> list[Release]:
        listed = self._read("--list-only", f"{self._there(RELEASES)}/")
        return releases_named(line.split()[-1] for line in listed.splitlines() if line.strip())

    def _there(self, *parts: str) -> str:
        return "/".join([self.address, *parts])

    def _read(self, *arguments: str) -> str:
        """Read what may not be there; its folder may not be there either."""
        try:
            return self._rsync("--ignore-missing-args", *arguments)
        except CommandError as error:
            if error.status == _PARTLY and _NO_FOLDER.search(error.said):
                return ""
            raise

    def _rsync(self, *arguments: str) -> str:
        command: Sequence[str] = ["rsync", f"--timeout={_SILENCE}", *arguments]
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return run(command, cwd=self._here).decode("utf-8", "replace")
            except CommandError as failed:
                if attempt == ATTEMPTS or failed.status not in _TRANSIENT:
                    raise
            patiently(attempt)
        raise AssertionError  # the last attempt returns or raises
