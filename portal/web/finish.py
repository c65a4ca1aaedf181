"""The last touch on a page: French typography, and a link at the first mention of an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple

from portal.typography import french_spaces, whole_phones

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.S)
_NAME = re.compile(r"</?([a-z0-9]+)")
_LANG = re.compile(r'\slang="([^"]+)"')
_VERBATIM = {"script", "style", "code", "pre", "textarea", "svg"}
# Inside these a link would be a link in a link, or would steal the reader's eye from a heading or a danger.
_NO_LINK = {
    "a",
    "abbr",
    "button",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "label",
    "option",
    "title",
    "dt",
    "nav",
    "legend",
}
# A danger, and what is one link as a whole: a tap in it must never open a definition.
_WHOLE = re.compile(r'care--now|class="(?:danger|card|door|number)[ "_-]')
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path", "circle"}


class _Open(NamedTuple):
    """An element that is open, with what those around it say of its text."""

    lang: str
    verbatim: bool = False
    main: bool = False
    no_link: bool = False


def finish(html: str, lang: str, acronyms: Mapping[str, str], link: Callable[[str], str]) -> str:
    """The page as it is published.

    Args:
        html: A whole page.
        lang: Its language; French passages of another page are set in French too.
        acronyms: Abbreviations of the glossary and the reference of their term.
        link: From a reference to an address relative to the page.
    """
    known = re.compile(
        r"(?<![\w-])(" + "|".join(map(re.escape, sorted(acronyms, key=len, reverse=True))) + r")(?![\w-])"
    )
    said: set[str] = set()
    out: list[str] = []
    stack = [_Open(lang)]

    def linked(match: re.Match[str]) -> str:
        if match[1] in said:
            return match[1]
        said.add(match[1])
        return f'<a class="term" href="{escape(link(acronyms[match[1]]))}">{match[1]}</a>'

    for piece in _TAG.split(html):
        if piece.startswith("<"):
            _walk(stack, piece)
        elif not (within := stack[-1]).verbatim and piece.strip():
            is_french = within.lang.startswith("fr")
            piece = french_spaces(piece) if is_french else whole_phones(piece)  # noqa: PLW2901 - as published
            if acronyms and within.main and not within.no_link:
                piece = known.sub(linked, piece)  # noqa: PLW2901
        out.append(piece)
    return "".join(out)


def _walk(stack: list[_Open], tag: str) -> None:
    """Follow the elements that are open; our own templates always close them."""
    read = _read(tag)
    if read is None:
        return
    if isinstance(read, _Open):
        around = stack[-1]
        stack.append(
            _Open(
                read.lang or around.lang,
                around.verbatim or read.verbatim,
                around.main or read.main,
                around.no_link or read.no_link,
            )
        )
    elif len(stack) > 1:
        stack.pop()


@lru_cache(8192)  # most tags of a page are on others too
def _read(tag: str) -> _Open | str | None:
    """What a tag says alone (its language may be empty); its name when it closes; None: it holds nothing."""
    name = _NAME.match(tag)
    if not name or tag.endswith("/>") or name[1] in _VOID:
        return None
    if tag.startswith("</"):
        return name[1]
    lang = _LANG.search(tag)
    no_link = name[1] in _NO_LINK or bool(_WHOLE.search(tag))
    return _Open(lang[1] if lang else "", name[1] in _VERBATIM, name[1] == "main", no_link)
