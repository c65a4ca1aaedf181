"""Pages, files and news of changes, over HTTP, on this machine alone. What imports watchfiles."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

import watchfiles
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from portal.errors import N_, Message, PortalError
from portal.i18n import translations
from portal.preview.live import Live, View
from portal.web.host_headers import FOR_EVER, cache_control
from portal.web.security import HEADERS

HOST = "127.0.0.1"
OURS = "/_apercu/"  # no page of a site begins so
NEWS = f"{OURS}nouvelles"
ASIDE = {
    f"{OURS}{name}": ((files("portal.preview") / "static" / name).read_bytes(), kind)
    for name, kind in (("apercu.js", "text/javascript"), ("apercu.css", "text/css"))
}
# Their address tells their content: browsers ask them once.
SCRIPT = f'<script src="{OURS}apercu.js?{sha256(repr(ASIDE).encode()).hexdigest()[:10]}" defer></script>'
QUIET = 400  # milliseconds without a change before the whole content is checked: pages come first
HEARTBEAT = 15  # seconds after which a silent line is tried, so that closed ones are noticed
StartResponse = Callable[..., Any]


class Preview:
    """The application: a site, and beside it what reloads pages and shows problems."""

    def __init__(self, live: Live, lang: str) -> None:
        self.live, self._lang, self._gettext = live, lang, translations(lang).gettext
        self.hosts: frozenset[str] = frozenset()  # known once the port is
        self._changed = threading.Condition()
        self._version, self._told, self._over = 0, 0, False
        self._reading = threading.Lock()  # held while the site changes: pages wait for the new one

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        request = Request(environ)
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if host_of(request) not in self.hosts:
            return self._said(403, N_("This preview answers only to the browser of its own machine."))
        if request.method not in {"GET", "HEAD"}:
            return self._said(405, N_("A preview is only read."))
        if request.path == NEWS:
            return Response(self._news(), mimetype="text/event-stream", headers=_FRESH)
        if request.path in ASIDE:
            return self._file(*ASIDE[request.path], FOR_EVER)
        with self._reading:
            view = self.live.view
        if view is None:
            return self._said(503, N_("No site can be shown while content/territory.yaml cannot be read."))
        try:
            return self._of_site(view, request.path)
        except PortalError as error:
            return self._said(503, error.message.id)

    def _of_site(self, view: View, path: str) -> Response:
        """A page or a file; an address that is none gets the page for lost visitors."""
        data = view.ready(path[1:])
        client = Client(view.app)
        found = client.get(path) if data is None else None
        if found and found.status_code == 404 and "." in path.rpartition("/")[2]:
            data = view.made(path[1:])
        if data is not None:
            kind = guess_type(path)[0] or "application/octet-stream"
            return self._file(data, kind, cache_control(path[1:]))
        assert found is not None  # noqa: S101 - there was no file
        code = found.status_code
        if code == 404:
            found = client.get("/404.html")
        elif code >= 500:
            return self._said(500, N_("This page cannot be shown while its content has errors."))
        body = found.get_data()
        if found.mimetype == "text/html":
            body = with_script(body)
        return Response(body, code, {**HEADERS, **_FRESH}, content_type=found.content_type)

    @staticmethod
    def _file(data: bytes, kind: str, kept: str) -> Response:
        headers = {"Cache-Control": kept} if kept == FOR_EVER else _FRESH
        return Response(data, headers={**HEADERS, **headers}, mimetype=kind)

    def _said(self, code: int, text: str) -> Response:
        page = f"<!doctype html><title>{code}</title><p>{self._gettext(text)}"
        body = with_script(page.encode()) if code >= 500 else page
        return Response(body, code, {**HEADERS, **_FRESH}, mimetype="text/html")

    def _news(self) -> Iterator[bytes]:
        """Server-sent events (HTML Standard, 9.2): which version of the site there is, and what is wrong."""
        version = told = -1
        while not self._over:
            with self._changed:
                same = (version, told) == (self._version, self._told)
                if same and not self._changed.wait(HEARTBEAT):
                    yield b":\n\n"
                    continue
                version, told = self._version, self._told
            problems = [p.as_dict(self._gettext) for p in self.live.problems]
            words = {"title": self._gettext(N_("Preview")), "none": self._gettext(N_("Nothing to mend."))}
            news = {"version": version, "problems": problems, "lang": self._lang, "words": words}
            yield f"data: {json.dumps(news, ensure_ascii=False)}\n\n".encode()

    def refresh(self) -> bool:
        """Read what changed, and have pages show it; False when nothing did.

        Pages are told first: a browser makes ready to load one while it is being made.
        """
        with self._reading:
            self.tell(changed=True)
            changed = self.live.refresh()
        self.tell(changed=False)
        return changed

    def tell(self, *, changed: bool) -> None:
        """Tell every open page that the site changed, or that more is known of what is wrong."""
        with self._changed:
            self._version += changed
            self._told += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every open line."""
        self._over = True
        self.tell(changed=False)


_FRESH = {"Cache-Control": "no-store"}


def host_of(request: Request) -> str:
    """What the browser calls this machine; empty when it says nothing that can be a host."""
    try:
        return request.host
    except HTTPException:
        return ""


def with_script(page: bytes) -> bytes:
    """A page that reloads itself: the only difference with what a build writes."""
    head, mark, rest = page.partition(b"</head>")
    return head + SCRIPT.encode() + mark + rest if mark else page + SCRIPT.encode()


def watch(preview: Preview, stop: threading.Event) -> None:
    """Follow the content until told to stop; pages first, then checks when it has been quiet for a moment."""
    content = preview.live.root / "content"
    pending, checking = False, threading.Thread()
    for changes in watchfiles.watch(
        content, step=5, debounce=100, stop_event=stop, rust_timeout=QUIET, yield_on_timeout=True
    ):
        if changes:
            pending = preview.refresh() or pending
        elif pending and not checking.is_alive():
            pending = False
            checking = threading.Thread(target=_check, args=(preview,), daemon=True)
            checking.start()


def _check(preview: Preview) -> None:
    if preview.live.check():
        preview.tell(changed=False)


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a body would wait until the browser has acknowledged its headers

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the name that werkzeug gives
        """Nothing."""


def bind(live: Live, lang: str, port: int) -> tuple[BaseWSGIServer, Preview]:
    """A server ready to answer.

    Args:
        live: The site.
        lang: The language of messages.
        port: 0 takes a free one.

    Raises:
        PortalError: The port is taken.
    """
    preview = Preview(live, lang)
    try:
        server = make_server(HOST, port, preview, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit):
        raise PortalError(
            Message(N_("port %(port)s is taken"), {"port": port}), Message(N_("choose another with --port"))
        ) from None
    preview.hosts = frozenset({f"{HOST}:{server.server_port}", f"localhost:{server.server_port}"})
    return server, preview
