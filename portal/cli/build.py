"""``portal build``: the site of a territory, whole or not at all."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message
from portal.freeze.build import Way
from portal.freeze.build import build as build_site
from portal.i18n import translations


@click.command()
@options.root
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes.  [default: ROOT/build/site]",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="How many processes render pages."
)
@click.option("--full", is_flag=True, help="Render every page, those that did not change too.")
@options.as_of
@options.lang
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def build(
    root: Path, output: Path | None, jobs: int, full: bool, as_of: date, lang: str, quiet: bool
) -> None:
    """Check the content, then write the site; on errors the previous site stays whole."""
    os.umask(0o022)  # a site is served by another account than the one that builds it
    gettext = translations(lang).gettext
    target = output or root / "build" / "site"
    if quiet or not sys.stderr.isatty():
        report = build_site(root, target, as_of, Way(jobs, full=full))
    else:
        with click.progressbar(length=1, label=gettext(N_("Pages")), file=sys.stderr) as bar:

            def advance(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            report = build_site(root, target, as_of, Way(jobs, advance, full))
    if not quiet:
        said = Message(
            N_(
                "%(pages)s pages in %(path)s, %(rendered)s of them rendered and %(reused)s unchanged, "
                "in %(seconds)s s; %(warnings)s warnings (portal check)"
            ),
            {
                "pages": report.pages,
                "path": target,
                "rendered": report.pages - report.reused,
                "reused": report.reused,
                "seconds": report.seconds,
                "warnings": report.warnings,
            },
        )
        click.echo(said.render(gettext))
