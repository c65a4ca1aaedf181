"""The digest of what a site answers: equal values have equal digests, in any process and on any machine.

Only data can have one. A value whose class is not known to be data raises UntraceableError: what was made
from it is then never taken for unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from typing import Any

from portal.model.base import Record, Value
from portal.model.vocabularies import OPEN, Vocabularies

_ATOMS = frozenset({str, int, float, bool, bytes, type(None), date, datetime, time, Decimal})
_LARGE = 50  # entries from which a mapping is worth remembering: many answers hold the same one

Name = Callable[[Record], str | None]


class UntraceableError(Exception):
    """A value that is not known to be data."""


class Digests:
    """The digests of the answers of one site, in which nothing changes."""

    def __init__(self, name: Name) -> None:
        """Args: what names a record of the site, whose keys are asked apart; None for another one."""
        self._name = name
        self._large: dict[int, tuple[object, str]] = {}  # by identity, which lasts as long as the object

    def of(self, value: object) -> str:
        """The digest of a value.

        Raises:
            UntraceableError: It holds something else than data.
        """
        return _hash(self._plain(value))

    def of_keys(self, record: Record) -> str:
        """The digest of all that a record says."""
        return _hash(self._keys(record))

    def _plain(self, value: object) -> object:
        """A value as nested tuples of atoms, whose ``repr`` tells them apart."""
        if type(value) in _ATOMS:
            return value
        if isinstance(value, list | tuple):
            return (type(value).__name__, *map(self._plain, value))
        if isinstance(value, Record) and (name := self._name(value)):
            return ("record", name)
        if isinstance(value, Value):
            return self._keys(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, set | frozenset):
            return ("set", *sorted(repr(self._plain(item)) for item in value))
        if isinstance(value, Enum):
            return (type(value).__qualname__, value.name)
        if isinstance(value, str):  # Markup
            return (type(value).__qualname__, str.__str__(value))
        if isinstance(value, Vocabularies):
            return tuple(self._plain(value.entries(name)) for name in OPEN)
        if is_dataclass(value) and not isinstance(value, type):
            found = ((f.name, self._plain(getattr(value, f.name))) for f in fields(value))
            return (type(value).__qualname__, *found)
        raise UntraceableError(type(value).__qualname__)

    def _keys(self, value: Value) -> object:
        held: dict[str, Any] = object.__getattribute__(value, "__dict__")
        keys = type(value).__pydantic_fields__
        return (type(value).__qualname__, *((key, self._plain(held[key])) for key in keys))

    def _mapping(self, value: Mapping[Any, Any]) -> object:
        if id(value) in self._large:
            return ("mapping", self._large[id(value)][1])
        found = tuple((self._plain(key), self._plain(item)) for key, item in value.items())
        if len(found) < _LARGE:
            return ("dict", *found)
        digest = _hash(found)
        self._large[id(value)] = value, digest
        return ("mapping", digest)


def _hash(plain: object) -> str:
    return blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
