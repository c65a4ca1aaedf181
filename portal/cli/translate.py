"""``portal translate``: how far each language is, and texts out to translators and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.editor import phrases
from portal.errors import N_, Message
from portal.freeze.swap import told_simply, write_file
from portal.i18n import translations

STATES = {
    "missing": N_("not translated"),
    "outdated": N_("the original changed since"),
    "major": N_("the original changed since, and so did what patients do"),
}
language = click.argument("language", metavar="LANGUAGE")


@click.group()
def translate() -> None:
    """Translate the pages: what is left, texts out to a PO file, and back."""


@translate.command()
@options.formats("text", "json")
@options.territory
@options.as_of
@options.lang
def status(form: str, root: Path, as_of: date, lang: str) -> None:
    """List what each language lacks: pages, outdated ones, strings of the interface."""
    found = phrases.status(root, as_of)
    gettext = translations(lang).gettext
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo(gettext(N_("The territory has one language.")))
    for each in found:
        counts: dict[str, object] = {"lang": each.lang, "done": each.done, "pages": each.pages}
        counts |= {"strings": each.interface, "told": each.interface_done}
        said = N_("%(lang)s: pages %(done)s of %(pages)s, interface %(told)s of %(strings)s")
        if not each.interface:
            said = N_("%(lang)s: pages %(done)s of %(pages)s")
        click.echo(Message(said, counts).render(gettext))
        for page in each.left:
            click.echo(f"  {page.ref}: {gettext(STATES[page.state])} ({page.title})")


@translate.command()
@language
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.po")
@options.territory
@options.as_of
@options.lang
def extract(language: str, file: Path, root: Path, as_of: date, lang: str) -> None:
    """Write every text of the pages into a PO file for a translator."""
    data = phrases.extract(root, language, as_of)
    with told_simply():
        write_file(file, data)
    click.echo(Message(N_("written: %(path)s"), {"path": file}).render(translations(lang).gettext))


@translate.command()
@language
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.po")
@click.option("--apply", "apply_", is_flag=True, help="Make the change; without it, nothing is written.")
@options.territory
@options.as_of
@options.lang
def update(language: str, file: Path, apply_: bool, root: Path, as_of: date, lang: str) -> None:
    """Take over the translations of a PO file."""
    gettext = translations(lang).gettext
    found = phrases.update(root, language, file.read_bytes(), as_of)
    for path in found.files:
        click.echo(f"  {'~' if (root / path).is_file() else '+'} {path}")
    for context in found.stale:
        said = Message(N_("left aside, the original changed: %(context)s"), {"context": context})
        click.echo(said.render(gettext))
    if found.fuzzy:
        click.echo(Message(N_("left aside, marked fuzzy: %(count)s"), {"count": found.fuzzy}).render(gettext))
    if not found.files:
        click.echo(gettext(N_("No change.")))
    elif apply_:
        phrases.apply(root, found, as_of)
        click.echo(Message(N_("%(count)s texts translated"), {"count": found.texts}).render(gettext))
    else:
        click.echo(gettext(N_("Nothing is written; add --apply to make this change.")))
