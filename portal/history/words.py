"""Which keys of a record changed for those who read it, by the titles that the model gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from portal.model.base import Record, Value
from portal.model.catalogue import VISIBLE
from portal.model.directory import ServicePlace
from portal.model.people import ProfessionalRole
from portal.model.shape import Shape, shape

# Keys that no reader sees, and those that a page always shows with their day.
_UNTOLD = {
    "id", "former_ids", "aliases", "status", "owner", "reviewer", "reviewed_on", "review_every", "provenance",
    "visibility", "audience", "see_also", "verified_on", "verified_by", "checked_on", "rpps", "changelog",
}  # fmt: skip
# Groups whose own keys say more to a reader than the key that holds them.
_OPENED: tuple[type[Value], ...] = (ServicePlace, ProfessionalRole)

Keys = Mapping[str, Any]  # what an author typed


def differing(model: type[Value], before: Keys, after: Keys) -> Iterator[str]:
    """The titles of the keys whose values differ, in the order of the model."""
    for name, info in model.model_fields.items():
        of, was, now = shape(model)[name], before.get(name), after.get(name)
        if was == now or name in _UNTOLD:
            continue
        opened = _opened(of)
        if opened and all(isinstance(value, list | None) for value in (was, now)):
            for pair in zip_longest(was or (), now or ()):
                one, other = (item if isinstance(item, dict) else {} for item in pair)
                yield from differing(opened, one, other)
        else:
            yield info.title or name


def _opened(of: Shape) -> type[Value] | None:
    return next((group for group in _OPENED if group is of.innermost.group), None)


def titles_of(model: type[Value]) -> Iterator[str]:
    """Every title that a change of a record may tell, in order."""
    for name, info in model.model_fields.items():
        yield info.title or name
        if opened := _opened(shape(model)[name]):
            yield from titles_of(opened)


def seen(typed: object, model: type[Record]) -> Keys | None:
    """What visitors saw of a record; None when they saw nothing: it was not there, a draft, or not public."""
    if not isinstance(typed, dict) or typed.get("status", "published") not in VISIBLE:
        return None
    public = _public(typed, Shape("group", group=model))
    return public if isinstance(public, dict) else None


def _public(value: object, of: Shape | None) -> object:
    """What visitors may see of a value; None instead of what they may not."""
    if isinstance(value, list):
        inner = of.item if of else None
        return [kept for item in value if (kept := _public(item, inner)) is not None]
    if not isinstance(value, dict):
        return value
    fields = of.group.model_fields if of and of.group else {}
    usual = fields["visibility"].default if "visibility" in fields else "public"
    if value.get("visibility", usual) != "public":
        return None
    inside = shape(of.group) if of and of.group else {}
    return {k: kept for k, item in value.items() if (kept := _public(item, inside.get(k))) is not None}
