"""Versions published from this machine, kept here for targets that cannot keep them themselves."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest
from portal.freeze.swap import discard, exclusive, make_stage, told_simply, write_file
from portal.publish.plan import AGAIN, RESTORABLE, Plan, Release, copy_of, release_name, releases_named


class Archive:
    """The versions of one target."""

    def __init__(self, folder: Path, target: str) -> None:
        """Args: the folder for all targets, and the target as it was typed."""
        name = re.sub(r"[^a-z0-9]+", "-", target.lower()).strip("-")[:40]
        self._folder = folder / f"{name}-{hashlib.sha256(target.encode()).hexdigest()[:8]}"

    def releases(self, served: Manifest | None) -> list[Release]:
        """The versions kept, newest first, without the one that is served."""
        shown = served.id if served else ""
        return [r for r in self._all() if not r.name.endswith(shown or "-")][:RESTORABLE]

    def folder(self, release: Release) -> Path:
        """Where a version is."""
        return self._folder / release.name

    @contextmanager
    def alone(self) -> Iterator[bytes]:
        """One publication of this machine at a time; gives the name that this machine leaves at the target.

        A lock found there under this name is that of a publication which was killed: were it alive, it would
        still hold this folder, whose lock is the kernel's.

        Raises:
            PortalError: One is going on, or the folder cannot be written.
        """
        with ExitStack() as stack:
            with told_simply(AGAIN):
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((self._folder / "lock").open("wb"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = Message(N_("another publication is going on at this target"))
                raise PortalError(message, Message(N_("wait until it ends"))) from None
            here = f"{platform.node()} {uuid.getnode()} {self._folder.resolve()}"
            yield hashlib.sha256(here.encode()).hexdigest().encode()

    def keep(self, plan: Plan) -> None:
        """Keep what was published; files that did not change since it was built take no room."""
        with told_simply(AGAIN), exclusive(self._folder / "new"):
            known = self._all()
            if known and known[0].name.endswith(plan.after.id):
                return
            stage = make_stage(self._folder / "new")
            for path in plan.after.files:
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(plan.site / path, stage / path)
                except OSError:  # another disk
                    write_file(stage / path, copy_of(plan, path))
            write_file(stage / MANIFEST, plan.after.as_json())
            stage.rename(self._folder / release_name(known, plan.after))
            for release in self._all()[RESTORABLE + 1 :]:
                discard(self._folder / release.name)

    def _all(self) -> list[Release]:
        return releases_named(p.name for p in self._folder.iterdir()) if self._folder.is_dir() else []
