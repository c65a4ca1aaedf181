"""The index of one language's pages on disk, updated page by page; nothing else imports Whoosh.

What is written together is one batch: a Whoosh document whose postings say, word by word, how often the word
stands in each part of each page of the batch. One posting for many pages makes writing and reading quick.
Each page is one more Whoosh document, which names its batch and remembers the rest; once it is replaced or
removed, its share of the batch is passed over. The name of a batch ends with how many pages it had.
Whoosh rounds the lengths it keeps, so exact ones are stored.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
import shutil
import struct
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from heapq import merge
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import NamedTuple

import whoosh
from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex, exists_in
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from search.document import SearchDocument
from search.pages import Page, analyse, digest_of

HEAD = struct.Struct("<I4BH")  # rank of a page in its batch, occurrences of one word in each of PARTS
SIZE = struct.Struct("<I")  # bytes of heads, which bodies follow
BODY_BITS = 16  # of a page that has a word in its body only: its rank, then in these bits its occurrences
DISK_PARTS = 2
SEGMENTS = 8  # of a part, before Whoosh joins the small ones: at each edit, that takes as long as the edit
WORTH_PROCESSES = 3000  # pages from which starting processes saves time


class Share(NamedTuple):
    """The pages of one batch that have a word."""

    numbers: Sequence[int]  # of the pages of the batch, by rank; GONE when replaced or removed
    heads: Iterator[tuple[int, ...]]  # what HEAD holds of each that has it elsewhere than in its body only
    bodies: Sequence[int]  # the others: rank and occurrences


GONE = -1
KEPT_FIELDS = ("id", "url", "kind", "lang", "title", "summary", "aliases", "facets", "worth", "position")
KEPT = attrgetter(*KEPT_FIELDS)


class _Records(formats.Format):
    """Postings whose bytes are ours."""


class _Words(fields.FieldType):
    """A field told its words and their postings: the analysis is done by then."""

    indexed, stored, scorable = True, False, False

    def __init__(self) -> None:
        self.format = _Records()
        self.analyzer = self.column_type = self.vector = None

    def index(self, value: Mapping[str, bytes], **_: object) -> Generator[tuple[bytes, int, float, bytes]]:
        for term, posting in value.items():
            yield term.encode(), 1, 1.0, posting


def _open(folder: Path | None) -> FileIndex:
    schema = fields.Schema(
        id=fields.ID, page=fields.COLUMN(), batch=fields.ID, name=fields.ID, words=_Words()
    )
    if folder is None:
        return RamStorage().create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    if not exists_in(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        return FileStorage(str(folder)).create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    return FileStorage(str(folder)).open_index(schema=schema)  # type: ignore[no-any-return, no-untyped-call]


def _update(part: FileIndex, documents: Sequence[SearchDocument], removed: Sequence[str]) -> None:
    """Put pages and take others away, in one commit."""
    pages = {document.id: document for document in documents}
    # Whoosh is typed in part
    batch = f"{part.latest_generation() + 1}-{len(pages)}"  # type: ignore[no-untyped-call]
    # Compressing what is read once and soon takes a fifth of the time.
    writer = SegmentWriter(part, codec=W3Codec(compression=0))  # type: ignore[no-untyped-call]
    _forget(writer, {*removed, *pages})
    put: Callable[..., None] = writer.add_document
    heads: dict[str, bytearray] = defaultdict(bytearray)
    bodies: dict[str, array[int]] = defaultdict(lambda: array("Q"))
    for rank, document in enumerate(pages.values()):
        page, some_heads, some_bodies = analyse(document)
        for term, times in some_heads.items():
            heads[term] += HEAD.pack(rank, *times)
        shifted = rank << BODY_BITS
        for term, count in some_bodies.items():
            bodies[term].append(shifted | count)
        put(id=document.id, batch=batch, page=_stored(batch, rank, page))
    if pages:
        terms = heads.keys() | bodies.keys()
        put(name=batch, words={term: _posting(heads.get(term, b""), bodies.get(term)) for term in terms})
    writer.commit(merge=len(writer.segments) >= SEGMENTS)  # type: ignore[no-untyped-call]  # whoosh has no types


def _posting(heads: bytes | bytearray, bodies: array[int] | None) -> bytes:
    return SIZE.pack(len(heads)) + heads + (bodies.tobytes() if bodies else b"")


def _stored(batch: str, rank: int, page: Page) -> bytes:
    """What is kept of a page; plain values are packed much faster than the objects that hold them."""
    return pickle.dumps((batch, rank, KEPT(page.document), page.lengths, page.digest, page.forms))


def _restored(data: bytes) -> tuple[str, int, Page]:
    batch, rank, facts, *others = pickle.loads(data)  # noqa: S301  # written by _stored
    return batch, rank, Page(SearchDocument(**dict(zip(KEPT_FIELDS, facts, strict=True))), *others)


def _forget(writer: SegmentWriter, ids: Iterable[str]) -> None:
    """Delete pages, and the batches that none is left of."""
    if writer.segments:
        with writer.reader() as reader:  # type: ignore[no-untyped-call]
            gone = {number for id_ in ids for number in _documents(reader, "id", id_)}
            for batch in {_restored(reader.column_reader("page")[number])[0] for number in gone}:
                if gone.issuperset(_documents(reader, "batch", batch)):
                    gone.update(_documents(reader, "name", batch))
            for number in gone:
                writer.delete_document(number)  # type: ignore[no-untyped-call]


def _documents(reader: IndexReader, field: str, value: str) -> list[int]:
    """The numbers that Whoosh gives to what has this value and is not deleted."""
    term = value.encode()
    return list(reader.postings(field, term).all_ids()) if (field, term) in reader else []


def _update_folder(folder: Path, documents: list[SearchDocument], removed: list[str]) -> None:
    gc.disable()  # this process only ever makes things that counting references frees; it saves a tenth
    _update(_open(folder), documents, removed)


@lru_cache(maxsize=1)
def _edition() -> str:
    """Changes with whatever decides of the bytes of an index, so that no old one is ever read."""
    sources = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("analysis", "pages", "index")]
    stamp = repr((sys.byteorder, sys.version_info[:2], whoosh.__version__)).encode()
    return hashlib.blake2b(stamp + b"".join(sources), digest_size=6).hexdigest()


class Index:
    """The pages of one language, in parts that are written at the same time.

    Args:
        folder: Where the index lies; made if missing, and made anew if another version of this program wrote
            it. None keeps it in memory, in one part.
        lang: BCP 47 code of every page given later.
        jobs: Processes that may write.
    """

    def __init__(self, folder: Path | None, lang: str, *, jobs: int = 1) -> None:
        self.lang = lang
        self._jobs = jobs if folder else 1
        name = f"{_edition()}-{lang}"
        self._folders = [folder / f"{name}-{part}" for part in range(DISK_PARTS)] if folder else []
        for other in {*folder.glob(f"*-{lang}-?")} - {*self._folders} if folder else ():
            shutil.rmtree(other)
        self._parts = [_open(part) for part in self._folders] or [_open(None)]

    def update(self, documents: Iterable[SearchDocument], removed: Iterable[str] = ()) -> None:
        """Add pages, put them in the place of those with the same id, and take the removed ids away."""
        shares: list[tuple[list[SearchDocument], list[str]]] = [([], []) for _ in self._parts]
        for document in documents:
            shares[self.part_of(document.id)][0].append(document)
        for id_ in removed:
            shares[self.part_of(id_)][1].append(id_)
        if self._jobs > 1 and sum(len(some) for some, _ in shares) > WORTH_PROCESSES:
            with ProcessPoolExecutor(self._jobs, get_context("spawn")) as pool:
                list(pool.map(_update_folder, self._folders, *zip(*shares, strict=True)))
            return
        for part, (some, gone) in zip(self._parts, shares, strict=True):
            if some or gone:
                _update(part, some, gone)

    def changes(self, documents: Iterable[SearchDocument]) -> tuple[list[SearchDocument], list[str]]:
        """What to give to `update` for the index to hold these pages and no others."""
        held = {page.document.id: page.digest for reader in self.readers() for _, _, page in _pages(reader)}
        changed = []
        for document in documents:
            if held.pop(document.id, b"") != digest_of(document):
                changed.append(document)
        return changed, list(held)

    def part_of(self, id_: str) -> int:
        """Which part, from 0, holds a page."""
        return zlib.crc32(id_.encode()) % len(self._parts)

    def readers(self) -> list[IndexReader]:
        """Each part as it is now."""
        return [part.reader() for part in self._parts]  # type: ignore[no-untyped-call]


class View:
    """What an index holds at one moment, with its pages numbered from 0, by kind, then by id.

    Args:
        index: The index; `renew` says what changed in it later.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._readers = index.readers()
        stored = [
            (page, part, batch, rank)
            for part, reader in enumerate(self._readers)
            for batch, rank, page in _pages(reader)
        ]
        stored.sort(key=lambda item: (item[0].document.kind, item[0].document.id))
        self.pages = [page for page, *_ in stored]
        self._at = [(part, batch, rank) for _, part, batch, rank in stored]
        self._numbers: dict[tuple[int, str], list[int]] = {}  # by part and batch, then by rank
        for number, (part, batch, rank) in enumerate(self._at):
            self._place(number, part, batch, rank)

    def _place(self, number: int, part: int, batch: str, rank: int) -> None:
        size = int(batch.rpartition("-")[2])
        self._numbers.setdefault((part, batch), [GONE] * size)[rank] = number

    def renew(self, numbers: Mapping[str, int]) -> None:
        """Read again the pages, by id, that were put in the place of those with these numbers."""
        self._readers = self._index.readers()
        for id_, number in numbers.items():
            part, batch, rank = self._at[number]
            self._numbers[part, batch][rank] = GONE
            reader = self._readers[part]
            (found,) = _documents(reader, "id", id_)
            batch, rank, self.pages[number] = _restored(reader.column_reader("page")[found])
            self._at[number] = part, batch, rank
            self._place(number, part, batch, rank)

    def postings(self, terms: Iterable[str] | None = None) -> Iterator[tuple[str, list[Share]]]:
        """Every stem, or those given that the index has, in order of its bytes, with its pages."""
        wanted = None if terms is None else sorted(term.encode() for term in terms)
        walks = [self._walk(part, reader, wanted) for part, reader in enumerate(self._readers)]
        for term, found in groupby(merge(*walks, key=itemgetter(0)), key=itemgetter(0)):
            yield term.decode(), [share for _, shares in found for share in shares]

    def _walk(
        self, part: int, reader: IndexReader, wanted: list[bytes] | None
    ) -> Iterator[tuple[bytes, list[Share]]]:
        batches = {
            document: self._numbers[part, name.decode()]
            for name in reader.lexicon("name")
            for document in _documents(reader, "name", name.decode())
        }
        for term in reader.lexicon("words") if wanted is None else wanted:
            if wanted is None or ("words", term) in reader:
                matcher = reader.postings("words", term)
                found: list[Share] = []
                while matcher.is_active():
                    found.append(_share(batches[matcher.id()], matcher.value()))
                    matcher.next()
                if found:
                    yield term, found


def _pages(reader: IndexReader) -> Iterator[tuple[str, int, Page]]:
    """Batch, rank and page of each page of a part."""
    if reader.has_column("page"):  # an empty index has none
        column = reader.column_reader("page")
        yield from (_restored(data) for number in reader.all_doc_ids() if (data := column[number]))


def _share(numbers: Sequence[int], posting: bytes) -> Share:
    end = SIZE.size + SIZE.unpack_from(posting)[0]
    bodies = array("Q")
    bodies.frombytes(memoryview(posting)[end:])
    return Share(numbers, HEAD.iter_unpack(posting[SIZE.size : end]), bodies)
