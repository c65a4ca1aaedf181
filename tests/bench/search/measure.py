"""Quality, bytes and latency of the compiled index in Chromium, on real pages and questions.

    python tests/bench/search/measure.py PAGES QUESTIONS.tsv [--json]

Opens a page from disk, as a visitor could, asks each question in each way, and checks that the reference
gives the same twenty results. Bytes are those of gzip -9. Latency is that of plain questions asked again.
"""

import argparse
import gzip
import json
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from search.bundle import CLIENT, client_script, join
from search.evaluate import Question, measure, read_pages, read_questions, variants
from search.export import compile_index
from search.index import Index
from search.query import Searcher

CHROMIUM = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
PROBE = """import { Index } from './index.js'
import { scripts } from './load.js'
const load = scripts('index/fr/')
const loaded = []
const index = new Index('fr', (file) => (loaded.push(file.split('?')[0]), load(file)))
globalThis.ask = async (query, limit) => {
  loaded.length = 0
  const started = performance.now()
  const { results } = await index.search(query, { limit })
  const ms = performance.now() - started
  return { ids: results.map(({ id }) => id), urls: results.map(({ url }) => url), ms,
    loaded: loaded.slice() }
}
"""


def laid_out(files: dict[str, bytes], folder: Path) -> Path:
    """A page that holds the client and the index, to open from disk."""
    for name, content in files.items():
        (folder / "index" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "index" / name).write_bytes(content)
    names = ("analysis", "suggest", "score", "load", "codes", "pieces", "index")
    script = join({name: (CLIENT / f"{name}.js").read_text("utf-8") for name in names} | {"probe": PROBE})
    (folder / "client.js").write_text(script, "utf-8")
    page = folder / "index.html"
    page.write_text('<!doctype html><meta charset="utf-8"><script src="client.js"></script>', "utf-8")
    return page


ASK_ALL = "async ([texts, n]) => { const a = []; for (const t of texts) a.push(await ask(t, n)); return a }"


def asked(page: Page, texts: Sequence[str], limit: int = 10) -> list[dict]:
    return page.evaluate(ASK_ALL, [list(texts), limit])


def figures(questions: Sequence[Question], answers: Sequence[dict]) -> dict:
    pairs = [
        (question, list(dict.fromkeys(answer["urls"])))
        for question, answer in zip(questions, answers, strict=True)
    ]
    return {"all": measure(pairs), "reworded": measure([pair for pair in pairs if pair[0].reworded])}


def spread(values: Sequence[float]) -> dict:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def costs(page: Page, questions: Sequence[Question], sizes: dict[str, int]) -> dict:
    """Bytes of the first question and of each later one, then milliseconds when nothing is left to load."""
    first, *others = asked(page, [question.text for question in questions])
    again = asked(page, [question.text for question in questions])
    weights = [sum(sizes[name] for name in answer["loaded"]) for answer in others]
    return {
        "client gzip": len(gzip.compress(client_script().encode(), 9, mtime=0)),
        "first question gzip": sum(sizes[name] for name in first["loaded"]),
        "later question gzip": spread(weights),
        "answer once loaded ms": spread([answer["ms"] for answer in again]),
    }


def alone(page: Page, address: str, questions: Sequence[Question], sizes: dict[str, int]) -> dict:
    """Bytes of a question asked by a visitor who has just come."""
    weights = []
    for question in questions:
        page.goto(address)
        weights.append(sum(sizes[name] for name in asked(page, [question.text])[0]["loaded"]))
    return spread(weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages = read_pages(given.pages)
    questions = read_questions(given.questions, pages)
    report: dict[str, dict] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        tab = browser.new_page()
        for masked in (False, True):
            index = Index(None, "fr")
            index.update(replace(page, title="") if masked else page for page in pages)
            files = compile_index(index)
            address = laid_out(files, Path(folder) / str(masked)).as_uri()
            sizes = {
                name.split("/")[1]: len(gzip.compress(content, 9, mtime=0)) for name, content in files.items()
            }
            tab.goto(address)
            if not masked:
                report["costs"] = costs(tab, questions, sizes)
                report["costs"]["one question alone gzip"] = alone(tab, address, questions[::20], sizes)
            reference = Searcher(files)
            for name, ask in variants(pages).items() if not masked else [("titles masked", str)]:
                texts = [ask(question.text) for question in questions]
                answers = asked(tab, texts, limit=20)  # two pages may share an id
                report[name] = figures(questions, answers)
                expected = [
                    [r.id for r in reference.search(text, lang="fr", limit=20).results] for text in texts
                ]
                differing = sum(answer["ids"] != ids for answer, ids in zip(answers, expected, strict=True))
                report[name]["differs from the reference"] = differing
        browser.close()
    if given.json:
        print(json.dumps(report))
        return
    for name, values in report.items():
        print(name)
        for key, value in values.items():
            print("   ", key, value)


if __name__ == "__main__":
    main()
