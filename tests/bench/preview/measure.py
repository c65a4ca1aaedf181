"""From a save to the page in a real browser, as `portal serve` gives it.

python tests/bench/preview/measure.py CONTENT [--saves 15]
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[3]))  # run as a file, its folder comes first

from tests.chromium import launch

# What is saved: a kind of record, the folder of its pages, the key of which a word changes.
KINDS = [
    ("guides", "guides", "title"),
    ("pathways", "parcours", "lay_label"),
]


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a preview of a folder, in its own process."""
    command = [sys.executable, "-m", "portal", "serve", "--root", str(root), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()


def saves(page: Page, file: Path, key: str, count: int) -> Iterator[float]:
    """Milliseconds from each save to the new word in the heading of the page."""
    text = file.read_text("utf-8")
    start, end = re.search(rf"^ *{key}: *['\"]?", text, re.M).span()  # type: ignore[union-attr]
    assert start < end
    for number in range(count):
        word = f"Essai{number}"
        time.sleep(1.5)  # checks of the save before are over, as when someone writes
        begun = time.perf_counter()
        file.write_text(f"{text[:end]}{word} {text[end:]}", encoding="utf-8")
        page.wait_for_function("word => document.querySelector('h1')?.textContent.includes(word)", arg=word)
        yield (time.perf_counter() - begun) * 1000
    file.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("--saves", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        content = Path(folder) / "content"
        shutil.copytree(given.content, content)
        browser = launch(playwright)
        with served(Path(folder)) as address:
            for kind, pages, key in KINDS:
                file = min(f for f in (content / kind).glob("*.md") if "." not in f.stem)  # no translation
                page = browser.new_page()
                page.goto(f"{address}{pages}/{file.stem}/")
                page.wait_for_selector("details.apercu")
                found = sorted(saves(page, file, key, given.saves))
                page.close()
                print(
                    f"{kind:10} save to page: median {statistics.median(found):4.0f} ms, "
                    f"9 in 10 under {found[int(len(found) * 0.9)]:4.0f} ms"
                )
        browser.close()


if __name__ == "__main__":
    main()
