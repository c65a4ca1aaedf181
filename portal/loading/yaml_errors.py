"""What the YAML parser says, in words that help whoever typed the file."""

from __future__ import annotations

import yaml

from portal.errors import N_, Message, Problem
from portal.loading.tree import Mark

_ALIGN = N_("begin it under the first letter of the line above, with spaces; two more inside a group")
# Beginnings of what PyYAML says (libyaml 0.2 and its own parser), and what it means to an editor.
_MEANINGS: tuple[tuple[str, str, str, str | None], ...] = (
    (
        "mapping values are not allowed",
        "yaml-colon",
        N_("a “:” that is not expected here"),
        N_("put a text that contains “: ” between quotes; check the line above and its indentation"),
    ),
    (
        "did not find expected key",
        "yaml-indent",
        N_("this line is not aligned with the lines before it"),
        _ALIGN,
    ),
    (
        "did not find expected '-'",
        "yaml-indent",
        N_("this line is not aligned with the lines before it"),
        _ALIGN,
    ),
    ("expected <block end>", "yaml-indent", N_("this line is not aligned with the lines before it"), _ALIGN),
    ("did not find expected ','", "yaml-bracket", N_("a list between brackets is not closed"), None),
    ("expected ','", "yaml-bracket", N_("a list between brackets is not closed"), None),
    ("did not find expected node content", "yaml-value", N_("a value is missing here"), None),
    ("expected the node content", "yaml-value", N_("a value is missing here"), None),
    (
        "found unknown escape",
        "yaml-escape",
        N_("an unknown “\\” code between double quotes"),
        N_("double the “\\”, or use single quotes"),
    ),
    ("found invalid Unicode", "yaml-escape", N_("an escape code that names no character"), None),
    ("did not find expected hexdecimal", "yaml-escape", N_("an escape code that names no character"), None),
    ("expected escape sequence", "yaml-escape", N_("an escape code that names no character"), None),
    (
        "could not find expected ':'",
        "yaml-colon-missing",
        N_("a key without “:”"),
        N_("write “key: value”, with a space after the “:”"),
    ),
    ("found undefined tag", "yaml-tag", N_("a type tag: remove it, values are read as typed"), None),
    ("found incompatible YAML", "yaml-directive", N_("a YAML directive: remove this line"), None),
)
_OPENED_BEFORE = ("yaml-bracket",)  # told where it opens, not where the file ends


def syntax_problem(error: yaml.YAMLError, path: str, text: str, first_line: int) -> Problem:
    """The one problem that made the parser stop.

    Args:
        error: As PyYAML raised it.
        path: The file.
        text: What was parsed.
        first_line: The line of the file on which the text starts.
    """
    said = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    hint: str | None = None
    code, msgid = "yaml-syntax", N_("this line cannot be read as YAML")
    for beginning, *meaning in _MEANINGS:
        if said.startswith(beginning):
            code, msgid, hint = meaning  # type: ignore[assignment]  # only the hint may be None
            break
    if said.startswith("found unexpected end of stream"):
        code, msgid = "yaml-quote", N_("a quote is opened here and never closed")
        mark = context or mark
    if code in _OPENED_BEFORE:
        mark = context or mark
    if said.startswith("found character"):
        return _bad_start(_at(mark, path, first_line), _char(mark, text))
    return _at(mark, path, first_line).problem(code, Message(msgid), Message(hint) if hint else None)


def _at(mark: yaml.Mark | None, path: str, first_line: int) -> Mark:
    return Mark(path, mark.line + first_line, mark.column + 1) if mark else Mark(path, first_line, 1)


def _char(mark: yaml.Mark | None, text: str) -> str:
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines):
        return ""
    return lines[mark.line][mark.column : mark.column + 1]


def _bad_start(at: Mark, char: str) -> Problem:
    if char == "\t":
        return at.problem(
            "yaml-tab",
            Message(N_("a tab in the indentation")),
            Message(N_("replace each tab with two spaces")),
        )
    return at.problem(
        "yaml-start",
        Message(N_("a value may not start with “%(char)s”"), {"char": char}),
        Message(N_("put the value between quotes")),
    )
