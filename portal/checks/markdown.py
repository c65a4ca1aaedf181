"""Texts hold what the site can show: links that lead somewhere, pictures with words, no raw HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from portal.checks.references import Ids, dangling, known_ids
from portal.checks.walk import Spot, texts
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.model.addresses import FOLDERS
from portal.model.kinds import KINDS

# Far beyond any text for patients, far below what makes a Markdown parser take minutes or overflow.
MAX_DEPTH = 10  # quotes or lists inside one another
MAX_OPEN = 40  # brackets opened and not closed in a paragraph
MAX_RUN = 40  # the same mark repeated
_RUNS = re.compile(rf"([*_~`\[\]()<>!\\&#])\1{{{MAX_RUN},}}")
_NESTED = re.compile(
    rf"^(?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]*){{{MAX_DEPTH + 1},}}|^ {{{4 * MAX_DEPTH},}}[-*+\d]", re.MULTILINE
)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>\n]{0,500})?/?>|<!--")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_REFERENCE = re.compile(r"\[\[([^\]\n|]*)(?:\|[^\]\n]*)?\]\]")
_OPENED = re.compile(r"\[\[(?![^\]\n]*\]\])")
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\(\s*<?([^\s<>()]*)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+\S", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_WRITE = N_("write [[guides/second-avis]] or [[guides/second-avis|label]]")
_SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:", "#", "/")
_BY_FOLDER = {folder: kind for kind, folder in FOLDERS.items() if kind in KINDS}


def check_markdown(loaded: Loaded) -> Iterator[Problem]:
    """Every text, in every language."""
    known = known_ids(loaded)
    pictures = loaded.pictures
    for spot in texts(loaded):
        costly = list(_cost(spot))
        yield from costly
        if not costly:
            text = _CODE.sub(lambda m: " " * len(m[0]), spot.value)
            yield from _markup(spot, text)
            yield from _references(spot, text, known)
            yield from _links(spot, text, known, lambda src: f"content/images/{src}" in pictures)
            if spot.shape.markdown:
                yield from _headings(spot, text)


def _cost(spot: Spot) -> Iterator[Problem]:
    """What would take minutes to render is no text for patients: refused before any parser sees it."""
    found = _RUNS.search(spot.value) or _NESTED.search(spot.value)
    if not found:
        found = _unclosed(spot.value)
    if found:
        yield spot.place(found.start()).problem(
            "markdown-cost", Message(N_("too many marks inside one another"))
        )


def _unclosed(text: str) -> re.Match[str] | None:
    """The bracket that opens one group too many in a paragraph."""
    depth = 0
    for mark in re.finditer(r"\n[ \t]*\n|[\[\]<>]", text):
        if mark[0] in "[<":
            depth += 1
        elif mark[0] in "]>":
            depth = max(0, depth - 1)
        else:
            depth = 0
        if depth > MAX_OPEN:
            return mark
    return None


def _markup(spot: Spot, text: str) -> Iterator[Problem]:
    tag, entity = _TAG.search(text), _ENTITY.search(text)
    if tag:
        message = Message(N_("HTML in a text: “%(tag)s” would be shown as it is"), {"tag": tag[0][:40]})
        yield spot.place(tag.start()).problem(
            "raw-html", message, Message(N_("use Markdown: **bold**, [label](address)"))
        )
    elif entity:
        message = Message(N_("“%(entity)s”: type the character itself"), {"entity": entity[0]})
        yield spot.place(entity.start()).problem("html-entity", message, severity="warning")


def _references(spot: Spot, text: str, known: Ids) -> Iterator[Problem]:
    for found in _REFERENCE.finditer(text):
        at = spot.place(found.start())
        if re.fullmatch(r"[a-z]+/[a-z0-9-]+", found[1]):
            yield from dangling(at, found[1], known)
        else:
            message = Message(N_("“%(given)s” does not name a record"), {"given": found[0]})
            yield at.problem(
                "reference-shape",
                message,
                Message(_WRITE),
            )
    for opened in _OPENED.finditer(text):
        yield spot.place(opened.start()).problem(
            "reference-open",
            Message(N_("a “[[” that is never closed would be shown as it is")),
            Message(_WRITE),
        )


def _links(spot: Spot, text: str, known: Ids, is_picture: Callable[[str], bool]) -> Iterator[Problem]:
    for found in _LINK.finditer(text):
        at = spot.place(found.start())
        picture, label, target = found[1], found[2].strip(), found[3]
        if picture and not label:
            yield at.problem("image-alt", Message(N_("a picture without words for those who do not see it")))
        if picture and not is_picture(target.removeprefix("/images/")):
            yield at.problem(
                "image-missing",
                Message(N_("there is no picture “%(file)s” in content/images"), {"file": target}),
                Message(N_("put it there, or mend its name; capitals count")),
            )
        if picture:
            continue
        if not label:
            yield at.problem("link-label", Message(N_("a link without a label")))
        if not target.startswith(_SCHEMES) or target.startswith("//"):
            message = Message(N_("“%(target)s”: this link leads nowhere"), {"target": target})
            yield at.problem(
                "link-target",
                message,
                Message(N_("https://…, or the address of a page: /guides/second-avis/")),
            )
        elif target.startswith("/"):
            yield from _page(spot, found.start(), target, known)


def _page(spot: Spot, offset: int, target: str, known: Ids) -> Iterator[Problem]:
    """A link to the page of a record."""
    parts = target.partition("#")[0].strip("/").split("/")
    if len(parts) == 2 and parts[0] in _BY_FOLDER:
        yield from dangling(spot.place(offset), f"{_BY_FOLDER[parts[0]]}/{parts[1]}", known)


def _headings(spot: Spot, text: str) -> Iterator[Problem]:
    level = 1
    for found in _HEADING.finditer(text):
        depth = len(found[1])
        if depth == 1:
            message = Message(N_("a heading of the first level: the title of the page is the only one"))
            yield spot.place(found.start()).problem("heading", message, Message(N_("start with ##")))
        elif depth > level + 1:
            message = Message(
                N_("a heading of level %(depth)s right below level %(level)s"),
                {"depth": depth, "level": level},
            )
            yield spot.place(found.start()).problem("heading", message)
        level = depth
