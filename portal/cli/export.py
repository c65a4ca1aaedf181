"""``portal export``: the directory given back as open data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from portal.checks import check_loaded
from portal.cli import options
from portal.errors import N_, ContentError, Message, PortalError
from portal.exports import publication
from portal.exports.directory import Directory
from portal.exports.publication import FORMATS, SUMS
from portal.freeze.swap import discard, exclusive, make_stage, swap_in, told_simply, write_file
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.model.catalogue import Catalogue


@click.command()
@click.argument("form", type=click.Choice(list(FORMATS)), metavar="FORMAT")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@options.root
@options.as_of
@options.lang
def export(form: str, folder: Path, root: Path, as_of: date, lang: str) -> None:
    """Write the public directory into DIR: csv, geojson, fhir, data-inclusion, hsds; or indicators."""
    folder = folder.resolve()
    check_folder(folder)
    catalogue = sound(root, as_of)
    words = translations(catalogue.territory.default_language).gettext
    files = publication.export(form, Directory(catalogue, as_of, words))
    write(folder, files)
    said = Message(N_("%(count)s files written to %(path)s"), {"count": len(files), "path": folder})
    click.echo(said.render(translations(lang).gettext))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in the place of those of an earlier export, in one step.

    Raises:
        PortalError: The disk refuses, or another command writes there.
    """
    with told_simply(), exclusive(folder):
        stage = make_stage(folder)
        try:
            for name, content in files.items():
                write_file(stage / name, content)
            swap_in(stage, folder)
        finally:
            discard(stage)


def sound(root: Path, as_of: date) -> Catalogue:
    """The content of a territory that has no error.

    Raises:
        ContentError: It has some; all of them are in it.
    """
    loaded = load(root, as_of)
    errors = [problem for problem in check_loaded(loaded) if problem.severity == "error"]
    if errors or loaded.catalogue is None:
        raise ContentError(errors)
    return loaded.catalogue


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds what no export wrote.

    Raises:
        PortalError: It does.
    """
    files = (file for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else ()
    there = {file.relative_to(folder).as_posix() for file in files}
    sums = folder / SUMS
    listed = {line[66:] for line in sums.read_text("utf-8").splitlines()} if sums.is_file() else set()
    if there - listed - {SUMS}:
        raise PortalError(
            Message(N_("the folder %(path)s is not empty and holds no export"), {"path": folder.name}),
            Message(N_("choose another")),
        )
