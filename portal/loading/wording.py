"""What pydantic found wrong, in words for whoever typed it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from portal.errors import N_, Message
from portal.loading.words import WORDS

_NUMBERS = {"int_parsing", "float_parsing", "decimal_parsing", "int_type", "float_type", "decimal_type",
            "finite_number", "int_from_float", "int_parsing_size", "bool_type", "date_type"}  # fmt: skip
LONGEST_SLIP = 60  # characters: nothing longer is a mistyped word
_OTHER = ("value", N_("“%(given)s” is not accepted for “%(key)s”"), None)


def worded(error: ErrorDetails, known_keys: Iterable[str]) -> tuple[str, Message, Message | None]:
    """The code, message and hint of one error.

    Args:
        error: One of ``ValidationError.errors()``.
        known_keys: The keys that may stand beside the one in question.
    """
    kind = "number" if error["type"] in _NUMBERS else error["type"]
    if kind in {"too_short", "too_long"} and isinstance(error["input"], str):
        kind = f"string_{kind}"  # pydantic measures what a validator returned without saying of which type
    code, msgid, hint = WORDS.get(kind, _OTHER)
    context: dict[str, Any] = dict(error.get("ctx", {}))
    names = [str(step) for step in error["loc"] if isinstance(step, str)]
    params = {"given": _short(error["input"]), **context, "key": names[-1] if names else ""}
    params.update({name: _short(value) for name, value in params.items() if isinstance(value, str)})
    if "kinds" in params:
        params["kinds"] = ", ".join(f"{kind}/…" for kind in params["kinds"])
    message = Message(msgid, _used(msgid, params))
    if kind == "extra_forbidden":
        return code, message, did_you_mean(params["key"], known_keys)
    if kind == "unknown_code":
        return code, message, _codes(params["given"], context["known"])
    if kind == "literal_error":
        return (
            code,
            message,
            _codes(params["given"], context["expected"].replace("'", "").replace(" or ", ", ").split(", ")),
        )
    return code, message, Message(hint, _used(hint, params)) if hint else None


def did_you_mean(given: str, known: Iterable[str]) -> Message | None:
    """A hint with the nearest known word; None when none is near."""
    if len(given) > LONGEST_SLIP:
        return None
    near = [word for word in known if abs(len(word) - len(given)) <= len(given) // 2]
    close = get_close_matches(given, near, n=1)
    return Message(N_("did you mean “%(close)s”?"), {"close": close[0]}) if close else None


def _codes(given: str, known: Iterable[str]) -> Message | None:
    """The nearest code; or all of them when they are few."""
    codes = list(known)
    near = did_you_mean(given, codes)
    if near or not 0 < len(codes) <= 12:
        return near
    return Message(N_("expected: %(codes)s"), {"codes": ", ".join(codes)})


def _used(msgid: str, params: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in params.items() if f"%({name})s" in msgid}


def _short(given: object) -> str:
    text = given if isinstance(given, str) else ""
    return text if len(text) <= 60 else text[:59] + "…"
