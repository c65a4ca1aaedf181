"""One territory ready to be shown: its catalogue, its date, its assets; what every view reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from babel import Locale

from portal.exports.directory import Directory
from portal.exports.publication import publish
from portal.i18n import translations
from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.changes import Change
from portal.model.coverage import Coverage
from portal.model.guidance import EmergencyNumber, Rule, Term
from portal.model.listing import Listing
from portal.model.offer import OfferIndex
from portal.model.review import newest_imports
from portal.web.addresses import in_language, page_of
from portal.web.assets import Assets
from portal.web.lists import pieces
from portal.web.map import Atlas
from search.danger import Dangers, compile_dangers


@dataclass(frozen=True)
class Site:
    """What views read; nothing in it changes while pages are rendered."""

    catalogue: Catalogue
    as_of: date  # the date of the build: an input, never the clock
    assets: Assets
    # Of content/images: path from the root of the site to content.
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    # What happened to each record ("kind/id"), newest first; nothing where nobody knows.
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    works_offline: bool = False  # browsers are asked to keep its pages; never those of a preview
    earlier: Coverage | None = None  # of a state shown before, if it was worked out
    earlier_offers: OfferIndex | None = None

    def renewed(self, catalogue: Catalogue) -> Site:
        """The same site with other records."""
        known = vars(self)
        return replace(
            self,
            catalogue=catalogue,
            earlier=known.get("coverage", self.earlier),
            earlier_offers=known.get("offers", self.earlier_offers),
        )

    @property
    def default_language(self) -> str:
        """The language without prefix in addresses."""
        return self.catalogue.territory.default_language

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, the default one first."""
        rest = (lang for lang in self.catalogue.territory.languages if lang != self.default_language)
        return (self.default_language, *rest)

    @cached_property
    def offers(self) -> OfferIndex:
        """The directory, indexed."""
        before = self.earlier_offers
        return before.renewed(self.catalogue) if before else OfferIndex(self.catalogue)

    @cached_property
    def atlas(self) -> Atlas:
        """The outlines of communes, ready to be drawn."""
        return Atlas(self.catalogue.outlines)

    @cached_property
    def listing(self) -> Listing:
        """Every line of every list, in the order of the day."""
        return Listing(self.catalogue, self.offers, self.as_of)

    @cached_property
    def pieces(self) -> Mapping[tuple[str, str], tuple[str, bytes]]:
        """What browsers narrow lists with: language and name to path and content."""
        return pieces(self)

    @cached_property
    def directory(self) -> Directory:
        """What the site gives back."""
        return Directory(self.catalogue, self.as_of, translations(self.default_language).gettext)

    @cached_property
    def data(self) -> Mapping[str, bytes]:
        """The open data of the territory: path from the root of the site to content."""
        return publish(self.directory)

    @cached_property
    def coverage(self) -> Coverage:
        """Who does each step of each pathway, for each commune."""
        return Coverage(self.catalogue, self.offers, self.earlier)

    @cached_property
    def registers(self) -> Mapping[str, str]:
        """The public registers that filled the directory, each with the date of its newest data."""
        records = (record for kind in self.catalogue.records.values() for record in kind.values())
        return {source: as_of for source, (as_of, _) in sorted(newest_imports(records).items())}

    @cached_property
    def emergency(self) -> tuple[EmergencyNumber, ...]:
        """The emergency numbers, most vital first."""
        return tuple(sorted(self.catalogue.all(EmergencyNumber), key=lambda n: (n.priority, n.id)))

    @cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Each abbreviation of the glossary, and the reference of its term."""
        return {
            term.acronym: term.ref
            for term in self.catalogue.all(Term)
            if term.acronym and len(term.acronym) > 1 and term.acronym.upper() == term.acronym
        }

    def dangers(self, lang: str) -> str:
        """What a page carries to recognise dangers by itself; safe inside ``<script>``."""
        known = Dangers.from_data(self.catalogue.search.dangers.model_dump())
        return compile_dangers(known, lang).decode()

    @cached_property
    def access_rules(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules in force that say whether a letter or a prescription is needed, by kind of service."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.catalogue.all(Rule):
            if rule.answer and (rule.valid_to is None or rule.valid_to >= self.as_of):
                for kind in rule.service_kinds:
                    found[kind] = (*found.get(kind, ()), rule)
        return found

    def rule(self, ref: str | None) -> Rule | None:
        """A dated rule by its reference."""
        found = self.catalogue.shown(ref) if ref else None
        return found if isinstance(found, Rule) else None

    def gettext(self, lang: str, msgid: str) -> str:
        """An interface string in a language."""
        return translations(lang).gettext(msgid)

    def locale(self, lang: str) -> Locale:
        """How a language writes dates and numbers; English as it is written in Europe."""
        return Locale.parse("en_GB" if lang == "en" else lang.replace("-", "_"))

    def path(self, target: str, lang: str) -> str:
        """The path of a record (``kind/id``) in a language, from the root of the site.

        A page exists in every language: where nobody translated it, it shows the original and says so.
        """
        return in_language(page_of(target), lang, self.default_language)

    def title(self, record: Record, lang: str) -> str:
        """The title of a record in a language, or in the default one."""
        return self.catalogue.localised(record, lang)[0].title
