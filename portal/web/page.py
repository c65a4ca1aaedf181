"""One page being rendered: its language, its address, and the words and links that its template asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import quote, urlencode

from markupsafe import Markup

from portal.errors import N_
from portal.model.base import Record, Source
from portal.model.codes import CODES
from portal.model.directory import Commune
from portal.model.guidance import EmergencyNumber, Rule
from portal.model.phones import Phone
from portal.typography import french_spaces
from portal.web.addresses import GATHERED, in_language, relative
from portal.web.collation import collation_key
from portal.web.formats import Formats
from portal.web.hours import NOW, HoursText
from portal.web.prose import Prose
from portal.web.site import Site

_SI_IL = re.compile(r"^Si (?=ils?\b)")


@dataclass
class Page(Formats):
    """What a template sees as ``page``."""

    site: Site
    lang: str
    path: str  # from the root of the site: "en/parcours/avc/", "404.html"; empty for the home page
    content_lang: str  # the language of the texts: differs from lang on a page nobody translated
    icons: set[str] = field(default_factory=set)
    is_dated: bool = False  # something on it appears or vanishes by date

    def __post_init__(self) -> None:
        self.locale = self.site.locale(self.lang)

    @cached_property
    def _prose(self) -> Prose:
        return Prose(self.resolve)

    # --- words

    def label(self, vocabulary: str, code: str) -> str:
        """The words of a code."""
        if vocabulary in CODES:
            return self.gettext(CODES[vocabulary][code])
        return self.site.catalogue.vocabularies.entry(vocabulary, code).text(self.lang)

    def level(self, urgency: str, number: str | None = None) -> str:
        """The fixed words of a level of care, with the number to call when it is not 15.

        Args:
            urgency: The code of the level.
            number: The number of the step or of the end of a guide; None when it names none.
        """
        if number and number != "15" and urgency in {"emergency", "today"}:
            said = (
                N_("Immediately: call %(number)s") if urgency == "emergency" else N_("Today: call %(number)s")
            )
            if any(n.number == number and n.channel == "sms" for n in self.site.emergency):
                said = N_("Immediately: text %(number)s")  # nobody answers a voice there
            return self.gettext(said) % {"number": Phone.parse(number).shown}
        return self.label("urgency", urgency)

    def labels(self, vocabulary: str, codes: Iterable[str]) -> list[str]:
        """The words of several codes."""
        return [self.label(vocabulary, code) for code in codes]

    def meaning(self, vocabulary: str, code: str) -> str:
        """The lay definition of a code; empty when nobody wrote it."""
        return self.site.catalogue.vocabularies.entry(vocabulary, code).meaning(self.lang)

    def text(self, value: str | None) -> Markup:
        """A short text of content."""
        return self._prose.inline(value)

    @staticmethod
    def continued(value: str) -> str:
        """A sentence that goes on after another word: no capital, unless it is an abbreviation."""
        return value[:1].lower() + value[1:] if value[1:2].islower() or value[1:2] in "’' " else value

    def supposed(self, condition: str) -> str:
        """“If …”: in French, “si il” is “s’il”."""
        said = f"{self.gettext('If')} {self.continued(condition)}"
        return _SI_IL.sub("S’", said) if self.lang == "fr" else said

    def prose(self, value: str, level: int = 2) -> Markup:
        """A long text of content, its first headings at a level: 3 below a section of the page."""
        return self._prose.block(value, level)

    def localised(self, record: Record) -> Record:
        """A record in the language of the page, or in the default one."""
        return self.site.catalogue.localised(record, self.lang)[0]

    def tongue(self, record: Record) -> Markup:
        """The attributes of the words of a record that nobody translated: their language, and how it runs."""
        lang = self.site.catalogue.localised(record, self.lang)[1]
        if lang == self.lang:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(lang, self.site.locale(lang).text_direction)

    def tongue_of(self, source: Source) -> Markup:
        """The attributes of the title of a source, which nobody translates; its letters tell how it runs."""
        lang = source.lang or self.site.default_language
        return Markup("") if lang == self.lang else Markup(' lang="{}" dir="auto"').format(lang)

    def named(self, titles: Iterable[str]) -> str:
        """The titles of keys, as a sentence goes on: « horaires d’ouverture et contacts »."""
        return self.listed([self.continued(self.gettext(title)) for title in titles])

    def value_of(self, rule: Rule) -> str:
        """The value of a rule with its unit; its words when it has no value."""
        if rule.value is None or rule.unit is None:
            return str(self.localised(rule).title)
        if rule.unit == "eur":
            return self.euros(rule.value)
        unit = self.label("rule_unit", rule.unit)
        return f"{self.number(rule.value.normalize())} {unit}"

    def purpose_of(self, number: EmergencyNumber) -> str:
        """What an emergency number is for: its title without the number itself, which stands beside it."""
        said = re.sub(r"^[\d\s]+:\s*", "", self.localised(number).title)
        return said[:1].upper() + said[1:]

    def hours(self, value: str) -> HoursText:
        """Opening hours in words."""
        return HoursText(self, value)

    def now_words(self) -> dict[str, str]:
        """What static/js/now.js says."""
        zone = self.site.catalogue.territory.timezone
        return {"zone": zone} | {name: self.said(msgid) for name, msgid in NOW.items()}

    def said(self, msgid: str) -> str:
        """An interface string with its spaces: what a script writes never goes through the last touch."""
        text = self.gettext(msgid) if msgid else ""
        return french_spaces(text) if self.lang == "fr" else text

    def phone(self, value: str) -> Phone:
        """A number to dial and to read."""
        return Phone.parse(value)

    # --- records

    def records(self, refs: Iterable[str]) -> list[Record]:
        """Those of some records that visitors see."""
        return [record for ref in refs if (record := self.site.catalogue.shown(ref))]

    def communes(self, codes: Iterable[str]) -> list[Commune]:
        """Those of some communes that the site knows, by their name."""
        found = (self.site.offers.commune(code) for code in codes)
        return sorted((c for c in found if c), key=lambda c: collation_key(c.title))

    # --- links

    def link(self, target: str, lang: str | None = None) -> str:
        """The relative link to a record (``kind/id``), a page (``urgences/``) or a file from the root.

        Args:
            target: A reference, or a path from the root of a language.
            lang: Another language than that of the page.
        """
        lang = lang or self.lang
        kind, slash, rest = target.partition("/")
        if (
            slash
            and rest
            and (kind in self.site.catalogue.records or kind == "specialties")
            and not rest.startswith("#")
            and "/" not in rest  # a page below: services/type/imaging/
        ):
            return self._to(self.site.path(target, lang))
        return self._to(in_language(target, lang, self.site.default_language))

    def asset(self, name: str) -> str:
        """The relative link to an asset by its plain name: ``base.css``."""
        return self._to(self.site.assets.names[name])

    def file(self, path: str) -> str:
        """The relative link to a file from the root of the site."""
        return self._to(path)

    def _to(self, path: str) -> str:
        if self.path == "404.html":  # a host shows it at any depth
            base = self.site.catalogue.territory.publication.base_url
            return "/" + base.partition("://")[2].partition("/")[2] + path
        return relative(self.path, path)

    @property
    def canonical(self) -> str:
        """The full address of the page."""
        return self.site.catalogue.territory.publication.base_url + self.path

    def alternates(self) -> list[tuple[str, str]]:
        """Each language of the site and the full address of this page in it."""
        base = self.site.catalogue.territory.publication.base_url
        return [(lang, base + self._path_in(lang)) for lang in self.site.languages]

    def in_other(self, lang: str) -> str:
        """The relative link to this page in another language."""
        return self._to(self._path_in(lang))

    def _path_in(self, lang: str) -> str:
        default = self.site.default_language
        plain = self.path if self.lang == default else self.path.removeprefix(f"{self.lang}/")
        return in_language(plain, lang, default)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.locale.text_direction

    def icon(self, name: str, modifier: str = "") -> Markup:
        """A drawing that repeats a word beside it; its shape is written once, at the end of the page."""
        self.icons.add(name)
        extra = f" icon--{modifier}" if modifier else ""
        return Markup(
            '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>'
        ).format(extra, name)

    def report_link(self, ref: str = "") -> str:
        """Where a visitor reports an error: the form or the e-mail of the territory; empty when it has none.

        Args:
            ref: The record of the page: the report names it, and the address of the page.
        """
        reports = self.site.catalogue.territory.reports
        if reports.form_url:
            sign = "&" if "?" in reports.form_url else "?"
            return f"{reports.form_url}{sign}{urlencode({'record': ref, 'page': self.canonical})}"
        if not reports.email:
            return ""
        subject = self.gettext(N_("Error on %(page)s")) % {"page": ref or self.canonical}
        question = self.gettext(N_("What is wrong, and what would be right:"))
        told = {"subject": subject, "body": f"{self.canonical}\r\n\r\n{question}\r\n"}
        return f"mailto:{reports.email}?{urlencode(told, quote_via=quote)}"

    def dated(self, start: date, end: date | None, *, ahead: bool = False) -> Markup:
        """The attributes of a block that shows from a day to another, in the zone of the territory.

        The block is as the day of the build wants it; static/js/dated.js follows the days that come.

        Args:
            start: The first day.
            end: The last one; None when it is not known.
            ahead: Show it before the first day too: it announces.
        """
        self.is_dated = True
        first = "" if ahead else Markup(' data-from="{}"').format(start.isoformat())
        last = Markup(' data-until="{}"').format(end.isoformat()) if end else ""
        waits = Markup(" hidden") if not ahead and start > self.site.as_of else ""
        return Markup("{}{}{}").format(first, last, waits)

    def resolve(self, ref: str, label: str | None) -> tuple[str, str] | None:
        """Where ``[[kind/id]]`` leads and what it says."""
        if ref.startswith("images/"):
            return (self.file(ref), "") if ref in self.site.pictures else None
        ref, _, fragment = ref.partition("#")
        kind, _, ident = ref.partition("/")
        if kind == "specialties" and ident in self.site.catalogue.vocabularies.codes("specialty"):
            return self.link(ref), label or self.label("specialty", ident)
        if not ident:
            return (self.link(ref + "/"), label or ref) if ref in {*GATHERED.values(), *PAGES} else None
        record = self.site.catalogue.shown(ref)
        if record is None:
            return None
        said = label or (self.value_of(record) if isinstance(record, Rule) else self.localised(record).title)
        return self.link(ref) + (f"#{fragment}" if fragment else ""), said


# Pages that stand for no record: what a link in a text may name.
PAGES = {
    "recherche": N_("Search"),
    "a-z": N_("A to Z"),
    "confiance": N_("Trust"),
    "accessibilite": N_("Accessibility"),
    "mentions-legales": N_("Legal notice"),
    "confidentialite": N_("Privacy"),
    "donnees": N_("Open data"),
    "indicateurs": N_("Indicators"),
    "parcours": N_("Pathways"),
    "services": N_("Services"),
    "communes": N_("Communes"),
    "guides": N_("Guides"),
    "glossaire": N_("Glossary"),
    "specialites": N_("Specialties"),
    "orientation": N_("Whom to see?"),
    "equipes": N_("Teams"),
    "organisations": N_("Organisations"),
    "lieux": N_("Places"),
}
