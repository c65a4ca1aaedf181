"""Compiles the index of a language into pieces that a browser loads on demand; FORMAT.md describes them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from search import ranking
from search.analysis import tokens
from search.codes import write_growing
from search.document import SearchDocument
from search.forms import Forms
from search.index import Index, View
from search.lines import lines_of
from search.pages import Page, analyse
from search.stems import Change, Stems

FORMAT = 3  # raised when older clients could not read the pieces any more: they ask for another first piece
FIRST = f"index-{FORMAT}.js"  # the one piece whose name does not change with its content
PAGES_PER_PIECE = 2
NUMBERED = re.compile("([sp])([0-9]+)")  # pieces whose numbers follow each other
GROUP = 8  # of these so many share a digest, that of all of them: the first piece stays small
DIGEST = 6  # hexadecimal digits
FEW_PAGES = 20  # up to so many pages changed at once, only the pieces that they change are compiled

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
        File names, which begin with the language, and contents. The one that ends with FIRST is read first;
        the names of all others hold a digest of their content, so that versions cannot mix.
    """
    return Compiler(index, kind_weights=kind_weights, synonyms=synonyms, one_way=one_way).files


def _pairs(groups: Synonyms, *, both: bool) -> Iterator[tuple[str, str]]:
    """What is typed and what it finds too."""
    for group in groups:
        for typed in group if both else group[:1]:
            yield from ((typed, other) for other in group if other != typed)


class Compiler:
    """The browser index of one language, kept up to date; its arguments are those of `compile_index`."""

    files: dict[str, bytes]  # what `compile_index` gives for the pages as they are

    def __init__(
        self,
        index: Index,
        *,
        kind_weights: Mapping[str, float] | None = None,
        synonyms: Synonyms = (),
        one_way: Synonyms = (),
    ) -> None:
        self._index, self._lang, self._kind_weights = index, index.lang, kind_weights or {}
        self._synonyms = [*_pairs(synonyms, both=True), *_pairs(one_way, both=False)]
        self._compile()

    def update(self, documents: Iterable[SearchDocument], removed: Iterable[str] = ()) -> None:
        """Update the index, which nothing else does meanwhile, then the files.

        When a few pages take the place of older ones, only the pieces that they change are compiled.
        """
        new, gone = {document.id: document for document in documents}, list(removed)
        self._index.update(new.values(), gone)
        numbers = {id_: self._numbers.get((page.kind, id_), -1) for id_, page in new.items()}
        if gone or len(new) > FEW_PAGES or -1 in numbers.values():
            self._compile()
            return
        old = {id_: self._view.pages[number] for id_, number in numbers.items()}
        self._view.renew(numbers)
        changes = []
        for id_, number in numbers.items():
            before = old[id_], self._lines[number]
            after = self._view.pages[number], lines_of(new[id_])
            changes.append(Change(number, before, after, *analyse(new[id_])[1:]))
        self._patch(changes)

    def _compile(self) -> None:
        self._view = View(self._index)
        pages = self._view.pages
        self._numbers = {(page.document.kind, page.document.id): n for n, page in enumerate(pages)}
        self._lines = [lines_of(page.document) for page in pages]
        self._forms = Forms(self._lang, pages, self._lines)
        self._stems = Stems(self._view, self._lines, self._synonym_stems())
        self._scripts: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}  # by group
        contents: dict[str, Any] = {f"s{number}": piece for number, piece in self._stems.pieces().items()}
        contents.update((f"w{bucket}", text) for bucket, text in self._forms.pieces().items())
        contents.update(self._page_piece(number) for number in range(0, len(pages), PAGES_PER_PIECE))
        self._publish(contents | self._facet_pieces())

    def _patch(self, changes: Sequence[Change]) -> None:
        stems = self._stems.replace(changes)
        if stems is None:
            self._compile()
            return
        contents: dict[str, Any] = {f"s{number}": piece for number, piece in stems.items()}
        for change in changes:
            self._lines[change.number] = change.after[1]
            words = self._forms.replace(change.before, change.after)
            contents.update((f"w{bucket}", text or None) for bucket, text in words.items())
            contents.update([self._page_piece(change.number)])
        if any(_kept_by(change.before[0]) != _kept_by(change.after[0]) for change in changes):
            names = (name for name in self._scripts if name.startswith("f-") or name == "places")
            contents |= dict.fromkeys(names) | self._facet_pieces()
        self._publish(contents)

    def _publish(self, contents: Mapping[str, Any]) -> None:
        """Write pieces, take away those whose content is None, and write the first of them anew."""
        for name, data in contents.items():
            if data is None:
                self._scripts.pop(name, None)
            else:
                self._scripts[name] = self._script(name, data)
        for group, names in {_group_of(name) for name in contents}:
            scripts = [self._scripts[name] for name in names if name in self._scripts]
            self._digests[group] = hashlib.sha256(b"".join(scripts)).hexdigest()[:DIGEST] if scripts else ""
        self.files = {
            f"{self._lang}/{name}.{self._digests[_group_of(name)[0]]}.js": script
            for name, script in self._scripts.items()
        }
        self.files[f"{self._lang}/{FIRST}"] = self._script("index", self._head())

    def _script(self, name: str, data: object) -> bytes:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        # </script> cannot end a file, but these two end a line in old readers of JavaScript
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return f'portalIndex("{self._lang}/{name}",{text})\n'.encode()

    def _head(self) -> dict[str, Any]:
        """What the first piece says of the others, which are written by then."""
        kinds: dict[str, int] = {}
        for number, page in enumerate(self._view.pages):
            kinds.setdefault(page.document.kind, number)
        return {
            "lang": self._lang,
            "kinds": [
                [kind, first, round(100 * self._kind_weights.get(kind, 1))] for kind, first in kinds.items()
            ],
            "worn": self._worn(),
            "stems": self._stems.piece_count,
            "s": self._digests_of("s", self._stems.piece_count),
            "p": self._digests_of("p", -(-len(self._view.pages) // PAGES_PER_PIECE)),
            "named": {
                group: digest
                for group, digest in sorted(self._digests.items())
                if digest and not NUMBERED.fullmatch(group)
            },
        }

    def _digests_of(self, letter: str, count: int) -> str:
        """The digests of the groups of numbered pieces, one after the other."""
        return "".join([self._digests[f"{letter}{number}"] for number in range(-(-count // GROUP))])

    def _worn(self) -> dict[str, str]:
        """What is left of the points of pages that nobody verified for long: in percent, with those pages."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, page in enumerate(self._view.pages):
            if page.document.worth < 1:
                found[round(100 - ranking.WORN * (1 - page.document.worth))].append(number)
        return {str(percent): write_growing(pages) for percent, pages in sorted(found.items())}

    def _page_piece(self, number: int) -> tuple[str, list[list[str]]]:
        """The piece that holds a page."""
        piece = number // PAGES_PER_PIECE
        some = [page.document for page in self._view.pages[piece * PAGES_PER_PIECE :][:PAGES_PER_PIECE]]
        return f"p{piece}", [[page.id, page.url, page.title, page.summary] for page in some]

    def _facet_pieces(self) -> dict[str, Any]:
        pieces: dict[str, Any] = {}
        facets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, page in enumerate(self._view.pages):
            for facet, codes in page.document.facets.items():
                for code in codes:
                    facets[facet][code].append(number)
        for facet, values in facets.items():
            pieces[f"f-{facet}"] = {code: write_growing(found) for code, found in sorted(values.items())}
        where = [(number, page.document.position) for number, page in enumerate(self._view.pages)]
        places = [[number, round(at[0], 5), round(at[1], 5)] for number, at in where if at]
        return pieces | ({"places": places} if places else {})

    def _synonym_stems(self) -> dict[str, list[list[str]]]:
        """For the stems of a word or phrase, those of what it finds too."""
        found: dict[str, list[list[str]]] = {}
        for typed, other in self._synonyms:
            key, stems = (
                " ".join(token.stem for token in tokens(text, self._lang)) for text in (typed, other)
            )
            others = found.setdefault(key, [])
            if key and stems not in ("", key) and stems.split() not in others:
                others.append(stems.split())
        return {key: others for key, others in sorted(found.items()) if others}


@cache
def _group_of(name: str) -> tuple[str, tuple[str, ...]]:
    """The group of a piece, and the names of all its pieces."""
    numbered = NUMBERED.fullmatch(name)
    if not numbered:
        return name, (name,)
    letter, group = numbered[1], int(numbered[2]) // GROUP
    return f"{letter}{group}", tuple(f"{letter}{group * GROUP + rank}" for rank in range(GROUP))


def _kept_by(page: Page) -> tuple[object, object]:
    """What the pieces that narrow an answer say of a page."""
    return page.document.facets, page.document.position
