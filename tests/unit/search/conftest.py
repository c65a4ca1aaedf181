"""Runs the search modules meant for browsers outside a browser: their logic needs none."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def run_js() -> Callable[..., str]:
    """A function that runs one script of tests/js with Node, and gives what it printed."""
    node = shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")

    def run(script: str, *arguments: object, stdin: str = "") -> str:
        command = [node, str(ROOT / "tests" / "js" / script), *map(str, arguments)]
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
