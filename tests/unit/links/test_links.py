"""External links, over a server of loopback that stands for the web; the product never asks loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from portal.links import check as checking
from portal.links import network
from portal.links.network import AGENT, Network, Refused, is_public
from portal.loading.catalogue import Loaded
from portal.loading.tree import Mark

DAY = date(2026, 11, 22)
MARK = [Mark("content/guides/a.md", 7, 3)]


class Web:
    """A few hosts on one port: what they answer, and what they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.robots = ""
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                assert self.headers["User-Agent"] == AGENT
                path = self.path
                code = int(path[1:4]) if path[1:4].isdigit() else 200
                body = web.robots.encode() if path == "/robots.txt" else b"bonjour"
                self.send_response(code)
                if "?to=" in path:
                    self.send_header("Location", path.partition("?to=")[2])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://fictif.example:{self.server.server_port}"

    def network(self, between: float = 0) -> Network:
        """The web as the tests see it: one name leads here, others to a local network."""
        hosts = {"fictif.example": ["127.0.0.1"], "autre.example": ["127.0.0.1"]}
        local = {"routeur.example": ["192.168.1.1"], "double.example": ["127.0.0.1", "10.0.0.1"]}

        def resolve(host: str, _port: int) -> list[str]:
            if host not in {**hosts, **local}:
                raise OSError("Name or service not known")
            return {**hosts, **local}[host]

        return Network(resolve, lambda address: address == "127.0.0.1", between)

    @property
    def paths(self) -> list[str]:
        """What was asked, robots.txt apart."""
        return [path for path in self.asked if path != "/robots.txt"]


@pytest.fixture
def web() -> Iterator[Web]:
    """The web."""
    web = Web()
    thread = threading.Thread(target=web.server.serve_forever, args=(0.02,))
    thread.start()
    yield web
    web.server.shutdown()
    web.server.server_close()
    thread.join()


# What an address answers: code of the problem, None when all is well. A newcomer adds a line.
ANSWERS = {
    "/200": None,
    "/404": "link-gone",
    "/410": "link-gone",
    "/500": "link-broken",
    "/403": None,  # a person may see what a program may not
    "/429": None,
    "/301?to=/200": "link-moved",
    "/308?to=/200": "link-moved",
    "/302?to=/200": None,  # for the moment: the address is right
    "/301?to=/404": "link-gone",
    "/302?to=/301?to=/200": None,
    "/301?to=http://routeur.example/": "link-not-asked",
    "/301?to=file:///etc/passwd": "link-not-asked",
    "/301?to=//double.example/": "link-not-asked",
    "/302?to=/302?to=/302?to=/302?to=/302?to=/302?to=/302?to=/200": "link-broken",
}


@pytest.mark.parametrize("path", ANSWERS)
def test_answers(web: Web, tmp_path: Path, path: str) -> None:
    urls = {web.base + path: MARK}
    seen = checking.check(urls, tmp_path, DAY, 7, web.network())
    found = list(checking.problems(urls, seen))
    assert [p.code for p in found] == ([ANSWERS[path]] if ANSWERS[path] else [])
    assert all((p.path, p.line, p.severity != "error") == ("content/guides/a.md", 7, True) for p in found)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://routeur.example/", "link-not-asked"),
        ("http://double.example/", "link-not-asked"),
        ("http://inconnu.example/", "link-broken"),
        ("https://fictif.example:{port}/", "link-broken"),  # no TLS there
        ("http://u:p@fictif.example:{port}/", "link-not-asked"),
        ("http://fictif.example:99999/", "link-broken"),
    ],
)
def test_addresses(web: Web, tmp_path: Path, url: str, code: str) -> None:
    """What leads to a local network is not asked; what leads nowhere is told."""
    urls = {url.format(port=web.server.server_port): MARK}
    seen = checking.check(urls, tmp_path, DAY, 7, web.network())
    assert [p.code for p in checking.problems(urls, seen)] == [code]
    assert web.paths == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_never_inside(address: str) -> None:
    """What the product itself refuses: there is no option that allows it."""
    assert not is_public(address)
    with pytest.raises(Refused):
        Network(resolve=lambda _host, _port: [address]).ask("https://fictif.example/")


@pytest.mark.parametrize("address", ["193.252.19.3", "2a01:cb00::1", "::ffff:193.252.19.3"])
def test_the_internet(address: str) -> None:
    assert is_public(address)


def test_the_real_resolver_is_judged() -> None:
    """As it comes, a checker asks neither this machine by name nor by number."""
    for url in ("http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/"):
        with pytest.raises((Refused, OSError)):
            Network().ask(url)


# What the system says of the domain of an e-mail address: code of the problem. A newcomer adds a line.
DOMAINS = {
    None: None,
    socket.EAI_NONAME: "email-domain",
    socket.EAI_NODATA: None,  # mail alone: no web site, but it exists
    socket.EAI_AGAIN: "link-not-asked",  # no network
    socket.EAI_FAIL: "link-not-asked",
}


@pytest.mark.parametrize("error", DOMAINS)
def test_domains_of_emails(tmp_path: Path, error: int | None) -> None:
    """Nobody is written to, no machine is asked: a domain exists, or does not, or nobody can tell now."""
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        if error and host != "autre.example":
            raise socket.gaierror(error, "as the system says it")
        return ["10.0.0.1"]  # never connected to, so never judged

    urls = {"@autre.example": MARK, "@clinique.example": MARK}
    seen = checking.check(urls, tmp_path, DAY, 7, Network(resolve))
    assert [p.code for p in checking.problems(urls, seen)] == ([DOMAINS[error]] if DOMAINS[error] else [])
    assert sorted(asked) == [("autre.example", 25), ("clinique.example", 25)]
    asked.clear()
    seen = checking.check(urls, tmp_path, DAY, 7, Network(resolve))
    assert bool(asked) is (DOMAINS[error] is not None)  # what is right is not asked again
    assert [p.code for p in checking.problems(urls, seen)] == ([DOMAINS[error]] if DOMAINS[error] else [])


def test_domains_without_a_network(tmp_path: Path) -> None:
    """Where no name leads anywhere, nothing is said of any domain."""

    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    urls = {"@clinique.example": MARK, "https://fictif.example/": MARK}
    seen = checking.check(urls, tmp_path, DAY, 7, Network(resolve))
    codes = {p.message.params["url"]: p.code for p in checking.problems(urls, seen)}
    assert codes == {"@clinique.example": "link-not-asked", "https://fictif.example/": "link-broken"}


def test_robots(web: Web, tmp_path: Path) -> None:
    """A host that asks to stay away is left alone, and it is said."""
    web.robots = "User-agent: *\nDisallow: /prive\n"
    urls = {f"{web.base}/prive/200": MARK, f"{web.base}/200": MARK}
    seen = checking.check(urls, tmp_path, DAY, 7, web.network())
    assert [(p.code, p.message.params["why"]) for p in checking.problems(urls, seen)] == [
        ("link-not-asked", "robots.txt")
    ]
    assert web.paths == ["/200"]


class Clock:
    """A clock that sleeping alone moves on."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def test_one_request_a_second(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to a host are a second apart, those for robots.txt and redirects too."""
    clock = Clock()
    monkeypatch.setattr(network, "time", clock)
    urls = {f"{web.base}/{path}": MARK for path in ("200", "404", "301?to=/200")}
    checking.check(urls, tmp_path, DAY, 7, web.network(between=network.BETWEEN))
    assert len(web.asked) == 5
    assert clock.slept == [0, 1, 1, 1, 1]


def test_what_is_known(web: Web, tmp_path: Path) -> None:
    """What was right is not asked again for some days; what was wrong is, and keeps its first day."""
    urls = {f"{web.base}/200": MARK, f"{web.base}/404": MARK}
    checking.check(urls, tmp_path, DAY, 7, web.network())
    web.asked.clear()
    seen = checking.check(urls, tmp_path, date(2026, 11, 28), 7, web.network())
    assert web.paths == ["/404"]
    assert seen[f"{web.base}/404"].wrong_since == "2026-11-22"
    assert seen[f"{web.base}/200"].checked_on == "2026-11-22"
    checking.check(urls, tmp_path, date(2026, 11, 29), 7, web.network())
    assert web.paths == ["/404", "/200", "/404"]
    (tmp_path / checking.CACHE).write_text("[", encoding="utf-8")
    assert checking.check(urls, tmp_path, DAY, 7, web.network())


def test_found_in_content(load: Callable[[Mapping[str, str]], Loaded], territory: str) -> None:
    """Addresses of fields and of texts, at their line, without the punctuation around them."""
    text = (
        "---\ntitle: Guide fictif\nkind: practical\nsummary: Un guide fictif.\n---\n"
        "Voyez [ici](https://a.example/page(1)#haut), ou https://b.example/x.\n\nEt (https://c.example/y).\n"
        "Écrivez à accueil@D.example, rdv.2@d.example ; jamais https://e.example/@moi.\n"
    )
    found = checking.links(load({"territory.yaml": territory, "guides/essai.md": text}))
    assert {url: marks[0].line for url, marks in found.items()} == {
        "https://fictif.example/": 8,  # of territory.yaml
        "https://a.example/page(1)": 6,
        "https://b.example/x": 6,
        "https://e.example/@moi": 9,
        "@d.example": 9,
        "@fictif.example": 9,  # of territory.yaml
        "https://c.example/y": 8,
    }
