"""make bench runs what it is given the material for, and names what it lacks."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import MEASURES, command

ROOT = Path(__file__).parents[3]


def test_what_is_missing_is_named() -> None:
    """What may be left out is, and never stops a measure."""
    words = MEASURES["search: peers"]
    assert command(words, {"BENCH_PAGES": "p"}) == (["search/peers.py", "p"], ["BENCH_QUESTIONS"])
    given = {"BENCH_PAGES": "p", "BENCH_QUESTIONS": "q", "BENCH_PAGEFIND": "f"}
    assert command(words, given) == (["search/peers.py", "p", "q", "--pagefind", "f"], [])


@pytest.mark.parametrize("name", MEASURES)
def test_measures_exist(name: str) -> None:
    """Each script takes the options that it would be run with."""
    script, *arguments = MEASURES[name]
    help_ = subprocess.run(
        [sys.executable, f"tests/bench/{script}", "--help"], cwd=ROOT, capture_output=True, check=True
    )
    for argument in arguments:
        option = argument.strip("[]").split()[0]
        assert not option.startswith("--") or option in help_.stdout.decode()


def test_variables_are_described() -> None:
    """The guide names each variable."""
    guide = (ROOT / "tests" / "bench" / "README.md").read_text("utf-8")
    names = {name for words in MEASURES.values() for word in words for name in word.strip("[]").split()}
    assert [name for name in names if name.startswith("BENCH_") and f"`{name}`" not in guide] == []
