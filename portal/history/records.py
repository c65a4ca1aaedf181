"""What happened to records, in words, from the Git repository of the content: same commits, same words.

Who made a commit is never read, and no value is ever told: only which keys changed, and when.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

from portal.commands import CommandError
from portal.errors import N_, Message, PortalError, Problem
from portal.history.commits import Touched, contents, git, kind_of_table, log
from portal.history.versions import Table, rows_of, trees_of_files, trees_of_rows
from portal.history.words import differing, read, seen, titles_of
from portal.loading.gather import record_file
from portal.loading.tree import Mark
from portal.model.changes import Change
from portal.model.kinds import KINDS
from portal.model.review import months_after

MONTHS = 24  # what is older tells a reader nothing
COMMITS = 1000  # looked at for pages: reading a thousand takes seconds
SHOWN = 5  # days told of each record


@dataclass(frozen=True, slots=True)
class Event:
    """What one commit did to one file of a record, or to its row of a table."""

    day: date  # when its author wrote it, where they were
    path: str
    ref: str  # "kind/id"
    what: str  # "A" added, "D" removed, "M" changed
    titles: tuple[str, ...]  # of the keys that differ, to be translated


def changes(
    root: Path, as_of: date, rows: Iterable[str], former: Mapping[str, str]
) -> dict[str, tuple[Change, ...]]:
    """What readers are told: for each record, the last days that changed it, newest first.

    Nothing where there is no Git, no repository, or only a part of one: half a history would be a wrong one.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day of the build: what is later is not told, nor what is older than two years.
        rows: The records that a table holds: a file beside it is no new record.
        former: The references that records had before they were renamed, and those that they have now.
    """
    try:
        head = git(root, "rev-parse", "HEAD", "--is-shallow-repository").split()
        known = frozenset(rows)
        found = _recent(root, head[0], as_of, known) if head[1:] == ["false"] else ()
    except (PortalError, OSError):
        return {}
    days: dict[str, dict[date, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in found:
        days[former.get(event.ref, event.ref)][event.day].append(event)
    told = {ref: tuple(_told(ref, by_day, ref in known)) for ref, by_day in days.items()}
    return {ref: lines for ref, lines in told.items() if any(not change.is_new for change in lines)}


def check_history(root: Path) -> Iterator[Problem]:
    """A warning when pages can tell nothing of the past, for only the end of it was downloaded."""
    try:
        shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
        if not shallow or not git(root, "ls-files", "content"):
            return
    except (PortalError, OSError):
        return
    message = Message(N_("only a part of the Git repository is here: pages will not say what changed"))
    hint = Message(
        N_("download all of it with git fetch --unshallow (GitHub: fetch-depth 0; GitLab: GIT_DEPTH 0)")
    )
    yield Mark("content", 1, 1).problem("history-shallow", message, hint, severity="warning")


def _told(ref: str, days: Mapping[date, Sequence[Event]], in_table: bool) -> list[Change]:
    lines = []
    order = list(titles_of(KINDS[ref.partition("/")[0]]))
    for day in sorted(days, reverse=True):
        events = days[day]
        whole = {e.what for e in events if not in_table or e.path.endswith(".csv")}
        if whole >= {"A", "D"}:  # renamed, or moved to a table
            events = [e for e in events if e.what == "M"]
        words = read(sorted({title for e in events for title in e.titles}, key=order.index))
        is_new = whole & {"A", "D"} == {"A"}
        if is_new or words:
            lines.append(Change(day, is_new, words))
    return lines[:SHOWN]


def history(root: Path, ref: str, limit: int) -> tuple[list[Event], bool]:
    """The last changes of the files and rows of records, newest first, and whether older ones may be missing.

    Args:
        root: The folder that holds ``content/``.
        ref: The record; empty for all.
        limit: How many commits are looked at.

    Raises:
        PortalError: The folder is not in a Git repository, or git failed.
    """
    try:
        shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except CommandError:
        message = Message(N_("this folder is not in a Git repository: it has no history"))
        raise PortalError(message) from None
    edges = set(git(root, "rev-list", "--max-parents=0", "HEAD").split()) if shallow else set()
    found = _events(root, log(root, edges, f"-n{limit}"))
    return [e for e in found if not ref or e.ref == ref], shallow


@lru_cache(maxsize=2)
def _recent(root: Path, head: str, as_of: date, rows: frozenset[str]) -> tuple[Event, ...]:
    """What two years did, but for files that only appeared: a page does not tell that it is new, and no more.

    Of the files of a record, that of the default language tells all that visitors of any language are told.
    """
    since = months_after(as_of, -MONTHS)
    found = log(root, set(), f"--since={since.isoformat()}T00:00:00Z", f"-n{COMMITS}", head)
    found = [t for t in found if since <= t.day <= as_of and PurePosixPath(t.path).name.count(".") == 1]
    often = Counter(t.path for t in found)
    told = [t for t in found if often[t.path] > 1 or t.path.endswith(".csv") or record_file(t.path) in rows]
    return tuple(_events(root, told, rows))


def _events(root: Path, touched_files: Iterable[Touched], in_tables: Collection[str] = ()) -> list[Event]:
    found: list[Event] = []
    with contents(root) as held:
        # what a commit found is mostly what the one before it left
        rows = lru_cache(maxsize=32)(lambda name: rows_of(held.text(name)))
        for touched in touched_files:
            kind = kind_of_table(touched.path)
            if kind:
                found += _of_table(touched, kind, rows(touched.before), rows(touched.after))
            else:
                ref = record_file(touched.path) or ""
                texts = held.text(touched.before), held.text(touched.after)
                found += _event(touched, ref, *trees_of_files(texts, ref in in_tables))
    return found


def _event(touched: Touched, ref: str, typed_before: object, typed_after: object) -> Iterator[Event]:
    model = KINDS[ref.partition("/")[0]]
    before, after = (seen(typed, model) for typed in (typed_before, typed_after))
    if before is None and after is None:
        return
    titles = tuple(dict.fromkeys(differing(model, before or {}, after or {})))
    what = "A" if before is None else "D" if after is None else "M"
    if what != "M" or titles:
        yield Event(touched.day, touched.path, ref, what, titles)


def _of_table(touched: Touched, kind: str, before: Table, after: Table) -> Iterator[Event]:
    same_header = before[0] == after[0]
    idents = [i for i in {**before[1], **after[1]} if not same_header or before[1].get(i) != after[1].get(i)]
    was, now = (trees_of_rows(kind, table, idents) for table in (before, after))
    for ident in idents:
        yield from _event(touched, f"{kind}/{ident}", was.get(ident), now.get(ident))
