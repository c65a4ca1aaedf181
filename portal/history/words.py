"""Which keys of a record changed for those who read it, by the titles that the model gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from portal.errors import N_
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
# What pages say instead of the label of a form, which no visitor ever saw. None: it tells them nothing.
READ: dict[str, str | None] = {
    "Title": N_("Name"),
    "Short name": N_("Name"),
    "Text": N_("Explanations"),
    "Easy to read": N_("Easy-to-read version"),
    "After": N_("What happens afterwards"),
    "Signatories": N_("Signatures of clinicians"),
    "Shared text": N_("Text shared by several territories"),
    "Kind": N_("What it is"),
    "Provided by": N_("Who provides it"),
    "Part of": N_("Organisation that it belongs to"),
    "By appointment only": N_("With or without an appointment"),
    "New patients": N_("Whether new patients are taken"),
    "Sector": N_("Sector 1 or 2 (fees)"),
    "Level of care (1 to 3)": N_("Level of specialisation"),
    "For whom": N_("Who is received"),
    "Not for": N_("Who is not received"),
    "Letter needed": N_("Whether a letter is needed"),
    "At a distance": N_("Remote consultation"),
    "Perimeter": N_("Area covered"),
    "Latitude": N_("Place on the map"),
    "Longitude": N_("Place on the map"),
    "Precision": N_("Place on the map"),
    "Acceslibre page": N_("Accessibility"),
    "Long form": N_("Words behind the abbreviation"),
    **dict.fromkeys(
        (
            "Theme", "How patients say it", "Identifiers", "Civility", "Mode of practice", "SIRET",
            "Agrees to be listed", "Legal name", "FINESS of the establishment", "FINESS category",
            "FINESS of the legal entity", "Year of the count", "In the territory",
            "Not to be used bare in a text",
        )
    ),
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


def read(titles: Iterable[str]) -> tuple[str, ...]:
    """What pages say of keys that changed, given by their titles: each once, in the same order."""
    words = (READ.get(title, title) for title in titles)
    return tuple(dict.fromkeys(word for word in words if word))


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
