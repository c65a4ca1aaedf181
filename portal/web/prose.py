"""Markdown and short texts of content, as clean HTML. The one module that imports markdown and nh3.

Content is hostile until cleaned: raw HTML is shown as text, links keep only the schemes that visitors need,
and what remains passes a maintained sanitiser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension, slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry
from markupsafe import Markup

from portal.web.addresses import FOLDERS, GATHERED

REFERENCE = r"\[\[([a-z]+/[a-z0-9-]+)(?:\|([^\]\n]{1,200}))?\]\]"
RESOLVED = "data-resolved"  # marks, until the tree is walked, a link that is already relative
_PLAIN = re.compile(r"[^\[\]*_`<>&\\!~\n]*")
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "a", "strong", "em", "code", "pre"} | {
    "blockquote",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
    "abbr",
    "span",
    "bdi",
}
_ATTRIBUTES = {
    "a": {"href", "rel", "class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "td": {"class"},
    "*": {"lang", "dir"},
    **{h: {"id"} for h in ("h2", "h3", "h4")},
}

Resolve = Callable[[str, str | None], tuple[str, str] | None]
"""A reference and the label the author gave, to (address, text); None when nothing answers to it."""


class _References(InlineProcessor):
    """``[[kind/id]]`` and ``[[kind/id|label]]``: a link to a record; for a rule, its value."""

    def __init__(self, resolve: Resolve, md: Markdown) -> None:
        super().__init__(REFERENCE, md)
        self.resolve = resolve

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        found = self.resolve(m[1], m[2])
        if found is None:
            return m[2] or m[0], m.start(0), m.end(0)
        link = Element("a", {"href": found[0], RESOLVED: ""})
        link.text = found[1]
        return link, m.start(0), m.end(0)


class _Links(Treeprocessor):
    """Internal links become relative, outside ones say nothing of where the reader comes from."""

    def __init__(self, resolve: Resolve, md: Markdown) -> None:
        super().__init__(md)
        self.resolve = resolve

    def run(self, root: Element) -> None:
        """Rewrite the links, pictures and table cells of a text."""
        for node in root.iter():
            if node.tag == "a":
                self._link(node)
                if node.text and node.text.endswith(("?", "!", "…")) and node.tail:
                    node.tail = node.tail.removeprefix(".")  # a title that ends a sentence ends it alone
            elif node.tag in {"td", "th"} and (style := node.attrib.pop("style", "")):
                node.set("class", f"align-{style.rpartition(':')[2].strip(' ;')}")
            elif node.tag == "img":
                self._picture(node)

    def _picture(self, node: Element) -> None:
        """A picture of content/images; any other would ask another host: its words stand in its place."""
        words = node.get("alt", "")
        found = self.resolve(f"images/{node.get('src', '').removeprefix('/images/')}", None)
        node.attrib.clear()
        if found:
            node.attrib.update({"src": found[0], "alt": words, "loading": "lazy"})
        else:
            node.tag, node.text = "span", words

    def _link(self, node: Element) -> None:
        href = node.get("href", "")
        node.attrib.pop("title", None)
        if node.attrib.pop(RESOLVED, None) is not None:
            return
        if href.startswith("/") and not href.startswith("//"):
            found = self.resolve(reference_of(href), None)
            if found:
                node.set("href", found[0])
            else:
                del node.attrib["href"]
        elif href.startswith(("https://", "http://")):
            node.set("rel", "noreferrer")
            node.set("class", "external")
        elif not href.startswith(("tel:", "sms:", "mailto:", "#")):
            node.attrib.pop("href", None)


class _Safe(Extension):
    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")  # raw HTML stays text
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_References(self.resolve, md), "reference_to_record", 175)
        md.treeprocessors.register(_Links(self.resolve, md), "links", 1)


class Prose:
    """Renders texts of content; one instance per language, used by one thread at a time."""

    def __init__(self, resolve: Resolve) -> None:
        self._markdown = Markdown(
            extensions=[
                "tables",
                "def_list",
                "sane_lists",
                TocExtension(slugify=lambda value, sep: "h-" + slugify(value, sep)),
                _Safe(resolve),
            ],
            output_format="html",
        )
        # In one line of text, "1." at the start makes no list and "#" no heading.
        self._line = Markdown(extensions=[_Safe(resolve)], output_format="html")
        self._line.parser.blockprocessors = Registry()
        self._line.parser.blockprocessors.register(ParagraphProcessor(self._line.parser), "paragraph", 10)

    def block(self, text: str, level: int = 2) -> Markup:
        """A whole text: paragraphs, headings, lists, tables.

        Args:
            text: Markdown whose first headings are written ``##``.
            level: What these become: 2 below the title of a page, 3 below one of its sections.
        """
        self._markdown.treeprocessors["toc"].base_level = level - 2  # type: ignore[attr-defined]  # toc
        return self._clean(self._markdown.reset().convert(text)) if text else Markup("")

    def inline(self, text: str | None) -> Markup:
        """One line of text: emphasis and links, no paragraph."""
        if not text:
            return Markup("")
        if _PLAIN.fullmatch(text):
            return Markup(escape(text, quote=False))  # noqa: S704 - escaped just here
        html = self._line.reset().convert(text.replace("\n", " "))
        return self._clean(html.removeprefix("<p>").removesuffix("</p>"))

    @staticmethod
    def _clean(html: str) -> Markup:
        clean = nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"https", "http", "mailto", "tel", "sms"},
            link_rel=None,
        )
        return Markup(clean)  # noqa: S704 - nh3 has cleaned it


_REFS = {address: kind for kind, address in (*FOLDERS.items(), *GATHERED.items())}


def reference_of(href: str) -> str:
    """The reference that an address of the site names: ``/guides/ald/`` to ``guides/ald``.

    An address that names no record comes back without its slashes: ``/urgences/`` to ``urgences``.
    """
    path, _, fragment = href.strip("/").partition("#")
    folder, _, rest = path.strip("/").partition("/")
    if folder in _REFS and rest:
        return f"{_REFS[folder]}/{rest.strip('/')}" + (f"#{fragment}" if fragment else "")
    return path.strip("/")
