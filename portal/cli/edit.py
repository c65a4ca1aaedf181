"""``portal edit``: the editor, in the browser of this machine."""

from __future__ import annotations

import webbrowser
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.editor.serve import bind
from portal.errors import N_, Message
from portal.i18n import translations


@click.command()
@options.territory
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; 0 takes a free one.")
@click.option("--browser/--no-browser", default=True, help="Open the browser.")
@options.as_of
@options.lang
def edit(root: Path, port: int, browser: bool, as_of: date, lang: str) -> None:
    """Edit the content in the browser; only this machine can reach the editor."""
    server, address = bind(root, as_of, lang, port)
    said = Message(N_("The editor is at %(address)s (stop it with Ctrl+C)"), {"address": address})
    click.echo(said.render(translations(lang).gettext))
    if browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    finally:
        server.server_close()
