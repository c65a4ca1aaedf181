"""Questions to a site as text, so that another process can ask them again, of another state of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Protocol

from portal.model.base import Record
from portal.model.kinds import KINDS
from portal.model.values import Offer

ABSENT = "absent"  # the answer of a mapping that has no such key


class Method:
    """A method of an index, where a page passes it on as an argument."""

    path: tuple[str, ...]


class Known(Protocol):
    """What knows the records and the methods of a site."""

    def name(self, record: Record) -> str | None:
        """The name of a record of the site."""

    def record(self, name: str) -> Record:
        """The record that has a name. Raises KeyError."""

    def method(self, path: list[str]) -> Callable[..., Any]:
        """The method at a path from the site. Raises AttributeError."""


class _UnsayableError(Exception):
    """An argument that no text can stand for."""


def encoded(path: tuple[str, ...], how: str, given: tuple[object, ...], known: Known) -> str | None:
    """A question as text; None when one of its arguments cannot be written.

    Args:
        path: Of what it is asked, from the site on.
        how: The way, as `asked` knows it.
        given: The arguments.
        known: The records of the site.
    """
    try:
        return json.dumps([path, how, *(_encoded(item, known) for item in given)], separators=(",", ":"))
    except _UnsayableError:
        return None


def decoded(key: str, known: Known) -> tuple[list[str], str, list[Any]]:
    """The same three, for a site as it is now. Raises KeyError or ValueError when they mean nothing there."""
    path, how, *given = json.loads(key)
    return path, how, [_decoded(item, known) for item in given]


def asked(target: Any, how: str, given: list[Any]) -> Any:  # noqa: ANN401 - any value of the site
    """What a value, a method or a mapping of the site answers; an iterator comes as a list."""
    if how == "call":
        found = target(*given)
        return list(found) if isinstance(found, Iterator) else found
    if how == "item":
        return target.get(given[0], ABSENT)
    if how == "in":
        return given[0] in target
    return list(target) if how == "iter" else target


def _encoded(item: object, known: Known) -> object:
    """An atom, or a list whose first item says what it stands for."""
    if item is None or type(item) in {str, int, float, bool}:
        return item
    if type(item) in {tuple, list}:
        parts = (_encoded(part, known) for part in item)  # type: ignore[attr-defined]  # one of the two
        return ["tuple" if type(item) is tuple else "list", *parts]
    if isinstance(item, Record) and (name := known.name(item)):
        return ["record", name]
    if isinstance(item, type) and issubclass(item, Record) and KINDS.get(item.kind_id) is item:
        return ["kind", item.kind_id]
    if type(item) is date:
        return ["date", item.isoformat()]
    if type(item) is Offer:
        return ["offer", item.specialties, item.service_kinds, item.organisation_kinds]
    if isinstance(item, Method):
        return ["method", *item.path]
    raise _UnsayableError


def _decoded(item: Any, known: Known) -> Any:  # noqa: ANN401 - any argument
    if not isinstance(item, list):
        return item
    what, *rest = item
    if what in {"tuple", "list"}:
        parts = [_decoded(part, known) for part in rest]
        return tuple(parts) if what == "tuple" else parts
    if what == "record":
        return known.record(rest[0])
    if what == "kind":
        return KINDS[rest[0]]
    if what == "date":
        return date.fromisoformat(rest[0])
    if what == "offer":
        specialties, services, organisations = map(tuple, rest)
        return Offer.model_construct(
            specialties=specialties, service_kinds=services, organisation_kinds=organisations
        )
    if what == "method":
        return known.method(rest)
    raise ValueError(what)
