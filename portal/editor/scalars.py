"""Values as YAML: quoted only when a reader would take them for something else; no tag, no anchor."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

Plain = str | list["Plain"] | dict[str, "Plain"]  # what a form gives: texts, lists and groups of them

WIDTH = 118
# What YAML 1.1 and 1.2 read as text without quotes: it opens with a letter, or with a number of something.
_BARE = re.compile(r"(?:[^\W\d_]|[«“(]|\d+[a-zéè]{0,3} +[^\W\d])(?:[^:#\[\]{}\n]|:(?=\S))*")
_FACT = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|-?(?:0|[1-9]\d{0,3})(?:\.\d+)?|[1-9]\d*\.\d+")
_SPACED = re.compile(r"\d{2}(?: \d{2})+|[A-Za-z]{2}-[A-Za-z]{2} \d{2}:\d{2}[-\d:, ]*")  # phones, hours
_WORDS = re.compile(
    r"~|null|y|n|on|off", re.IGNORECASE
)  # yes, no, true, false stay bare: the portal reads them


def scalar(value: str, style: str | None = None, indent: int = 0, *, flow: bool = False) -> str:
    """A value as it goes into a file.

    Args:
        value: The text; with line breaks it becomes a literal block.
        style: How the value it replaces was written: ``"``, ``'``, ``>``, ``|`` or None.
        indent: Of the key that holds it, in spaces.
        flow: Between brackets or braces.
    """
    if "\n" in value and not flow:
        pad = " " * (indent + 2)
        return "|-\n" + "\n".join(f"{pad}{line}" if line else "" for line in value.split("\n"))
    if style == ">" and len(value) > WIDTH - indent and not flow and not value.startswith(" "):
        pad = " " * (indent + 2)
        lines = textwrap.wrap(value, WIDTH, initial_indent=pad, subsequent_indent=pad,
                              break_long_words=False, break_on_hyphens=False)  # fmt: skip
        return ">-\n" + "\n".join(lines)
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or not _is_bare(value, flow):
        return json.dumps(value, ensure_ascii=False)
    return value


def _is_bare(value: str, flow: bool) -> bool:
    if value != value.strip() or _WORDS.fullmatch(value) or (flow and re.search(r"[,\[\]{}]", value)):
        return False
    return bool(_BARE.fullmatch(value) or _FACT.fullmatch(value) or _SPACED.fullmatch(value))


def block(value: Plain, indent: int) -> Iterator[str]:
    """The lines of a group or a list, indented."""
    pad = " " * indent
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from entry(key, inner, indent)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            lines = list(block(inner, indent + 2)) if isinstance(inner, dict | list) and inner else []
            if lines:
                yield f"{pad}- {lines[0][indent + 2 :]}"
                yield from lines[1:]
            else:
                yield f"{pad}- {_single(inner, indent)}"


def entry(key: str, value: Plain, indent: int) -> Iterator[str]:
    """The lines of a key with its value."""
    pad = " " * indent
    if isinstance(value, dict | list) and value:
        yield f"{pad}{key}:"
        yield from block(value, indent + 2)
    else:
        yield from f"{pad}{key}: {_single(value, indent)}".rstrip(" ").split("\n")


def _single(value: Plain, indent: int) -> str:
    if isinstance(value, str):
        return scalar(value, None, indent) if value else ""  # the key alone: it takes an imported value away
    return "{}" if isinstance(value, dict) else "[]"
