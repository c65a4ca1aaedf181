"""What an author typed, as a tree: every value is text, and every key and value knows where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.errors import Message, Problem, Severity


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file."""

    path: str  # from the root of the territory, with "/"
    line: int  # from 1
    column: int  # from 1

    def problem(
        self, code: str, message: Message, hint: Message | None = None, severity: Severity = "error"
    ) -> Problem:
        """A problem that stands here."""
        return Problem(self.path, self.line, self.column, code, message, hint, severity)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value, exactly as typed; None when nothing, ``null`` or ``~`` was typed."""

    at: Mark
    value: str | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    at: Mark
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys and their values, in the order of the file; ``keys`` says where each key stands."""

    at: Mark
    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The text of a key; None when it is absent, empty, or no text."""
        node = self.values.get(key)
        return node.value if isinstance(node, Scalar) else None


Node = Scalar | Items | Fields


def plain(node: Node) -> object:
    """The tree as text, lists and dictionaries; keys without a value are left out."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {
        key: plain(value)
        for key, value in node.values.items()
        if not (isinstance(value, Scalar) and value.value is None)
    }


def locate(node: Node, path: Sequence[str | int]) -> Mark:
    """Where the value at a path stands; when it is absent, where its nearest parent does.

    Steps that the tree does not know (the branches of a union) are passed over.
    """
    at = node.at
    for step in path:
        if isinstance(node, Fields) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            continue
        at = node.at
    return at


def locate_key(node: Node, path: Sequence[str | int]) -> Mark:
    """Where the last key of a path stands; where its value does when it is an item of a list."""
    *parents, last = path
    for step in parents:
        if isinstance(node, Fields) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    if isinstance(node, Fields) and last in node.keys:
        return node.keys[str(last)]
    return locate(node, (last,))


def merged(base: Fields, over: Fields) -> Fields:
    """The tree of ``base`` where ``over`` wins, key by key; a list is replaced as a whole."""
    values, keys = dict(base.values), {**base.keys, **over.keys}
    for key, value in over.values.items():
        below = values.get(key)
        values[key] = (
            merged(below, value) if isinstance(below, Fields) and isinstance(value, Fields) else value
        )
    return Fields(over.at, values, keys)
