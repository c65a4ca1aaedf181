"""Facts between two lines of dashes, text below."""

from __future__ import annotations

import pytest

from portal.loading.front_matter import parse_front_matter


def test_text_starts_at_its_line() -> None:
    """Problems found in the text are told at the right line."""
    tree, problems = parse_front_matter("f.md", "---\na: 1\n---\n\n\nPremière ligne.\n\nSuite.\n\n")
    assert not problems
    assert tree is not None
    assert tree.text("body") == "Première ligne.\n\nSuite."
    assert tree.values["body"].at.line == 6


def test_dashes_inside_a_text_are_text() -> None:
    tree, problems = parse_front_matter("f.md", "---\na: |\n  ---\n  b\n---\nTexte.\n\n---\n\nFin.\n")
    assert not problems
    assert tree is not None
    assert tree.text("a") == "---\nb\n"
    assert tree.text("body") == "Texte.\n\n---\n\nFin."


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "front-matter-missing", 1),
        ("\n---\na: 1\n---\n", "front-matter-missing", 1),
        ("---\na: 1\n", "front-matter-open", 1),
        ("---\n- a\n---\n", "front-matter-keys", 2),
        ("---\na: 1\nbody: 2\n---\n", "body-key", 3),
    ],
)
def test_each_slip_has_its_code(text: str, code: str, line: int) -> None:
    _tree, problems = parse_front_matter("f.md", text)
    assert [(p.code, p.line) for p in problems] == [(code, line)]


def test_no_facts_at_all_is_an_empty_record() -> None:
    tree, problems = parse_front_matter("f.md", "---\n---\nTexte.\n")
    assert not problems
    assert tree is not None
    assert list(tree.values) == ["body"]
