"""Latency of answers from a large index of generated records, in Chromium, once their pieces are loaded.

python tests/bench/search/large.py [--pages 100000]
"""

import argparse
import json
import random
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from build import generated
from measure import CHROMIUM, asked, laid_out, spread
from search.export import compile_index
from search.index import Index


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    given = parser.parse_args()
    pages = generated(given.pages, least=20)
    chance = random.Random(5)
    titles = [page.title for page in chance.sample(pages, 200)]
    queries = [" ".join(chance.sample(title.split(), 3)) for title in titles] + [
        title[:6] for title in titles
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        index = Index(Path(folder) / "whoosh", "fr", jobs=2)
        index.update(pages)
        files = compile_index(index)
        address = laid_out(files, Path(folder) / "site").as_uri()
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        tab = browser.new_page()
        tab.goto(address)
        asked(tab, queries)
        again = spread([answer["ms"] for answer in asked(tab, queries)])
        browser.close()
    print(json.dumps({"pages": len(pages), "pieces": len(files), "answer once loaded ms": again}))


if __name__ == "__main__":
    main()
