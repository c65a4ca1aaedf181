"""Two texts from one: nothing that only one of them says is lost, and nobody's lines win unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.editor.merging import Block, merge

# What both began with, mine, theirs, what comes of it, and the passages to choose; a newcomer adds a line.
CASES = [
    ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", []),
    ("a\nb\n", "a\nb\n", "a\nx\nb\n", "a\nx\nb\n", []),
    ("a\nb\n", "a\nx\nb\n", "a\nx\nb\n", "a\nx\nb\n", []),
    ("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n", "a\nX\nc\n", [Block(1, "a\nX\n", "a\nY\n")]),
    ("a\nb\nc\n", "a\nc\n", "a\nY\nc\n", "a\nc\n", [Block(1, "a\n", "a\nY\n")]),
    ("a\nb\n", "X\nb\n", "b\n", "X\nb\n", [Block(1, "X\n", "")]),
    ("", "a\n", "b\n", "a\n", [Block(1, "a\n", "b\n")]),
    (None, "a\nX\nc\n", "a\nY\nc\n", "a\nX\nc\n", [Block(1, "a\nX\n", "a\nY\n")]),
    (None, "a\nX\nc\n", "a\nc\n", "a\nX\nc\n", []),
]


@pytest.mark.parametrize(("base", "mine", "theirs", "text", "blocks"), CASES)
def test_merge(base: str | None, mine: str, theirs: str, text: str, blocks: list[Block]) -> None:
    assert merge(base, mine, theirs) == (text, blocks)


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=8).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_any_texts(base: str, mine: str, theirs: str) -> None:
    """What one alone changed is taken; to take every passage of the other gives what the other has there."""
    assert merge(base, mine, base) == (mine, [])
    assert merge(base, base, theirs) == (theirs, [])
    assert merge(base, mine, mine) == (mine, [])
    text, blocks = merge(base, mine, theirs)
    for block in blocks:
        lines = text.splitlines(keepends=True)[block.line - 1 :]
        assert "".join(lines).startswith(block.mine)
    swapped, mirrored = merge(base, theirs, mine)
    assert len(mirrored) == len(blocks)
    if not blocks:
        assert swapped == text
