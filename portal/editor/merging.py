"""Two texts that began as one: what only one of them changed is taken, the rest stays to be chosen.

A three-way merge by lines, after Khanna, Kunal and Pierce, *A Formal Investigation of Diff3* (2007).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Block:
    """A passage that both texts changed. It begins with the line before it, by which it is found again."""

    line: int  # where it begins in the text, from 1
    mine: str  # as the text has it
    theirs: str

    def taken(self, text: str) -> tuple[str, Block] | None:
        """The text with the other passage in place, and the block turned round; None: it is not there."""
        found = list(_places(text, self.mine))
        if not found:
            return None
        at = min(found, key=lambda place: abs(text.count("\n", 0, place) + 1 - self.line))
        line = text.count("\n", 0, at) + 1
        return text[:at] + self.theirs + text[at + len(self.mine) :], Block(line, self.theirs, self.mine)


def _places(text: str, passage: str) -> Iterator[int]:
    """Where a passage stands in a text, from the start of a line."""
    at = text.find(passage)
    while at >= 0:
        if at == 0 or text[at - 1] == "\n":
            yield at
        at = text.find(passage, at + 1)


def merge(base: str | None, mine: str, theirs: str) -> tuple[str, list[Block]]:
    """Bring two texts together.

    Args:
        base: What both began with; None when nobody knows any more: what both have is taken for it.
        mine: One text.
        theirs: The other.

    Returns:
        The text, with mine where both changed the same lines, and these passages.
    """
    ours, other = mine.splitlines(keepends=True), theirs.splitlines(keepends=True)
    if base is None:
        same = SequenceMatcher(None, ours, other, autojunk=False).get_matching_blocks()
        was = [line for match in same for line in ours[match.a : match.a + match.size]]
    else:
        was = base.splitlines(keepends=True)
    lines: list[str] = []
    blocks: list[Block] = []
    for before, one, two in _regions(was, ours, other):
        if one in (two, before):
            lines += two
        elif two == before:
            lines += one
        else:
            start, head = len(lines), lines[-1:]
            blocks.append(Block(start + 1 - len(head), "".join(head + one), "".join(head + two)))
            lines += one
    return "".join(lines), blocks


def _regions(
    base: list[str], one: list[str], two: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The lines of three texts, cut where all three agree."""
    kept_one, kept_two = _kept(base, one), _kept(base, two)
    at = at_one = at_two = 0
    for line in [*(n for n in range(len(base)) if n in kept_one and n in kept_two), len(base)]:
        there, here = kept_one.get(line, len(one)), kept_two.get(line, len(two))
        if (line, there, here) != (at, at_one, at_two):
            yield base[at:line], one[at_one:there], two[at_two:here]
        if line < len(base):
            yield [base[line]], [base[line]], [base[line]]
        at, at_one, at_two = line + 1, there + 1, here + 1


def _kept(base: list[str], text: list[str]) -> dict[int, int]:
    """The lines of a text that another still has, and where."""
    matches = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {m.a + n: m.b + n for m in matches for n in range(m.size)}
