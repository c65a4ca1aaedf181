"""A folder seeded with errors: all are found in one run, each at its line, and nothing else is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from portal.checks import check, check_loaded
from portal.errors import Problem
from tests.unit.conftest import Load

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"
EXPECTED = [tuple(line.split("\t")) for line in (BROKEN / "expected.tsv").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> list[Problem]:
    return check(BROKEN, date(2026, 11, 22))


def test_every_error_at_its_line(found: list[Problem]) -> None:
    """Neither one more nor one less than the list says."""
    assert Counter((p.path, str(p.line), p.code) for p in found) == Counter(EXPECTED)


def test_many_kinds_of_errors() -> None:
    """The list covers what editors really do: more than a hundred different codes."""
    assert len({code for _path, _line, code in EXPECTED}) > 100


def test_in_the_order_of_files_and_lines(found: list[Problem]) -> None:
    places = [(p.path, p.line, p.column) for p in found]
    assert places == sorted(places)


def test_messages_stand_on_one_line(found: list[Problem]) -> None:
    """No value of a file can forge a second diagnostic, nor reach the terminal as an escape sequence."""
    for problem in found:
        assert problem.as_text().isprintable(), problem


def test_a_thousand_errors(load: Load) -> None:
    """However many there are, one run tells each, and the next run tells the same."""
    text = (
        "---\ntitle: Guide {0}\nsummary: Un guide.\nkind: faux\nkey_points: [Un point.]\n"
        "telephon: non\nreviewed_on: 2026-02-30\nsources: oui\nstatus: neuf\n---\nUn texte.\n"
    )
    files = {f"guides/g{n}.md": text.format(n) for n in range(200)}
    first, second = ([p for p in check_loaded(load(files)) if p.severity == "error"] for _ in range(2))
    told = Counter(p.path for p in first if p.path.startswith("content/guides/"))
    assert told == {f"content/{name}": 5 for name in files}
    assert first == second
