"""Compiles the index of a language into pieces that a browser loads on demand; FORMAT.md describes them."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from typing import Any

from search import ranking
from search.analysis import fold, tokens
from search.codes import bucket_of, piece_of, write
from search.document import SearchDocument
from search.index import PARTS, Index, Occurrences

FORMAT = 1  # raised when older clients could not read the pieces any more
PAGES_PER_PIECE = 4
STEMS_PER_PIECE = 16  # about; pieces are a power of two
LINE_GAP = 4  # between the last word of a title, alias or summary and the first of the next: never neighbours
RARE_FROM = 500  # with more pages than this, words of one body only are not proposed as corrections
SHORTEST_FORM = 3

Synonyms = Sequence[Sequence[str]]  # groups of words or phrases that mean the same


def compile_index(
    index: Index,
    *,
    kind_weights: Mapping[str, float] | None = None,
    synonyms: Synonyms = (),
    one_way: Synonyms = (),
) -> dict[str, bytes]:
    """The browser index of one language: same pages, same bytes.

    Args:
        index: The pages.
        kind_weights: How much a kind of page counts, 1 where not said.
        synonyms: Groups of words or phrases, in the language of the index: each finds the others.
        one_way: Groups whose first member finds the others, and not the reverse.

    Returns:
        File names, which begin with the language, and contents. "fr/index.js" is read first.
    """
    return _Compiler(
        index, kind_weights or {}, [*_pairs(synonyms, both=True), *_pairs(one_way, both=False)]
    ).files()


def _pairs(groups: Synonyms, *, both: bool) -> Iterator[tuple[str, str]]:
    """What is typed and what it finds too."""
    for group in groups:
        for typed in group if both else group[:1]:
            yield from ((typed, other) for other in group if other != typed)


def _steady(mean: float) -> float:
    """A mean rounded to steps of a tenth, so that one edited page does not move the weight of all others."""
    return 1.1 ** round(math.log(mean, 1.1)) if mean > 0 else 1.0


class _Compiler:
    def __init__(
        self, index: Index, kind_weights: Mapping[str, float], synonyms: Sequence[tuple[str, str]]
    ) -> None:
        self.index, self.lang, self.synonyms, self.kind_weights = index, index.lang, synonyms, kind_weights
        stored = sorted(index.pages().items(), key=lambda item: (item[1].document.kind, item[1].document.id))
        self.number = {old: new for new, (old, _) in enumerate(stored)}
        self.pages = [page for _, page in stored]
        self.documents = [page.document for page in self.pages]
        identity = json.dumps([FORMAT, self.lang, [(page.kind, page.id) for page in self.documents]])
        self.edition = f"{FORMAT}.{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
        self.norms = [self._field_norms(part) for part in range(len(PARTS))]
        self.places = [_places(document) for document in self.documents]

    def files(self) -> dict[str, bytes]:
        contents: dict[str, Any] = {}
        contents.update(self._page_pieces())
        stems = dict(self._stems())
        stems.update(self._whole_lines())
        pieces = 1
        while pieces * STEMS_PER_PIECE < len(stems):
            pieces *= 2
        tables: list[dict[str, list[Any]]] = [{} for _ in range(pieces)]
        for term in sorted(stems):
            tables[piece_of(term, pieces)][term] = stems[term]
        contents.update((f"s{number}", table) for number, table in enumerate(tables))
        contents.update(self._word_pieces())
        contents.update(self._facet_pieces())
        files = {name: self._script(name, data) for name, data in sorted(contents.items())}
        files["index"] = self._script("index", self._head(pieces, files))
        return {f"{self.lang}/{name}.js": files[name] for name in sorted(files)}

    def _script(self, name: str, data: object) -> bytes:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        # </script> cannot end a file, but these two end a line in old readers of JavaScript
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return f'portalIndex("{self.lang}/{name}","{self.edition}",{text})\n'.encode()

    def _head(self, pieces: int, files: Mapping[str, bytes]) -> dict[str, Any]:
        kinds: dict[str, int] = {}
        for number, document in enumerate(self.documents):
            kinds.setdefault(document.kind, number)
        digest = hashlib.sha256(b"".join(files.values()))
        return {
            "lang": self.lang,
            "build": digest.hexdigest()[:8],
            "pages": len(self.documents),
            "kinds": [
                [kind, first, round(100 * self.kind_weights.get(kind, 1))] for kind, first in kinds.items()
            ],
            "stems": pieces,
            "words": sorted(name[1:] for name in files if name.startswith("w")),
            "facets": sorted(name[2:] for name in files if name.startswith("f-")),
            "places": "places" in files,
            "synonyms": self._synonyms(),
        }

    def _field_norms(self, part: int) -> list[float]:
        """For each page, what one occurrence in this part weighs before saturation."""
        lengths = [page.lengths[part] for page in self.pages]
        mean = _steady(sum(lengths) / max(1, sum(1 for length in lengths if length)))
        share, weight = ranking.LENGTH_SHARE[part], ranking.FIELD_WEIGHTS[part]
        return [weight / (1 - share + share * max(length / mean, ranking.SHORTEST)) for length in lengths]

    def _stems(self) -> Iterator[tuple[str, list[Any]]]:
        """Each stem with its rarity and its pages, whichever process reads them."""
        shares = self.index.processes(len(self.pages))
        if shares == 1:
            yield from self.stems()
            return
        with ProcessPoolExecutor(shares, get_context("spawn")) as pool:
            same = [self.index.folder] * shares, [self.lang] * shares, range(shares), [shares] * shares
            for some in pool.map(_stems_of_folder, *same):
                yield from some

    def stems(self, share: int = 0, shares: int = 1) -> Iterator[tuple[str, list[Any]]]:
        """The stems of one share of the index, each with its rarity and its pages."""
        total = len(self.documents)
        for term, postings in self.index.postings(share, shares):
            rarity = round(100 * math.log(1 + (total - len(postings) + 0.5) / (len(postings) + 0.5)))
            yield term, [rarity, self._write_postings(term, postings)]

    def _whole_lines(self) -> Iterator[tuple[str, list[Any]]]:
        """The pages of each whole title or alias, by its stems after "="."""
        exact = defaultdict(set)
        for number, document in enumerate(self.documents):
            for line in (document.title, *document.aliases):
                exact["=" + " ".join(token.stem for token in tokens(line, self.lang))].add(number)
        for key in sorted(exact.keys() - {"="}):
            numbers = sorted(exact[key])
            yield key, [0, write(after - before for before, after in pairwise([0, *numbers]))]

    def _write_postings(self, term: str, postings: list[Occurrences]) -> str:
        title, aliases, headings, summary, body = self.norms
        number = self.number
        heads: list[tuple[int, int, tuple[int, list[int]] | None]] = []
        bodies = heads[:]
        for old, (in_title, in_aliases, in_headings, in_summary, in_body) in postings:
            page = number[old]
            weight = in_headings * headings[page] + in_body * body[page]
            if in_title or in_aliases or in_summary:
                weight += in_title * title[page] + in_aliases * aliases[page] + in_summary * summary[page]
                heads.append((page, _impact(weight), self.places[page][term]))
            else:
                bodies.append((page, _impact(weight), None))
        if len(bodies) > ranking.BODY_POSTINGS:
            bodies.sort(key=lambda item: (-item[1], item[0]))
        numbers, before = [], 0
        for page, impact, where in sorted(heads + bodies[: ranking.BODY_POSTINGS], key=itemgetter(0)):
            numbers += [(page - before) * 2 + bool(where), impact]
            if where:
                flags, places = where
                numbers += [flags, len(places)]
                numbers += [after - earlier for earlier, after in pairwise([0, *places])]
            before = page
        return write(numbers)

    def _page_pieces(self) -> Iterator[tuple[str, Any]]:
        for first in range(0, len(self.documents), PAGES_PER_PIECE):
            some = self.documents[first : first + PAGES_PER_PIECE]
            yield (
                f"p{first // PAGES_PER_PIECE}",
                [[page.id, page.url, page.title, page.summary] for page in some],
            )

    def _word_pieces(self) -> Iterator[tuple[str, str]]:
        """Words as they are most often written, each followed by the power of two pages that hold it."""
        seen: Counter[str] = Counter()
        for page in self.pages:
            seen.update(page.forms.split())
        keep = 1 if len(self.pages) <= RARE_FROM else 2
        prominent = {
            token.surface
            for page in self.documents
            for line in (page.title, *page.aliases, page.summary)
            for token in tokens(line, self.lang)
        }
        best: dict[str, tuple[int, str]] = {}
        pages: Counter[str] = Counter()
        for form, times in seen.items():
            surface = fold(form)
            pages[surface] += times
            best[surface] = max(best.get(surface, (0, "")), (times, form))
        lists: dict[str, list[str]] = defaultdict(list)
        for surface in sorted(best):
            if len(surface) >= SHORTEST_FORM and (pages[surface] >= keep or surface in prominent):
                lists[bucket_of(surface)].append(
                    f"{best[surface][1]}{min(15, pages[surface].bit_length() - 1):x}"
                )
        return ((f"w{bucket}", " ".join(words)) for bucket, words in lists.items())

    def _facet_pieces(self) -> Iterator[tuple[str, Any]]:
        facets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, page in enumerate(self.documents):
            for facet, codes in page.facets.items():
                for code in codes:
                    facets[facet][code].append(number)
        for facet, values in facets.items():
            gaps = {
                code: write(b - a for a, b in pairwise([0, *found])) for code, found in sorted(values.items())
            }
            yield f"f-{facet}", gaps
        where = [(number, page.position) for number, page in enumerate(self.documents) if page.position]
        if where:
            yield "places", [[number, round(at[0], 5), round(at[1], 5)] for number, at in where]

    def _synonyms(self) -> dict[str, list[list[str]]]:
        """For the stems of a word or phrase, those of what it finds too."""
        found: dict[str, list[list[str]]] = {}
        for typed, other in self.synonyms:
            key, stems = (
                " ".join(token.stem for token in tokens(text, self.lang)) for text in (typed, other)
            )
            others = found.setdefault(key, [])
            if key and stems not in ("", key) and stems.split() not in others:
                others.append(stems.split())
        return {key: others for key, others in sorted(found.items()) if others}


def _stems_of_folder(folder: Path, lang: str, share: int, shares: int) -> list[tuple[str, list[Any]]]:
    return list(_Compiler(Index(folder, lang), {}, ()).stems(share, shares))


def _impact(weight: float) -> int:
    """What a word adds to a page, from 0 to ranking.LEVELS: more occurrences count less and less (BM25)."""
    return round(ranking.LEVELS * weight / (ranking.SATURATION + weight))


def _places(document: SearchDocument) -> dict[str, tuple[int, list[int]]]:
    """For each stem of a page's title, aliases and summary, where it stands.

    Returns:
        1 if an alias has it, plus 2 if the title has it; then its places in the title, the aliases and the
        summary, one after the other.
    """
    found: dict[str, tuple[int, list[int]]] = {}
    title, *others = [
        tokens(line, document.lang) for line in (document.title, *document.aliases, document.summary)
    ]
    titled = {token.stem for token in title}
    aliased = {token.stem for line in others[:-1] for token in line}
    start = 0
    for line in (title, *others):
        for _, _, term in line:
            flags = 2 * (term in titled) + (term in aliased)
            found.setdefault(term, (flags, []))
        for position, _, term in line:
            found[term][1].append(start + position)
        start += len(line) + LINE_GAP
    return found
