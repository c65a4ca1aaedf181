"""The editor on a port of this machine, and of no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from portal.editor.app import create_editor
from portal.errors import N_, Message, PortalError

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request: the terminal keeps the address in sight, and no token enters a log."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the name that werkzeug gives
        """Nothing."""


def bind(root: Path, as_of: date, lang: str, port: int) -> tuple[BaseWSGIServer, str]:
    """A server ready to answer, and the address that opens the editor.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day on which the content is judged.
        lang: The language of the interface.
        port: 0 takes a free one.

    Raises:
        PortalError: The port is taken.
    """
    waiting = _Waiting()
    try:
        server = make_server(HOST, port, waiting, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit):
        raise PortalError(
            Message(N_("port %(port)s is taken"), {"port": port}), Message(N_("choose another with --port"))
        ) from None
    hosts = frozenset({f"{HOST}:{server.server_port}", f"localhost:{server.server_port}"})
    app, token = create_editor(root, as_of, lang, hosts)
    server.app = app
    return server, f"http://{HOST}:{server.server_port}/?jeton={token}"


class _Waiting:
    """What answers until the port, and so the address, is known: nothing."""

    def __call__(self, *_: object) -> list[bytes]:
        return []
