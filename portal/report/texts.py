"""The pages that people write: translated or not, easy to read or not, found by other words or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.checks.readability import readability
from portal.errors import N_
from portal.exports.tables import Cell, Column, Table
from portal.loading.catalogue import Loaded
from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.codes import CODES
from portal.model.kinds import TITLES

Gettext = Callable[[str], str]

# Kinds that editors write for readers; the directory is made of names and facts.
WRITTEN = ("pathways", "guides", "decisions", "glossary", "rules", "faq", "alerts", "emergency")
SOUGHT = ("pathways", "guides", "decisions", "glossary")  # what people look for with words of their own
STATES = {"missing": N_("not translated"), "outdated": N_("its original changed since")}


def _written(catalogue: Catalogue, kinds: tuple[str, ...]) -> Iterator[Record]:
    for kind in kinds:
        for ref in catalogue.records[kind]:
            if record := catalogue.shown(f"{kind}/{ref}"):
                yield record


def _states(catalogue: Catalogue, lang: str) -> Iterator[tuple[Record, str]]:
    """Each page and its state in a language: a key of STATES, or "done"."""
    for record in _written(catalogue, WRITTEN):
        if record.ref not in catalogue.translations.get(lang, {}):
            yield record, "missing"
        else:
            yield record, "outdated" if (lang, record.ref) in catalogue.outdated else "done"


def _others(catalogue: Catalogue) -> list[str]:
    return [lang for lang in catalogue.territory.languages if lang != catalogue.territory.default_language]


def translations(catalogue: Catalogue, gettext: Gettext) -> Table:
    """By language and kind, how many pages are translated."""
    rows: list[tuple[Cell, ...]] = []
    for lang in _others(catalogue):
        states = list(_states(catalogue, lang))
        for kind in WRITTEN:
            found = [state for record, state in states if record.kind_id == kind]
            if found:
                counts = [found.count(state) for state in ("done", "outdated", "missing")]
                rows.append((lang, gettext(TITLES[kind][0]), len(found), *counts))
    return Table(
        "translations",
        N_("Translations"),
        N_("Pages that visitors see, by language; outdated: the original changed since the translation."),
        {
            "lang": Column(N_("Language")),
            "kind": Column(N_("Kind")),
            "pages": Column(N_("Pages"), "integer"),
            "translated": Column(N_("Up to date"), "integer"),
            "outdated": Column(N_("Outdated"), "integer"),
            "missing": Column(N_("Missing"), "integer"),
        },
        tuple(rows),
        bars="missing",
    )


def to_translate(catalogue: Catalogue, gettext: Gettext) -> Table:
    """Each page that a language lacks, or has in an older version."""
    rows = tuple(
        (lang, record.ref, record.title, gettext(STATES[state]))
        for lang in _others(catalogue)
        for record, state in sorted(
            ((r, s) for r, s in _states(catalogue, lang) if s in STATES), key=lambda p: p[1] != "outdated"
        )
    )
    return Table(
        "to-translate",
        N_("To translate"),
        N_("Outdated translations first."),
        {
            "lang": Column(N_("Language")),
            "record": Column(N_("Record")),
            "title": Column(N_("Title")),
            "state": Column(N_("State")),
        },
        rows,
    )


def sentences(loaded: Loaded, gettext: Gettext) -> Table:
    """How each page reads, the hardest first."""
    found = sorted(readability(loaded), key=lambda page: (-page.mean, page.ref, page.lang or ""))
    words = {code: gettext(word) for code, word in CODES["yes_no_depends"].items()}
    return Table(
        "readability",
        N_("Readability"),
        N_(
            "Words per sentence on each page: twenty at most everywhere; twelve to fifteen on average in "
            "whole sentences of pathways and guides in French."
        ),
        {
            "record": Column(N_("Record")),
            "lang": Column(N_("Language")),
            "sentences": Column(N_("Sentences"), "integer"),
            "mean": Column(N_("Words per sentence"), "number"),
            "prose": Column(N_("Words per whole sentence, lists left out"), "number"),
            "long": Column(N_("Sentences that are too long"), "integer"),
            "met": Column(N_("Easy to read")),
        },
        tuple(
            (
                page.ref,
                page.lang or "",
                page.sentences,
                page.mean,
                page.prose_mean,
                len(page.worst),
                words["yes" if page.met else "no"],
            )
            for page in found
        ),
        bars="mean",
    )


def without_aliases(catalogue: Catalogue) -> Table:
    """Pages that only their own title finds."""
    return Table(
        "aliases",
        N_("Pages without other words"),
        N_(
            "Pathways, guides, decision guides and terms whose “aliases” are empty: lay words, "
            "abbreviations and old names help people find them."
        ),
        {"record": Column(N_("Record")), "title": Column(N_("Title"))},
        tuple((r.ref, r.title) for r in _written(catalogue, SOUGHT) if not r.aliases),
    )
