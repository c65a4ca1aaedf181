"""YAML as people write it: every value stays what was typed, and every trap gets its own words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.loading.files import decode
from portal.loading.front_matter import parse_front_matter
from portal.loading.tree import Fields, Scalar, locate, locate_key, plain
from portal.loading.yaml_tree import parse_yaml


@pytest.mark.parametrize(
    "typed",
    ["no", "on", "yes", "01000", "0474454647", "010000024", "9:00", "10:30", "2026-02-30", "1_000", "0x1F",
     "1e3", ".5", "NULL", "True", "=", "+33 5 36 49 12 34", "12:30:45", "1.10"],
)  # fmt: skip
def test_values_are_never_resolved(typed: str) -> None:
    """YAML 1.1 reads most of these as something else: 512 for a postcode, 630 for an opening hour."""
    tree, problems = parse_yaml("f.md", f"a: {typed}\n{typed}: b\n")
    assert not problems
    assert plain(tree) == {"a": typed, typed: "b"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("", None), ("~", None), ("null", None), ("''", ""), ("'null'", "null"), ('"~"', "~")],
)
def test_only_bare_nothing_is_nothing(typed: str, value: str | None) -> None:
    tree, _ = parse_yaml("f.md", f"a: {typed}\n")
    assert isinstance(tree, Fields)
    assert tree.values["a"] == Scalar(tree.values["a"].at, value)


def test_positions_count_from_one() -> None:
    tree, _ = parse_yaml("f.md", "a: 1\nb:\n  - x: déjà\n    y: là\n", first_line=2)
    assert tree is not None
    value, key = locate(tree, ("b", 0, "y")), locate_key(tree, ("b", 0, "y"))
    assert (value.line, value.column) == (5, 8)
    assert (key.line, key.column) == (5, 5)


def test_absent_value_is_where_its_parent_is() -> None:
    tree, _ = parse_yaml("f.md", "a:\n  b: 1\n")
    assert tree is not None
    assert locate(tree, ("a", "c")).line == 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: *x\n", ["yaml-alias"]),
        ("a: &x 1\n", ["yaml-anchor"]),
        ("a: !!python/object/apply:os.system [ls]\n", ["yaml-tag"]),
        ("<<: {a: 1}\n", []),  # an unknown key, for whoever reads the tree
        ("a: 1\na: 2\n", ["duplicate-key"]),
        ("a: 1\n---\nb: 2\n", ["yaml-documents"]),
        ("a: Salle #3\n", ["yaml-comment"]),
        ("a: Salle # à relire\n", []),
        ("a: 'Salle #3'\n", []),
        ("[a]: 1\n", ["yaml-key"]),
        ("a:\n\tb: 1\n", ["yaml-tab"]),
        ("a: `b`\n", ["yaml-start"]),
        ("a: %b\n", ["yaml-start"]),
        ('a: "\\x"\n', ["yaml-escape"]),
        ("a: |\n  b\n c\n", ["yaml-indent"]),
    ],
)
def test_each_trap_has_its_code(text: str, codes: list[str]) -> None:
    assert [p.code for p in parse_yaml("f.md", text)[1]] == codes


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 500_000,
        "a: " + "{a: " * 200_000,
        "- " * 100_000,
        "? " * 100_000,
        "".join(f"k{i}: &k{i} [*k{i - 1}, *k{i - 1}]\n" for i in range(1, 200)),
        "".join(f"k{i}: &k{i} {{<<: [*k{i - 1}, *k{i - 1}]}}\n" for i in range(1, 200)),
        "&a " * 100_000,
    ],
)
def test_bombs_cost_no_time(text: str) -> None:
    """Refused at once: nothing is expanded, and nesting is cut before any recursion."""
    start = time.process_time()
    _tree, problems = parse_yaml("f.md", text)
    assert problems
    assert time.process_time() - start < 5


_INK = st.sampled_from([*list("ab:-?[]{},#&*!|>'\"%@` \n\t\\01é\u2028"), "---", ": ", "- ", "\n  ", "<<"])


@given(st.lists(_INK, max_size=60).map("".join))
def test_no_text_makes_it_crash(text: str) -> None:
    """Whatever is typed, the answer is a tree, problems, or both; each problem stands in the text."""
    tree, problems = parse_yaml("f.md", text)
    assert tree is not None or problems or not plain(tree or Scalar(None, None))  # type: ignore[arg-type]
    lines = text.count("\n") + text.count("\u2028") + 2
    assert all(1 <= p.line <= lines and p.column >= 1 for p in problems)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    text, problems = decode("f.md", b"---\n" + data)
    assert (text is None) == bool(problems)
    if text is not None:
        parse_front_matter("f.md", text)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[a-zà-ÿ0-9 ]{1,20}", fullmatch=True)
    )
)
def test_what_is_typed_is_what_is_read(fields: dict[str, str]) -> None:
    """Plain values come back as typed, spaces around them aside."""
    kept = {key: value for key, value in fields.items() if value.strip() and value.strip() != "null"}
    text = "".join(f"{key}: {value}\n" for key, value in kept.items())
    tree, problems = parse_yaml("f.md", text)
    assert not problems
    if kept:
        assert tree is not None
        assert plain(tree) == {key: value.strip() for key, value in kept.items()}
