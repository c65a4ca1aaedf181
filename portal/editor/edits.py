"""YAML with other values: only what changes is written anew.

Values are replaced where they stand; comments, order, quotes and blank lines of the rest stay byte for byte.
A result that would not be read back as intended is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from portal.editor.scalars import Plain, block, entry, scalar
from portal.errors import N_, Message, PortalError
from portal.loading.yaml_tree import EMPTY, LOADER

_ITEM = re.compile(r"[ \t]*- +")
Edit = tuple[int, int, str]  # from, to, what stands there instead
Order = Callable[[tuple[str, ...]], Sequence[str]]  # the keys that the model knows at a path, in its order


class CannotEditError(PortalError):
    """The file is written in a way that cannot be changed here without touching the rest."""


def facts(text: str) -> dict[str, Plain]:
    """The values of a YAML text, as typed; keys without a value are left out.

    Raises:
        CannotEditError: It is no YAML, or no group of keys.
    """
    root = _compose(text)
    found = _plain(root) if root is not None else {}
    if not isinstance(found, dict):
        message = Message(N_("“key: value” lines are expected: mend it in a text editor first"))
        raise CannotEditError(message)
    return found


def changed(before: str, values: dict[str, Plain], order: Order) -> str:
    """A YAML text with other values: as few characters as can be, else whole values of the keys that change.

    Raises:
        CannotEditError: Nothing can be written that would be read back like that.
    """
    root = _compose(before)
    if not isinstance(root, MappingNode) or not root.value:
        return before + "".join(f"{line}\n" for line in block(values, 0))
    for whole in (False, True):
        try:
            edit = _Edit(before, order, whole)
            edit.mapping(root, values, ())
            after = edit.applied()
            read = _compose(after)
        except CannotEditError:
            continue
        if (_plain(read) if read is not None else {}) == filled(values):
            return after
    raise _impossible()


def filled(value: Plain) -> Plain:
    """The value without the keys that stand there empty."""
    if isinstance(value, dict):
        return {key: filled(inner) for key, inner in value.items() if inner != ""}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


@lru_cache(maxsize=8)  # nothing changes a node; one page reads the same facts several times
def _compose(text: str) -> Node | None:
    try:
        found: Node | None = yaml.compose(text, LOADER)
    except yaml.YAMLError:
        message = Message(N_("the facts cannot be read as YAML: mend them in a text editor first"))
        raise CannotEditError(message) from None
    return found


def _plain(node: Node) -> Plain | None:
    if isinstance(node, ScalarNode):
        bare = not node.style and node.value in EMPTY
        return None if bare else str(node.value)
    if isinstance(node, SequenceNode):
        items = (_plain(item) for item in node.value)  # an entry without a text of its own is written {}
        return ["" if item is None else item for item in items]
    pairs = ((str(key.value), _plain(value)) for key, value in node.value)
    return {key: value for key, value in pairs if value is not None}


@dataclass(slots=True)
class _Edit:
    """The pieces of a text to replace."""

    text: str
    order: Order
    whole: bool = False  # a key that changes gets its whole value anew
    edits: list[Edit] = field(default_factory=list)

    def applied(self) -> str:
        text = self.text
        # Two insertions at one place keep their order: the later one is applied first.
        self.edits.reverse()
        self.edits.sort(key=lambda edit: (-edit[0], -edit[1]))
        for start, end, new in self.edits:
            text = text[:start] + new + text[end:]
        return text

    # --- where things stand

    def _line(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _after(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def _end(self, node: Node) -> int:
        """Where the last character of a value is; a block scalar or a list ends before what follows it."""
        if isinstance(node, ScalarNode) or getattr(node, "flow_style", True):
            start, end = int(node.start_mark.index), int(node.end_mark.index)
            return start + len(self.text[start:end].rstrip())
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _entry_end(self, key: Node, value: Node) -> int:
        return self._after(max(self._end(value), key.end_mark.index))

    def _insert(self, at: int, lines: Sequence[str]) -> None:
        before = "" if at == 0 or self.text[at - 1] == "\n" else "\n"
        self.edits.append((at, at, before + "".join(f"{line}\n" for line in lines)))

    # --- changes

    def mapping(self, node: MappingNode, new: dict[str, Plain], path: tuple[str, ...]) -> None:
        if node.flow_style:
            self._flow_mapping(node, new)
            return
        indent = node.start_mark.column
        old = {str(key.value): (key, value) for key, value in node.value}
        for name, (key, value) in old.items():
            if name in new:
                if _plain(value) != new[name]:
                    self._value(key, value, new[name], (*path, name), indent)
            elif _plain(value) is not None:
                self._remove(key, value, node)
        self._added(node, {name: value for name, value in new.items() if name not in old}, path)

    def _remove(self, key: Node, value: Node, parent: MappingNode) -> None:
        start, end = self._line(key.start_mark.index), self._entry_end(key, value)
        if self.text[start : key.start_mark.index].strip():  # the first key of an item: "- key: value"
            others = [pair for pair in parent.value if pair[0] is not key]
            if not others:
                raise _impossible()
            start, end = key.start_mark.index, others[0][0].start_mark.index
        self.edits.append((start, end, ""))

    def _added(self, node: MappingNode, added: dict[str, Plain], path: tuple[str, ...]) -> None:
        known = list(self.order(path))
        indent = node.start_mark.column
        for name, value in added.items():
            before = set(known[: known.index(name)]) if name in known else set()
            ahead = [pair for pair in node.value if str(pair[0].value) in before] or (
                [node.value[-1]] if not before else []
            )
            lines = list(entry(name, value, indent))
            if ahead:
                self._insert(self._entry_end(*ahead[-1]), lines)
            else:  # before the first key, which may stand behind "- "
                first = node.start_mark.index
                self.edits.append((first, first, "\n".join(lines).lstrip() + "\n" + " " * indent))

    def _value(self, key: Node, node: Node, new: Plain, path: tuple[str, ...], indent: int) -> None:
        fine = not self.whole and bool(node.value)
        if fine and isinstance(node, MappingNode) and isinstance(new, dict):
            self.mapping(node, new, path)
        elif fine and isinstance(node, SequenceNode) and isinstance(new, list) and new:
            self._sequence(node, new, path)
        elif isinstance(node, ScalarNode) and isinstance(new, str) and self._raw(node):
            self._scalar(node, new, indent)
        else:
            start, end = key.end_mark.index, max(self._end(node) if node.value else 0, key.end_mark.index)
            colon = self.text.index(":", start) + 1
            rest = "\n".join(entry("", new, indent)).partition(":")[2]
            self.edits.append((colon, max(end, colon), rest))

    def _scalar(self, node: ScalarNode, new: str, indent: int, *, flow: bool = False) -> None:
        style = node.style if node.style in {'"', "'", ">"} else None
        self.edits.append((node.start_mark.index, self._end(node), scalar(new, style, indent, flow=flow)))

    def _sequence(self, node: SequenceNode, new: list[Plain], path: tuple[str, ...]) -> None:
        if node.flow_style:
            self._flow_sequence(node, new)
            return
        old, wanted = [repr(_plain(item)) for item in node.value], [repr(value) for value in new]
        indent = node.start_mark.column
        for tag, i, j, k, m in SequenceMatcher(None, old, wanted, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            common = min(j - i, m - k)
            for item, value in zip(node.value[i : i + common], new[k : k + common], strict=True):
                self._item(item, value, path, indent)
            for item in node.value[i + common : j]:
                self.edits.append((self._line(self._dash(item)), self._after(self._end(item)), ""))
            if new[k + common : m]:
                ahead = node.value[i + common - 1] if i + common else None
                at = self._after(self._end(ahead)) if ahead is not None else self._line(node.start_mark.index)
                self._insert(at, list(block(new[k + common : m], indent)))

    def _dash(self, item: Node) -> int:
        """Where the dash of an item is."""
        line = self._line(item.start_mark.index)
        if not _ITEM.fullmatch(self.text[line : item.start_mark.index]):
            raise _impossible()
        return self.text.rindex("-", line, item.start_mark.index)

    def _item(self, item: Node, new: Plain, path: tuple[str, ...], indent: int) -> None:
        if isinstance(item, MappingNode) and isinstance(new, dict) and item.value and new:
            self.mapping(item, new, path)
        elif isinstance(item, ScalarNode) and isinstance(new, str) and self._raw(item):
            self._scalar(item, new, indent)
        else:
            start, end = self._line(self._dash(item)), self._after(self._end(item))
            self.edits.append((start, end, "".join(f"{line}\n" for line in block([new], indent))))

    def _flow_sequence(self, node: SequenceNode, new: list[Plain]) -> None:
        kept = {repr(_plain(item)): self._raw(item) for item in node.value}
        first = node.value[0]
        style = first.style if isinstance(first, ScalarNode) and first.style in {'"', "'"} else None
        parts = [kept.get(repr(value)) or _flow(value, style) for value in new]
        self.edits.append((node.start_mark.index, self._end(node), f"[{', '.join(parts)}]"))

    def _flow_mapping(self, node: MappingNode, new: dict[str, Plain]) -> None:
        kept = {str(key.value): (_plain(value), self._raw(value)) for key, value in node.value}
        parts = [
            f"{name}: {kept[name][1] if name in kept and kept[name][0] == value else _flow(value, None)}"
            for name, value in new.items()
        ]
        self.edits.append((node.start_mark.index, self._end(node), f"{{{', '.join(parts)}}}"))

    def _raw(self, node: Node) -> str:
        return self.text[node.start_mark.index : self._end(node)]


def _impossible() -> CannotEditError:
    return CannotEditError(Message(N_("this change cannot be written in the file: use a text editor")))


def _flow(value: Plain, style: str | None) -> str:
    if isinstance(value, str):
        return scalar(value, style, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, style) for item in value)}]"
    return f"{{{', '.join(f'{key}: {_flow(item, style)}' for key, item in value.items())}}}"
