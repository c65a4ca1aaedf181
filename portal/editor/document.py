"""A file of content being edited: only what changes is written anew.

Comments, order, quotes, blank lines and line ends of the rest stay byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.editor.edits import CannotEditError, Order, changed, facts, filled
from portal.editor.scalars import Plain, block
from portal.errors import N_, Message

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file with facts at its head, or a YAML file."""

    text: str  # lines ended by a line feed
    newline: str  # how the file ends them
    mark: bool  # a byte order mark opens the file
    facts: tuple[int, int]  # where the YAML is
    body: tuple[int, int] | None  # where the text is; None: a YAML file

    @classmethod
    def of(cls, data: bytes, *, markdown: bool) -> Document:
        """Read a file.

        Raises:
            CannotEditError: It is not UTF-8, or its lines of dashes are missing.
        """
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = Message(N_("the file is not in UTF-8: mend it in a text editor first"))
            raise CannotEditError(message) from None
        newline = "\r\n" if "\r\n" in text else "\n"
        text = text.replace("\r\n", "\n")
        mark = data.startswith(b"\xef\xbb\xbf")
        if not markdown:
            return cls(text, newline, mark, (0, len(text)), None)
        start = _FENCE.match(text)
        end = _FENCE.search(text, start.end()) if start else None
        if not start or not end:
            message = Message(N_("the lines of dashes (---) are missing: mend it in a text editor first"))
            raise CannotEditError(message)
        below = text[end.end() :]
        begin = end.end() + len(below) - len(below.lstrip())
        return cls(text, newline, mark, (start.end() + 1, end.start()), (begin, begin + len(below.strip())))

    @property
    def values(self) -> dict[str, Plain]:
        """The facts as typed; keys without a value are left out."""
        return facts(self.text[slice(*self.facts)])

    @property
    def prose(self) -> str:
        """The text below the facts."""
        return self.text[slice(*self.body)] if self.body else ""

    def changed(
        self, values: dict[str, Plain], prose: str | None = None, order: Order = lambda _: ()
    ) -> bytes:
        """The bytes of the file with other values.

        Args:
            values: All facts, as they should be read back.
            prose: The text; None leaves it.
            order: Where a new key goes among the others.

        Raises:
            CannotEditError: Nothing can be written that would be read back like that.
        """
        text = self.text
        if self.body and prose is not None and prose.strip() != self.prose:
            text = self._with_prose(prose.strip())
        before = text[slice(*self.facts)]
        after = before
        if filled(values) != self.values or values != filled(values):
            after = changed(before, values, order)
        text = text[: self.facts[0]] + after + text[self.facts[1] :]
        return self.as_bytes(text)

    def as_bytes(self, text: str) -> bytes:
        """Another text with the line ends and the opening of this file."""
        data = text.replace("\n", self.newline).encode()
        return b"\xef\xbb\xbf" + data if self.mark else data

    def _with_prose(self, prose: str) -> str:
        start, end = self.body or (0, 0)
        head = self.text[:start]
        tail = self.text[end:] or "\n"
        return (head if head.endswith("\n") else f"{head}\n") + prose + (tail if prose else "")


def new_file(values: dict[str, Plain], prose: str = "") -> bytes:
    """The bytes of a new Markdown file."""
    facts = "".join(f"{line}\n" for line in block(values, 0))
    return f"---\n{facts}---\n{prose.strip()}".rstrip("\n").encode() + b"\n"
