"""A host whose site, and whose moods, a test changes between two requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from portal.web.host_headers import cache_control, content_type
from portal.web.security import HEADERS

Answer = tuple[int, dict[str, str], bytes]
Mood = Callable[[str], Answer | None]  # what is answered instead of a file; None: the file


@dataclass
class Host:
    """What a host serves below a path."""

    site: Path
    prefix: str = "/"
    mood: Mood = lambda _: None
    asked: list[str] = field(default_factory=list)  # paths from the root of the site, in order
    address: str = ""  # of the root of the site

    def answer(self, path: str) -> Answer:
        """Status, headers and body."""
        if not path.startswith(self.prefix):
            return 404, {}, b""
        path = path.removeprefix(self.prefix)
        self.asked.append(path)
        if (told := self.mood(path)) is not None:
            return told
        name = path + "index.html" if not path or path.endswith("/") else path
        status, file = 200, self.site / name
        if not file.is_file():
            status, name, file = 404, "404.html", self.site / "404.html"
        headers = {"Content-Type": content_type(name), "Cache-Control": cache_control(name)}
        return status, headers, file.read_bytes()


def everything(answer: Answer) -> Mood:
    """A mood that shows in every answer."""
    return lambda _: answer


@contextmanager
def hosting(site: Path, prefix: str = "/") -> Iterator[Host]:
    """A host on loopback."""
    host = Host(site, prefix)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = host.answer(self.path.partition("?")[0])
            self.send_response(status)
            for name, value in {**HEADERS, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing: pytest shows what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host.address = f"http://127.0.0.1:{server.server_port}{prefix}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
