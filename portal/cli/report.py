"""``portal report``: what the team has to complete or mend, in figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from portal.checks import check_loaded
from portal.cli import options
from portal.cli.export import check_folder, write
from portal.cli.report_coverage import coverage
from portal.cli.report_pathways import pathways
from portal.errors import N_, ContentError, Message, PortalError
from portal.exports.directory import Directory
from portal.exports.publication import with_sums
from portal.exports.tables import Table
from portal.freeze.build import SIGNS, site_of
from portal.freeze.unanswered import unanswered
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.report.quality import as_json as quality_json
from portal.report.tables import tables
from portal.web.report import pages

Gettext = Callable[[str], str]
MOST = 15  # rows of a table on a terminal; the files have them all


@click.group(invoke_without_command=True)
@options.root
@options.formats("text", "json", told="The first rows of each table to read, or all of them for programs.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the private page and its files go.  [default: build/report]",
)
@click.option(
    "--queries",
    type=click.File(encoding="utf-8"),
    help="Questions that people asked, one per line: those that find nothing are listed.",
)
@options.lang
@options.as_of
@click.pass_context
def report(
    context: click.Context,
    root: Path,
    form: str,
    output: Path | None,
    queries: Iterable[str] | None,
    lang: str,
    as_of: date,
) -> None:
    """Say what is known, missing, old or twice in the directory and the pages; never published."""
    if context.invoked_subcommand:
        return
    folder = (output or root / "build" / "report").resolve()
    check_folder(folder)
    _private(folder)
    loaded = load(root, as_of)
    errors = [problem for problem in check_loaded(loaded) if problem.severity == "error"]
    if errors or loaded.catalogue is None:
        raise ContentError(errors)
    gettext = translations(lang).gettext
    site = site_of(root, loaded, loaded.catalogue)
    directory = Directory(loaded.catalogue, as_of, gettext)

    def where(ref: str) -> tuple[str, int]:
        at = loaded.at(directory.current(ref))
        return at.path, at.line

    found = [*tables(loaded, directory, where), unanswered(site, gettext, queries or ())]
    files = {f"{table.name}.csv": table.as_csv() for table in found}
    files |= {"quality.json": quality_json(directory, where), **pages(site, directory, found, lang)}
    write(folder, with_sums(files))
    click.echo(FORMATS[form](found, gettext))
    if form == "text":
        said = Message(N_("All of it, with charts: %(path)s"), {"path": folder / "index.html"})
        click.echo(f"\n{said.render(gettext)}")


def _private(folder: Path) -> None:
    """Refuse a folder inside a built site.

    Raises:
        PortalError: It would be published with it.
    """
    if any(all((parent / sign).is_file() for sign in SIGNS) for parent in folder.parents):
        raise PortalError(
            Message(N_("%(path)s lies in a site: the report would be published"), {"path": folder.name}),
            Message(N_("choose another with --output")),
        )


def as_text(found: Sequence[Table], gettext: Gettext) -> str:
    """The first rows of each table under its title, the columns aligned."""
    return "\n\n".join(f"{gettext(table.title)}\n{_aligned(table, gettext)}" for table in found)


def _aligned(table: Table, gettext: Gettext) -> str:
    head = [gettext(column.title) for column in table.columns.values()]
    rows = [[_cell(cell) for cell in row] for row in table.rows[:MOST]]
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)
    ]
    if len(table.rows) > MOST:
        left = {"count": len(table.rows) - MOST, "file": f"{table.name}.csv"}
        lines.append(Message(N_("… and %(count)s more in %(file)s"), left).render(gettext))
    return "\n".join(line.rstrip() for line in lines)


def _cell(cell: object) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return "" if cell is None else str(cell)


def as_json(found: Sequence[Table], _gettext: Gettext) -> str:
    """Each table by its name: a list of rows."""
    return json.dumps({table.name: table.records() for table in found}, ensure_ascii=False, indent=1)


FORMATS: dict[str, Callable[[Sequence[Table], Gettext], str]] = {"text": as_text, "json": as_json}

report.add_command(coverage)
report.add_command(pathways)
