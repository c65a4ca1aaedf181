"""Other engines on the same pages and questions, in the same run.

    python tests/bench/search/peers.py PAGES QUESTIONS.tsv [--node-modules DIR] [--pagefind PROGRAM]

Whoosh's own French analyzer always runs, all words optional. DIR holds what ``npm install minisearch lunr
lunr-languages`` puts there; PROGRAM is Pagefind's, and its client is asked in Chromium. Our own figures come
from the same reading of the pages and the same variants.
"""

import argparse
import html
import json
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup, WhitespacePlugin

from measure import CHROMIUM
from search.analysis import FRENCH_STOP
from search.document import SearchDocument
from search.evaluate import measure, read_pages, read_questions, variants
from search.export import compile_index
from search.index import Index
from search.query import Searcher

Engine = Callable[[Sequence[SearchDocument], Sequence[str]], list[list[str]]]


def whole(page: SearchDocument) -> str:
    return "\n".join((*page.headings, page.body))


def ours(pages: Sequence[SearchDocument], texts: Sequence[str]) -> list[list[str]]:
    index = Index(None, "fr")
    index.update(pages)
    searcher = Searcher(compile_index(index))
    found = ([r.url for r in searcher.search(text, lang="fr", limit=20).results] for text in texts)
    return [list(dict.fromkeys(ids))[:10] for ids in found]


def whoosh(pages: Sequence[SearchDocument], texts: Sequence[str]) -> list[list[str]]:
    french = partial(TEXT, analyzer=LanguageAnalyzer("fr"))
    boosts = {"title": 3.0, "summary": 1.5, "body": 1.0}
    schema = Schema(id=ID(stored=True), **{name: french(field_boost=boost) for name, boost in boosts.items()})
    index = RamStorage().create_index(schema)
    writer = index.writer(limitmb=256)
    for page in pages:
        writer.add_document(id=page.url, title=page.title, summary=page.summary, body=whole(page))
    writer.commit()
    parser = MultifieldParser(
        list(boosts), schema, plugins=[WhitespacePlugin()], fieldboosts=boosts, group=OrGroup
    )
    with index.searcher() as searcher:
        found = ([hit["id"] for hit in searcher.search(parser.parse(text), limit=30)] for text in texts)
        return [list(dict.fromkeys(ids))[:10] for ids in found]


def with_node(
    folder: Path, name: str, pages: Sequence[SearchDocument], texts: Sequence[str]
) -> list[list[str]]:
    rows = [[page.url, page.title, page.summary, whole(page)] for page in pages]
    given = json.dumps({"pages": rows, "texts": texts, "stop": sorted(FRENCH_STOP)})
    command = ["node", str(Path(__file__).with_name("peers.mjs")), str(folder), name]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def pagefind(program: Path, pages: Sequence[SearchDocument], texts: Sequence[str]) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for page in pages:
            title, summary, text = map(html.escape, (page.title, page.summary, whole(page)))
            body = f"<h1>{title}</h1><p>{summary}</p><p>{text}</p>"
            path = site / f"{page.id}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            meta = f'data-pagefind-body data-pagefind-meta="page:{page.url}"'
            path.write_text(f'<!doctype html><html lang="fr"><main {meta}>{body}</main></html>', "utf-8")
        (site / "ask.html").write_text("<!doctype html><title>ask</title>", "utf-8")
        subprocess.run([str(program), "--site", folder], check=True, capture_output=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            tab = browser.new_page()
            tab.goto(f"http://127.0.0.1:{server.server_port}/ask.html")
            found = tab.evaluate(ASK_PAGEFIND, list(texts))
            browser.close()
        server.shutdown()
    return [list(dict.fromkeys(ids))[:10] for ids in found]


ASK_PAGEFIND = """async (texts) => {
  const pagefind = await import('/pagefind/pagefind.js')
  const all = []
  for (const text of texts) {
    const { results } = await pagefind.search(text)
    const data = await Promise.all(results.slice(0, 20).map((result) => result.data()))
    all.push(data.map(({ meta }) => meta.page))
  }
  return all
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--pagefind", type=Path)
    given = parser.parse_args()
    pages = read_pages(given.pages)
    reworded = [question for question in read_questions(given.questions, pages) if question.reworded]
    engines: dict[str, Engine] = {"ours": ours, "whoosh fr": whoosh}
    if given.node_modules:
        engines |= {name: partial(with_node, given.node_modules, name) for name in ("minisearch", "lunr")}
    if given.pagefind:
        engines["pagefind"] = partial(pagefind, given.pagefind)
    ways = variants(pages)
    texts = [ask(question.text) for ask in ways.values() for question in reworded]
    for name, engine in engines.items():
        answers = iter(engine(pages, texts))
        for way in ways:
            figures = measure([(question, next(answers)) for question in reworded])
            print(
                f"{name:12}{way:8}",
                "  ".join(f"{key} {value:g}" for key, value in figures.items()),
                flush=True,
            )


if __name__ == "__main__":
    main()
