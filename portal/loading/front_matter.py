"""A Markdown file in two parts: facts between two lines of dashes, then text."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.errors import N_, Message, Problem
from portal.loading.tree import Fields, Mark, Node, Scalar
from portal.loading.yaml_tree import parse_yaml

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def parse_front_matter(path: str, text: str) -> tuple[Fields | None, list[Problem]]:
    """Read a file of content; the text below the second line of dashes becomes the key ``body``.

    Args:
        path: Named in problems.
        text: The whole file, lines ended by a line feed.

    Returns:
        Its fields, or None when they cannot be read, and what is wrong.
    """
    start = _FENCE.match(text)
    if not start:
        return None, [_missing(path)]
    end = _FENCE.search(text, start.end())
    if not end:
        message = Message(N_("the second line of dashes (---) is missing"))
        hint = Message(N_("write it after the last key; if the file was cut, take its last version"))
        return None, [Mark(path, 1, 1).problem("front-matter-open", message, hint)]
    tree, found = _facts(path, text[start.end() + 1 : end.start()])
    problems = [*found]
    if tree is None and not problems:
        tree = Fields(Mark(path, 2, 1))
    if tree is not None and not isinstance(tree, Fields):
        message = Message(N_("“key: value” lines are expected between the lines of dashes"))
        hint = Message(N_("is there a space after each “:”?"))
        return None, [*problems, tree.at.problem("front-matter-keys", message, hint)]
    if tree is None:
        return None, problems
    if "body" in tree.keys:
        message = Message(N_("the text is written below the second line of dashes, not in “body”"))
        problems.append(tree.keys["body"].problem("body-key", message))
    return _with_body(tree, path, text, end.end()), problems


@lru_cache(64)  # a save reads a record again with its translations, which it left as they were
def _facts(path: str, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    tree, problems = parse_yaml(path, text, first_line=2)
    return tree, tuple(problems)


def _with_body(tree: Fields, path: str, text: str, start: int) -> Fields:
    """Blank lines around the text are no part of it."""
    below = text[start:]
    body = below.strip()
    skipped = len(below) - len(below.lstrip())
    begin = start + skipped
    line_start = text.rfind("\n", 0, begin) + 1
    at = Mark(path, text.count("\n", 0, begin) + 1, begin - line_start + 1)
    values = {key: value for key, value in tree.values.items() if key != "body"}
    if body:
        values["body"] = Scalar(at, body)
    return Fields(tree.at, values, {**tree.keys, "body": at})


def _missing(path: str) -> Problem:
    message = Message(N_("the first line must be three dashes (---)"))
    hint = Message(N_("facts go between two lines of dashes, the text below"))
    return Mark(path, 1, 1).problem("front-matter-missing", message, hint)
