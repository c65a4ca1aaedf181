"""What Babel takes from the modules of commands: their help is written where they are, not marked."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from babel.messages.extract import extract_python

from portal.cli.words import KEPT, paragraphs

HELP = ("help", "told")  # the arguments that give the help of an option


def extract(
    file: BinaryIO, keywords: dict[str, Any], comment_tags: Sequence[str], options: dict[str, Any]
) -> Iterator[tuple[int, Any, Any, Any]]:
    """For Babel: what a module of commands says by gettext, then the help of its commands and options."""
    # Babel types for itself what it hands to extractors as plain dictionaries.
    yield from extract_python(file, keywords, comment_tags, options)  # type: ignore[arg-type]
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            for part in paragraphs(ast.get_docstring(node) or ""):
                yield node.lineno, None, part.removeprefix(KEPT), []
        elif isinstance(node, ast.keyword) and node.arg in HELP and isinstance(node.value, ast.Constant):
            yield node.value.lineno, None, node.value.value, []


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in {"command", "group"}
