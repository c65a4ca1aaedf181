"""A built site behind servers that do what hosts do to sites; each fault is told, and nothing else."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.doctor.delivery import check_certificate
from portal.links import network
from portal.links.network import Reply
from portal.web.host_headers import SENT, cache_control, content_type
from tests.unit.publish.servers import nginx, self_signed

FAST = {"Strict-Transport-Security"}  # sent over TLS alone


class Host:
    """How a host answers; a test changes one thing."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.headers: dict[str, str | None] = {}  # in the place of ours; None: not sent
        self.bodies: dict[str, Callable[[bytes], bytes]] = {}  # by path
        self.types: dict[str, str] = {}  # by the end of the name
        self.gone: set[str] = set()
        self.lost = 404
        self.slashes = True
        self.slow = False


class Handler(SimpleHTTPRequestHandler):
    """A server of files with all that build/headers/ asks for."""

    def __init__(self, host: Host, *args: Any) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.removeprefix("/")
        if not path or path.endswith("/"):
            path += "index.html"
        file = self.host.site / path
        if file.is_dir() and self.host.slashes:
            self.send_response(301)
            self.send_header("Location", f"{self.path}/")
            self.end_headers()
            return
        status = 200
        if not file.is_file() or path in self.host.gone:
            status, file, path = self.host.lost, self.host.site / "404.html", "404.html"
        body = self.host.bodies.get(path, bytes)(file.read_bytes())
        self.send_response(status)
        ours = {name: value for name, value in SENT.items() if name not in FAST}
        kind = self.host.types.get(file.suffix, content_type(path))
        ours |= {"Content-Type": kind, "Cache-Control": cache_control(path)}
        for name, value in {**ours, **self.host.headers}.items():
            if value is not None:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(host: Host, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def host(built_example: Path) -> Host:
    """A host that does all well."""
    return Host(built_example)


def examined(
    root: Path, url: str, *options: str, day: str = "2026-11-22"
) -> tuple[int, set[tuple[str, str]]]:
    """The status of the command, and what it tells: severity and code."""
    arguments = ["doctor", url, "--root", str(root), "--as-of", day, "--format", "json", *options]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return result.exit_code, {(f["severity"], f["code"]) for f in json.loads(result.stdout)}


ALWAYS = {("info", "version"), ("warning", "not-encrypted")}


def test_all_is_well(host: Host, example_root: Path) -> None:
    with serving(host) as port:
        assert examined(example_root, f"http://127.0.0.1:{port}", "--local") == (0, ALWAYS)


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A body where a text is another."""

    def swapped(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new)

    return swapped


def piece(host: Host) -> str:
    """The first piece of the index of search."""
    return next((host.site / "search" / "fr").iterdir()).relative_to(host.site).as_posix()


def others(host: Host) -> list[str]:
    """The other pieces of a language."""
    return [
        path.relative_to(host.site).as_posix() for path in (host.site / "assets" / "search" / "en").iterdir()
    ]


# What a host, or someone between, does; what is told of it. A newcomer adds a line.
FAULTS: dict[str, tuple[Callable[[Host], object], set[tuple[str, str]]]] = {
    "a number changed": (
        lambda h: h.bodies.update({"index.html": swap(b'tel:15">15<', b'tel:17">17<')}),
        {("error", "number-missing"), ("error", "altered")},
    ),
    "a link dials another": (
        lambda h: h.bodies.update({"urgences/index.html": swap(b'href="tel:3114"', b'href="tel:3115"')}),
        {("error", "number-missing"), ("error", "number-differs"), ("error", "altered")},
    ),
    "an audience counter": (
        lambda h: h.bodies.update({"index.html": swap(b"</body>", b"<script src=//x></script></body>")}),
        {("error", "altered")},
    ),
    "a piece of search of another version": (
        lambda h: h.bodies.update({piece(h): lambda body: body + b" "}),
        {("error", "altered")},
    ),
    "a piece of search lost": (lambda h: h.gone.add(piece(h)), {("error", "status")}),
    "the pieces of a language forgotten": (lambda h: h.gone.update(others(h)), {("error", "status")}),
    "no emergency page": (
        lambda h: h.gone.add("urgences/index.html"), {("error", "status"), ("warning", "slash")},
    ),
    "no page for lost visitors": (
        lambda h: h.bodies.update({"404.html": lambda _: b"<h1>Not Found</h1>"}),
        {("error", "not-found"), ("error", "altered"), ("error", "number-missing")},
    ),
    "lost visitors get 200": (lambda h: setattr(h, "lost", 200), {("error", "not-found")}),
    "no policy": (lambda h: h.headers.update({"Referrer-Policy": None}), {("warning", "headers-missing")}),
    "another policy": (
        lambda h: h.headers.update({"Referrer-Policy": "origin"}), {("warning", "header-differs")},
    ),
    "a cookie": (lambda h: h.headers.update({"Set-Cookie": "a=b"}), {("error", "cookie")}),
    "a page kept for a week": (
        lambda h: h.headers.update({"Cache-Control": "max-age=604800"}), {("error", "page-kept")},
    ),
    "styles under no type": (lambda h: h.types.update({".css": "text/plain"}), {("error", "type")}),
    "a sheet under no type": (lambda h: h.types.update({".pdf": "text/plain"}), {("warning", "type")}),
    "no last slash": (lambda h: setattr(h, "slashes", False), {("warning", "slash")}),
    "no manifest": (lambda h: h.gone.add("publication.json"), {("error", "manifest")}),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(host: Host, example_root: Path, fault: str) -> None:
    """Each is told by its code, with the exit status; nothing else is."""
    inject, wanted = FAULTS[fault]
    inject(host)
    with serving(host) as port:
        status, found = examined(example_root, f"http://127.0.0.1:{port}/", "--local")
    always = ALWAYS - {("info", "version")} if fault == "no manifest" else ALWAYS
    assert found - always == wanted
    assert always <= found
    assert status == any(severity == "error" for severity, _ in wanted)


def test_old(host: Host, example_root: Path) -> None:
    """A site that nobody rebuilds shows no notice that is due."""
    with serving(host) as port:
        found = examined(example_root, f"http://127.0.0.1:{port}/", "--local", day="2026-12-01")[1]
    assert found - ALWAYS == {("warning", "old")}


def test_nginx(built_example: Path, example_root: Path, tmp_path: Path) -> None:
    """The headers that a build writes are those that are looked for."""
    with nginx(tmp_path / "nginx", built_example, built_example.parent / "headers" / "nginx.conf") as url:
        status, found = examined(example_root, url, "--local")
    assert status == 0
    assert found - ALWAYS == {("warning", "type")}  # of this nginx, which knows three types


def test_not_reached(host: Host, example_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No server, a name that leads nowhere, a certificate of nobody, a body byte by byte: one line each."""
    assert examined(example_root, "http://127.0.0.1:9/") == (1, {("error", "refused")})
    assert examined(example_root, "http://127.0.0.1:9/", "--local") == (1, {("error", "silent")})
    assert examined(example_root, "https://fictif.invalid/") == (1, {("error", "silent")})
    with serving(host, self_signed(tmp_path)) as port:
        assert examined(example_root, f"https://127.0.0.1:{port}/", "--local") == (1, {("error", "silent")})
    monkeypatch.setattr(network, "LONGEST", -1.0)
    with serving(host) as port:
        assert examined(example_root, f"http://127.0.0.1:{port}/", "--local") == (1, {("error", "silent")})


def test_trusted_certificate(
    host: Host, example_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over TLS the end of the certificate is told, and the plain address must lead to the other one."""
    context = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
    with serving(host, context) as port:
        found = examined(example_root, f"https://127.0.0.1:{port}/", "--local")[1]
    assert {code for _, code in found} >= {"version", "headers-missing"}  # HSTS is not sent


@pytest.mark.parametrize(("day", "severity"), [(date(2026, 11, 22), "info"), (date(2026, 12, 20), "warning")])
def test_certificate(day: date, severity: str) -> None:
    reply = Reply("https://fictif.example/", 200, {}, b"", (), datetime(2027, 1, 1, tzinfo=UTC))
    assert [(f.severity, f.code) for f in check_certificate(reply, day, local=False)] == [
        (severity, "certificate")
    ]


def test_wrong_use(tmp_path: Path) -> None:
    """Neither an address nor a territory that has one: exit 2."""
    result = CliRunner().invoke(main, ["doctor", "soins.fr", "--root", str(tmp_path)])
    assert result.exit_code == 2
    assert "https://" in result.stderr
