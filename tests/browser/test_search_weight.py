"""What search costs on a phone: everything that a newcomer loads before the first results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from search.export import FIRST
from search.query import Searcher
from tests.weight import carried, gzipped

ROOT = Path(__file__).parents[2]
LIMIT = 50_000  # bytes, gzip -9, for the heaviest golden query; tests/bench/search/weight.py says more


class Pieces(Mapping[str, bytes]):
    """The pieces of an index on disk; it knows which were read."""

    def __init__(self, site: Path, lang: str) -> None:
        self._files = {path.name: path for path in (site / "assets" / "search" / lang).iterdir()}
        self._files[FIRST] = site / "search" / lang / FIRST
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> bytes:
        file = name.split("/")[1]
        self.read.add(file)
        return self._files[file].read_bytes()

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def weight(self) -> int:
        """Bytes of the pieces read."""
        return sum(gzipped(self._files[file].read_bytes()) for file in self.read)


def _carried(site: Path, lang: str) -> int:
    return carried((site / ("" if lang == "fr" else lang) / "recherche" / "index.html").read_bytes())


def test_first_results_are_light(built: Path) -> None:
    """Script, danger phrases and index stay under the limit for every golden query, in every language."""
    (script,) = (built / "assets").glob("search.*.js")
    fixed = {lang: gzipped(script.read_bytes()) + _carried(built, lang) for lang in ("fr", "en")}
    heavy = {}
    for golden in yaml.safe_load((ROOT / "content/search/golden.yaml").read_text("utf-8")):
        lang = golden.get("lang", "fr")
        pieces = Pieces(built, lang)
        Searcher(pieces).search(golden["query"], lang=lang)
        weight = fixed[lang] + pieces.weight()
        if weight > LIMIT:
            heavy[golden["query"]] = weight
    assert heavy == {}
