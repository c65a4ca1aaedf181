"""The emergency numbers that a page shows and dials, read from its HTML as it was served."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

from portal.doctor.finding import Finding
from portal.errors import N_, Message

BLOCK = ("tel:15", "tel:112", "sms:114")  # at the head of every page


class _Links(HTMLParser):
    """The links that dial: what they dial, the digits they show, whether they stand before the content."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, bool]] = []
        self._dials, self._shows = "", ""
        self._aside = 0  # drawings and explanations inside a link
        self._in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "main":
            self._in_main = True
        elif tag == "a" and href.startswith(("tel:", "sms:")):
            self._dials, self._shows, self._aside = href, "", 0
        elif tag in {"span", "svg"}:
            self._aside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"span", "svg"}:
            self._aside = max(0, self._aside - 1)
        elif tag == "a" and self._dials:
            self.found.append((self._dials, re.sub(r"\D", "", self._shows), not self._in_main))
            self._dials = ""

    def handle_data(self, data: str) -> None:
        if self._dials and not self._aside:
            self._shows += data


def check_numbers(address: str, html: str, wanted: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the numbers of a page.

    Args:
        address: Of the page.
        html: As it was served.
        wanted: Links that it must hold beside those of the head, as ``tel:3114``.
    """
    links = _Links()
    links.feed(html)
    head = {dials for dials, _, first in links.found if first}
    everywhere = {dials for dials, _, _ in links.found}
    lacking = [link for link in BLOCK if link not in head] + sorted(set(wanted) - everywhere - set(BLOCK))
    for link in lacking:
        values = {"number": link.partition(":")[2]}
        message = Message(N_("the emergency number %(number)s is missing"), values)
        yield Finding("error", "number-missing", address, message, _AGAIN)
    for dials, shows, _ in links.found:
        number = re.sub(r"^\+33", "0", dials.partition(":")[2])
        if number != shows:
            values = {"shown": shows or "–", "number": number}
            message = Message(N_("a link shows %(shown)s and dials %(number)s"), values)
            yield Finding("error", "number-differs", address, message, _AGAIN)


_AGAIN = Message(N_("put back the version before: portal publish TARGET --rollback"))
