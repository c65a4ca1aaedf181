"""``portal report coverage``: for each step of each pathway and each commune, somebody, or a said gap."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.cli.export import sound
from portal.exports.tables import as_csv
from portal.i18n import translations
from portal.report.coverage import chosen, matrix, sentences


@click.command()
@options.root
@click.option("--pathway", "idents", multiple=True, metavar="ID", help="Only this pathway; may be repeated.")
@options.formats("text", "json", "csv", told="A line per step, or a row per step and commune for programs.")
@options.lang
@options.as_of
def coverage(root: Path, idents: tuple[str, ...], form: str, lang: str, as_of: date) -> None:
    """Say how near each step of each pathway is to each commune."""
    catalogue = sound(root, as_of)
    pathways = chosen(catalogue, idents)
    unknown = set(idents) - {p.id for p in pathways}
    if unknown:
        raise click.BadParameter(", ".join(sorted(unknown)), param_hint="--pathway")
    if form == "text":
        click.echo("\n".join(sentences(catalogue, pathways, translations(lang).gettext)))
        return
    rows = matrix(catalogue, pathways)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        click.echo(as_csv(tuple(rows[0]) if rows else (), rows).decode(), nl=False)
