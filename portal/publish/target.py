"""What every kind of target can do."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from portal.freeze.manifest import Manifest
from portal.publish.plan import Plan, Release


class Target(Protocol):
    """Where a site is published. Whatever fails, visitors keep what they saw; all errors are PortalError."""

    def current(self) -> Manifest | None:
        """What visitors see; None when nothing was published yet."""
        ...

    def publish(self, plan: Plan) -> None:
        """Give visitors what the plan says; a second call after a failure goes on where it stopped."""
        ...

    def releases(self) -> list[Release]:
        """The versions that can be brought back, newest first, without the one that visitors see."""
        ...

    def fetch(self, release: Release) -> Path:
        """A folder of this machine that holds an earlier version, to be published again."""
        ...
