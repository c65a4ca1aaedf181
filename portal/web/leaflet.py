"""What a patient takes away on one sheet: the data of ``leaflet.typ``, from a pathway or a service.

Everything is plain text. What does not fit one page is dropped in the order of ``drop``: 1 goes first, and
what has none stays: the signs of danger, the names of the steps, the address to check on.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Literal

from portal.errors import N_
from portal.model.base import Record
from portal.model.values import Contact
from portal.typography import THIN, french_spaces
from portal.web.page import Page
from portal.web.qr import qr_svg
from portal.web.site import Site

FILE = "fiche.pdf"
LONGEST = 260  # characters of one text: beyond, the page says more
LEVELS = 8  # of shortening; an item with drop 8 goes last
_CUT = "…"
# Letters that no font of the sheet has: all but Latin, Greek, Cyrillic, Hebrew, Arabic, and common signs.
UNWRITTEN = re.compile(
    "[^\u0020-\u024f\u0370-\u04ff\u0590-\u06ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u22ff]+"
)
MISSING = "□"

Tone = Literal["now", "box", "plain"]


@dataclass(frozen=True, slots=True)
class More:
    """A second line under an item."""

    text: str
    drop: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a word in bold, then what it says."""

    text: str
    label: str = ""
    more: tuple[More, ...] = ()
    drop: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A list under its heading."""

    title: str
    items: tuple[Item, ...]
    tone: Tone = "plain"
    ordered: bool = False
    drop: int | None = None


def has_letters(site: Site, lang: str) -> bool:
    """True when the fonts of the sheet write a language: its own name is the proof."""
    return not UNWRITTEN.search(site.locale(lang).get_language_name(lang) or "")


@dataclass(frozen=True)
class Leaflet:
    """One sheet about a record."""

    page: Page  # the page that the sheet is about: it gives words, links and language
    record: Record
    title: str = ""
    sub: str = ""
    notes: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def plain(self, value: str | None) -> str:
        """A text of content without its markup, cut when it is very long."""
        said = self.spaced(self.page.text(value).striptags())
        return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0][:LONGEST] + _CUT

    def spaced(self, text: str) -> str:
        """A text with the spaces of its language; the font of the sheet has no thin one."""
        shown = french_spaces(text) if self.page.lang.startswith("fr") else text
        return UNWRITTEN.sub(MISSING, shown.replace(THIN, "\u00a0"))

    def say(self, msgid: str, **values: object) -> str:
        """An interface string."""
        return self.spaced(self.page.gettext(msgid) % values if values else self.page.gettext(msgid))

    def data(self) -> dict[str, object]:
        """What the template reads."""
        page, site = self.page, self.page.site
        address = page.canonical
        sources = "; ".join(f"{s.title}. {s.publisher}, {page.when(s.date)}" for s in self.record.sources[:2])
        date = page.day(site.as_of)
        foot = [self.say(N_("Printed from the version of %(date)s."), date=date)]
        if sources:
            foot.append(f"{self.say(N_('Sources'))}{self.page.gettext(': ')}{self.plain(sources)}")
        return {
            "lang": page.content_lang.partition("-")[0],
            "rtl": page.direction == "rtl",
            "title": self.title,
            "author": str(site.catalogue.territory.publisher.name),
            "sub": self.sub,
            "danger": self.say(N_("Danger: 15 or 112, by text message 114.")),
            "notes": self.notes,
            "sections": [asdict(section) for section in self.sections if section.items],
            "more": self.say(N_("Shortened sheet. For the whole page, scan the code or type the address.")),
            "levels": LEVELS,
            "foot": foot,
            "url": address,
            "check": f"{self.say(N_('Check on'))} {address}",
            "qr": qr_svg(address),
            "qr_alt": self.say(N_("Code that leads to the page: %(address)s"), address=address),
        }

    def contact(self, item: Contact) -> str:
        """A public contact in one line."""
        shown = self.page.phone(item.value).shown if item.channel in {"tel", "sms", "fax"} else item.value
        label = self.plain(item.label) if item.label else self.page.label("channel", item.channel)
        return self.spaced(f"{label}{self.page.gettext(': ')}{shown}")
