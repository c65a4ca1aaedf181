"""What editors wrote for search leads to pages and numbers that exist."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from portal.checks.references import dangling, known_ids
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.tree import Mark, locate
from portal.loading.wording import did_you_mean
from portal.model.catalogue import Catalogue
from portal.model.guidance import EmergencyNumber, Term
from portal.model.phones import Phone
from portal.model.review import EMERGENCY_MONTHS, months_after

# Kinds whose records each answer to words of their own; establishments may share theirs.
_FOUND_BY_WORDS = ("pathways", "guides", "glossary", "decisions", "emergency")


def check_golden(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A golden query expects pages and danger cards that exist, and is asked once."""
    known = known_ids(loaded)
    specialties = catalogue.vocabularies.codes("specialty")
    cards = [danger.id for danger in catalogue.search.dangers.dangers]
    asked: set[tuple[str, str]] = set()
    for place, golden in enumerate(catalogue.search.golden):
        at = _at(loaded, "golden", place, "query")
        if (golden.lang, golden.query) in asked:
            message = Message(N_("the query “%(query)s” appears twice"), {"query": golden.query})
            yield at.problem("golden-twice", message)
        asked.add((golden.lang, golden.query))
        for number, ref in enumerate(golden.expects):
            where = _at(loaded, "golden", place, "expects", number)
            kind, _, ident = ref.partition("/")
            if kind == "specialties":
                if ident not in specialties:
                    message = Message(N_("“%(ref)s” does not exist"), {"ref": ref})
                    yield where.problem("dangling-reference", message, did_you_mean(ident, specialties))
            else:
                yield from dangling(where, ref, known)
        if golden.danger and golden.danger not in cards:
            message = Message(N_("there is no danger card “%(id)s”"), {"id": golden.danger})
            where = _at(loaded, "golden", place, "danger")
            yield where.problem("unknown-danger", message, did_you_mean(golden.danger, cards))


def check_dangers(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A danger card calls numbers of ``content/emergency/``, and speaks the language of the territory."""
    lang = catalogue.territory.default_language
    numbers = {Phone.parse(r.number).e164 for r in catalogue.all(EmergencyNumber)}
    for place, danger in enumerate(catalogue.search.dangers.dangers):
        for name, texts in (("title", danger.card.title), ("text", danger.card.text)):
            if lang not in texts:
                message = Message(N_("this card has no text in “%(lang)s”"), {"lang": lang})
                yield _at(loaded, "dangers", "dangers", place, "card", name).problem(
                    "danger-language", message
                )
        for index, number in enumerate(danger.numbers):
            if number.replace(" ", "") not in numbers:
                message = Message(
                    N_("the number %(number)s is not among the emergency numbers"), {"number": number}
                )
                at = _at(loaded, "dangers", "dangers", place, "numbers", index)
                yield at.problem("danger-number", message)


def check_dangers_read(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Danger phrases that someone read are read again within a year; due today is in time."""
    read = catalogue.search.dangers.reviewed_on
    if read and months_after(read, EMERGENCY_MONTHS) < loaded.as_of:
        message = Message(N_("the danger phrases were read more than a year ago"))
        hint = Message(N_("have a clinician read them again, then renew “reviewed_on”"))
        yield _at(loaded, "dangers", "reviewed_on").problem("danger-expired", message, hint)


def check_aliases(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Two pages of one kind that answer to one word: the reader may land on the wrong one."""
    for kind in _FOUND_BY_WORDS:
        first: dict[str, str] = {}
        for record in catalogue.records[kind].values():
            for place, alias in enumerate(record.aliases):
                folded = _folded(alias)
                if first.setdefault(folded, record.ref) != record.ref:
                    message = Message(
                        N_("“%(alias)s” is also a word for “%(ref)s”"), {"alias": alias, "ref": first[folded]}
                    )
                    yield loaded.at(record.ref, "aliases", place).problem(
                        "shared-alias", message, severity="info"
                    )


def check_words(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A page that answers to no word but those of its title: whoever says it otherwise may not find it."""
    for kind in _FOUND_BY_WORDS:
        for record in catalogue.records[kind].values():
            spelt = isinstance(record, Term) and (record.acronym or record.expansion)
            if not (record.aliases or spelt):
                message = Message(N_("no other word leads to this page"))
                hint = Message(N_("add under “aliases” what people type when they look for it"))
                yield loaded.at(record.ref, "title").problem("no-alias", message, hint, severity="info")


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).replace("’", "'").split())


def _at(loaded: Loaded, *path: str | int) -> Mark:
    return locate(loaded.search, path)
