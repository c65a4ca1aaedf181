"""One examination of a published site: it is asked, compared with what it says that it holds, and told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from portal.doctor.delivery import (
    check_cache,
    check_certificate,
    check_headers,
    check_secure_redirect,
    check_type,
)
from portal.doctor.finding import Finding
from portal.doctor.numbers import check_numbers
from portal.errors import N_, Message, reason
from portal.freeze.manifest import MANIFEST, Manifest, read_manifest
from portal.links.network import Network, Refused, Reply

LARGEST = 64 * 2**20  # bytes of one file
OLDEST = (
    8  # days since the build: banners and closures follow the date, so a site is built at least each week
)
TOGETHER = 8
LOST = "cette-page-n-existe-pas/"  # an address that no site has
EMERGENCY = "urgences/"


@dataclass(frozen=True)
class Visit:
    """A site being examined."""

    base: str  # its address, with a slash at the end
    network: Network
    today: date
    numbers: Collection[str]  # links that the emergency page must hold, as “tel:3114”
    local: bool = False  # a server of this machine, or of the local network

    def get(self, path: str) -> Reply:
        """A file or a page by its path from the root of the site."""
        return self.network.get(self.base + quote(path), LARGEST)


def examine(visit: Visit, built: Manifest | None) -> list[Finding]:
    """All that is to be said of a site, the worst first.

    Args:
        visit: The site, and how to ask it.
        built: What was built on this machine; None when it is not known.
    """
    found = list(_tried(visit, "", lambda: _reached(visit)))
    if not any(f.code in {"refused", "silent", "status"} for f in found):
        found += _tried(visit, LOST, lambda: _lost(visit))
        found += _tried(visit, EMERGENCY, lambda: _addresses(visit))
        try:
            live = read_manifest(visit.get(MANIFEST).body)
        except (ValueError, OSError):
            live = None
        found += _version(visit, live, built)
        paths = _sample(live) if live else ["index.html", f"{EMERGENCY}index.html"]
        with ThreadPoolExecutor(TOGETHER) as pool:
            for told in pool.map(
                lambda path: list(_tried(visit, path, lambda: _file(visit, path, live))), paths
            ):
                found += told
    order = ("error", "warning", "info")
    each = {(order.index(f.severity), f.code, f.address, f.message.render()): f for f in found}
    return [each[key] for key in sorted(each)]


def _tried(visit: Visit, path: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a check says; when nothing answers, that."""
    try:
        yield from check()
    except Refused as refused:
        message = Message(N_("%(host)s is not an address of the Internet"), {"host": refused})
        hint = Message(N_("add --local for a server of this machine or of the local network"))
        yield Finding("error", "refused", visit.base + path, message, hint)
    except OSError as error:
        message = Message(N_("no answer: %(why)s"), {"why": reason(error)})
        yield Finding(
            "error", "silent", visit.base + path, message, Message(N_("see whether the host is up"))
        )


def _reached(visit: Visit) -> Iterator[Finding]:
    home = visit.get("")
    if home.status != 200:
        yield _status(home)
        return
    yield from check_certificate(home, visit.today, local=visit.local)
    yield from check_headers(home)
    if visit.base.startswith("https:"):
        yield from check_secure_redirect(visit.network, visit.base)


def _status(reply: Reply) -> Finding:
    message = Message(N_("the host answers %(status)s"), {"status": reply.status})
    return Finding("error", "status", reply.url, message, Message(N_("publish the site again")))


def _lost(visit: Visit) -> Iterator[Finding]:
    """An address that does not exist must say so, with the page made for lost visitors."""
    reply = visit.get(LOST)
    if reply.status != 404:
        message = Message(
            N_("a page that does not exist answers %(status)s, not 404"), {"status": reply.status}
        )
        yield Finding("error", "not-found", reply.url, message, Message(N_("see “error_page” at the host")))
    elif not any(f.code == "number-missing" for f in check_numbers(reply.url, _text(reply), ())):
        yield from check_headers(reply)
    else:
        message = Message(N_("a page that does not exist is not 404.html: it shows no emergency number"))
        hint = Message(N_("have the host answer with 404.html; build/headers/ says how"))
        yield Finding("error", "not-found", reply.url, message, hint)


def _addresses(visit: Visit) -> Iterator[Finding]:
    """An address typed without its last slash must lead to the page, or its links lead astray."""
    reply = visit.get(EMERGENCY.rstrip("/"))
    if reply.status != 200 or not reply.url.endswith(f"/{EMERGENCY}"):
        message = Message(N_("an address without its last slash does not lead to the page"))
        yield Finding("warning", "slash", reply.url, message, Message(N_("have the host redirect to it")))


def _version(visit: Visit, live: Manifest | None, built: Manifest | None) -> Iterator[Finding]:
    address = visit.base + MANIFEST
    if live is None:
        message = Message(
            N_("%(name)s cannot be read: what is published cannot be compared"), {"name": MANIFEST}
        )
        yield Finding("error", "manifest", address, message, Message(N_("publish the site again")))
        return
    values = {"id": live.id, "day": live.as_of, "files": len(live.files)}
    yield Finding(
        "info", "version", address, Message(N_("version %(id)s of %(day)s, %(files)s files"), values)
    )
    age = (visit.today - live.as_of).days
    if age > OLDEST:
        message = Message(N_("the site was built %(days)s days ago"), {"days": age})
        hint = Message(N_("build and publish it each night: notices and closures follow the date"))
        yield Finding("warning", "old", address, message, hint)
    if built and built.territory != live.territory:
        message = Message(N_("this is the site of “%(there)s”"), {"there": live.territory})
        yield Finding("error", "territory", address, message)
    elif built and built.files != live.files:
        message = Message(
            N_("the site built here, of %(day)s, is not the one that visitors see"), {"day": built.as_of}
        )
        yield Finding("warning", "not-published", address, message, Message(N_("publish it")))


def _sample(live: Manifest) -> list[str]:
    """What is fetched: a page per kind and language, what search starts with, a file per folder and type."""
    kinds: dict[object, str] = {}
    for path in sorted(live.files):
        *folders, name = path.split("/")
        suffix = name.rpartition(".")[2]
        if folders[:1] == ["assets"]:  # the other pieces of search are there, by language
            kinds.setdefault((*folders, suffix), path)
        below = 2 if folders and len(folders[0]) == 2 else 1  # a folder of a language holds the same kinds
        kinds.setdefault((*folders[:below], len(folders), suffix), path)
        kinds.setdefault(suffix, path)
        if path.startswith("search/") or path in {"index.html", "404.html"}:
            kinds[path] = path
    return sorted(set(kinds.values()))


def _file(visit: Visit, path: str, live: Manifest | None) -> Iterator[Finding]:
    """One file: it comes, as it was built, under its type, with its numbers when it is a page."""
    reply = visit.get(path.removesuffix("index.html"))
    if reply.status != 200:
        if not path.startswith(("_", ".")):  # what hosts read for themselves, some do not show
            yield _status(reply)
        return
    yield from check_type(path, reply, visit.base)
    if live and hashlib.sha256(reply.body).hexdigest() != live.files[path]:
        message = Message(N_("what is served is not what was built"))
        hint = Message(
            N_("the host changes pages (turn that off), or two versions are mixed (publish again)")
        )
        yield Finding("error", "altered", reply.url, message, hint)
    if path.endswith(".html"):
        yield from check_numbers(
            reply.url, _text(reply), visit.numbers if path.endswith(EMERGENCY + "index.html") else ()
        )
    if path == "index.html":
        yield from check_cache(reply)


def _text(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace")
