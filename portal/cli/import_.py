"""``portal import``: open data into the tables of a territory; the change is shown, then made if asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message, PortalError, marked
from portal.i18n import translations
from portal.importers.merge import Diff
from portal.importers.run import Import, Sources, import_finess
from portal.loading.files import read_folder
from portal.loading.vocabularies import load_vocabularies

SHOWN = 20  # changes of one kind said one by one; the rest is counted
file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Bring open data into content/directory; what editors wrote beside it is never touched."""


@import_.command()
@click.argument("finess", type=file)
@click.option("--communes", type=file, required=True, help="The communes of the territory (CSV).")
@click.option("--data-date", metavar="YYYY-MM", required=True, help="Date of the FINESS file.")
@click.option("--communes-date", metavar="YYYY", default="", help="Date of the list of communes.")
@click.option("--sae", type=file, help="Activities of hospitals (SAE, CSV).")
@click.option("--sae-year", metavar="YYYY", default="", help="Year of the SAE.")
@click.option("--contacts", type=file, help="Addresses and phones of older open data (CSV).")
@click.option("--apply", "apply_", is_flag=True, help="Make the change; without it, nothing is written.")
@options.root
@options.lang
def finess(
    finess: Path,
    communes: Path,
    data_date: str,
    communes_date: str,
    sae: Path | None,
    sae_year: str,
    contacts: Path | None,
    apply_: bool,
    root: Path,
    lang: str,
) -> None:
    """Compare a FINESS file (one row per activity) with the tables of the territory."""
    if sae and not sae_year:
        raise PortalError(Message(N_("the SAE file comes without its year")), Message(N_("add --sae-year")))
    vocabularies, _ = load_vocabularies(read_folder(root))
    categories = {entry.code: entry for entry in vocabularies.entries("finess_category")}
    sources = Sources(finess, communes, data_date, communes_date, sae, sae_year, contacts)
    found = import_finess(sources, root, categories)
    for line in told(found, lang):
        click.echo(line)
    if apply_:
        found.apply(root)
    elif any(found.diffs.values()):
        click.echo(translations(lang).gettext(N_("Nothing is written; add --apply to make this change.")))


def told(found: Import, lang: str) -> Iterator[str]:
    """An import in words: rows that were refused, then what changes in each table."""
    gettext = translations(lang).gettext
    for problem in found.problems:
        yield problem.as_text(gettext)
    for reason, count in sorted(found.dropped.items()):
        values: dict[str, object] = {"count": count, "reason": marked(reason)}
        yield Message(N_("left out: %(count)s (%(reason)s)"), values).render(gettext)
    for table, diff in found.diffs.items():
        counts: dict[str, object] = {"table": table, "new": len(diff.new), "closed": len(diff.closed)}
        counts["changed"] = len(diff.changed)
        said = N_("%(table)s: %(new)s new, %(changed)s changed fields, %(closed)s closed")
        yield Message(said, counts).render(gettext)
        yield from _changes(diff)


def _changes(diff: Diff) -> Iterator[str]:
    lines = [f"  + {ident}" for ident in diff.new]
    lines += [f"  ~ {change.id} {change.field}: {change.old!r} → {change.new!r}" for change in diff.changed]
    lines += [f"  - {ident}" for ident in diff.closed]
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  … {len(lines) - SHOWN}"
