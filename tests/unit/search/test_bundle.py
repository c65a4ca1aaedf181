"""One classic script holds the client, and it answers from a page opened from disk."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from search.bundle import CLIENT, client_script, join
from search.export import FIRST
from search.query import Searcher

POLICY = (
    "default-src 'none'; script-src 'self' file:; require-trusted-types-for 'script'; trusted-types portail"
)
PROBE = """import { Index } from './index.js'
import { scripts } from './load.js'
globalThis.ask = async (query) => {
  globalThis.index ??= new Index('fr', scripts('search/fr/'))
  const { results } = await globalThis.index.search(query)
  return results.map((result) => [result.id, result.score])
}
"""


def test_it_is_small() -> None:
    """Visitors load it with every page that has a search field."""
    assert len(gzip.compress(client_script().encode(), mtime=0)) < 30_000


def test_modules_come_after_what_they_need() -> None:
    """Names stay private to their module; several import forms work."""
    script = join(
        {
            "a": "import { y as z } from './b.js'\nimport * as c from './c.js'\nglobalThis.sum = z + c.y\n",
            "b": "const x = 1\nexport const y = x + 1\n",
            "c": "const x = 10\nexport const y = x\nexport class K {}\nexport async function f() {}\n",
        }
    )
    assert script.index("m_b") < script.index("m_a=")
    assert "return{y,K,f}" in script


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"a": "import './b.js'\n", "b": ""}, r"search/client/a\.js: import"),
        ({"a": "export { x }\n"}, r"search/client/a\.js: export"),
        ({"a": "import { x } from './b.js'\n", "b": "import { y } from './a.js'\n"}, "need each other"),
    ],
)
def test_what_it_cannot_join_is_said(sources: Mapping[str, str], message: str) -> None:
    """Rather than a script that breaks in front of a visitor."""
    with pytest.raises(ValueError, match=message):
        join(sources)


def test_it_answers_from_disk(tmp_path: Path, care_files: Mapping[str, bytes], browser: Browser) -> None:
    """No server, a strict policy, trusted types, and a first piece cut short."""
    for name, content in care_files.items():
        (tmp_path / "search" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "search" / name).write_bytes(content)
    names = ("analysis", "suggest", "score", "load", "codes", "pieces", "index")
    sources = {name: (CLIENT / f"{name}.js").read_text("utf-8") for name in names}
    (tmp_path / "client.js").write_text(join({**sources, "probe": PROBE}), "utf-8")
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    (tmp_path / "index.html").write_text(f'<!doctype html>{head}<script src="client.js"></script>', "utf-8")
    searcher = Searcher(care_files)
    queries = ("cardiologue", "oftalmo", "coeur fatigué", "les")
    expected = [[[r.id, r.score] for r in searcher.search(query, lang="fr").results] for query in queries]
    head_piece = tmp_path / "search" / "fr" / FIRST
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    whole = head_piece.read_text("utf-8")
    head_piece.write_text(whole[: len(whole) // 2], "utf-8")
    failed = page.evaluate("ask('coeur').catch((error) => error.constructor.name)")
    head_piece.write_text(whole, "utf-8")
    answers = [page.evaluate("(query) => ask(query)", query) for query in queries]
    page.close()
    assert failed == "IndexError"
    assert answers == expected
