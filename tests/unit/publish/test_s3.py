"""An S3 server that fails in every way: what is refused, tried again, gone on with, put in which order."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from portal import commands
from portal.freeze.manifest import MANIFEST
from portal.publish import store
from portal.publish.archive import Archive
from portal.web.worker import WORKER
from tests.unit.freeze.sites import one_line
from tests.unit.publish.conftest import Publish, done, version, write_site
from tests.unit.publish.crawler import crawling
from tests.unit.publish.servers import self_signed

Fault = Callable[[BaseHTTPRequestHandler, int], bool]  # answers in the place of the server; True when it did


@dataclass
class Between:
    """A proxy before the S3 server: notes what is asked, spoils the answers that a test wants spoilt."""

    server: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and key
    sent: dict[str, Mapping[str, str]] = field(default_factory=dict)  # headers of each key that was put
    fault: Fault | None = None

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers."""
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def handle_one(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                key = self.path.partition("?")[0].removeprefix("/soins/www/")
                between.asked.append((self.command, key))
                if self.command == "PUT":
                    between.sent[key] = dict(self.headers)
                if between.fault and between.fault(self, len(between.asked)):
                    self.close_connection = True
                    return
                headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
                with closing(http.client.HTTPConnection("127.0.0.1", between.server, timeout=120)) as inner:
                    inner.request(self.command, self.path, body or None, headers)
                    with inner.getresponse() as answer:
                        data = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in {
                        "transfer-encoding",
                        "connection",
                        "content-length",
                        "date",
                        "server",
                    }:
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = handle_one  # noqa: N815

        return Handler


@pytest.fixture(scope="module")
def moto() -> Iterator[int]:
    """moto's S3 server: its port."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()
    assert server._server
    server._server.server_close()  # which stop() forgets


@pytest.fixture
def s3(moto: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Between]:
    """An empty bucket behind the proxy, and a client that does not wait long."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "fictif",
        "AWS_SECRET_ACCESS_KEY": "fictif",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    waits = {"init_backoff": timedelta(milliseconds=5), "max_backoff": timedelta(milliseconds=20), "base": 2}
    monkeypatch.setattr(commands, "FIRST_WAIT", 0)
    monkeypatch.setitem(store._RETRY, "backoff", waits)
    between = Between(moto)
    reset = urllib.request.Request(f"http://127.0.0.1:{moto}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    asked(between, "", "PUT")
    server = ThreadingHTTPServer(("127.0.0.1", 0), between.handler())
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    yield between
    server.shutdown()
    server.server_close()
    thread.join()


TARGET = "s3://soins/www"


SCOPE = "lecteur/20261122/us-east-1/s3/aws4_request"
READER = {"Authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature=0"}


def asked(s3: Between, path: str, method: str = "GET", data: bytes | None = None) -> str:
    """What the server itself answers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{s3.server}/soins{path}", data=data, headers=READER, method=method
    )
    with urllib.request.urlopen(request) as answer:
        text: str = answer.read().decode()
    return text


def keys(s3: Between) -> set[str]:
    """What the bucket holds."""
    parts = asked(s3, "?list-type=2").split("<Key>")[1:]
    return {part.partition("<")[0].removeprefix("www/") for part in parts}


def content(s3: Between, key: str) -> str:
    """An object as a visitor gets it."""
    return asked(s3, f"/www/{key}")


def test_types_and_cache(s3: Between, site: Path, publish: Publish) -> None:
    """Each file says what it is, and how long it may be kept."""
    done(publish(TARGET), "16 files added")
    assert keys(s3) == {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    told = {key: (h["content-type"], h["cache-control"]) for key, h in s3.sent.items() if key != store.LOCK}
    assert told["index.html"] == ("text/html; charset=utf-8", "no-cache")
    assert told["assets/base.0000000001.css"] == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert told[MANIFEST] == ("application/json", "no-cache")


def test_order(s3: Between, site: Path, publish: Publish) -> None:
    """What pages need first, then pages, then the worker and the manifest; deletions come last."""
    done(publish(TARGET))
    s3.asked.clear()
    write_site(site, {**version(2, pages=10), WORKER: "// worker"})
    done(publish(TARGET), "2 deleted")
    written = [(m, k) for m, k in s3.asked if m in {"PUT", "DELETE", "POST"} and k != store.LOCK]
    ranks = [
        3 if m != "PUT" else 2 if k in {MANIFEST, WORKER} else 1 if k.endswith(".html") else 0
        for m, k in written
    ]
    assert ranks == sorted(ranks)
    assert ranks[-1] == 3
    assert "guides/g9/index.html" not in keys(s3)


def test_second_time(s3: Between, site: Path, publish: Publish) -> None:
    """Nothing changed: nothing is written. One page changed: it alone is sent, and the manifest."""
    done(publish(TARGET))
    s3.asked.clear()
    done(publish(TARGET), "Nothing changed")
    assert {method for method, _ in s3.asked} == {"GET"}
    write_site(site, {**version(1), "guides/g4/index.html": "<p>Horaires nouveaux."})
    done(publish(TARGET), "1 changed")
    put = {key for method, key in s3.asked if method == "PUT"}
    assert put == {"guides/g4/index.html", MANIFEST, store.LOCK}


def test_no_hole(s3: Between, site: Path, publish: Publish) -> None:
    """A visitor finds every page, style and script while versions follow each other."""
    done(publish(TARGET))
    base = f"http://127.0.0.1:{s3.server}/soins/www/"
    pages = [f"{base}{page}index.html" for page in ("", "guides/g0/", "guides/g8/")]
    with crawling(pages, READER) as crawler:
        for number in (2, 3):
            write_site(site, version(number))
            done(publish(TARGET))
            crawler.go_round()
        done(publish(TARGET, "--rollback"))
    assert crawler.faults == []
    assert crawler.versions == {"1", "2", "3"}
    assert "Version 2" in content(s3, "index.html")


def _answer(
    handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", length: int | None = None
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body)


def _status(status: int) -> Fault:
    def fault(handler: BaseHTTPRequestHandler, _number: int) -> bool:
        _answer(handler, status, b"<Error><Code>SlowDown</Code></Error>")
        return True

    return fault


def _reset(handler: BaseHTTPRequestHandler, _number: int) -> bool:
    handler.connection.close()
    return True


def _truncated(handler: BaseHTTPRequestHandler, _number: int) -> bool:
    if handler.command != "GET":
        return False
    _answer(handler, 200, b"<?xml", length=5000)
    return True


FAULTS = {
    "429": _status(429),
    "500": _status(500),
    "502": _status(502),
    "503": _status(503),
    "reset": _reset,
    "truncated": _truncated,
}


@pytest.mark.parametrize("moment", [1, 2, 4, 12, 20])
@pytest.mark.parametrize("name", FAULTS)
def test_tried_again(s3: Between, site: Path, publish: Publish, name: str, moment: int) -> None:
    """Two faults in a row, early or late: the publication goes on."""
    assert site
    s3.fault = lambda handler, number: moment <= number < moment + 2 and FAULTS[name](handler, number)
    done(publish(TARGET))
    assert "Version 1" in content(s3, "guides/g10/index.html")


@pytest.mark.parametrize("name", [*FAULTS, "403"])
@pytest.mark.parametrize("moment", [1, 4, 12])
def test_goes_on_where_it_stopped(s3: Between, site: Path, publish: Publish, name: str, moment: int) -> None:
    """A storage that no longer answers: one line, whole pages, and the next run sends only the rest."""
    done(publish(TARGET))
    write_site(site, version(2, pages=40))
    fault, begun = {**FAULTS, "403": _status(403)}[name], len(s3.asked)
    s3.fault = lambda handler, number: number >= begun + moment and fault(handler, number)
    result = publish(TARGET)
    if name == "truncated" and result.returncode == 0:
        return  # it spoils only what is read, and all was read already
    one_line(result, 2, "the storage")
    assert len(s3.asked) < begun + moment + 12 * 6 * 2, "attempts are bounded"
    s3.fault = None
    for key in keys(s3) - {store.LOCK}:
        if key.endswith("index.html"):
            style = content(s3, key).partition('href="')[2].partition('"')[0].replace("../", "")
            assert style in keys(s3), "a page without its style"
    sent = {key for method, key in s3.asked if method == "PUT" and key in keys(s3)} & {
        key for key in keys(s3) if key.endswith(".html") and "Version 2" in content(s3, key)
    }
    s3.asked.clear()
    done(publish(TARGET))
    assert not sent & {key for method, key in s3.asked if method == "PUT"}
    assert json.loads(content(s3, MANIFEST))["files"].keys() <= keys(s3)


def test_one_at_a_time(s3: Between, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine holds the target; if it was killed, no longer than said."""
    assert site
    asked(s3, f"/www/{store.LOCK}", "PUT", b"x")
    one_line(publish(TARGET), 2, "another machine")
    assert keys(s3) == {store.LOCK}
    monkeypatch.setattr(store, "LOCK_LIFE", timedelta(0))
    done(publish(TARGET))
    assert store.LOCK not in keys(s3)


def test_killed(s3: Between, site: Path, tmp_path: Path, publish: Publish) -> None:
    """Killed half way: the old site whole, then the same machine goes on at once and sends only the rest."""
    done(publish(TARGET))
    write_site(site, version(2, pages=40))
    begun, arguments = len(s3.asked), ["publish", TARGET, "--root", str(tmp_path)]
    with subprocess.Popen([sys.executable, "-m", "portal", *arguments]) as process:
        s3.fault = lambda _, number: number > begun + 12 and bool(process.kill())
        process.wait(60)
    assert process.returncode == -signal.SIGKILL
    s3.fault = None
    assert store.LOCK in keys(s3)
    assert "Version 1" in content(s3, "index.html")
    sent = {key for method, key in s3.asked[begun:-20] if method == "PUT"} - {store.LOCK}
    s3.asked.clear()
    done(publish(TARGET))
    assert "Version 2" in content(s3, "index.html")
    assert not sent & {key for method, key in s3.asked if method == "PUT"}
    assert store.LOCK not in keys(s3)


def test_two_of_one_machine(s3: Between, site: Path, tmp_path: Path, publish: Publish) -> None:
    """The second says so at once, and the first is not disturbed."""
    assert site
    seen = []

    def second(_handler: BaseHTTPRequestHandler, number: int) -> bool:
        if number == len(before) + 6:
            seen.append(subprocess.run(command, capture_output=True, text=True, check=False))
        return False

    before = list(s3.asked)
    command = [sys.executable, "-m", "portal", "publish", TARGET, "--root", str(tmp_path)]
    s3.fault = second
    done(publish(TARGET))
    one_line(seen[0], 2, "une autre publication")


# Ways not to reach a storage: the address, and a word of what is told.
UNREACHED = {"http://127.0.0.1:9": "the storage failed", "https://fictif.invalid": "the storage failed"}


@pytest.mark.parametrize("endpoint", UNREACHED)
def test_not_reached(s3: Between, site: Path, publish: Publish, endpoint: str) -> None:
    """Nobody listens, or the name leads nowhere: one line, after a bounded number of attempts."""
    assert s3
    assert site
    one_line(publish(TARGET, "--endpoint", endpoint), 2, UNREACHED[endpoint])


def test_certificate_of_nobody(
    s3: Between, site: Path, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys and pages are sent to no server that cannot prove who it is."""
    assert site
    server = ThreadingHTTPServer(("127.0.0.1", 0), s3.handler())
    server.socket = self_signed(tmp_path).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        one_line(
            publish(TARGET, "--endpoint", f"https://127.0.0.1:{server.server_port}"), 2, "the storage failed"
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert s3.asked[1:] == []


def test_byte_by_byte(s3: Between, site: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage that never comes to an end is left, and told in one line."""
    assert site
    monkeypatch.setattr(store, "TIMEOUT", timedelta(milliseconds=200))

    def slowly(handler: BaseHTTPRequestHandler, _number: int) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        with suppress(OSError):
            for _ in range(20):
                handler.wfile.write(b" ")
                time.sleep(0.05)
        return True

    s3.fault = slowly
    one_line(publish(TARGET), 2, "the storage failed")


def test_wrong_bucket(s3: Between, site: Path, publish: Publish) -> None:
    """A bucket that does not exist is told in one line."""
    assert site
    assert s3
    one_line(publish("s3://inconnu/www"), 2, "the storage failed")


def test_amazon_needs_no_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an endpoint the storage is Amazon's; nothing is asked before there is something to publish."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert isinstance(store.bucket("soins/www", Archive(tmp_path, TARGET), None), store.Storage)
