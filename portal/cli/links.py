"""``portal links``: external links of the content, asked one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.cli.check import FORMATS
from portal.errors import N_, Message
from portal.i18n import translations
from portal.links import check as checking
from portal.links.network import Network
from portal.loading.catalogue import load


@click.command()
@options.territory
@options.formats("text", "json", "github")
@click.option(
    "--max-age",
    type=click.IntRange(0, 365),
    default=7,
    show_default=True,
    help="Days during which a link that answered well is not asked again.",
)
@options.as_of
@options.lang
def links(root: Path, form: str, max_age: int, as_of: date, lang: str) -> None:
    """Ask every external link: gone, moved, silent; and whether the domains of e-mail addresses exist.

    Exits 0: a build never depends on other sites.
    """
    gettext = translations(lang).gettext
    urls = checking.links(load(root, as_of))
    seen = checking.check(urls, root / "build", as_of, max_age, Network())
    found = sorted(checking.problems(urls, seen))
    click.echo(FORMATS[form](found, gettext))
    if form == "text":
        asked = sum(s.checked_on == as_of.isoformat() for s in seen.values())
        oldest = min((s.checked_on for s in seen.values()), default="–")
        said = N_(
            "%(all)s addresses, %(asked)s asked today; the oldest answer is of %(oldest)s. "
            "Phones: their form alone is checked, at each build."
        )
        click.echo(Message(said, {"all": len(seen), "asked": asked, "oldest": oldest}).render(gettext))
