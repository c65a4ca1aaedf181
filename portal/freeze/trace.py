"""What a page was made from: every question that it asked of the site, with the digest of the answer.

A page depends on the program, on its address, and on what the site answers, nothing else. While it is
rendered, the site is seen through objects that note each question: a key of a record, a method of an index
and its arguments, a value of the site. When all of them have the same answer in another state of the site,
rendering would ask them in the same order and write the same bytes (verifying traces: Mokhov, Mitchell,
Peyton Jones, "Build systems à la carte", ICFP 2018, 4.2.2).

What cannot be noted, such as an argument that is a function, makes a page untraceable: it is always rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from inspect import getattr_static, isgeneratorfunction
from types import FunctionType, MethodType
from typing import Any, cast

from portal.freeze.answers import Digests, UntraceableError
from portal.freeze.questions import Method, asked, decoded, encoded
from portal.model.base import Record, Value
from portal.model.catalogue import Catalogue
from portal.model.coverage import Coverage
from portal.model.listing import Listing
from portal.model.offer import OfferIndex
from portal.web.map import Atlas
from portal.web.site import Site

# What answers questions rather than being an answer: what it does inside is not the page's doing.
_STORES = (Catalogue, OfferIndex, Listing, Coverage, Atlas)
_INHERITED = frozenset(dir(Value.__base__)) - {"__class__"}  # these may read a whole record
_WHOLE = "*"


class Trace:
    """What one page asked; None when something of it cannot be asked again."""

    def __init__(self) -> None:
        self.questions: set[str] | None = set()


class Tracer:
    """A site whose pages are traced, or whose traces of another day are tried."""

    def __init__(self, site: Site) -> None:
        self._real = site
        self._records = dict(_records(site.catalogue))
        self._names = {id(record): name for name, record in self._records.items()}
        self._digests = Digests(self.name)
        self._page: Trace | None = None  # being rendered; None: nobody notes
        self.answers: dict[str, str] = {}  # question to digest: all that was asked so far, for whatever page
        self.site = cast(Site, _Seen(self, site, ()))  # what pages are to see

    def name(self, record: Record) -> str | None:
        """The name of a record of the site: ``kind/id@language``, without language for the original."""
        return self._names.get(id(record))

    def record(self, name: str) -> Record:
        """The record that has a name. Raises KeyError."""
        return self._records[name]

    def method(self, path: list[str]) -> Any:  # noqa: ANN401 - any attribute of the site
        """What is at a path from the site. Raises AttributeError."""
        found: Any = self._real
        for name in path:
            found = getattr(found, name)
        return found

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Have records tell which of their keys are read."""
        # Pydantic gives no other place where every reading of a key passes; taken away below.
        Record.__getattribute__ = self._reader()  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            del Record.__getattribute__

    @contextmanager
    def tracing(self) -> Iterator[Trace]:
        """Note what is asked until the end of the block, which renders one page."""
        trace = self._page = Trace()
        try:
            yield trace
        finally:
            self._page = None

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What the site does to find an answer is not noted."""
        page, self._page = self._page, None
        try:
            yield
        finally:
            self._page = page

    def ask(self, key: str | None, answer: Callable[[], Any]) -> Any:  # noqa: ANN401 - any value of the site
        """Ask the site a question, and note it.

        Args:
            key: The question as text; None when it cannot be asked again.
            answer: What finds the answer.
        """
        with self.unseen():
            found = answer()
        self._note(key, lambda: self._digests.of(found))
        return found

    def _note(self, key: str | None, digest: Callable[[], str]) -> None:
        page = self._page
        if page is None or page.questions is None:
            return
        try:
            if key is None:
                raise UntraceableError
            if key not in self.answers:
                with self.unseen():
                    self.answers[key] = digest()
            page.questions.add(key)
        except UntraceableError:
            page.questions = None

    def answer(self, key: str) -> str | None:
        """The digest of the answer that the site gives to a question now; None when it has none."""
        if key not in self.answers:
            # Whatever a question of the past meets in the site of today, its answer is then another one.
            with suppress(Exception):
                self.answers[key] = self._answer(key)
        return self.answers.get(key)

    def _answer(self, key: str) -> str:
        if not key.startswith("["):
            name, _, field = key.rpartition(".")
            return self._of_record(self._records[name], field)
        path, how, given = decoded(key, self)
        return self._digests.of(asked(self.method(path), how, given))

    def _of_record(self, record: Record, field: str) -> str:
        if field == _WHOLE:
            return self._digests.of_keys(record)
        return self._digests.of(object.__getattribute__(record, "__dict__")[field])

    def _reader(self) -> Callable[[Record, str], Any]:
        read, names = object.__getattribute__, self._names

        def reader(record: Record, field: str) -> Any:  # noqa: ANN401 - the type of the key
            if self._page and (name := names.get(id(record))):
                asks = field if field in type(record).__pydantic_fields__ else _WHOLE
                if asks is field or field in _INHERITED:  # what our own classes add reads keys in turn
                    self._note(f"{name}.{asks}", lambda: self._of_record(record, asks))
            return read(record, field)

        return reader


def _records(catalogue: Catalogue) -> Iterator[tuple[str, Record]]:
    for kind in catalogue.records.values():
        for record in kind.values():
            yield f"{record.ref}@", record
    for lang, texts in catalogue.translations.items():
        for ref, record in texts.items():
            yield f"{ref}@{lang}", record


class _Seen:
    """The site, or one of its indices, as a page sees it."""

    def __init__(self, tracer: Tracer, real: object, path: tuple[str, ...]) -> None:
        self._tracer, self._real, self._path = tracer, real, path
        self._keys: dict[str, str | None] = {}  # of the values asked so far

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of the site
        tracer, path = self._tracer, (*self._path, name)
        if name in self._keys:
            return tracer.ask(self._keys[name], lambda: getattr(self._real, name))
        static = getattr_static(type(self._real), name, None)
        found: Any
        if isinstance(static, FunctionType):
            # The methods of the site put questions together; a method of an index is a question.
            found = _Asked(tracer, self._real, path) if self._path else MethodType(static, self)
        elif isinstance(static, property) and not self._path:
            return static.__get__(self)
        else:
            with tracer.unseen():
                value = getattr(self._real, name)
            if isinstance(value, _STORES):
                found = _Seen(tracer, value, path)
            elif isinstance(value, Mapping):
                found = _SeenMapping(tracer, value, path)
            else:
                self._keys[name] = encoded(path, "value", (), tracer)
                return tracer.ask(self._keys[name], lambda: value)
        setattr(self, name, found)  # it notes by itself from now on
        return found


class _Asked(Method):
    """A method of an index."""

    def __init__(self, tracer: Tracer, index: object, path: tuple[str, ...]) -> None:
        self._tracer, self.real, self.path = tracer, getattr(index, path[-1]), path

    def __call__(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the method
        given = tuple([*item] if isinstance(item, Iterator) else item for item in given)
        key = None if named else encoded(self.path, "call", given, self._tracer)
        plain = [_real(item) for item in given]
        call = partial(self.real, **named)
        found = self._tracer.ask(key, lambda: asked(call, "call", plain))
        return iter(found) if isgeneratorfunction(self.real) else found


def _real(item: Any) -> Any:  # noqa: ANN401 - any argument
    return item.real if isinstance(item, _Asked) else item


class _SeenMapping(Mapping[Any, Any]):
    """A mapping of the site or of an index, as a page sees it."""

    def __init__(self, tracer: Tracer, real: Mapping[Any, Any], path: tuple[str, ...]) -> None:
        self._tracer, self._real, self._path = tracer, real, path

    def _ask(self, how: str, *given: object) -> Any:  # noqa: ANN401 - as the mapping
        key = encoded(self._path, how, given, self._tracer)
        return self._tracer.ask(key, lambda: asked(self._real, how, [*given]))

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - as the mapping
        found = self._ask("item", key)
        if key not in self._real:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return bool(self._ask("in", key))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._ask("iter"))

    def __len__(self) -> int:
        return len(self._ask("iter"))
