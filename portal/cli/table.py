"""``portal table``: the records of a kind in a spreadsheet, and back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from portal.cli import options
from portal.editor import bulk, sheets
from portal.errors import N_, Message
from portal.freeze.swap import told_simply, write_file
from portal.i18n import translations
from portal.model.kinds import KINDS

kind = click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")


def _spreadsheet(*, exists: bool) -> Callable[[Any], Any]:
    file = click.Path(exists=exists, dir_okay=False, path_type=Path)
    return click.argument("spreadsheet", type=file, metavar="FILE.ods|FILE.csv")


@click.group()
def table() -> None:
    """Change many records at once, in a spreadsheet."""


@table.command("export")
@kind
@_spreadsheet(exists=False)
@options.territory
@options.as_of
@options.lang
def export_(kind: str, spreadsheet: Path, root: Path, as_of: date, lang: str) -> None:
    """Write the records of KIND into a spreadsheet."""
    _check(spreadsheet)
    found = bulk.export(root, kind, as_of, lang)
    with told_simply():
        write_file(spreadsheet, sheets.write_sheets(spreadsheet.suffix, found))
    said = Message(
        N_("%(count)s rows written to %(path)s"), {"count": len(found[0].rows) - 1, "path": spreadsheet}
    )
    click.echo(said.render(translations(lang).gettext))


@table.command("import")
@kind
@_spreadsheet(exists=True)
@click.option("--apply", "apply_", is_flag=True, help="Make the change; without it, nothing is written.")
@options.territory
@options.as_of
@options.lang
def import_(kind: str, spreadsheet: Path, apply_: bool, root: Path, as_of: date, lang: str) -> None:
    """Compare a spreadsheet with the records of KIND, and take it over when asked."""
    _check(spreadsheet)
    gettext = translations(lang).gettext
    found = bulk.read(root, kind, sheets.read_sheet(spreadsheet), as_of)
    for line in told(found, lang):
        click.echo(line)
    if found.faults:
        click.echo(gettext(N_("Nothing is written: mend the table first.")), err=True)
        sys.exit(1)
    if not found.files:
        click.echo(gettext(N_("No change.")))
    elif apply_:
        bulk.apply(root, found, as_of)
        said = Message(N_("%(count)s files written"), {"count": len(found.files)})
        click.echo(said.render(gettext))
    else:
        click.echo(gettext(N_("Nothing is written; add --apply to make this change.")))


def told(found: bulk.Bulk, lang: str) -> Iterator[str]:
    """What a table would change, then what is wrong in it: sheet, row, column, what, how to mend it."""
    gettext = translations(lang).gettext
    yield from (f"  + {ref}" for ref in found.created)
    yield from (f"  ~ {edit.ref} {edit.key}: {edit.old!r} → {edit.new!r}" for edit in found.edits)
    for fault in found.faults:
        where: dict[str, object] = {"sheet": fault.sheet, "row": fault.row, "column": fault.column or "–"}
        place = Message(N_("sheet %(sheet)s, row %(row)s, column %(column)s"), where).render(gettext)
        hint = f", {fault.hint.render(gettext)}" if fault.hint else ""
        yield f"{place}: {fault.message.render(gettext)}{hint}"


def _check(spreadsheet: Path) -> None:
    if spreadsheet.suffix not in {".ods", ".csv"}:
        raise click.BadParameter(f"{spreadsheet.name}: .ods, .csv")
