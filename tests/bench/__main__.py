"""Prints the figures of every measure whose material is given; tests/bench/README.md says how to give it.

python -m tests.bench
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
# What each measure runs: words in capitals are values of variables, and one in brackets may be left out.
MEASURES = {
    "search: build": ["search/build.py", "--pages", "BENCH_COUNT", "[--pagefind BENCH_PAGEFIND]"],
    "search: large index": ["search/large.py", "--pages", "BENCH_LARGE"],
    "search: quality, bytes, latency": ["search/measure.py", "BENCH_PAGES", "BENCH_QUESTIONS"],
    "search: bytes of a site": ["search/weight.py", "BENCH_SITE", "BENCH_GOLDEN"],
    "search: peers": [
        "search/peers.py", "BENCH_PAGES", "BENCH_QUESTIONS", "[--node-modules BENCH_NODE_MODULES]",
        "[--pagefind BENCH_PAGEFIND]",
    ],
    "directory: import, pages, index": ["directory/measure.py", "BENCH_DIRECTORY", "[--sizes BENCH_SIZES]"],
    "preview: save to page": ["preview/measure.py", "BENCH_CONTENT"],
    "directory: professionals": ["directory/register.py", "--rows", "BENCH_ROWS"],
}  # fmt: skip


def command(words: list[str], given: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The arguments that a measure is run with, and the variables that it lacks."""
    arguments, missing = [], []
    for word in words:
        parts = word.strip("[]").split()
        lacking = [part for part in parts if part.startswith("BENCH_") and not given.get(part)]
        if not lacking:
            arguments += [given.get(part, part) for part in parts]
        elif not word.startswith("["):
            missing += lacking
    return arguments, missing


def main() -> int:
    failed = False
    for name, words in MEASURES.items():
        (script, *arguments), missing = command(words, os.environ)
        print(f"== {name}", flush=True)
        if missing:
            print(f"   not run: {', '.join(missing)} not given (tests/bench/README.md)", flush=True)
        else:
            done = subprocess.run([sys.executable, str(HERE / script), *arguments], check=False)
            failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
