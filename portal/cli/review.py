"""``portal review``: what is to be read again, by owner."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from portal.calendars import Event, calendar
from portal.cli import options
from portal.errors import N_, ContentError, Message, marked, printable
from portal.i18n import translations
from portal.loading.catalogue import Loaded, load
from portal.model.catalogue import Catalogue
from portal.model.kinds import TITLES
from portal.model.review import Review, reviews
from portal.web.addresses import page_of

STATES = {
    "overdue": N_("overdue since %(date)s"),
    "due": N_("due on %(date)s"),
    "never": N_("never reviewed"),
    "current": N_("next on %(date)s"),
}
# Facts from national registers: nobody has to sign them, so they are due once somebody did verify them.
_REGISTERED = ("services", "organisations", "places", "professionals", "communes")
Gettext = Callable[[str], str]


@click.command()
@options.root
@options.formats(
    "text", "json", "ics", told="What is due in words, all dates for programs, or a file for a calendar."
)
@options.lang
@options.as_of
def review(root: Path, form: str, lang: str, as_of: date) -> None:
    """List what is to be read again, by owner."""
    loaded = load(root, as_of)
    if loaded.catalogue is None:
        raise ContentError(loaded.problems)
    found = by_owner(loaded.catalogue, as_of)
    click.echo(FORMATS[form](found, loaded, translations(lang).gettext), nl=form != "ics")


def by_owner(catalogue: Catalogue, as_of: date) -> list[Review]:
    """All reviews, by owner; in each, the longest overdue first, and what nobody has read yet last."""
    rank = {kind: number for number, kind in enumerate(TITLES)}
    found = [
        r for r in reviews(catalogue, as_of) if r.state != "never" or r.record.kind_id not in _REGISTERED
    ]
    return sorted(found, key=lambda r: (r.owner, r.next or date.max, rank[r.record.kind_id], r.record.id))


def as_text(found: Sequence[Review], loaded: Loaded, gettext: Gettext) -> str:
    """For each owner how much is due, then one line per record, and where it is written."""
    lines = []
    for owner, some in groupby(found, key=lambda r: r.owner):
        all_of = list(some)
        due = [r for r in all_of if r.state != "current"]
        counts = {state: sum(r.state == state for r in all_of) for state in STATES}
        head = Message(
            N_("%(owner)s: %(overdue)s overdue, %(due)s due soon, %(never)s never reviewed"),
            {"owner": owner, **counts},
        )
        lines.append(head.render(gettext))
        for item in due:
            at = loaded.at(item.record.ref, item.field or "")
            state = Message(STATES[item.state], {"date": item.next} if item.next else {}).render(gettext)
            lines.append(f"  {printable(at.path)}:{at.line}: {printable(item.record.title)} ({state})")
    return "\n".join(lines) or gettext(N_("Nothing to review."))


def as_json(found: Sequence[Review], loaded: Loaded, _gettext: Gettext) -> str:
    """All reviews: who, what, where, the last and the next day, and the state."""
    rows = []
    for item in found:
        at = loaded.at(item.record.ref, item.field or "")
        rows.append(
            {
                "owner": item.owner,
                "reviewer": item.reviewer,
                "ref": item.record.ref,
                "title": item.record.title,
                "file": at.path,
                "line": at.line,
                "last": item.last.isoformat() if item.last else None,
                "next": item.next.isoformat() if item.next else None,
                "state": item.state,
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_ics(found: Sequence[Review], loaded: Loaded, gettext: Gettext) -> str:
    """One day of a calendar for each review that has a date; what is overdue stands on the day of today."""
    assert loaded.catalogue is not None  # noqa: S101 - the command stopped otherwise
    territory = loaded.catalogue.territory
    base = territory.publication.base_url
    events = []
    for item in found:
        if item.next is None:
            continue
        state = Message(STATES[item.state], {"date": item.next}).render(gettext)
        title = Message(N_("To review: %(title)s"), {"title": item.record.title}).render(gettext)
        kind = Message("%(kind)s", {"kind": marked(TITLES[item.record.kind_id][0])}).render(gettext)
        events.append(
            Event(
                uid=f"review-{item.record.kind_id}-{item.record.permanent_id}@{base.split('/')[2]}",
                day=max(item.next, loaded.as_of),
                title=title,
                text=f"{item.owner}, {state}",
                url=base + page_of(item.record.ref),
                categories=(item.owner, kind),
            )
        )
    name = Message(N_("Reviews: %(site)s"), {"site": territory.site_name}).render(gettext)
    return calendar(name, events, loaded.as_of).decode()


FORMATS: dict[str, Callable[[Sequence[Review], Loaded, Gettext], str]] = {
    "text": as_text,
    "json": as_json,
    "ics": as_ics,
}
