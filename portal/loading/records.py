"""A tree to a record: validation, with each error at the key or value that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.errors import Problem
from portal.loading.tree import Mark, Node, locate, locate_key, plain
from portal.loading.wording import BRANCHES, worded
from portal.model.shape import shape
from portal.model.vocabularies import Vocabularies

M = TypeVar("M", bound=BaseModel)
# What is wrong is the key, not its value; a missing key may stand there without one.
_AT_KEY = {"extra_forbidden", "missing"}
# What is wrong is how the keys of a group go together: where one would mend it, at the first that is there.
_SHOWN_AT = {
    "phone": ("value", "number"),
    "email": ("value",),
    "web": ("value",),
    "rule_unit": ("value", "unit"),
    "date_order": ("end",),
    "range_order": ("max", "age_max"),
}


def validate(
    model: type[M], tree: Node, vocabularies: Vocabularies, reported: Iterable[Problem] = ()
) -> tuple[M | None, list[Problem]]:
    """Make a record of a tree.

    Args:
        model: The type of the record.
        tree: As read from one or several files.
        vocabularies: Those of the territory; codes must be among them.
        reported: What is already known to be wrong; nothing more is said of the same lines.

    Returns:
        The record, or None, and its problems.
    """
    known = {(p.path, p.line) for p in reported}
    try:
        return model.model_validate(plain(tree), context={"vocabularies": vocabularies}), []
    except ValidationError as error:
        found = [_problem(model, tree, e, vocabularies) for e in _once(error.errors(include_url=False))]
        return None, [p for p in found if (p.path, p.line) not in known]


def _once(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """All branches of a union complain about one value: keep what the first branch says."""
    first: dict[tuple[object, ...], object] = {}
    kept = []
    for error in errors:
        if error["type"] == "too_short" and any(_inside(e["loc"], error["loc"]) for e in errors):
            continue  # pydantic counts the sound items only: what is wrong is said of each item
        branches = [i for i, s in enumerate(error["loc"]) if isinstance(s, str) and s.startswith(BRANCHES)]
        place = error["loc"][: branches[0]] if branches else None
        branch = error["loc"][branches[0]] if branches else None
        if place is None or first.setdefault(place, branch) == branch:
            kept.append(error)
    return kept


def _inside(loc: Sequence[str | int], parent: Sequence[str | int]) -> bool:
    return len(loc) > len(parent) and loc[: len(parent)] == parent


def _problem(model: type[BaseModel], tree: Node, error: ErrorDetails, vocabularies: Vocabularies) -> Problem:
    code, message, hint = worded(error, _siblings(model, error["loc"]), vocabularies)
    return _place(tree, error).problem(code, message, hint)


def _place(tree: Node, error: ErrorDetails) -> Mark:
    keys = _SHOWN_AT.get(error["type"], ())
    given = error["input"] if isinstance(error["input"], dict) else {}
    loc = (*error["loc"], *(key for key in keys if key in given))[: len(error["loc"]) + 1]
    if not loc:
        return locate(tree, ())
    return locate_key(tree, loc) if error["type"] in _AT_KEY else locate(tree, loc)


def _siblings(model: type[BaseModel], loc: Sequence[str | int]) -> Iterable[str]:
    """The keys that the model knows in the group where the last step of a path stands."""
    here: type[BaseModel] | None = model
    for step in loc[:-1]:
        if isinstance(step, int) or here is None:
            continue
        of = shape(here).get(step)
        while of is not None and of.item is not None:
            of = of.item
        here = of.group if of is not None else None
    return shape(here) if here else ()
