"""``portal report``: what the team has to complete or mend, in figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.cli.export import sound
from portal.cli.report_coverage import coverage
from portal.exports.directory import Directory
from portal.exports.tables import Table
from portal.i18n import translations
from portal.report.completeness import questions

Gettext = Callable[[str], str]


@click.group(invoke_without_command=True)
@options.root
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables to read, or for programs.",
)
@options.lang
@options.as_of
@click.pass_context
def report(context: click.Context, root: Path, form: str, lang: str, as_of: date) -> None:
    """Say what is known, missing, old or twice in the directory and the pages."""
    if context.invoked_subcommand:
        return
    catalogue = sound(root, as_of)
    directory = Directory(catalogue, as_of, translations(catalogue.territory.default_language).gettext)
    tables = [questions(directory)]
    click.echo(FORMATS[form](tables, translations(lang).gettext))


def as_text(tables: Sequence[Table], gettext: Gettext) -> str:
    """Each table under its title, its columns aligned."""
    return "\n\n".join(f"{gettext(table.title)}\n{_aligned(table, gettext)}" for table in tables)


def _aligned(table: Table, gettext: Gettext) -> str:
    head = [gettext(column.title) for column in table.columns.values()]
    rows = [["" if cell is None else gettext(str(cell)) for cell in row] for row in table.rows]
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)
    )
    return "\n".join(line.rstrip() for line in lines)


def as_json(tables: Sequence[Table], _gettext: Gettext) -> str:
    """Each table by its name: a list of rows."""
    return json.dumps({table.name: table.records() for table in tables}, ensure_ascii=False, indent=1)


FORMATS: dict[str, Callable[[Sequence[Table], Gettext], str]] = {"text": as_text, "json": as_json}


report.add_command(coverage)
