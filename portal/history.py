"""What happened to records, in words, from the Git repository of the content: same commits, same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.errors import N_, Message, PortalError
from portal.loading.files import decode
from portal.loading.front_matter import parse_front_matter
from portal.loading.gather import record_file
from portal.loading.tree import Fields, plain
from portal.model.kinds import KINDS
from portal.publish.commands import CommandError, run


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one file by one commit."""

    day: date  # of the commit, in the zone of who made it
    path: str
    ref: str  # "kind/id"
    what: str  # "A" added, "D" removed, "M" changed
    titles: tuple[str, ...] = ()  # of the keys that changed, to be translated; of "M" alone


def history(root: Path, ref: str, limit: int) -> tuple[list[Change], bool]:
    """The last changes of the files of records, newest first, and whether older ones may be missing here.

    Args:
        root: The folder that holds ``content/``.
        ref: The record; empty for all.
        limit: How many commits are looked at.

    Raises:
        PortalError: The folder is not in a Git repository, or git failed.
    """
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except CommandError:
        message = Message(N_("this folder is not in a Git repository: it has no history"))
        raise PortalError(message) from None
    edges = set(_git(root, "rev-list", "--max-parents=0", "HEAD").split()) if shallow else set()
    return list(_changes(root, ref, limit, edges)), shallow


def _changes(root: Path, ref: str, limit: int, edges: set[str]) -> Iterator[Change]:
    """What commits did; those at the edge of a shallow clone seem to add everything, and are passed over."""
    log = _git(
        root, "-c", "core.quotePath=false", "log", f"-n{limit}", "--no-merges", "--no-renames", "--relative",
        "--format=%H %cs", "--name-status", "--", f"content/{ref}*" if ref else "content",
    )  # fmt: skip
    commit, day = "", date.min
    for line in log.splitlines():
        what, tab, path = line.partition("\t")
        if not tab:
            if line:
                commit, _, told = line.partition(" ")
                day = date.fromisoformat(told)
            continue
        found = record_file(path)
        if found is None or (ref and found != ref) or commit in edges:
            continue
        titles = _titles(root, commit, path, found) if what == "M" else ()
        if what != "M" or titles:
            yield Change(day, path, found, what, titles)


def _titles(root: Path, commit: str, path: str, ref: str) -> tuple[str, ...]:
    """The titles of the keys that a commit changed, in the order of the model."""
    before, now = (_keys(path, _git(root, "show", f"{at}:./{path}")) for at in (f"{commit}^", commit))
    model = KINDS[ref.partition("/")[0]]
    return tuple(
        info.title or name for name, info in model.model_fields.items() if before.get(name) != now.get(name)
    )


def _keys(path: str, text: str) -> dict[str, object]:
    decoded, _ = decode(path, text.encode())
    tree, _ = parse_front_matter(path, decoded) if decoded is not None else (None, [])
    found = plain(tree) if isinstance(tree, Fields) else {}
    return found if isinstance(found, dict) else {}


def _git(root: Path, *arguments: str) -> str:
    return run(["git", *arguments], cwd=root).decode("utf-8", "replace")
