"""``portal serve``: the site in the browser of this machine, anew at each save."""

from __future__ import annotations

import gc
import sys
import threading
import webbrowser
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message
from portal.i18n import translations
from portal.preview.live import Live
from portal.preview.server import bind, watch


@click.command()
@options.territory
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--browser/--no-browser", default=True, help="Open the browser.")
@options.as_of
@options.lang
def serve(root: Path, port: int, browser: bool, as_of: date, lang: str) -> None:
    """Show the site while it is written: pages reload at each save, with what is to mend at its line."""
    gettext = translations(lang).gettext
    live = Live(root, as_of)
    gc.freeze()  # looking for garbage in all that was read takes longer than showing a page
    sys.setswitchinterval(0.001)  # of seconds, not 5: a page does not wait each time for the checks to pause
    server, preview = bind(live, lang, port)
    address = f"http://127.0.0.1:{server.server_port}/"
    said = Message(N_("The site is at %(address)s (stop it with Ctrl+C)"), {"address": address})
    click.echo(said.render(gettext))
    stop = threading.Event()
    watching = threading.Thread(target=watch, args=(preview, stop))
    watching.start()
    if browser:
        webbrowser.open(address)
    try:
        server.serve_forever(0.1)
    finally:
        stop.set()
        preview.close()
        watching.join()
        server.server_close()
