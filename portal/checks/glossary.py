"""Words are explained in few words, and those that mislead are never left bare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.checks.walk import texts
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.translation import OWN_WORDS
from portal.model.catalogue import Catalogue
from portal.model.guidance import Term

DEFINITION_WORDS = 40
ANSWER_WORDS = 120
_REFERENCE = re.compile(r"\[\[[^\]]*\]\]")
_PROSE = frozenset({"pathways", "decisions", "guides", "faq", "alerts", "rules", "teams", "emergency"})
_WORD = re.compile(r"\w[\w’'-]*")


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def check_lengths(loaded: Loaded) -> Iterator[Problem]:
    """Definitions have 40 words at most, answers 120 (content model, kinds 8 and 10)."""
    limits = {("glossary", "definition"): DEFINITION_WORDS, ("faq", "body"): ANSWER_WORDS}
    for spot in texts(loaded):
        limit = limits.get((spot.kind, str(spot.path[-1])))
        if limit and words(spot.value) > limit:
            message = Message(
                N_("%(count)s words, %(limit)s at most"), {"count": words(spot.value), "limit": limit}
            )
            yield spot.at.problem("too-many-words", message)


def check_bare_words(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """An abbreviation with several meanings ("MSS") stands in a text only with a link to its meaning."""
    avoided = {
        record.acronym: record.ref
        for record in catalogue.records["glossary"].values()
        if isinstance(record, Term) and record.avoid_in_body and record.acronym
    }
    if not avoided:
        return
    pattern = re.compile(r"(?<![\w/-])(?:" + "|".join(map(re.escape, sorted(avoided))) + r")(?![\w-])")
    for spot in texts(loaded):
        if spot.kind not in _PROSE or spot.path[0] in OWN_WORDS:
            continue
        linked = _REFERENCE.sub(lambda m: " " * len(m[0]), spot.value)
        found = pattern.search(linked)
        if found:
            message = Message(N_("“%(word)s” has several meanings"), {"word": found[0]})
            hint = Message(N_("write it in full, or refer to it: [[%(ref)s]]"), {"ref": avoided[found[0]]})
            yield spot.place(found.start()).problem("bare-acronym", message, hint)
