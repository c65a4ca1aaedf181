"""No price, rate, delay or condition of access is typed in a text: it would stay when the law changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from portal.checks.walk import Spot, once, texts
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.translation import OWN_WORDS
from portal.model.guidance import Rule

# Kinds whose figures come from rules, so that one place changes when the law does.
WITHOUT_FIGURES = frozenset({"pathways", "decisions", "guides", "faq", "glossary"})
_SMALL = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
    "|quarante|cinquante|soixante|cents?|mille|two|three|four|five|seven|eight|nine|ten|eleven|twelve|twenty"
    "|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_NUMBER = rf"(?:\d[\d\s.,\u00a0\u202f]{{0,9}}|\b(?:(?:{_SMALL})(?:[\s-](?:et[\s-])?)?){{1,6}})"
_WITHIN, _NEAR = r"[^.;!?\n]{0,60}?", r"[^.;!?\n]{0,30}?"
_FREE = (
    r"(?:rembours\w*|pris(?:e|es)?\sen\scharge|prises?\sen\scharge|gratuit\w*|sans\s(?:ordonnance|avance)"
    r"|reimburs\w*|covered|free\sof\scharge|without\sa\s(?:prescription|letter))"
)
_TIMES = r"(?:séances?|consultations?|rendez-vous|bilans?|examens?|visites?|sessions?|visits?|appointments?)"
_AGE = rf"(?:avant|dès|de|à|under|over|aged|from)\s{_NUMBER}\s?(?:ans|years)\b"
_FREELY = re.compile(_FREE, re.IGNORECASE)
# What is looked for, most certain first: kind of figure, what none goes without (quick to look for), pattern,
# unit of the rule that would hold it.
_SHAPES: tuple[tuple[str, re.Pattern[str], re.Pattern[str], str], ...] = (
    (
        "price",
        re.compile("€|eur|centime", re.IGNORECASE),
        re.compile(rf"{_NUMBER}(?:€|(?:euros?|centimes?|EUR)\b)|€[\s\u00a0]?\d", re.IGNORECASE),
        "eur",
    ),
    (
        "rate",
        re.compile("%|cent", re.IGNORECASE),
        re.compile(rf"{_NUMBER}(?:%|(?:pour|per)[\s-]?cent\b)", re.IGNORECASE),
        "percent",
    ),
    (
        "sessions",
        _FREELY,
        re.compile(
            rf"{_NUMBER}\s?{_TIMES}\b{_WITHIN}\b{_FREE}|\b{_FREE}\b{_WITHIN}{_NUMBER}\s?{_TIMES}\b",
            re.IGNORECASE,
        ),
        "session",
    ),
    (
        "age",
        _FREELY,
        re.compile(rf"\b{_FREE}\b{_NEAR}\b{_AGE}|\b{_AGE}{_NEAR}\b{_FREE}\b", re.IGNORECASE),
        "age",
    ),
)
_DELAY = re.compile(
    r"\b(?:délais?|attente|wait(?:ing)?(?: time)?)\b[^.;\n]{0,40}?"
    r"\d+\s*(?:jours?|semaines?|mois|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
# What holds no statement: addresses, the name of an offer, and words quoted as people say them.
_NO_STATEMENT = re.compile(
    r"\]\([^()\n]{0,500}\)|\bhttps?://\S{1,500}|\[\[[a-z]+/[a-z0-9-]+|\b100[\s\u00a0\u202f]?%\s[Ss]anté\b"
    r"|«[\s\u00a0\u202f][^«»\n]{1,40}[\s\u00a0\u202f]»"
)
_SAID = {
    "price": N_("a price typed in the text: “%(figure)s”"),
    "rate": N_("a rate typed in the text: “%(figure)s”"),
    "sessions": N_("a condition of access typed in the text: “%(figure)s”"),
    "age": N_("an age that opens a right, typed in the text: “%(figure)s”"),
}


def check_figures(loaded: Loaded) -> Iterator[Problem]:
    """Figures that the law or a tariff sets come from dated rules; delays, from fields with a source."""
    for spot in texts(loaded):
        if spot.kind in WITHOUT_FIGURES and spot.path[0] not in OWN_WORDS:
            yield from _figures(loaded, spot)


def _figures(loaded: Loaded, spot: Spot) -> Iterator[Problem]:
    text = _NO_STATEMENT.sub(lambda m: " " * len(m[0]), spot.value)
    for kind, clue, shape, unit in _SHAPES:
        for found in shape.finditer(text) if clue.search(text) else ():
            figure = found[0].strip()
            code = "bare-figure" if kind in {"price", "rate"} else "bare-condition"
            yield spot.place(found.start()).problem(
                code,
                Message(_SAID[kind], {"figure": figure}),
                _hint(loaded, figure, unit),
                severity="warning" if kind == "age" else "error",
            )
    for delay in _DELAY.finditer(text):
        message = Message(N_("a delay typed in the text: “%(delay)s”"), {"delay": delay[0]})
        hint = Message(N_("give it a kind, a source and a date: “delay_before” of a step, or a rule"))
        yield spot.place(delay.start()).problem("bare-delay", message, hint)


def _hint(loaded: Loaded, figure: str, unit: str) -> Message:
    """The rule that holds this very figure, when there is one."""
    digits = re.search(r"\d[\d\s.,\u00a0\u202f]*", figure)
    value = re.sub(r"[\s\u00a0\u202f]", "", digits[0]).strip(".,").replace(",", ".") if digits else ""
    known = _rules(loaded).get((unit, value.removesuffix(".00")))
    if known:
        return Message(N_("refer to the rule that holds it: [[%(ref)s]]"), {"ref": known})
    return Message(
        N_("write it once in content/rules, with its source and date, and refer to it: [[rules/…]]")
    )


@once
def _rules(loaded: Loaded) -> Mapping[tuple[str, str], str]:
    """From a unit and a value to the rule that holds it."""
    records = loaded.catalogue.records["rules"].values() if loaded.catalogue else ()
    held: dict[tuple[str, str], str] = {}
    for rule in records:
        if isinstance(rule, Rule) and rule.value is not None and rule.unit:
            held.setdefault((rule.unit, f"{rule.value.normalize():f}"), rule.ref)
    return held
