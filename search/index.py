"""The index of one language's pages on disk, updated page by page; nothing else imports Whoosh.

What is written together is one batch: a Whoosh document whose postings say, word by word, how often the word
stands in each part of each page of the batch. One posting for many pages makes writing and reading quick.
Each page is one more Whoosh document, which names its batch and remembers the rest; once it is replaced or
removed, its share of the batch is passed over. Whoosh rounds the lengths it keeps, so exact ones are stored.
"""

from __future__ import annotations

import gc
import re
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import merge
from itertools import groupby
from multiprocessing import get_context
from operator import gt, itemgetter
from pathlib import Path

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex, exists_in
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from search.analysis import fold, language, stem, words
from search.document import SearchDocument

PARTS = ("title", "aliases", "headings", "summary", "body")
RECORD = struct.Struct("<I4BH")  # rank of a page in its batch, occurrences of one word in each of PARTS
LETTERS = re.compile(r"\b[^\W\d_]+\b")
MOST = (255, 255, 255, 255, 65535)  # more occurrences than these change nothing any more
VERSION = 2  # of what is stored; raised when that or the analyzer changes, so that no old index is read
DISK_PARTS = 4
WORTH_PROCESSES = 400  # pages from which starting processes saves time

# Of one batch: its pages' numbers by their ranks, those replaced left out, and what RECORD holds of each
Share = tuple[Mapping[int, int], Iterator[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the index remembers of a page besides its words."""

    document: SearchDocument  # without headings and body: they are in the postings
    lengths: tuple[int, ...]  # words kept in each of PARTS
    stems: str  # the stems of the page, each once, space between
    forms: str  # the page's words as written, in small letters with accents, each once, space between


def part_texts(document: SearchDocument) -> tuple[tuple[str, ...], ...]:
    """The texts of each of PARTS; words of two texts are never neighbours."""
    return (document.title,), document.aliases, document.headings, (document.summary,), (document.body,)


_folded = lru_cache(maxsize=1 << 16)(fold)  # pages share most of their words


class _Stems(dict[str, str]):
    """The stem of every word met in a language, empty for those that search drops."""

    def __init__(self, lang: str) -> None:
        self._lang, self._stop = lang, language(lang).stop

    def __missing__(self, word: str) -> str:
        self[word] = found = "" if word in self._stop else stem(word, self._lang)
        return found


_stems_in = lru_cache(maxsize=None)(_Stems)


def analyse(document: SearchDocument) -> tuple[Page, dict[str, list[int]]]:
    """What is remembered of a page, and for each stem its occurrences in each of PARTS."""
    stems = _stems_in(document.lang)
    counts: dict[str, list[int]] = {}
    lengths: list[int] = []
    forms: dict[str, str] = {}
    for number, texts in enumerate(part_texts(document)):
        text = "\n".join(texts)
        found = words(text, document.lang)
        terms = Counter([stems[word] for word in found])
        lengths.append(len(found) - terms.pop("", 0))
        for term, times in terms.items():
            if term not in counts:
                counts[term] = [0] * len(PARTS)
            counts[term][number] = times
        forms.update(zip(found, found, strict=True))
        written = {form for form in LETTERS.findall(text.lower()) if not form.isascii()}
        forms.update((_folded(form), form) for form in sorted(written))
    if any(map(gt, lengths, MOST)):
        counts = {term: [*map(min, times, MOST)] for term, times in counts.items()}
    shown = " ".join([form for word, form in forms.items() if word.isalnum() and stems[word]])
    return Page(replace(document, headings=(), body=""), tuple(lengths), " ".join(counts), shown), counts


class _Records(formats.Format):
    """Postings whose bytes are ours."""


class _Words(fields.FieldType):
    """A field told its words and their postings: the analysis is done by then."""

    indexed, stored, scorable = True, False, False

    def __init__(self) -> None:
        self.format = _Records()
        self.analyzer = self.column_type = self.vector = None

    def index(
        self, value: Mapping[str, bytearray], **_: object
    ) -> Generator[tuple[bytes, int, float, bytes]]:
        for term, records in value.items():
            yield term.encode(), 1, 1.0, bytes(records)


def _open(folder: Path | None) -> FileIndex:
    schema = fields.Schema(
        id=fields.ID, page=fields.STORED, batch=fields.ID(stored=True), name=fields.ID, words=_Words()
    )
    if folder is None:
        return RamStorage().create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    if not exists_in(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        return FileStorage(str(folder)).create_index(schema)  # type: ignore[no-any-return, no-untyped-call]
    return FileStorage(str(folder)).open_index(schema=schema)  # type: ignore[no-any-return, no-untyped-call]


def _update(part: FileIndex, documents: Sequence[SearchDocument], removed: Sequence[str]) -> None:
    """Put pages and take others away, in one commit."""
    batch = str(part.latest_generation() + 1)  # type: ignore[no-untyped-call]  # Whoosh is typed in part
    writer = SegmentWriter(part)  # type: ignore[no-untyped-call]
    _forget(writer, {*removed, *(document.id for document in documents)})
    put: Callable[..., None] = writer.add_document
    postings: dict[str, bytearray] = defaultdict(bytearray)
    for rank, document in enumerate({document.id: document for document in documents}.values()):
        page, counts = analyse(document)
        for term, times in counts.items():
            postings[term] += RECORD.pack(rank, *times)
        put(id=document.id, batch=batch, page=(rank, page))
    if postings:
        put(name=batch, words=postings)
    writer.commit()  # type: ignore[no-untyped-call]


def _forget(writer: SegmentWriter, ids: Iterable[str]) -> None:
    """Delete pages, and the batches that none is left of."""
    if writer.segments:
        with writer.reader() as reader:  # type: ignore[no-untyped-call]
            gone = {number for id_ in ids for number in _documents(reader, "id", id_)}
            for batch in {reader.stored_fields(number)["batch"] for number in gone}:
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


class Index:
    """The pages of one language, in parts that are written at the same time.

    Args:
        folder: Where the index lies; made if missing. None keeps it in memory, in one part.
        lang: BCP 47 code of every page given later.
        jobs: Processes that may write.
    """

    def __init__(self, folder: Path | None, lang: str, *, jobs: int = 1) -> None:
        self.lang = lang
        self._jobs = jobs if folder else 1
        self._folders = [folder / f"{VERSION}-{lang}-{part}" for part in range(DISK_PARTS)] if folder else []
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
            (fields["page"][1], part, fields["batch"], fields["page"][0])
            for part, reader in enumerate(self._readers)
            for _, fields in reader.iter_docs()
            if "page" in fields
        ]
        stored.sort(key=lambda item: (item[0].document.kind, item[0].document.id))
        self.pages = [page for page, *_ in stored]
        self._at = [(part, batch, rank) for _, part, batch, rank in stored]
        self._numbers: dict[tuple[int, str], dict[int, int]] = {}  # by part and batch, then by rank
        for number, (part, batch, rank) in enumerate(self._at):
            self._numbers.setdefault((part, batch), {})[rank] = number

    def renew(self, numbers: Mapping[str, int]) -> None:
        """Read again the pages, by id, that were put in the place of those with these numbers."""
        self._readers = self._index.readers()
        for id_, number in numbers.items():
            part, batch, rank = self._at[number]
            del self._numbers[part, batch][rank]
            (found,) = _documents(self._readers[part], "id", id_)
            fields = self._readers[part].stored_fields(found)
            batch, (rank, self.pages[number]) = fields["batch"], fields["page"]
            self._at[number] = part, batch, rank
            self._numbers.setdefault((part, batch), {})[rank] = number

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
                    found.append((batches[matcher.id()], RECORD.iter_unpack(matcher.value())))
                    matcher.next()
                if found:
                    yield term, found
