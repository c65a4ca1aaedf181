"""One publication: what is there, what would change, what is refused; then the target does it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, whole
from portal.freeze.swap import told_simply
from portal.publish.archive import Archive
from portal.publish.folder import Folder
from portal.publish.git import GitBranch
from portal.publish.plan import AGAIN, Allowed, Plan, chosen, plan, published_manifest
from portal.publish.rsync import Rsync
from portal.publish.store import bucket, plain_folder
from portal.publish.target import Target

_OTHER_MACHINE = re.compile(r"rsync://|(?:[\w.-]+@)?[\w.-]{2,}:")  # a single letter is a disk of Windows


def target_of(name: str, archives: Path, *, endpoint: str | None = None, in_place: bool = False) -> Target:
    """The target that a person typed.

    Args:
        name: ``DIR``, ``s3://bucket/prefix``, ``git+ADDRESS#BRANCH``, ``user@host:path`` or ``rsync://…``.
        archives: Where versions are kept for targets that cannot keep them.
        endpoint: Of an S3 storage.
        in_place: Put files into the folder itself, one by one.

    Raises:
        PortalError: It is none of these, or it holds something else.
    """
    archive = Archive(archives, name)
    if name.startswith("s3://"):
        return bucket(name.removeprefix("s3://"), archive, endpoint)
    if name.startswith("git+"):
        return GitBranch(name.removeprefix("git+"))
    if _OTHER_MACHINE.match(name):
        if "://" in name and not name.startswith("rsync://"):
            message = Message(N_("“%(target)s” is no target that portal publish knows"), {"target": name})
            raise PortalError(message, Message(N_("see portal publish --help")))
        return Rsync(name)
    return plain_folder(Path(name), archive) if in_place else Folder(Path(name))


def publication(site: Path, target: Target, allowed: Allowed) -> Plan:
    """What publishing a built site would change.

    Raises:
        PortalError: The site is not whole, or the target should not receive it.
    """
    with told_simply(AGAIN):
        source = whole(site)
    return plan(site, source, target.current(), allowed)


def return_to(target: Target, name: str) -> Plan:
    """What bringing back an earlier version would change.

    Args:
        target: Where.
        name: The version or the start of its name; empty: the newest that is not the present one.

    Raises:
        PortalError: There is none.
    """
    releases = target.releases()
    if not releases:
        raise PortalError(Message(N_("the target holds no earlier version")))
    release = chosen(releases, name) if name else releases[0]
    folder, served = target.fetch(release), target.current()
    with told_simply(AGAIN):
        source = replace(published_manifest((folder / MANIFEST).read_bytes()), kept=())
    lost = len(served.files.keys() - source.files.keys()) if served else 0
    return plan(folder, source, served, Allowed(lost, served.as_of if served else None))
