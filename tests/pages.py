"""What every page of a built site must satisfy, read from the files: links, ids, numbers, weight."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from sys import intern
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

ADDRESSES = {"href", "src", "action", "poster", "data"}
VITAL = ("tel:15", "tel:112", "sms:114")
FIRST_PACKETS = 14_000  # bytes that a server sends before it waits for an answer (RFC 6928)
WHOLE_PAGE = 100_000  # bytes that a page may cost on the wire, before search is used


@dataclass(frozen=True)
class PageFile:
    """One page as it lies on the disk. What was read of it is kept, never the tree: a site has thousands."""

    path: str  # from the root of the site, "/" between folders
    file: Path

    def tree(self) -> LexborHTMLParser:
        """The page as a browser reads it."""
        return LexborHTMLParser(self.file.read_text(encoding="utf-8"))

    def title(self) -> str:
        """What its tab says; empty for a page without a title."""
        found = re.search(r"<title>(.*?)</title>", self.file.read_text(encoding="utf-8"), re.S)
        return found[1] if found else ""

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every id, in order."""
        return tuple(intern(node.attributes["id"] or "") for node in self.tree().css("[id]"))

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """Every address that a click leads to, once, written as it is."""
        found = (intern(node.attributes["href"] or "") for node in self.tree().css("a[href]"))
        return tuple(dict.fromkeys(found))

    def target(self, link: str) -> str | None:
        """The file that a link leads to, from the root of the site; None for one that leaves it."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return self.path
        # A path from the root: only the page of lost visitors has some, for it is shown at any depth.
        path = posixpath.join("/", posixpath.dirname(self.path), unquote(parts.path))
        return posixpath.normpath(path + ("index.html" if path.endswith("/") else "")).lstrip("/")


class BuiltSite:
    """Every page of a folder that a build wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
        self.pages = {
            name: PageFile(name, folder / name) for name in sorted(self.files) if name.endswith(".html")
        }
        self._wire = cache(self._compress)  # the bytes of a file on the wire: all pages load the same sheets
        self._named_in = cache(self._read_sheet)

    def faults(self, names: Iterable[str] | None = None) -> list[str]:
        """What is wrong with pages, one line each; nothing means that all is well."""
        return [
            f"{name}: {fault}" for name in (names or self.pages) for fault in self._faults(self.pages[name])
        ]

    def _faults(self, page: PageFile) -> Iterator[str]:
        tree = page.tree()
        yield from (f"id {name} twice" for name, times in Counter(page.ids).items() if times > 1)
        yield from self._links(page, tree)
        yield from _references(page, tree)
        yield from _numbers(page, tree)
        if (weight := self.weight(page, tree)) > WHOLE_PAGE:
            yield f"weighs {weight} bytes"

    def _links(self, page: PageFile, tree: LexborHTMLParser) -> Iterator[str]:
        for link in _addresses(tree):
            target = page.target(link)
            if target is None:
                if urlsplit(link).scheme not in {"https", "http", "tel", "sms", "mailto"}:
                    yield f"link {link}"
                continue
            if target not in self.files:
                yield f"link {link} leads nowhere"
                continue
            fragment = unquote(urlsplit(link).fragment)
            # A fragment with "=" is a query, which the search page reads by itself.
            if fragment and "=" not in fragment and fragment not in self._ids_of(target):
                yield f"link {link} has no target in {target}"

    def _ids_of(self, target: str) -> tuple[str, ...]:
        return self.pages[target].ids if target in self.pages else ()

    def weight(self, page: PageFile, tree: LexborHTMLParser) -> int:
        """Bytes on the wire of a page and all it loads, compressed as hosts do but for the fonts."""
        return sum(self._wire(name) for name in {page.path, *self._loaded(page, tree)})

    def _loaded(self, page: PageFile, tree: LexborHTMLParser) -> Iterator[str]:
        for node in tree.css("script[src], img[src], link[rel=icon], link[rel=preload]"):
            yield page.target(node.attributes.get("src") or node.attributes.get("href") or "") or ""
        for node in tree.css("link[rel=stylesheet]"):
            sheet = page.target(node.attributes["href"] or "")
            assert sheet
            yield sheet
            yield from self._named_in(sheet)

    def _read_sheet(self, sheet: str) -> tuple[str, ...]:
        """The files that a style sheet loads."""
        css = (self.folder / sheet).read_text(encoding="utf-8")
        return tuple(
            posixpath.normpath(posixpath.join(posixpath.dirname(sheet), url))
            for url in re.findall(r"url\(\"?([^)\"#]+)\"?\)", css)
        )

    def _compress(self, name: str) -> int:
        content = (self.folder / name).read_bytes()
        return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))

    def first_bytes(self, page: PageFile) -> int:
        """Bytes on the wire of a page's HTML and style sheets for the screen."""
        sheets = page.tree().css("link[rel=stylesheet]:not([media=print])")
        return self._wire(page.path) + sum(
            self._wire(page.target(n.attributes["href"] or "") or "") for n in sheets
        )

    def clicks(self, start: str = "index.html") -> dict[str, int]:
        """How many clicks lead from a page to each other one, by links alone."""
        far, edge, clicks = {start: 0}, [start], 0
        while edge:
            reached = {
                target
                for name in edge
                for link in self.pages[name].anchors
                if (target := self.pages[name].target(link)) in self.pages
            }
            clicks += 1
            edge = sorted(reached - set(far))
            far |= dict.fromkeys(edge, clicks)
        return far


def _addresses(tree: LexborHTMLParser) -> Iterator[str]:
    """Every address that a page leads to or loads, written as it is."""
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name in ADDRESSES and value is not None:
                yield value


def _references(page: PageFile, tree: LexborHTMLParser) -> Iterator[str]:
    """Ids that a label or an ARIA attribute names, and that are not there."""
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for node in tree.css(f"[{name}]"):
            yield from (f"{name}={i}" for i in (node.attributes[name] or "").split() if i not in page.ids)


def _numbers(page: PageFile, tree: LexborHTMLParser) -> Iterator[str]:
    """Emergency numbers that come late, and digits to dial that are not those to read."""
    first = page.file.read_bytes()[:FIRST_PACKETS].decode(errors="ignore")
    yield from (f"{link} is not at the top" for link in VITAL if f'href="{link}"' not in first)
    for node in tree.css("a[href^='tel:'], a[href^='sms:']"):
        href = node.attributes["href"] or ""
        if _digits(href) != _digits(_heard(node)):
            yield f"{href} reads {_heard(node)!r}"


def _heard(node: LexborNode) -> str:
    """The name of a link: its label when it has one, else its words."""
    return node.attributes.get("aria-label") or node.text()


def _digits(text: str) -> str:
    """The number to dial in France: +33 5 becomes 05."""
    found = "".join(re.findall(r"\+?\d+", text))
    return re.sub(r"^\+33", "0", found)
