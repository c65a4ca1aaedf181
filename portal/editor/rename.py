"""Another identifier for a record: its files, every reference, and its old address that still leads there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from portal.checks.walk import spots
from portal.editor.desk import Desk
from portal.editor.document import Document
from portal.editor.store import Store, mark_of
from portal.errors import N_, Message, PortalError
from portal.loading.catalogue import Loaded
from portal.loading.tree import Fields, Items, Mark, Node, Scalar
from portal.model.addresses import FOLDERS, GATHERED
from portal.model.fields import SLUG
from portal.model.kinds import KINDS
from portal.model.shape import shape

Changes = dict[str, bytes | None]  # path to what it holds then; None: the file is no longer there


def rename(root: Path, old: str, new: str, as_of: date) -> Changes:
    """What giving a record another identifier changes; nothing is written.

    Args:
        root: The folder that holds ``content/``.
        old: The record, ``kind/id``.
        new: Its new id, with or without its kind.
        as_of: The day on which the content is read.

    Raises:
        PortalError: There is no such record, an import names it, or the new id is taken or is none.
    """
    kind, _, ident = old.partition("/")
    new = new if "/" in new else f"{kind}/{new}"
    desk = Desk(root, as_of)
    opened = desk.open(old)
    _check(desk, old, new)
    if opened.row:
        raise PortalError(
            Message(N_("an import names this record: its identifier is that of the table")),
            Message(N_("write another title in a file of its own instead")),
        )
    loaded = desk.loaded()
    files = {path: data.decode("utf-8-sig") for path, data in loaded_texts(desk).items()}
    for mark in sorted(_places(loaded, old), key=lambda at: (at.path, at.line, at.column), reverse=True):
        files[mark.path] = _replaced(files[mark.path], mark, old, new)
    changes: Changes = {path: _links(text, old, new).encode() for path, text in files.items()}
    target = new.partition("/")[2]
    for folder in (
        kind,
        *(["inserts"] if kind == "pathways" else []),
    ):  # an insert bears the id of its pathway
        for path in [p for p in changes if _is_of(p, folder, ident)]:
            moved = f"content/{folder}/{target}{PurePosixPath(path).name.removeprefix(ident)}"
            changes[moved], changes[path] = changes[path], None
    own = f"content/{kind}/{target}.md"
    changes[own] = _with_former(changes[own] or b"", kind, ident, target)
    return {path: data for path, data in changes.items() if data != desk.store.read(path)}


def apply(root: Path, changes: Changes) -> None:
    """Write all changes, or none: what was written before a failure is put back.

    Raises:
        PortalError: The disk refuses, or a file changed meanwhile.
    """
    store = Store(root)
    before = {path: store.read(path) for path in changes}
    done: list[str] = []
    try:
        for path, data in changes.items():
            store.write(path, data, mark_of(before[path]))
            done.append(path)
    except PortalError:
        for path in reversed(done):
            store.write(path, before[path], mark_of(changes[path]))
        raise


def loaded_texts(desk: Desk) -> dict[str, bytes]:
    """The files of content that may name a record."""
    return {
        path: data for path, data in desk.snapshot.files.items() if path.endswith((".md", ".yaml", ".csv"))
    }


def _check(desk: Desk, old: str, new: str) -> None:
    kind, _, ident = new.partition("/")
    if kind != old.partition("/")[0]:
        raise PortalError(Message(N_("a record stays of its kind: “%(ref)s”"), {"ref": new}))
    if kind == "inserts":
        raise PortalError(
            Message(N_("an insert bears the identifier of its pathway")), Message(N_("rename the pathway"))
        )
    if not SLUG.fullmatch(ident) or kind not in KINDS or kind == "communes":
        raise PortalError(
            Message(N_("“%(given)s” is not an identifier"), {"given": ident}),
            Message(N_("small letters without accents, digits, and single hyphens between words")),
        )
    loaded = desk.loaded()
    records = loaded.catalogue.records[kind].values() if loaded.catalogue else ()
    former = {former for record in records for former in record.former_ids if record.ref != old}
    if new in loaded.gathered.originals or new in loaded.gathered.unread or ident in former:
        raise PortalError(Message(N_("“%(ref)s” already exists"), {"ref": new}))


def _places(loaded: Loaded, old: str) -> Iterator[Mark]:
    """Where a value names the record: facts, cells of tables, search assets."""
    for spot in spots(loaded):
        if spot.shape.kinds is not None and spot.value == old:
            yield spot.at
    yield from (node.at for node in _scalars(loaded.search) if node.value == old)


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
        return
    inner: Iterable[Node] = node.items if isinstance(node, Items) else node.values.values()
    for child in inner if isinstance(node, Items | Fields) else ():
        yield from _scalars(child)


def _replaced(text: str, at: Mark, old: str, new: str) -> str:
    """The text with the first name of the record from a place on under its new id."""
    lines = text.split("\n")
    head, tail = lines[at.line - 1][: at.column - 1], lines[at.line - 1][at.column - 1 :]
    lines[at.line - 1] = head + re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w-])", new, tail, count=1)
    return "\n".join(lines)


def _links(text: str, old: str, new: str) -> str:
    """The links inside texts: ``[[kind/id]]`` and addresses of the site."""
    kind, _, ident = old.partition("/")
    target = new.partition("/")[2]
    text = re.sub(rf"\[\[{re.escape(old)}(?=[\]|#])", f"[[{new}", text)
    if kind in FOLDERS:
        text = re.sub(
            rf"\]\(/{FOLDERS[kind]}/{re.escape(ident)}(?=[/)#])", f"](/{FOLDERS[kind]}/{target}", text
        )
    elif kind in GATHERED:
        page = GATHERED[kind]
        text = re.sub(rf"\]\(/{page}/#{page}-{re.escape(ident)}(?=\))", f"](/{page}/#{page}-{target}", text)
    return text


def _is_of(path: str, kind: str, ident: str) -> bool:
    """Is a file that of the record, or of one of its translations?"""
    place = PurePosixPath(path)
    return str(place.parent) == f"content/{kind}" and place.name.partition(".")[0] == ident


def _with_former(data: bytes, kind: str, ident: str, target: str) -> bytes:
    """The file of the record, which remembers its old id; the one that comes back is forgotten."""
    document = Document.of(data, markdown=True)
    values = document.values
    known = values.get("former_ids", [])
    former = [one for one in (known if isinstance(known, list) else [known]) if one not in {ident, target}]
    values["former_ids"] = [*former, ident]
    if "id" in values:
        values["id"] = target
    return document.changed(values, None, lambda path: () if path else list(shape(KINDS[kind])))
