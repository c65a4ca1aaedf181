"""What a publication would change, and what it refuses to do: nothing here reads or writes a target."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest, read_manifest
from portal.web.worker import WORKER

KEPT_PREFIX = "assets/"  # files whose name changes with their content: older pages still ask for them
KEPT_VERSIONS = 2  # versions before the new one whose assets stay
RESTORABLE = 5  # versions before the one that visitors see, which one command brings back
LARGEST_LOSS = 0.2  # share of files; above, someone must say how many may go

AGAIN = N_("free some room, or see who may write there, then publish again")
_RELEASE = re.compile(r"[0-9]{6,}-([0-9]{4}-[01][0-9]-[0-3][0-9])-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Release:
    """A version that a target holds."""

    name: str  # how a person names it: 000012-2026-11-26-1a2b3c4d5e6f, or the start of a commit
    as_of: date


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person allowed by a flag that names the figure."""

    deletions: int | None = None  # this number of files may go
    over: date | None = None  # a site of this later day may be replaced by an older one


@dataclass(frozen=True, slots=True)
class Plan:
    """From what visitors see to what they are to see."""

    site: Path  # the folder of the new site
    before: Manifest | None  # what visitors see; None: nothing yet
    after: Manifest  # the new site, and the older assets that stay with it
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """True when visitors already see it."""
        return self.before is not None and self.before.files == self.after.files

    def lines(self) -> list[str]:
        """Each file that would change, with a sign."""
        marked = [("+", self.added), ("~", self.changed), ("-", self.removed)]
        return [f"{sign} {path}" for sign, paths in marked for path in paths]


def plan(site: Path, source: Manifest, before: Manifest | None, allowed: Allowed) -> Plan:
    """Compare a whole built site with what is published.

    Args:
        site: Its folder.
        source: What it holds.
        before: What is published.
        allowed: What may be done although it looks like a mistake.

    Raises:
        PortalError: The target belongs to another territory, is newer, or would lose many files.
    """
    old = before.files if before else {}
    added = sorted(source.files.keys() - old.keys())
    changed = sorted(path for path, sha in source.files.items() if old.get(path, sha) != sha)
    after = _with_kept(source, before)
    removed = sorted(before.everything.keys() - after.everything.keys()) if before else []
    if before:
        _check_same_territory(source, before)
        _check_not_older(source, before, allowed)
        _check_loss([path for path in removed if not path.startswith(KEPT_PREFIX)], before, allowed)
    return Plan(site, before, after, tuple(added), tuple(changed), tuple(removed))


def _with_kept(source: Manifest, before: Manifest | None) -> Manifest:
    if before is None:
        return source
    if before.files == source.files:
        return replace(source, kept=before.kept)
    last = {p: sha for p, sha in before.files.items() if p.startswith(KEPT_PREFIX)}
    kept = []
    known = set(source.files)
    for files in (last, *before.kept)[:KEPT_VERSIONS]:
        kept.append({path: sha for path, sha in files.items() if path not in known})
        known |= files.keys()
    return replace(source, kept=tuple(kept))


def _check_same_territory(source: Manifest, before: Manifest) -> None:
    if source.territory == before.territory:
        return
    raise PortalError(
        Message(
            N_("the target holds the site of another territory: %(there)s, not %(here)s"),
            {"there": before.territory, "here": source.territory},
        ),
        Message(N_("choose another target, or empty this one yourself")),
    )


def _check_not_older(source: Manifest, before: Manifest, allowed: Allowed) -> None:
    if source.as_of >= before.as_of or allowed.over == before.as_of:
        return
    raise PortalError(
        Message(
            N_("this site is of %(here)s, older than the published one, of %(there)s"),
            {"here": source.as_of, "there": before.as_of},
        ),
        Message(N_("build it anew, or allow it with --over %(day)s"), {"day": before.as_of}),
    )


def _check_loss(removed: list[str], before: Manifest, allowed: Allowed) -> None:
    if len(removed) <= LARGEST_LOSS * len(before.files) or allowed.deletions == len(removed):
        return
    raise PortalError(
        Message(
            N_("%(count)s files of %(all)s would disappear from the published site"),
            {"count": len(removed), "all": len(before.files)},
        ),
        Message(
            N_("look at them with --dry-run; if it is right, allow it with --deletions %(count)s"),
            {"count": len(removed)},
        ),
    )


def release_name(known: list[Release], manifest: Manifest) -> str:
    """The name of a new version: its place in the order of publications, its day, and what it holds.

    Args:
        known: The versions that are there.
        manifest: What the new one holds.
    """
    number = max((int(r.name.partition("-")[0]) for r in known), default=0) + 1
    return f"{number:06d}-{manifest.as_of.isoformat()}-{manifest.id}"


def releases_named(names: Iterable[str]) -> list[Release]:
    """The versions whose names `release_name` gave, newest first; other names are passed over."""
    found = [_RELEASE.fullmatch(name) for name in sorted(names, reverse=True)]
    return [Release(match[0], date.fromisoformat(match[1])) for match in found if match]


def chosen(releases: list[Release], name: str) -> Release:
    """The version that a person named, by its whole name or its start.

    Raises:
        PortalError: None or several answer to it; those that there are are told.
    """
    found = [r for r in releases if r.name.startswith(name)]
    if len(found) == 1:
        return found[0]
    raise PortalError(
        Message(N_("no version of the target is called “%(name)s”"), {"name": name}),
        Message(N_("there are: %(names)s"), {"names": ", ".join(r.name for r in releases) or "–"}),
    )


def copy_of(plan_: Plan, path: str) -> bytes:
    """The content of a file of the new site, which must still be what was checked.

    Raises:
        PortalError: Another build has replaced the site meanwhile.
        OSError: The file cannot be read.
    """

    if path == MANIFEST:
        return plan_.after.as_json()
    data = (plan_.site / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != plan_.after.files[path]:
        raise PortalError(
            Message(N_("the built site changed while it was being published: %(path)s"), {"path": path}),
            Message(N_("publish again")),
        )
    return data


def published_manifest(data: bytes) -> Manifest:
    """What a target says that it holds.

    Raises:
        PortalError: It cannot be read.
    """
    try:
        return read_manifest(data)
    except ValueError:
        message = Message(N_("%(name)s of the published site cannot be read"), {"name": MANIFEST})
        hint = Message(N_("delete that file at the target, then publish again"))
        raise PortalError(message, hint) from None


def ordered(plan_: Plan) -> Iterator[list[str]]:
    """The files to write, in the order that never shows a page without what it needs: pages come last."""
    wanted = set(plan_.after.everything)
    pages = {path for path in wanted if path.endswith(".html")}
    assets = {path for path in wanted if path.startswith(KEPT_PREFIX)}
    last = wanted & {WORKER}  # it keeps the pages ready as they were built: they must be there
    yield sorted(assets)
    yield sorted(wanted - assets - pages - last)
    yield sorted(pages)
    yield [*last, MANIFEST]
