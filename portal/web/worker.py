"""The service worker of a site: what browsers keep so that pages still answer when the network is gone.

Its version is a digest of all that it keeps ready and of its own program: same site, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from markupsafe import escape

from portal.errors import N_
from portal.web.addresses import in_language
from portal.web.page import Page
from portal.web.scripts import STATIC_JS
from portal.web.site import Site
from search.bundle import join

WORKER = "sw.js"  # at the root of the site: a worker rules what lies below it
OFFLINE = "hors-ligne/"
EMERGENCY = "urgences/"
READ = ("", "recherche/")  # kept ready beside the emergency pages, unless the visitor asks to save data
KEPT_PAGES = 60  # pages that a browser keeps as they are read
WORDS = {
    "kept": N_("No answer from the network: copy of {date}."),
    "old": N_(
        "No answer from the network: old copy, of {date}. A number, hours or a price may have changed since."
    ),
    "again": N_("Try again"),
    "list": N_("Pages kept on this device"),
    "title": N_("In danger? Call."),
}
_DIGITS = 16  # of a digest in hexadecimal: against accidents, for who may write the site may write the worker
_ASSET = re.compile(r"[\w.-]+\.[0-9a-f]{10}\.\w+")
_LINK = re.compile(r'<a\b[^>]*\shref="([^"#:]+)')
_MAIN = re.compile(r"<main\b.*</main>", re.S)

Read = Callable[[str], bytes]  # a file of the built site, by its path from the root


def worker_script(site: Site, read: Read) -> bytes:
    """The content of ``sw.js``; when the site keeps nothing, one that takes away what was kept, and itself.

    Args:
        site: The site that was built.
        read: Gives its files: pages and assets must be there.
    """
    if not site.works_offline:
        return _program("gone")
    program = _program("worker")
    told = {"pages": KEPT_PAGES, "languages": [_language(site, lang, read) for lang in site.languages]}
    version = hashlib.sha256(_json(told) + program).hexdigest()[:_DIGITS]
    return b"const SITE=" + _json({"version": version, **told}) + b";" + program


@cache
def _program(name: str) -> bytes:
    return join({m: (STATIC_JS / f"{m}.js").read_text("utf-8") for m in (name, "kept")}).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _language(site: Site, lang: str, read: Read) -> dict[str, Any]:
    """What is kept ready in a language, and the words of the worker in it."""
    page = Page(site, lang, in_language(OFFLINE, lang, site.default_language), lang)
    emergency = in_language(EMERGENCY, lang, site.default_language)
    urgent = [emergency, *_cards(emergency, read), page.path]
    rest = [path for at in READ if (path := in_language(at, lang, site.default_language)) not in urgent]
    assets = sorted(_assets(urgent, read))
    fonts = {name for name in assets if name.endswith(".woff2")}
    return {
        "lang": lang,
        "dir": page.direction,
        "prefix": "" if lang == site.default_language else lang,
        "offline": page.path,
        "words": {name: str(escape(page.said(text))) for name, text in WORDS.items()},
        "numbers": list(_numbers(page)),
        "urgent": _kept(urgent, [name for name in assets if name not in fonts], read),
        "rest": _kept(rest, sorted({*fonts, *_assets(rest, read)} - ({*assets} - fonts)), read),
    }


def _kept(paths: Iterable[str], assets: list[str], read: Read) -> dict[str, Any]:
    digests = {path: hashlib.sha256(read(f"{path}index.html")).hexdigest()[:_DIGITS] for path in paths}
    return {"pages": digests, "assets": assets}


def _cards(emergency: str, read: Read) -> list[str]:
    """The pages of the site to which the text of the emergency page leads, but for the home page."""
    main = _MAIN.search(read(f"{emergency}index.html").decode())
    found = {posixpath.normpath(emergency + link) for link in _LINK.findall(main[0] if main else "")}
    pages = {path.removesuffix("index.html") for path in found if path.endswith("/index.html")}
    return sorted(path for path in pages if len(path) > len("en/"))


def _assets(paths: Iterable[str], read: Read) -> set[str]:
    """The names of the files that pages are drawn with, and of those that their style sheets name."""
    found = {name for path in paths for name in _ASSET.findall(read(f"{path}index.html").decode())}
    sheets = [name for name in found if name.endswith(".css")]
    return found | {name for sheet in sheets for name in _ASSET.findall(read(f"assets/{sheet}").decode())}


def _numbers(page: Page) -> Iterator[tuple[str, str, str]]:
    """The vital numbers: where the link leads, what it shows, what it is for."""
    for number in page.site.emergency:
        if number.level == "vital":
            phone = page.phone(number.number)
            href = f"sms:{phone.e164}" if number.channel == "sms" else phone.href
            yield href, phone.shown, str(escape(page.purpose_of(number)))
