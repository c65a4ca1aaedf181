"""A real browser over a real server: the policy in headers, no third party, no message in the console."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.web.security import HEADERS

expect.set_options(timeout=60_000)  # milliseconds, for the busiest machine; what is right is seen at once


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: pytest shows what matters."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on loopback; the address of its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def base_url(built: Path) -> Iterator[str]:
    """The demonstration site, served."""
    with serving(built) as url:
        yield url


@pytest.fixture(scope="session")
def example_url(built_example: Path) -> Iterator[str]:
    """The fictitious site, served."""
    with serving(built_example) as url:
        yield url


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts whose pages may ask only this machine, and must leave the console empty."""
    opened: list[BrowserContext] = []
    said: list[str] = []
    asked: list[str] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.on("console", lambda m: said.append(f"{m.page and m.page.url}: {m.text}"))
        context.on("weberror", lambda e: said.append(str(e.error)))
        context.on(
            "request",
            lambda r: (
                None if r.url.startswith(("http://127.0.0.1:", "file:", "data:")) else asked.append(r.url)
            ),
        )
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()
    assert not asked, "requests to other hosts"
    assert not said, "messages in the console"


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of an ordinary visitor."""
    return open_context().new_page()
