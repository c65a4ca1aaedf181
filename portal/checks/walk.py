"""Every value of the content with its place: what checks go through."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from portal.loading.catalogue import Loaded
from portal.loading.tree import Fields, Items, Mark, Node, Scalar
from portal.model.kinds import KINDS
from portal.model.shape import Shape, shape

T = TypeVar("T")
Path = tuple[str | int, ...]


def once(work: Callable[[Loaded], T]) -> Callable[[Loaded], T]:
    """Work out something of a territory once for all checks, and forget it with what was read.

    What was typed, with its places, weighs more than the records: a build does not keep it.
    """
    done: WeakKeyDictionary[Loaded, T] = WeakKeyDictionary()

    @wraps(work)
    def known(loaded: Loaded) -> T:
        if loaded not in done:
            done[loaded] = work(loaded)
        return done[loaded]

    return known


@dataclass(frozen=True, slots=True)
class Spot:
    """One value that someone typed."""

    ref: str  # "kind/id" of the record
    lang: str | None  # None: the default language
    path: Path  # inside the record
    shape: Shape
    at: Mark
    value: str

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.ref.partition("/")[0]

    def place(self, offset: int) -> Mark:
        """Where a character of the value stands; exact in the text of a page, else the start of the value."""
        if self.path != ("body",):
            return self.at
        starts = _line_starts(self.value)
        lines = bisect_right(starts, offset) - 1
        column = offset - starts[lines] + (1 if lines else self.at.column)
        return Mark(self.at.path, self.at.line + lines, column)


@lru_cache(maxsize=2)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(newline.end() for newline in re.finditer("\n", text)))


@once
def spots(loaded: Loaded) -> tuple[Spot, ...]:
    """Every value of every record, then of every translation; gathered once for all checks."""
    return tuple(_spots(loaded))


@once
def texts(loaded: Loaded) -> tuple[Spot, ...]:
    """Every text that visitors read, in all languages."""
    return tuple(spot for spot in spots(loaded) if spot.shape.kind == "text")


def _spots(loaded: Loaded) -> Iterator[Spot]:
    for ref, tree in loaded.gathered.originals.items():
        yield from _walk(ref, None, (), KINDS[ref.partition("/")[0]], tree)
    for (lang, ref), tree in loaded.gathered.texts.items():
        yield from _walk(ref, lang, (), KINDS[ref.partition("/")[0]], tree)


def _walk(ref: str, lang: str | None, path: Path, model: type[BaseModel], tree: Fields) -> Iterator[Spot]:
    for key, of in shape(model).items():
        if key in tree.values:
            yield from _values(ref, lang, _same((*path, key)), of, tree.values[key])


def _values(ref: str, lang: str | None, path: Path, of: Shape, node: Node) -> Iterator[Spot]:
    if isinstance(node, Scalar):
        if node.value is not None:
            yield Spot(ref, lang, path, of, node.at, node.value)
    elif isinstance(node, Fields) and of.group is not None:
        yield from _walk(ref, lang, path, of.group, node)
    elif isinstance(node, Items) and of.item is not None:
        for index, item in enumerate(node.items):
            yield from _values(ref, lang, _same((*path, index)), of.item, item)


@cache
def _same(path: Path) -> Path:
    """One path in memory for all the records that have it."""
    return path
