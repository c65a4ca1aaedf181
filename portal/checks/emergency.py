"""A wrong digit in an emergency number can kill: each number is checked together with what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from portal.checks.references import known_ids
from portal.checks.walk import texts
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.registry import RegisteredNumber, emergency_registry
from portal.loading.tree import Mark
from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.guidance import EmergencyNumber
from portal.model.phones import Phone

_NUMBER = r"\**(\d(?:[\d ]{0,7}\d)?)\b(?!\s?\d)"
# What follows a date or a duration: "call on the 22nd of March", "24 hours a day".
_NO_NUMBER = (
    r"(?!\s*(?:/|%|h\b|heures?|hours?|jours?|days?|fois|times?|min|mois|months?|ans?\b|years?"
    r"|janv|f[ée]vr|mars|avril|mai\b|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c))"
)
_CALL = re.compile(
    r"\b(?:(?:appel(?:ez|er|le)|compos(?:ez|er)|t[ée]l[ée]phon(?:ez|er))\s+"
    r"(?:(?:vite|aussi|alors|d[’']abord|plut[ôo]t|imm[ée]diatement|directement|tout de suite)\s+)?(?:le|au)"
    r"|(?:call|dial|ring)(?:\s+the)?)\s+" + _NUMBER + _NO_NUMBER,
    re.IGNORECASE,
)


def check_pairs(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A registered number says in its title what it is for: a slip of one digit may give another real one."""
    registry = emergency_registry()
    default = catalogue.territory.default_language
    versions: list[tuple[str, str | None, Mapping[str, Record]]] = [
        (default, None, catalogue.records["emergency"])
    ]
    versions += [(lang, lang, known) for lang, known in catalogue.translations.items()]
    for lang, file_lang, records in versions:
        for record in records.values():
            if isinstance(record, EmergencyNumber):
                entry = registry.get(Phone.parse(record.number).e164)
                yield from _pair(loaded, record, entry, lang, file_lang)


def _pair(
    loaded: Loaded, record: EmergencyNumber, entry: RegisteredNumber | None, lang: str, file_lang: str | None
) -> Iterator[Problem]:
    at = loaded.at(record.ref, "number")
    phone = Phone.parse(record.number)
    if file_lang is None and record.id.isdigit() and record.id != phone.e164:
        message = Message(
            N_("the number %(number)s stands in a file named %(id)s"),
            {"number": phone.shown, "id": record.id},
        )
        yield at.problem("emergency-pair", message)
    elif entry is None:
        if phone.is_short and file_lang is None:
            message = Message(N_("%(number)s is not in the national registry"), {"number": phone.shown})
            yield at.problem("emergency-unknown", message)
    elif lang in entry.words and not any(w.casefold() in record.title.casefold() for w in entry.words[lang]):
        message = Message(
            N_("%(number)s is “%(label)s”: the title says something else"),
            {"number": phone.shown, "label": entry.text(lang)},
        )
        yield loaded.at(record.ref, "title", lang=file_lang).problem("emergency-pair", message)
    elif file_lang is None and (record.level != entry.level or record.channel not in entry.channels):
        message = Message(
            N_("%(number)s: expected level %(level)s, channel %(channels)s"),
            {"number": phone.shown, "level": entry.level, "channels": ", ".join(entry.channels)},
        )
        yield at.problem("emergency-pair", message)


def check_minimum(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A territory may add numbers, never remove those of the whole country."""
    shown = {Phone.parse(record.number).e164 for record in catalogue.all(EmergencyNumber)}
    broken = set(known_ids(loaded)["emergency"]) - set(catalogue.records["emergency"])  # already reported
    for number, entry in emergency_registry().items():
        if entry.required and number not in shown and number not in broken:
            message = Message(
                N_("the number %(number)s (%(label)s) is missing"),
                {"number": number, "label": entry.text(catalogue.territory.default_language)},
            )
            yield Mark("content/emergency", 1, 1).problem("emergency-missing", message)


def check_calls(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A text that says to call a short number gives a number that exists."""
    known = set(emergency_registry())
    known |= {Phone.parse(r.number).e164 for r in catalogue.all(EmergencyNumber)}
    for spot in texts(loaded):
        for call in _CALL.finditer(spot.value):
            number = call[1].replace(" ", "")
            if len(number) <= 6 and number not in known:
                message = Message(N_("“%(call)s”: this is no emergency number"), {"call": call[0]})
                yield spot.place(call.start(1)).problem("emergency-text", message)
