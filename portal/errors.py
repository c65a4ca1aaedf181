"""Problems that an editor can mend, and the one error that stops a command. A leaf."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark an English string for translation where it stands; it is translated where it is shown."""
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to a person, translated only when shown."""

    id: str  # English, with %(name)s places; the key in translations/
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str] = str) -> str:
        """The sentence in the language of ``gettext``; control characters of values are escaped.

        Values come from files that anyone may have written: an escape sequence must not reach a terminal,
        nor a line break forge a second diagnostic.
        """
        shown = {
            name: gettext(value) if isinstance(value, _Marked) else printable(str(value))
            for name, value in self.params.items()
        }
        return gettext(self.id) % shown if shown else gettext(self.id)


class _Marked(str):
    """A parameter that is itself to be translated."""

    __slots__ = ()


def marked(msgid: str) -> str:
    """Make a parameter of a Message that is translated with it."""
    return _Marked(msgid)


def printable(text: str) -> str:
    """The text with control and bidirectional characters spelt out, so that it cannot forge output."""
    return "".join(
        c
        if c.isprintable() and c not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069"
        else f"\\u{ord(c):04x}"
        for c in text
    )


# What systems say in English, or in jargon, of what people meet.
_REASONS = {
    errno.ENOENT: N_("there is nothing of this name"),
    errno.ENOTDIR: N_("one of its folders is a file"),
    errno.EEXIST: N_("a file already has this name"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("this account may not"),
    errno.EPERM: N_("this account may not"),
    errno.EROFS: N_("this disk is only read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ECONNREFUSED: N_("no server listens there"),
    errno.ENETUNREACH: N_("no network"),
    errno.ETIMEDOUT: N_("it took too long"),
}
_NAMES = {
    socket.EAI_NONAME: N_("nobody has this name on the Internet"),
    socket.EAI_AGAIN: N_("the name could not be looked up: no network?"),
}


def reason(error: Exception) -> str:
    """Why the system refused, as a parameter of a Message: in the reader's words when they are known."""
    if isinstance(error, TimeoutError) and not error.args:
        return marked(_REASONS[errno.ETIMEDOUT])
    code = error.errno if isinstance(error, OSError) else None
    known = (_NAMES if isinstance(error, socket.gaierror) else _REASONS).get(code or 0)
    return marked(known or getattr(error, "strerror", None) or str(error) or type(error).__name__)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, where it stands."""

    path: str  # relative to the root of the territory, with "/"
    line: int  # from 1; 1 when it concerns the whole file
    column: int  # from 1
    code: str  # stable, kebab-case: what programs and documentation refer to
    message: Message = field(compare=False)
    hint: Message | None = field(default=None, compare=False)
    severity: Severity = field(default="error", compare=False)

    def as_dict(self, gettext: Callable[[str], str] = str) -> dict[str, object]:
        """The problem as the JSON of ``portal check --format json``."""
        return {
            "file": self.path,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message.render(gettext),
            "hint": self.hint.render(gettext) if self.hint else "",
        }

    def as_text(self, gettext: Callable[[str], str] = str) -> str:
        """The problem on one line: ``file:line:column: message, hint``."""
        hint = f", {self.hint.render(gettext)}" if self.hint else ""
        return f"{printable(self.path)}:{self.line}:{self.column}: {self.message.render(gettext)}{hint}"


class PortalError(Exception):
    """What stops a command: one sentence for the person who typed it, and an exit status."""

    exit_code = 2  # wrong use

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.render())
        self.message = message
        self.hint = hint


class ContentError(PortalError):
    """The content has errors: nothing is written."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(Message(N_("the content has %(count)s errors"), {"count": len(self.problems)}))
