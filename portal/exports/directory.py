"""What a territory gives back: the public part of its directory, and what every format says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from portal.exports.permanent import permanent
from portal.model.addresses import FOLDERS
from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.codes import CODES
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.hours import Span, week
from portal.model.offer import OfferIndex
from portal.model.people import Professional, Team
from portal.model.phones import Phone
from portal.model.values import Closure, Contact, Public

_ALL_DAY: Span = (time(), time())


@dataclass(frozen=True, eq=False)  # compared and kept by identity
class Directory:
    """The directory of one territory on one day, as anyone may read it.

    Its catalogue is that of the territory with each record under its permanent identifier.
    """

    catalogue: Catalogue
    as_of: date  # the day of the export: an input, never the clock
    gettext: Callable[[str], str]  # to the default language of the territory
    _current: Mapping[str, str] = field(init=False, repr=False)  # permanent reference to the id of today

    def __post_init__(self) -> None:
        catalogue, current = permanent(self.catalogue)
        object.__setattr__(self, "catalogue", catalogue)
        object.__setattr__(self, "_current", current)

    @cached_property
    def offers(self) -> OfferIndex:
        """Who can do what, and where."""
        return OfferIndex(self.catalogue)

    @property
    def services(self) -> list[Service]:
        """All services, in the order of their ids."""
        return list(self.catalogue.all(Service))

    @property
    def organisations(self) -> list[Organisation]:
        """All organisations, in the order of their ids."""
        return list(self.catalogue.all(Organisation))

    @property
    def places(self) -> list[Place]:
        """All places, in the order of their ids."""
        return list(self.catalogue.all(Place))

    @property
    def communes(self) -> list[Commune]:
        """All communes, in the order of their INSEE codes."""
        return list(self.catalogue.all(Commune))

    @property
    def teams(self) -> list[Team]:
        """All teams, in the order of their ids."""
        return list(self.catalogue.all(Team))

    @property
    def professionals(self) -> list[Professional]:
        """The people who agreed to be listed, or whom a public register lists."""
        return [p for p in self.catalogue.all(Professional) if p.consent_to_list != "no"]

    def shown(self, refs: Iterable[str | None], kind: type[Record]) -> list[str]:
        """The references of one kind that lead to something public, each once and in their order."""
        known = self._public[kind]
        return [ref for ref in dict.fromkeys(refs) if ref and ref in known]

    @cached_property
    def _public(self) -> Mapping[type[Record], frozenset[str]]:
        every: tuple[list[Any], ...] = (
            self.services, self.organisations, self.places, self.communes, self.teams, self.professionals
        )  # fmt: skip
        kinds: tuple[type[Record], ...] = (Service, Organisation, Place, Commune, Team, Professional)
        return {kind: frozenset(r.ref for r in some) for kind, some in zip(kinds, every, strict=True)}

    def own_places(self, service: Service) -> list[tuple[Place, int]]:
        """The public places of a service, each with its rank in ``service.places``."""
        found = ((self.catalogue.shown(at.place), rank) for rank, at in enumerate(service.places))
        return [(place, rank) for place, rank in found if isinstance(place, Place)]

    def page(self, record: Record) -> str:
        """The address of the page of a record, under the identifier that it bears now."""
        return self.address(record.ref)

    def address(self, ref: str) -> str:
        """The address of the page of a permanent reference."""
        kind, _, ident = self.current(ref).partition("/")
        return f"{self.catalogue.territory.publication.base_url}{FOLDERS[kind]}/{ident}/"

    def current(self, ref: str) -> str:
        """The reference that a record bears now, from its permanent one."""
        return f"{ref.partition('/')[0]}/{self._current[ref]}" if ref in self._current else ref

    def uuid(self, *parts: str) -> str:
        """An identifier (RFC 9562, version 5) of these words and of the address of the site alone."""
        return str(uuid5(NAMESPACE_URL, self.catalogue.territory.publication.base_url + "/".join(parts)))

    def label(self, vocabulary: str, code: str) -> str:
        """A code in words, in the default language of the territory."""
        if vocabulary in CODES:
            return self.gettext(CODES[vocabulary][code])
        entry = self.catalogue.vocabularies.entry(vocabulary, code)
        return entry.text(self.catalogue.territory.default_language)

    def meaning(self, vocabulary: str, code: str) -> str:
        """What a code means in one lay sentence; the label when nobody wrote it."""
        entry = self.catalogue.vocabularies.entry(vocabulary, code)
        return entry.meaning(self.catalogue.territory.default_language) or self.label(vocabulary, code)

    def city(self, insee: str) -> str | None:
        """The name of a commune; None when the territory does not know it."""
        commune = self.offers.commune(insee)
        return commune.title if commune else None

    def ways_in(self, place: Place) -> str:
        """What a place says of getting in with a disability, in words; empty when it says nothing."""
        if not place.access:
            return ""
        stated = {
            "Step-free entrance": place.access.step_free,
            "Lift": place.access.lift,
            "Disabled parking": place.access.disabled_parking,
        }  # titles of the fields in the model
        return ", ".join(
            f"{self.gettext(title)} : {self.label('yes_no_depends', 'yes' if value else 'no')}"
            for title, value in stated.items()
            if value is not None
        )

    def whom(self, public: Public | None) -> str:
        """For whom a service is, in words with its ages; empty when nobody said."""
        if not public:
            return ""
        ages = {"From age": public.age_min, "To age": public.age_max}  # titles of the fields in the model
        said = (f"{self.gettext(title)} : {age}" for title, age in ages.items() if age is not None)
        people = (self.label("audience", code) for code in public.audiences)
        return " — ".join(filter(None, (public.text, *people, *said)))

    def closed_now(self, closures: Iterable[Closure]) -> Closure | None:
        """The closure that runs on the day of the export."""
        running = (c for c in closures if c.start <= self.as_of and not (c.end and c.end < self.as_of))
        return next(running, None)

    def area(self, area: tuple[str, ...] | str | None) -> tuple[str, ...]:
        """The INSEE codes of an area; empty when the record does not limit itself to one."""
        if area == "territory":
            return tuple(c.id for c in self.communes if c.in_territory)
        return area if isinstance(area, tuple) else ()


def public(contacts: Iterable[Contact], *channels: str) -> list[Contact]:
    """The contacts that anyone may use, of some channels or of all."""
    return [c for c in contacts if c.visibility == "public" and (not channels or c.channel in channels)]


def first(contacts: Iterable[Contact], channel: str) -> str | None:
    """The value of the first public contact of a channel."""
    found = public(contacts, channel)
    return found[0].value if found else None


def dialled(contact: Contact) -> str:
    """The value of a contact as machines read it: E.164 for what is dialled."""
    return Phone.parse(contact.value).e164 if contact.channel in {"tel", "sms", "fax"} else contact.value


def identifiers(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """The national numbers that are an organisation's own: ``finess`` and ``siret`` with their values.

    The FINESS number of the legal entity is that of another body when the establishment has its own.
    """
    finess = organisation.finess_et or organisation.finess_ej
    if finess:
        yield "finess", finess
    if organisation.siret:
        yield "siret", organisation.siret


def weekly(hours: str | None, day: date) -> list[tuple[tuple[int, ...], Span]]:
    """Opening hours as spans, each with the days that share it (0: Monday), in the week of a day.

    A span that passes midnight is cut there; ``(00:00, 00:00)`` is a whole day.
    """
    if not hours:
        return []
    days = week(hours, day)
    if days is None:
        return [(tuple(range(7)), _ALL_DAY)]
    found: dict[Span, set[int]] = {}
    for number, spans in enumerate(days):
        for start, end in spans:
            if time() < end <= start:
                found.setdefault((start, time()), set()).add(number)
                found.setdefault((time(), end), set()).add((number + 1) % 7)
            else:
                found.setdefault((start, end), set()).add(number)
    return sorted((tuple(sorted(numbers)), span) for span, numbers in found.items())


def last_change(record: Record) -> str | None:
    """The latest day that a record itself bears, ``YYYY-MM-DD``; a month or a year counts from its first day.

    Verification, review, import, and the dates of its facts: it was changed then, or later.
    """
    facts = json.dumps(record.model_dump(mode="json", include=_DATED))
    found = re.findall(r'"(?:as_of|verified_on|reviewed_on)": "(\d{4}(?:-\d\d){0,2})"', facts)
    return max((f"{day}-01-01"[: len("YYYY-MM-DD")] for day in found), default=None)


_DATED = {
    "verified_on", "reviewed_on", "provenance", "address", "places", "contacts", "booking", "new_patients",
    "wait", "fees",
}  # fmt: skip
