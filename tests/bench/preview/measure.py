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

# What is saved: a file (the first of its kind), the folder of its pages, where a word of the heading begins.
SAVED = [
    ("guides/*.md", "guides", r"^ *title: *['\"]?"),
    ("pathways/*.md", "parcours", r"^ *lay_label: *['\"]?"),
    ("directory/services.csv", "services", r"(?<=\n)(?P<id>[a-z0-9-]+),\"?"),
]

# Seconds between two saves: the checks of the whole content are over, or still run when the next one comes.
PAUSES = {"at rest": 6.0, "one after the other": 0.5}

# In each page, by the clock of the browser: when its content was first painted, with this heading. Asking
# from outside (wait_for_function) would add the time that the question takes.
PAINTED = """
new PerformanceObserver((list) => {
  const first = list.getEntriesByName("first-contentful-paint")[0];
  const heading = document.querySelector("h1")?.textContent ?? "";
  if (first) window.bench = { heading, painted: first.startTime };
}).observe({ type: "paint", buffered: true });
"""


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


def saves(page: Page, file: Path, end: int, count: int, pause: float) -> Iterator[tuple[float, float]]:
    """Milliseconds from each save to the whole answer of the server, and to the new word on the screen."""
    text = file.read_text("utf-8")
    for number in range(count):
        word = f"Essai{number}"
        time.sleep(pause)
        begun = time.time() * 1000
        file.write_text(f"{text[:end]}{word} {text[end:]}", encoding="utf-8")
        time.sleep(1)  # asking meanwhile would take time from the page
        page.wait_for_function("word => window.bench?.heading.includes(word)", arg=word)
        answered, painted = page.evaluate(
            "[performance.getEntriesByType('navigation')[0].responseEnd, bench.painted]"
            ".map((at) => performance.timeOrigin + at)"
        )
        yield answered - begun, painted - begun
    file.write_text(text, encoding="utf-8")


def said(name: str, found: list[float]) -> str:
    most = sorted(found)[int(len(found) * 0.9)]
    return f"{name}: median {statistics.median(found):4.0f} ms, 9 in 10 under {most:4.0f} ms"


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
            for files, pages, before in SAVED:
                file = min(f for f in content.glob(files) if "." not in f.stem)  # no translation
                place = re.search(before, file.read_text("utf-8"), re.M)
                assert place
                page = browser.new_page()
                page.add_init_script(PAINTED)
                page.goto(f"{address}{pages}/{place.groupdict().get('id', file.stem)}/")
                page.wait_for_selector("details.apercu")
                for name, pause in PAUSES.items():
                    answered, painted = zip(*saves(page, file, place.end(), given.saves, pause), strict=True)
                    print(f"{files}, {name}")
                    print(said("  answered", [*answered]))
                    print(said("  painted ", [*painted]), flush=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
