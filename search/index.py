"""The index of one language's pages on disk, updated page by page; nothing else imports Whoosh.

One Whoosh field holds one posting per word and page: how often the word stands in each part of the page, in
seven bytes. Whoosh rounds the lengths it keeps, so exact ones lie beside, in what is stored of the page.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import merge
from itertools import accumulate, groupby
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex, exists_in
from whoosh.reading import IndexReader

from search.analysis import fold, language, stem, words
from search.document import SearchDocument

PARTS = ("title", "aliases", "headings", "summary", "body")
COUNTS = struct.Struct("<4BH")  # occurrences of one word in each of PARTS
ACCENTED = re.compile(r"\b[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*\b")
MOST = (255, 255, 255, 255, 65535)  # more occurrences than these change nothing any more
VERSION = 1  # of what is stored; raised when that or the analyzer changes, so that no old index is read
DISK_PARTS = 4
WORTH_PROCESSES = 400  # pages from which starting processes saves time
MEMORY = 128  # megabytes of postings before Whoosh sorts on disk, which takes twice as long


Occurrences = tuple[int, tuple[int, ...]]  # number of a page, and times that a stem stands in each of PARTS


@dataclass(frozen=True, slots=True)
class Page:
    """What the index remembers of a page besides its words."""

    document: SearchDocument  # without headings and body: they are in the postings
    lengths: tuple[int, ...]  # words kept in each of PARTS
    forms: str  # the page's words as written, in small letters with accents, each once, sorted, space between


def part_texts(document: SearchDocument) -> tuple[tuple[str, ...], ...]:
    """The texts of each of PARTS; words of two texts are never neighbours."""
    return (document.title,), document.aliases, document.headings, (document.summary,), (document.body,)


_folded = lru_cache(maxsize=1 << 16)(fold)  # pages share most of their words


def _analyse(document: SearchDocument) -> tuple[Page, dict[str, list[int]]]:
    """What is remembered of a page, and for each stem its occurrences in each of PARTS."""
    stop, lang = language(document.lang).stop, document.lang
    counts: dict[str, list[int]] = {}
    lengths: list[int] = []
    forms: dict[str, str] = {}
    for number, texts in enumerate(part_texts(document)):
        text = "\n".join(texts)
        found = {word: times for word, times in Counter(words(text, lang)).items() if word not in stop}
        for word, times in found.items():
            counts.setdefault(stem(word, lang), [0] * len(PARTS))[number] += times
        lengths.append(sum(found.values()))
        forms.update(zip(found, found, strict=True))
        forms.update((_folded(form), form) for form in sorted(set(ACCENTED.findall(text.lower()))))
    shown = " ".join(forms[word] for word in sorted(forms) if word.isalnum() and word not in stop)
    return Page(replace(document, headings=(), body=""), tuple(lengths), shown), counts


class _Counts(formats.Format):
    """Postings of fixed size whose bytes are ours."""

    posting_size = COUNTS.size


class _Words(fields.FieldType):
    """A field told its words and their postings: the analysis is done by then."""

    indexed, stored, scorable = True, False, False

    def __init__(self) -> None:
        self.format = _Counts()
        self.analyzer = self.column_type = self.vector = None

    def index(
        self, value: Mapping[str, list[int]], **_: object
    ) -> Generator[tuple[bytes, int, float, bytes]]:
        for term, counts in value.items():
            yield term.encode(), 1, 1.0, COUNTS.pack(*map(min, counts, MOST))


def _open(folder: Path | None) -> FileIndex:
    schema = fields.Schema(id=fields.ID(unique=True), words=_Words(), page=fields.STORED)
    if folder is None:
        return RamStorage().create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    if not exists_in(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        return FileStorage(str(folder)).create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    return FileStorage(str(folder)).open_index(schema=schema)  # type: ignore[no-any-return, no-untyped-call]


def _update(part: FileIndex, documents: Iterable[SearchDocument], removed: Iterable[str]) -> None:
    new = part.is_empty()  # type: ignore[no-untyped-call]  # Whoosh is typed in part
    writer = part.writer(limitmb=MEMORY)
    put = writer.add_document if new else writer.update_document
    for id_ in removed:
        writer.delete_by_term("id", id_)
    for document in documents:
        page, counts = _analyse(document)
        put(id=document.id, words=counts, page=page)
    writer.commit()


def _update_folder(folder: Path, documents: list[SearchDocument], removed: list[str]) -> None:
    _update(_open(folder), documents, removed)


class Index:
    """The pages of one language, in parts that are written at the same time.

    Args:
        folder: Where the index lies; made if missing. None keeps it in memory, in one part.
        lang: BCP 47 code of every page given later.
        jobs: Processes that may write.
    """

    def __init__(self, folder: Path | None, lang: str, *, jobs: int = 1) -> None:
        self.lang, self.folder = lang, folder
        self._jobs = jobs if folder else 1
        self._folders = [folder / f"{VERSION}-{lang}-{part}" for part in range(DISK_PARTS)] if folder else []
        self._parts = [_open(part) for part in self._folders] or [_open(None)]

    def update(self, documents: Iterable[SearchDocument], removed: Iterable[str] = ()) -> None:
        """Add pages, put them in the place of those with the same id, and take the removed ids away."""
        shares: list[tuple[list[SearchDocument], list[str]]] = [([], []) for _ in self._parts]
        for document in documents:
            shares[self._part_of(document.id)][0].append(document)
        for id_ in removed:
            shares[self._part_of(id_)][1].append(id_)
        if self.processes(sum(len(some) for some, _ in shares)) > 1:
            with ProcessPoolExecutor(self._jobs, get_context("spawn")) as pool:
                list(pool.map(_update_folder, self._folders, *zip(*shares, strict=True)))
            return
        for part, (some, gone) in zip(self._parts, shares, strict=True):
            if some or gone:
                _update(part, some, gone)

    def processes(self, pages: int) -> int:
        """How many processes are worth starting for so many pages."""
        return self._jobs if pages > WORTH_PROCESSES else 1

    def _part_of(self, id_: str) -> int:
        return zlib.crc32(id_.encode()) % len(self._parts)

    def _readers(self) -> list[tuple[int, IndexReader]]:
        """Each part read as it is now, with what its page numbers are counted from."""
        readers = [part.reader() for part in self._parts]  # type: ignore[no-untyped-call]
        starts = accumulate((reader.doc_count_all() for reader in readers), initial=0)
        return list(zip(starts, readers, strict=False))

    def pages(self) -> dict[int, Page]:
        """Every page, by the number that postings give it."""
        return {
            start + number: stored["page"]
            for start, reader in self._readers()
            for number, stored in reader.iter_docs()
        }

    def postings(self, share: int = 0, shares: int = 1) -> Iterator[tuple[str, list[Occurrences]]]:
        """Every stem, or those of one share out of several, in order of its bytes, with its pages."""
        walks = [_walk(start, reader, share, shares) for start, reader in self._readers()]
        for term, found in groupby(merge(*walks, key=itemgetter(0)), key=itemgetter(0)):
            yield term.decode(), [posting for _, some in found for posting in some]


def _walk(
    start: int, reader: IndexReader, share: int, shares: int
) -> Iterator[tuple[bytes, list[Occurrences]]]:
    unpack = COUNTS.unpack
    for term in reader.lexicon("words"):
        if zlib.crc32(term) % shares != share:
            continue
        matcher = reader.postings("words", term)
        found = []
        while matcher.is_active():
            found.append((start + matcher.id(), unpack(matcher.value())))
            matcher.next()
        if found:
            yield term, found
