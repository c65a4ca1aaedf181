"""A territory being edited: records as written, what a change would make of them, what is wrong then."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from portal.checks import check_loaded
from portal.editor.document import Document, new_file
from portal.editor.fields import Path as Place
from portal.editor.fields import Problems
from portal.editor.posted import Values
from portal.editor.scalars import Plain
from portal.editor.store import Store, mark_of
from portal.errors import N_, Message, PortalError, Problem
from portal.loading.catalogue import TERRITORY, Loaded, load_snapshot
from portal.loading.change import renewed
from portal.loading.files import Snapshot, decode, read_folder
from portal.loading.tables import parse_table
from portal.loading.tree import Fields, Items, Mark, Node, plain
from portal.model.fields import SLUG
from portal.model.kinds import KINDS
from portal.model.shape import shape
from portal.model.territory import Territory
from portal.model.vocabularies import Vocabularies

KEPT = 4  # states of the territory in memory: as it is, and as drafts would make it
Overlay = Mapping[str, bytes | None]  # path to what it would hold; None: removed


@dataclass(frozen=True, slots=True)
class Opened:
    """One record on the desk."""

    ref: str  # "kind/id"; "territory" for territory.yaml
    model: type[BaseModel]
    path: str  # of its own file, from the root, there or not
    data: bytes | None  # None: it has no file of its own, a table alone describes it
    row: Values  # what a table says of it
    values: Values  # what both say together
    prose: str

    @property
    def mark(self) -> str:
        """What tells whether its file changes meanwhile."""
        return mark_of(self.data)

    def written(self, values: Values, prose: str) -> bytes:
        """The bytes of its file with other values.

        Raises:
            CannotEditError: The file is written in a way that does not allow it.
        """
        if self.data is None:
            return new_file(_ordered(self.model, over(self.row, values, {})), prose)
        document = Document.of(self.data, markdown=self.path.endswith(".md"))
        own = over(self.row, values, document.values) if self.row else values
        return document.changed(own, prose, lambda path: _keys(self.model, path))


def over(row: Mapping[str, Plain], values: Mapping[str, Plain], own: Mapping[str, Plain]) -> Values:
    """What a file must say on top of the row of a table: only what differs, and what it already said."""
    found: Values = {}
    for key, value in values.items():
        below, mine = row.get(key), own.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            inner = over(below, value, mine if isinstance(mine, dict) else {})
            if inner:
                found[key] = inner
        elif below != value or key in own:
            found[key] = value
    found |= {key: "" for key in row if key not in values and key != "id"}
    return found


def _ordered(model: type[BaseModel], values: Values) -> Values:
    known = list(shape(model))
    place = {key: number for number, key in enumerate(known)}
    return dict(sorted(values.items(), key=lambda item: place.get(item[0], len(known))))


def _keys(model: type[BaseModel], path: tuple[str, ...]) -> list[str]:
    """The keys of the group at a path, in the order of the model."""
    here: type[BaseModel] | None = model
    for step in path:
        of = shape(here).get(step) if here else None
        here = of.innermost.group if of is not None else None
    return list(shape(here)) if here else []


_OF_KEYS = {"unknown-key", "duplicate-key"}  # problems that stand at a key


class Desk:
    """What the pages of the editor ask. Every answer comes from the files as they are now."""

    def __init__(self, root: Path, as_of: date) -> None:
        self.store = Store(root)
        self.as_of = as_of
        self._read: list[tuple[Snapshot, Loaded]] = []  # what was read last, the latest first
        self._lock = threading.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """The folder as it is now."""
        return read_folder(self.store.root)

    def loaded(self, overlay: Overlay | None = None) -> Loaded:
        """The territory as it is, or as it would be with some files changed."""
        snapshot = self.snapshot
        files = dict(snapshot.files)
        for path, data in (overlay or {}).items():
            if data is None:
                files.pop(path, None)
            else:
                files[path] = data
        return self._renewed(Snapshot(dict(sorted(files.items())), snapshot.others, snapshot.problems))

    def _renewed(self, snapshot: Snapshot) -> Loaded:
        """What files give, from what was read last when only records differ."""
        with self._lock:
            found = next((loaded for old, loaded in self._read if old == snapshot), None)
            found = found or next((n for old, was in self._read if (n := renewed(was, old, snapshot))), None)
            found = found or load_snapshot(snapshot, self.as_of)
            others = [one for one in self._read if one[1] is not found]
            self._read = [(snapshot, found), *others[: KEPT - 1]]
            return found

    def problems(self, loaded: Loaded) -> list[Problem]:
        """All that there is to mend."""
        return list(_checked(loaded))

    def vocabularies(self, loaded: Loaded) -> Vocabularies:
        """Those of the territory, or of the program when its configuration cannot be read."""
        return loaded.catalogue.vocabularies if loaded.catalogue else Vocabularies({})

    def open(self, ref: str) -> Opened:
        """A record as it is written.

        Raises:
            PortalError: There is none.
            CannotEditError: Its file cannot be read.
        """
        if ref == "territory":
            data = self.store.read(TERRITORY)
            values = Document.of(data or b"", markdown=False).values
            return Opened(ref, Territory, TERRITORY, data, {}, values, "")
        kind, _, ident = ref.partition("/")
        if kind not in KINDS or not SLUG.fullmatch(ident.lower()):
            raise PortalError(Message(N_("there is no record “%(ref)s”"), {"ref": ref}))
        path = f"content/{kind}/{ident}.md"
        data, row = self.store.read(path), self._row(kind, ident)
        if data is None and not row:
            raise PortalError(Message(N_("there is no record “%(ref)s”"), {"ref": ref}))
        own, prose = {}, ""
        if data is not None:
            document = Document.of(data, markdown=True)
            own, prose = document.values, document.prose
        return Opened(ref, KINDS[kind], path, data, row, _merged(row, own), prose)

    def exists(self, ref: str) -> bool:
        """True when a file or a table describes a record."""
        kind, _, ident = ref.partition("/")
        return (self.store.root / f"content/{kind}/{ident}.md").is_file() or bool(self._row(kind, ident))

    def new(self, ref: str, values: Values) -> Opened:
        """A record that nobody wrote yet.

        Raises:
            PortalError: Its name is no identifier, or it exists.
        """
        kind, _, ident = ref.partition("/")
        if kind not in KINDS or not SLUG.fullmatch(ident.lower()):
            raise PortalError(
                Message(N_("“%(given)s” is not an identifier"), {"given": ident}),
                Message(N_("small letters without accents, digits, and single hyphens between words")),
            )
        path = f"content/{kind}/{ident}.md"
        if self.store.read(path) is not None or self._row(kind, ident):
            raise PortalError(Message(N_("“%(ref)s” already exists"), {"ref": ref}))
        return Opened(ref, KINDS[kind], path, None, {}, values, "")

    def _row(self, kind: str, ident: str) -> Values:
        path = f"content/directory/{kind}.csv"
        data = self.store.read(path) if (self.store.root / path).is_file() else None
        return _rows(kind, data).get(ident, {}) if data is not None else {}

    def locate(self, loaded: Loaded, opened: Opened, lang: str | None = None) -> Problems:
        """The problems of a record by their field; those of the whole file at the empty path."""
        tree = _tree(loaded, opened, lang)
        where = dict(_places(tree)) if tree else {}
        own = opened.path.removesuffix(".md") + f".{lang}.md" if lang else opened.path
        found: dict[Place, list[Problem]] = {}
        for problem in self.problems(loaded):
            at = (problem.path, problem.line, problem.column)
            if at in where or problem.path == own:
                place = where.get(at) or _nearest(where, at)
                if tree and at == _spot(tree.at) and problem.code not in _OF_KEYS:
                    place = ()  # of the record, which begins where its first key does
                if problem.code == "missing-key":  # told where its group begins
                    place = (*_group_of(tree, place), str(problem.message.params["key"]))
                found.setdefault(place, []).append(problem)
        return found


def _tree(loaded: Loaded, opened: Opened, lang: str | None) -> Fields | None:
    if opened.ref == "territory":
        return loaded.territory
    if lang:
        return loaded.gathered.texts.get((lang, opened.ref))
    return loaded.gathered.originals.get(opened.ref)


def _places(node: Node, path: Place = ()) -> Iterator[tuple[tuple[str, int, int], Place]]:
    """Where each key and each value stands; what is deepest wins."""
    yield (node.at.path, node.at.line, node.at.column), path
    if isinstance(node, Fields):
        for key, at in node.keys.items():
            yield _spot(at), (*path, key)
        for key, value in node.values.items():
            if path or key != "id":  # the name of the file: it stands nowhere
                yield from _places(value, (*path, key))
    elif isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _places(item, (*path, index))


def _group_of(tree: Fields | None, place: Place) -> Place:
    """The path of the group that begins at a place, or that holds it."""
    here: Node | None = tree
    for step in place:
        if isinstance(here, Fields):
            here = here.values.get(str(step))
        else:
            here = here.items[int(step)] if isinstance(here, Items) and int(step) < len(here.items) else None
    return place if isinstance(here, Fields) else place[:-1]


def _spot(at: Mark) -> tuple[str, int, int]:
    return at.path, at.line, at.column


def _nearest(where: Mapping[tuple[str, int, int], Place], at: tuple[str, int, int]) -> Place:
    """The field that begins last before a place: a problem inside a text stands at no beginning."""
    before = [spot for spot in where if spot[0] == at[0] and spot[1:] <= at[1:]]
    return where[max(before)] if before and at[1] > 1 else ()


def _merged(row: Mapping[str, Plain], own: Mapping[str, Plain]) -> Values:
    found = dict(row)
    for key, value in own.items():
        below = found.get(key)
        found[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return found


@lru_cache(maxsize=8)
def _rows(kind: str, data: bytes) -> dict[str, Values]:
    """The rows of a table by id, as the tree of a file."""
    text, _ = decode(kind, data)
    rows, _ = parse_table(kind, text, KINDS[kind]) if text is not None else ([], [])
    found = {}
    for row in rows:
        values = plain(row)
        assert isinstance(values, dict)  # noqa: S101 - a row is a group of fields
        found[row.text("id") or ""] = {key: value for key, value in values.items() if key != "id"}
    return found


@lru_cache(maxsize=KEPT)
def _checked(loaded: Loaded) -> tuple[Problem, ...]:
    return tuple(check_loaded(loaded))
