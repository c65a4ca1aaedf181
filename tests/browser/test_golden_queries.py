"""Chromium answers every golden query as the reference does: the same ten results in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.freeze.search_index import compiled
from portal.web.site import Site
from search.bundle import CLIENT, join
from search.query import Searcher

ASKS = """import {{ Index }} from './index.js'
import {{ scripts }} from './load.js'
const index = new Index('{lang}', scripts('{lang}/'))
globalThis.ask = async (queries) => {{
  const answers = []
  for (const query of queries) {{
    const {{ results, suggestions }} = await index.search(query, {{ limit: 10 }})
    answers.push([results.map(({{ id, layer, score }}) => [id, layer, score]), suggestions])
  }}
  return answers
}}
"""
MODULES = ("analysis", "suggest", "score", "load", "codes", "pieces", "index")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_same_ten_results(site: Site, browser: Browser, tmp_path: Path, lang: str) -> None:
    """Opened from disk, with nothing but the pieces: ids, layers, scores and what was perhaps meant."""
    files = compiled(site, lang)
    (tmp_path / lang).mkdir()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    modules = {name: (CLIENT / f"{name}.js").read_text("utf-8") for name in MODULES}
    (tmp_path / "client.js").write_text(join(modules | {"asks": ASKS.format(lang=lang)}), "utf-8")
    page = tmp_path / "index.html"
    page.write_text('<!doctype html><meta charset="utf-8"><script src="client.js"></script>', "utf-8")
    queries = [golden.query for golden in site.catalogue.search.golden if golden.lang == lang]
    assert queries
    reference = Searcher(files)
    expected = []
    for query in queries:
        answer = reference.search(query, lang=lang, limit=10)
        found = [[result.id, result.layer, result.score] for result in answer.results]
        expected.append([found, list(answer.suggestions)])
    tab = browser.new_page()
    tab.goto(page.as_uri())
    answers = tab.evaluate("queries => ask(queries)", queries)
    tab.close()
    assert dict(zip(queries, answers, strict=True)) == dict(zip(queries, expected, strict=True))
