"""Bytes that search costs on a built site before its first result, in Chromium.

    python tests/bench/search/weight.py SITE GOLDEN.yaml [--json]

Each query of a golden file is asked, as a link would, by a visitor who has nothing in cache, on the search
page of its language opened from disk. Counted until results are drawn, as gzip -9: the script, what the page
carries for it (danger phrases, words of the interface), and the pieces of the index. What is left of the page
is given beside.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import yaml
from playwright.sync_api import Browser, sync_playwright

from measure import CHROMIUM

sys.path.insert(0, str(Path(__file__).parents[3]))  # run as a file, its folder comes first

from tests.weight import CARRIED, carried, gzipped

DRAWN = "#facets:not([hidden])"  # shown with the first results


def scripts_run(browser: Browser, page: Path, query: str) -> list[Path]:
    """The files of the scripts that a newcomer's question runs before its results are drawn."""
    tab = browser.new_page()
    run: list[Path] = []
    tab.on("request", lambda asked: run.append(Path(unquote(urlsplit(asked.url).path))))
    tab.goto(f"{page.as_uri()}#{urlencode({'q': query})}")
    tab.wait_for_selector(DRAWN, state="attached")
    tab.close()
    return [file for file in run if file.suffix == ".js"]


def weigh(browser: Browser, page: Path, queries: Sequence[str]) -> dict[str, object]:
    """The figures of one search page."""
    html = page.read_bytes()
    phrases = carried(html)
    sizes: dict[Path, int] = {}
    totals: dict[str, int] = {}
    pieces: list[int] = []
    for query in queries:
        run = scripts_run(browser, page, query)
        sizes |= {file: gzipped(file.read_bytes()) for file in run if file not in sizes}
        client = [file for file in run if file.parent.name == "assets"]
        pieces.append(sum(sizes[file] for file in run if file not in client))
        totals[query] = phrases + sum(sizes[file] for file in run)
    worst = max(totals, key=lambda query: totals[query])
    return {
        "queries": len(queries),
        "script": sum(sizes[file] for file in client),
        "phrases and words of the page": phrases,
        "index, median / worst": [statistics.median(pieces), max(pieces)],
        "all, median / worst": [statistics.median(totals.values()), totals[worst]],
        "worst query": worst,
        "rest of the page": gzipped(CARRIED.sub(b"", html)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("golden", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    asked: dict[str, list[str]] = {}
    for golden in yaml.safe_load(given.golden.read_text("utf-8")):
        asked.setdefault(golden.get("lang", "fr"), []).append(golden["query"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        report = {}
        for lang, queries in asked.items():
            home = given.site.resolve() / ("" if lang == "fr" else lang)
            report[lang] = weigh(browser, home / "recherche" / "index.html", queries)
        browser.close()
    if given.json:
        print(json.dumps(report))
        return
    for lang, figures in report.items():
        print(lang)
        for name, value in figures.items():
            print("   ", name, value)


if __name__ == "__main__":
    main()
