"""YAML to a tree of texts with positions.

PyYAML gives events only: it never resolves a value, so ``no``, ``01000``, ``9:00`` or ``2026-02-30`` stay
what the author typed (YAML 1.1 would make them false, 512, 540 and an error without a line).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from portal.errors import N_, Message, Problem
from portal.loading.tree import Fields, Items, Mark, Node, Scalar
from portal.loading.yaml_errors import syntax_problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it
MAX_DEPTH = 40  # the deepest record of the model has 6 levels
_GLUED = re.compile(r"[ \t]+#[^\s#]")
EMPTY = frozenset({"", "null", "~"})


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document.

    Args:
        path: Named in problems.
        text: At most a few megabytes, already free of control characters.
        first_line: The line of the file on which the text starts.

    Returns:
        The tree, or None when there is none to trust, and what is wrong with it.
    """
    builder = _Builder(path, first_line, text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not builder.take(event):
                return (None if builder.stack else builder.root), builder.problems
    except yaml.YAMLError as error:
        return None, [*builder.problems, syntax_problem(error, path, text, first_line)]
    except ValueError:  # the parser written in Python, on an escape such as \UFFFFFFFF
        at = Mark(path, first_line, 1)
        return None, [
            *builder.problems,
            at.problem("yaml-escape", Message(N_("an escape code that names no character"))),
        ]
    return builder.root, builder.problems


@dataclass(slots=True)
class _Open:
    """A list or a mapping being read."""

    node: Items | Fields
    items: list[Node] = field(default_factory=list)
    key: tuple[str, Mark] | None = None  # read, its value still to come


@dataclass(slots=True)
class _Builder:
    path: str
    first_line: int
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None
    documents: int = 0

    def take(self, event: yaml.Event) -> bool:
        """Add an event to the tree; False when it is better to stop reading."""
        start: yaml.Mark = event.start_mark  # type: ignore[assignment]  # parsed events always have one
        mark = Mark(self.path, start.line + self.first_line, start.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._report(mark, "yaml-documents", N_("a second YAML document: only the first is read"))
            return self.documents == 1
        if isinstance(event, yaml.AliasEvent):
            self._report(
                mark, "yaml-alias", N_("an alias (*%(name)s): repeat the value instead"), name=event.anchor
            )
            self._place(Scalar(mark, None), mark)
        elif isinstance(event, yaml.ScalarEvent):
            self._marks(event, mark)
            self._scalar(event, mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._marks(event, mark)
            return self._opened(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._closed()
        return True

    def _marks(self, event: yaml.NodeEvent, mark: Mark) -> None:
        """Anchors and tags: a way to write bombs and values that nobody typed."""
        if event.anchor:
            self._report(
                mark, "yaml-anchor", N_("an anchor (&%(name)s): write the value in full"), name=event.anchor
            )
        tag = getattr(event, "tag", None)
        if tag:
            self._report(
                mark, "yaml-tag", N_("a type tag (%(tag)s): remove it, values are read as typed"), tag=tag
            )

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        empty = event.implicit[0] and event.value in EMPTY
        if event.implicit[0]:
            self._cut(event.end_mark)  # type: ignore[arg-type]  # parsed events always have one
        if self._awaits_key():
            self._key("" if event.value is None else event.value, mark)
        else:
            self._place(Scalar(mark, None if empty else event.value), mark)

    def _cut(self, end: yaml.Mark) -> None:
        """A comment glued to a value ("Salle #3") is more often a text that YAML cuts short."""
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if _GLUED.match(rest):
            mark = Mark(self.path, end.line + self.first_line, end.column + 1)
            message = Message(N_("what follows “#” is a comment: it is not read"))
            hint = Message(N_("put the text between quotes, or a space after “#”"))
            self.problems.append(mark.problem("yaml-comment", message, hint, severity="warning"))

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, Fields) and self.stack[-1].key is None

    def _key(self, name: str, mark: Mark) -> None:
        here = self.stack[-1]
        assert isinstance(here.node, Fields)  # noqa: S101 - for the type checker
        if name in here.node.keys:
            first = here.node.keys[name].line
            self._report(
                mark,
                "duplicate-key",
                N_("the key “%(key)s” is already on line %(line)s"),
                key=name,
                line=first,
            )
        here.key = (name, mark)

    def _opened(self, event: yaml.CollectionStartEvent, mark: Mark) -> bool:
        if self._awaits_key():
            self._report(mark, "yaml-key", N_("a key must be a word, not a list or a group"))
            return False
        if len(self.stack) >= MAX_DEPTH:
            self._report(mark, "yaml-depth", N_("more than %(depth)s levels of nesting"), depth=MAX_DEPTH)
            return False
        node = Items(mark) if isinstance(event, yaml.SequenceStartEvent) else Fields(mark)
        self.stack.append(_Open(node))
        return True

    def _closed(self) -> None:
        done = self.stack.pop()
        node = Items(done.node.at, tuple(done.items)) if isinstance(done.node, Items) else done.node
        self._place(node, node.at)

    def _place(self, node: Node, mark: Mark) -> None:
        if not self.stack:
            self.root = node
            return
        here = self.stack[-1]
        if isinstance(here.node, Items):
            here.items.append(node)
        elif here.key is None:  # an alias used as a key, already reported
            here.key = ("", mark)
        else:
            name, at = here.key
            here.key = None
            if name not in here.node.keys:
                here.node.values[name], here.node.keys[name] = node, at

    def _report(self, mark: Mark, code: str, msgid: str, **params: object) -> None:
        self.problems.append(mark.problem(code, Message(msgid, params)))
