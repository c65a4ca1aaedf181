"""``portal history``: what happened to records, in words."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message
from portal.history.records import Event
from portal.history.records import history as read
from portal.i18n import translations

_SAID = {
    "A": N_("%(day)s %(path)s: new"),
    "D": N_("%(day)s %(path)s: removed"),
    "M": N_("%(day)s %(path)s: changed: %(keys)s"),
}


@click.command()
@click.argument("record", metavar="[KIND/ID]", default="")
@options.territory
@click.option("--commits", type=click.IntRange(1), default=50, show_default=True, help="How many to look at.")
@options.lang
def history(record: str, root: Path, commits: int, lang: str) -> None:
    """Tell what changed in the records, newest first, from the Git repository that holds them."""
    gettext = translations(lang).gettext

    def said(event: Event) -> str:
        keys = ", ".join(gettext(title) for title in event.titles)
        where = event.path if event.path.endswith(".md") else f"{event.path}, {event.ref}"
        values = {"day": event.day.isoformat(), "path": where, "keys": keys}
        return Message(_SAID.get(event.what, _SAID["M"]), values).render(gettext)

    found, partial = read(root, record, commits)
    for event in found:
        click.echo(said(event))
    if not found:
        click.echo(gettext(N_("No change of a record is known.")))
    if partial:
        click.echo(gettext(N_("This copy of the repository is shallow: older changes are not here.")))
