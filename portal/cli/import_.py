"""``portal import``: open data into the tables of a territory; the change is shown, then made if asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypedDict, Unpack

import click

from portal.cli import options
from portal.errors import N_, Message, PortalError, marked
from portal.i18n import translations
from portal.importers.change import Import
from portal.importers.merge import Diff
from portal.importers.register import import_annuaire
from portal.importers.run import Sources, import_communes, import_finess

SHOWN = 20  # changes, or problems of one kind, said one by one unless --all is given; the rest is counted
file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Bring open data into content/directory; what editors wrote is never touched.

    Without --apply, an import only shows what would change. The files, and the sites that give them:

    \b
    communes  lists of communes: INSEE (code officiel géographique), Etalab (data.gouv.fr), geo.api.gouv.fr;
              outlines in GeoJSON: Etalab, IGN (Admin Express)
    finess    data.gouv.fr: “FINESS”, etalab-cs1100502 or etalab-cs1100507, or the national JSON feed
    annuaire  annuaire.sante.fr, free extracts: PS_LibreAcces_Personne_activite
    """


class _Asked(TypedDict):
    """What the shared options say."""

    apply_: bool
    large_change: bool
    all_: bool
    lang: str


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every import has."""
    for option in (
        options.lang,
        options.territory,
        click.option("--all", "all_", is_flag=True, help="List every change, not the first ones alone."),
        click.option("--large-change", is_flag=True, help="Apply even when much changes."),
        click.option(
            "--apply", "apply_", is_flag=True, help="Make the change; without it, nothing is written."
        ),
    ):
        command = option(command)
    return command


@import_.command()
@click.argument("files", type=file, nargs=-1, required=True)
@click.option("--data-date", metavar="YYYY", default="", help="Date of the lists.")
@_shared
def communes(files: tuple[Path, ...], data_date: str, root: Path, **asked: Unpack[_Asked]) -> None:
    """Compare lists of communes (CSV or JSON) and outlines (GeoJSON) with the table of the territory.

    territory.yaml chooses: its communes, or those of its département.
    """
    _finish(import_communes(root, files, data_date), root, **asked)


@import_.command()
@click.argument("files", type=file, nargs=-1, required=True)
@click.option("--data-date", metavar="YYYY-MM", default="", help="Date of the data, when the file lacks it.")
@click.option("--communes", type=file, multiple=True, help="Lists of communes, when not imported before.")
@click.option("--communes-date", metavar="YYYY", default="", help="Date of the lists of communes.")
@click.option("--sae", type=file, help="Activities of hospitals (SAE, CSV).")
@click.option("--sae-year", metavar="YYYY", default="", help="Year of the SAE.")
@click.option("--contacts", type=file, help="Addresses and phones by FINESS number (CSV).")
@_shared
def finess(
    files: tuple[Path, ...],
    data_date: str,
    communes: tuple[Path, ...],
    communes_date: str,
    sae: Path | None,
    sae_year: str,
    contacts: Path | None,
    root: Path,
    **asked: Unpack[_Asked],
) -> None:
    """Compare FINESS files, of any published layout, with the tables of the territory."""
    if sae and not sae_year:
        raise PortalError(Message(N_("the SAE file comes without its year")), Message(N_("add --sae-year")))
    sources = Sources(files, data_date, communes, communes_date, sae, sae_year, contacts)
    _finish(import_finess(root, sources), root, **asked)


@import_.command()
@click.argument("annuaire", type=file)
@click.option("--data-date", metavar="YYYY-MM-DD", required=True, help="Date of the extract.")
@click.option("--opposed", type=file, help="RPPS numbers of those who refuse, one a line.")
@_shared
def annuaire(
    annuaire: Path, data_date: str, opposed: Path | None, root: Path, **asked: Unpack[_Asked]
) -> None:
    """Compare PS_LibreAcces_Personne_activite (Annuaire Santé) with the professionals of the territory.

    territory.yaml chooses whom to list (professionals). E-mail addresses are never read.
    """
    _finish(import_annuaire(root, annuaire, data_date, opposed), root, **asked)


def _finish(found: Import, root: Path, **asked: Unpack[_Asked]) -> None:
    """Say what an import found, and make it if asked."""
    refused = None
    if asked["apply_"]:  # before it is told: a reader that closes early (« | head ») must not stop it
        try:
            found.apply(root, large=asked["large_change"])
        except PortalError as error:
            refused = error
    for line in told(found, asked["lang"], shown=None if asked["all_"] else SHOWN):
        click.echo(line)
    if refused:
        raise refused
    if found:
        said = N_("Nothing is written; add --apply to make this change.")
        if asked["apply_"]:
            said = N_("Written to content/directory; “portal check” says what to look at.")
        click.echo(translations(asked["lang"]).gettext(said))


def told(found: Import, lang: str, shown: int | None = SHOWN) -> Iterator[str]:
    """An import in words: rows that were refused, then what changes in each table, then what to look at."""
    gettext = translations(lang).gettext
    seen: Counter[str] = Counter()
    for problem in found.problems:
        seen[problem.code] += 1
        if shown is None or seen[problem.code] <= shown:
            yield problem.as_text(gettext)
    for code, count in sorted(seen.items()):
        if shown is not None and count > shown:
            params: dict[str, object] = {"code": code, "count": count - shown}
            yield Message(N_("%(code)s: %(count)s more; --all lists them"), params).render(gettext)
    for reason, count in sorted(found.dropped.items()):
        values: dict[str, object] = {"count": count, "reason": marked(reason)}
        yield Message(N_("left out: %(count)s (%(reason)s)"), values).render(gettext)
    for table, diff in found.diffs.items():
        counts: dict[str, object] = {"table": table, "new": len(diff.new), "closed": len(diff.closed)}
        counts |= {"changed": len(diff.telling), "conflicts": len(diff.conflicts)}
        said = N_(
            "%(table)s: %(new)s new, %(changed)s changed fields, %(closed)s closed, %(conflicts)s conflicts"
        )
        yield Message(said, counts).render(gettext)
        yield from _changes(diff, shown, gettext)
    for alarm in found.alarms:
        yield alarm.render(gettext)


def _changes(diff: Diff, shown: int | None, gettext: Callable[[str], str]) -> Iterator[str]:
    """Conflicts first and all of them: they are what a person has to decide."""
    for one in diff.conflicts:
        values: dict[str, object] = {
            "id": one.id,
            "field": one.field,
            "kept": one.kept,
            "offered": one.offered,
        }
        said = N_("  ! %(id)s %(field)s: yours is kept, “%(kept)s”; the source says “%(offered)s”")
        if one.field == "id":
            said = N_("  ! %(id)s: you removed it, it stays away; the source still lists “%(offered)s”")
        yield Message(said, values).render(gettext)
    lines = [f"  + {ident}" for ident in diff.new]
    lines += [f"  ~ {change.id} {change.field}: {change.old!r} → {change.new!r}" for change in diff.telling]
    lines += [f"  - {ident}" for ident in diff.closed]
    yield from lines if shown is None else lines[:shown]
    if shown is not None and len(lines) > shown:
        yield f"  … {len(lines) - shown}"
    if dated := len(diff.changed) - len(diff.telling):
        yield Message(N_("  = the date of the data moves on for %(count)s records"), {"count": dated}).render(
            gettext
        )
