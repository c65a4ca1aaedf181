"""``portal rename``: another identifier for a record, and every reference to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.editor.rename import apply
from portal.editor.rename import rename as renamed
from portal.errors import N_, Message
from portal.i18n import translations


@click.command()
@click.argument("old", metavar="KIND/OLD")
@click.argument("new")
@click.option("--apply", "apply_", is_flag=True, help="Make the change; without it, nothing is written.")
@options.territory
@options.as_of
@options.lang
def rename(old: str, new: str, apply_: bool, root: Path, as_of: date, lang: str) -> None:
    """Give the record KIND/OLD the identifier NEW; its old address goes on leading to it."""
    gettext = translations(lang).gettext
    changes = renamed(root, old, new, as_of)
    for path, data in sorted(changes.items()):
        known = (root / path).is_file()
        sign = "-" if data is None else "~" if known else "+"
        click.echo(f"  {sign} {path}")
    if apply_:
        apply(root, changes)
        said = Message(
            N_("%(count)s files changed; the old address leads to the new one"), {"count": len(changes)}
        )
        click.echo(said.render(gettext))
    else:
        click.echo(gettext(N_("Nothing is written; add --apply to make this change.")))
