"""The index of one language's pages on disk, updated page by page; nothing else imports Whoosh.

One Whoosh field holds one posting per word and page: how often the word stands in each part of the page, in
seven bytes. Whoosh rounds the lengths it keeps, so exact ones lie beside, in what is stored of the page.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index
from whoosh.filedb.filestore import FileStorage, RamStorage

from search.analysis import fold, language, stem, words
from search.document import SearchDocument

PARTS = ("title", "aliases", "headings", "summary", "body")
COUNTS = struct.Struct("<4BH")  # occurrences of one word in each of PARTS
ACCENTED = re.compile(r"\b[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*\b")
MOST = (255, 255, 255, 255, 65535)  # more occurrences than these change nothing any more
MEMORY = 96  # megabytes that Whoosh fills before it writes a run to disk


@dataclass(frozen=True, slots=True)
class Page:
    """What the index remembers of a page besides its words."""

    document: SearchDocument  # without headings and body: they are in the postings
    lengths: tuple[int, ...]  # words kept in each of PARTS
    forms: str  # the page's words as written, in small letters with accents, each once, sorted, space between


def part_texts(document: SearchDocument) -> tuple[tuple[str, ...], ...]:
    """The texts of each of PARTS; words of two texts are never neighbours."""
    return (document.title,), document.aliases, document.headings, (document.summary,), (document.body,)


def _analyse(document: SearchDocument) -> tuple[Page, dict[str, list[int]]]:
    """What is remembered of a page, and for each stem its occurrences in each of PARTS."""
    stop, lang = language(document.lang).stop, document.lang
    counts: dict[str, list[int]] = {}
    lengths, forms = [], {}
    for number, texts in enumerate(part_texts(document)):
        text = "\n".join(texts)
        found = {word: times for word, times in Counter(words(text, lang)).items() if word not in stop}
        for word, times in found.items():
            counts.setdefault(stem(word, lang), [0] * len(PARTS))[number] += times
        lengths.append(sum(found.values()))
        forms.update(zip(found, found, strict=True))
        forms.update((fold(form), form) for form in sorted(set(ACCENTED.findall(text.lower()))))
    shown = " ".join(forms[word] for word in sorted(forms) if word.isalnum() and word not in stop)
    return Page(replace(document, headings=(), body=""), tuple(lengths), shown), counts


class _Counts(formats.Format):  # type: ignore[misc]  # Whoosh comes without types
    """Postings of fixed size whose bytes are ours."""

    posting_size = COUNTS.size


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field told its words and their postings: the analysis is done by then."""

    indexed, stored, scorable = True, False, False

    def __init__(self) -> None:
        self.format = _Counts()
        self.analyzer = self.column_type = self.vector = None

    def index(self, value: Mapping[str, list[int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, counts in value.items():
            yield term.encode(), 1, 1.0, COUNTS.pack(*map(min, counts, MOST))


class Index:
    """The pages of one language.

    Args:
        folder: Where the index lies; made if missing. None keeps it in memory.
        lang: BCP 47 code of every page given later.
    """

    def __init__(self, folder: Path | None, lang: str) -> None:
        self.lang = lang
        schema = fields.Schema(id=fields.ID(unique=True), words=_Words(), page=fields.STORED)
        if folder is None:
            self._whoosh = RamStorage().create_index(schema)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            storage = FileStorage(str(folder), supports_mmap=False)
            exists = index.exists_in(str(folder))
            self._whoosh = storage.open_index(schema=schema) if exists else storage.create_index(schema)

    def update(self, documents: Iterable[SearchDocument], removed: Iterable[str] = ()) -> None:
        """Add pages, put them in the place of those with the same id, and take the removed ids away."""
        whole = self._whoosh.is_empty()
        writer = self._whoosh.writer(limitmb=MEMORY)
        put = writer.add_document if whole else writer.update_document
        for id_ in removed:
            writer.delete_by_term("id", id_)
        for document in documents:
            page, counts = _analyse(document)
            put(id=document.id, words=counts, page=page)
        writer.commit(merge=False) if whole else writer.commit()

    def pages(self) -> dict[int, Page]:
        """Every page, by the number that postings give it."""
        with self._whoosh.reader() as reader:
            return {number: stored["page"] for number, stored in reader.iter_docs()}

    def postings(self) -> Iterator[tuple[str, list[tuple[int, tuple[int, ...]]]]]:
        """Every stem in order of its bytes, with the pages that hold it and its occurrences in each of PARTS."""
        with self._whoosh.reader() as reader:
            for term in reader.lexicon("words"):
                matcher = reader.postings("words", term)
                found = []
                while matcher.is_active():
                    found.append((matcher.id(), COUNTS.unpack(matcher.value())))
                    matcher.next()
                if found:
                    yield term.decode(), found
