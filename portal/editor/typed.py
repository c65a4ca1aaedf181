"""What people type for hours and phones, put in the form that files hold."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from portal.model.hours import Hours
from portal.model.phones import Phone
from portal.model.spelling import spelled

_HOURS = TypeAdapter(Hours)


def hours(typed: str) -> str:
    """Opening hours as OpenStreetMap writes them, from what a person types in French.

    ``lun-ven 9h-12h30 et 14h-17h`` gives ``Mo-Fr 09:00-12:30,14:00-17:00``. What cannot be read without a
    guess comes back as it was typed: the check says what is wrong with it.
    """
    if are_hours(typed):
        return typed
    meant = spelled(typed)
    return meant.text if meant and meant.complete and are_hours(meant.text) else typed


def are_hours(text: str) -> bool:
    """True when a text is in the form that files hold."""
    try:
        _HOURS.validate_python(text)
    except ValidationError:
        return False
    return True


def phone(typed: str) -> str:
    """A phone number as it is read in France, from what a person types; as typed when it is none."""
    try:
        return Phone.parse(typed).shown.replace("\u202f", " ").replace("\u00a0", " ")
    except PydanticCustomError:
        return typed
