"""Every language that the territory announces says what matters most."""

from __future__ import annotations

from collections.abc import Iterator

from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.tree import Mark
from portal.model.catalogue import VISIBLE, Catalogue

# Kinds written by editors for readers; the directory is made of names and facts.
_WRITTEN = ("pathways", "guides", "decisions", "glossary", "rules", "faq", "alerts")


def check_languages(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """What each language lacks: emergency numbers one by one, the rest by kind."""
    territory = catalogue.territory
    for lang in territory.languages:
        if lang == territory.default_language:
            continue
        if lang not in territory.translations:
            message = Message(
                N_("the texts of the territory are not translated into “%(lang)s”"), {"lang": lang}
            )
            at = loaded.territory.at
            yield at.problem("untranslated", message, severity="warning")
        translated = {ref for of, ref in loaded.gathered.texts if of == lang}
        for record in catalogue.records["emergency"].values():
            if record.status in VISIBLE and record.ref not in translated:
                message = Message(N_("this number is not translated into “%(lang)s”"), {"lang": lang})
                yield loaded.at(record.ref).problem("untranslated", message, severity="warning")
        yield from _counted(catalogue, lang, translated)


def _counted(catalogue: Catalogue, lang: str, translated: set[str]) -> Iterator[Problem]:
    for kind in _WRITTEN:
        visible = [r.ref for r in catalogue.records[kind].values() if r.status in VISIBLE]
        missing = [ref for ref in visible if ref not in translated]
        if missing:
            message = Message(
                N_("pages not translated into “%(lang)s”: %(missing)s of %(total)s"),
                {"missing": len(missing), "total": len(visible), "lang": lang},
            )
            yield Mark(f"content/{kind}", 1, 1).problem("untranslated", message, severity="info")
