"""Versions published from this machine, kept here for targets that cannot keep them themselves."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

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
