"""``portal init``: a new territory, ready to build."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message, PortalError
from portal.i18n import locales, translations
from portal.model.identifiers import DEPARTEMENT
from portal.starter.write import Wishes, start

NAME = "Val Fictif"
_INSEE = re.compile(r"\d[\dAB]\d{3}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", help="Name of the territory.")
@click.option("--departement", metavar="CODE", help="Code of the département: 01, 2A, 974.")
@click.option(
    "--communes",
    metavar="LIST",
    help="The communes of the territory: a file of them (CSV), or their INSEE codes, 46042,46029.",
)
@click.option("--languages", metavar="fr,en", help="Languages of the site, French first.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@options.lang
def init(
    folder: Path,
    name: str | None,
    departement: str | None,
    communes: str | None,
    languages: str | None,
    yes: bool,
    lang: str,
) -> None:
    """Write a new territory into DIR: small, fictitious, complete; it checks clean and builds."""
    gettext = translations(lang).gettext
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        name = name or click.prompt(gettext(N_("Name of the territory")), NAME)
        if departement is None and communes is None:
            departement = click.prompt(gettext(N_("Code of the département (empty: none)")), "")
        languages = languages or click.prompt(gettext(N_("Languages, French first")), "fr")
    codes, listed = _communes(communes or "")
    wishes = Wishes(
        " ".join((name or NAME).split()),
        _languages(languages or "fr"),
        _departement(departement),
        listed,
        codes,
    )
    count = start(folder, wishes, options.today(folder))
    said = Message(N_("%(count)s files written to %(path)s"), {"count": count, "path": folder})
    click.echo(said.render(gettext))
    if not listed:
        click.echo(gettext(N_("Its communes are fictitious: “portal import” brings in the real ones.")))
    program = sys.argv[0] if Path(sys.argv[0]).name == "portal" else "portal"
    values: dict[str, object] = {"file": folder / "README.md"}
    values["command"] = shlex.join([program, "edit", "--root", str(folder)])
    click.echo(Message(N_("Now read %(file)s, or type: %(command)s"), values).render(gettext))


def _languages(typed: str) -> tuple[str, ...]:
    """The languages asked for.

    Raises:
        PortalError: One has no catalogue, or French is not the first.
    """
    known = {"fr", "en", *(locale.replace("_", "-") for locale in locales())}
    found = tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
    for tag in found:
        if tag not in known:
            raise PortalError(
                Message(N_("there is no catalogue for the language “%(lang)s”"), {"lang": tag}),
                Message(N_("expected: %(codes)s"), {"codes": ", ".join(sorted(known))}),
            )
    if not found or found[0] != "fr":
        raise PortalError(
            Message(N_("the examples are written in French: “fr” comes first")),
            Message(N_("for example: --languages fr,en")),
        )
    return found


def _communes(typed: str) -> tuple[tuple[str, ...], Path | None]:
    """The codes of communes, or the file that lists them.

    Raises:
        PortalError: It is neither.
    """
    codes = tuple(dict.fromkeys(filter(None, re.split(r"[\s,;]+", typed.upper()))))
    if all(map(_INSEE.fullmatch, codes)):
        return codes, None
    if not Path(typed).is_file():
        raise PortalError(
            Message(N_("“%(given)s” is no file, nor INSEE codes"), {"given": typed}),
            Message(N_("for example: --communes 46042,46029")),
        )
    return (), Path(typed)


def _departement(typed: str | None) -> str:
    code = (typed or "").strip().upper()
    if code and not DEPARTEMENT.fullmatch(code):
        raise PortalError(
            Message(N_("“%(given)s” is not the code of a département"), {"given": code}),
            Message(N_("two or three characters: 01, 2A, 974")),
        )
    return code
