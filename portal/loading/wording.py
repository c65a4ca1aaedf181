"""What pydantic found wrong, in words for whoever typed it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import get_args

from pydantic_core import ErrorDetails

from portal.errors import N_, Message
from portal.loading.words import WORDS
from portal.model.fields import Email, SecureUrl, Url
from portal.model.territory import BaseUrl, Colour
from portal.model.vocabularies import OPEN, Vocabularies

_NUMBERS = {"int_parsing", "float_parsing", "decimal_parsing", "int_type", "float_type", "decimal_type",
            "finite_number", "int_from_float", "int_parsing_size", "bool_type", "date_type"}  # fmt: skip
BRANCHES = ("tuple[", "literal[")  # how pydantic names the branches of a union in the path of an error
LONGEST_SLIP = 60  # characters: nothing longer is a mistyped word
# What has a pattern, by that pattern: an example says more than its expression.
SHAPES = {
    shape.metadata[0].pattern: written.example
    for _, written, shape in map(get_args, (Url, SecureUrl, Email, BaseUrl, Colour))
}
_OTHER = ("value", N_("“%(given)s” is not accepted for “%(key)s”"), None)


def worded(
    error: ErrorDetails, known_keys: Iterable[str], vocabularies: Vocabularies
) -> tuple[str, Message, Message | None]:
    """The code, message and hint of one error.

    Args:
        error: One of ``ValidationError.errors()``.
        known_keys: The keys that may stand beside the one in question.
        vocabularies: Those of the territory: whoever types a label is told its code.
    """
    kind = _kind(error)
    code, msgid, hint = WORDS.get(kind, _OTHER)
    params = _params(error)
    message = Message(msgid, _used(msgid, params))
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        return code, message, did_you_mean(str(params["key"]), known_keys)
    if kind == "unknown_code":
        known = vocabularies.codes(context["vocabulary"])
        by_label = _by_label(str(params["given"]), context["vocabulary"], vocabularies)
        return code, message, by_label or _codes(str(params["given"]), known)
    if kind == "literal_error":
        return code, message, _codes(str(params["given"]), re.findall(r"'([^']+)'", context["expected"]))
    if kind == "string_pattern_mismatch":
        hint = N_("for example: %(example)s")
        params["example"] = SHAPES[context["pattern"]]
    if kind == "ref_shape" and params["kinds"]:
        hint = N_("write the folder, a slash, then the identifier: %(kinds)s")
    return code, message, Message(hint, _used(hint, params)) if hint else None


def _kind(error: ErrorDetails) -> str:
    if error["type"] in {"too_short", "too_long"} and isinstance(error["input"], str):
        return f"string_{error['type']}"  # pydantic measures what a validator returned, whatever its type
    return "number" if error["type"] in _NUMBERS else error["type"]


def _params(error: ErrorDetails) -> dict[str, object]:
    """What the places in a message stand for."""
    keys = [step for step in error["loc"] if isinstance(step, str) and not step.startswith(BRANCHES)]
    params = {"given": error["input"], **error.get("ctx", {}), "key": keys[-1] if keys else ""}
    if "kinds" in params:
        params["kinds"] = ", ".join(f"{kind}/…" for kind in params["kinds"])
    return {name: value if isinstance(value, int) else _short(value) for name, value in params.items()}


def did_you_mean(given: str, known: Iterable[str], likeness: float = 0.6) -> Message | None:
    """A hint with the nearest known word; None when none is near.

    Numbers, and codes that are mostly digits, have none: the nearest one means something else.
    """
    close = near(given, known, likeness)
    return meant(close[0]) if close else None


def near(given: str, known: Iterable[str], likeness: float = 0.6) -> list[str]:
    """The nearest known words, at most three, the nearest first."""
    if len(given) > LONGEST_SLIP or sum(c.isalpha() for c in given) < 3:
        return []
    as_long = [word for word in known if abs(len(word) - len(given)) <= len(given) // 2]
    return get_close_matches(given, as_long, n=3, cutoff=likeness)


def is_slip(given: str, meant: str) -> bool:
    """True when only a part of an identifier was mistyped: another place or another name is no slip.

    ``pharmacie-du-centre-albi`` is most of ``pharmacie-du-centre-gaillac``, and another pharmacy.
    """
    mine, theirs = given.split("-"), meant.split("-")
    for end in (0, -1):
        while mine and theirs and mine[end] == theirs[end]:
            del mine[end], theirs[end]
    one, other = "-".join(mine), "-".join(theirs)
    if not one or not other:
        return len(one + other) <= len("des")  # a small word too many, or too few
    return SequenceMatcher(None, one, other).ratio() >= 0.6


def meant(word: str) -> Message:
    """The hint that names what was meant."""
    return Message(N_("did you mean “%(close)s”?"), {"close": word})


def _by_label(given: str, vocabulary: str, vocabularies: Vocabularies) -> Message | None:
    """The code whose label or other name was typed instead."""
    if vocabulary in OPEN:
        for entry in vocabularies.entries(vocabulary):
            if given.casefold() in {word.casefold() for word in (*entry.label.values(), *entry.aliases)}:
                return meant(entry.code)
    return None


def _codes(given: str, known: Iterable[str]) -> Message | None:
    """The nearest code; or all of them when they are few."""
    codes = list(known)
    close = did_you_mean(given, codes, likeness=0.75)
    if close or not 0 < len(codes) <= 12:
        return close
    return Message(N_("expected: %(codes)s"), {"codes": ", ".join(codes)})


def _used(msgid: str, params: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in params.items() if f"%({name})s" in msgid}


def _short(given: object) -> str:
    text = given if isinstance(given, str) else ""
    return text if len(text) <= 60 else text[:59] + "…"
