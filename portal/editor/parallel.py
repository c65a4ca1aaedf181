"""A record and its translation, text by text; the file that a translation makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from portal.editor.desk import Desk, Opened
from portal.editor.document import Document, new_file
from portal.editor.posted import Sent, Values
from portal.editor.scalars import Plain
from portal.loading.catalogue import Loaded
from portal.loading.translation import OWN_WORDS, source_hash
from portal.model.shape import Shape, shape

STAMP = "source_hash"
Text = tuple[tuple[str | int, ...], str, str, bool]  # path, label, text, is it Markdown


@dataclass(frozen=True, slots=True)
class Translation:
    """One record in another language, as its files say it."""

    opened: Opened
    lang: str
    path: str  # of the translation, from the root, there or not
    data: bytes | None
    stamp: str  # what says that a translation is up to date

    @classmethod
    def of(cls, desk: Desk, loaded: Loaded, ref: str, lang: str) -> Translation:
        """The translation of a record.

        Raises:
            PortalError: There is no such record.
        """
        opened = desk.open(ref)
        path = opened.path.removesuffix(".md") + f".{lang}.md"
        tree = loaded.gathered.originals.get(ref)
        stamp = source_hash(opened.model, tree) if tree is not None else ""
        return cls(opened, lang, path, desk.store.read(path), stamp)

    @property
    def original(self) -> Values:
        """The record in the default language, its text among its values."""
        return {**self.opened.values, **({"body": self.opened.prose} if self.opened.prose else {})}

    @property
    def given(self) -> Values:
        """What the file of the translation says.

        Raises:
            CannotEditError: It cannot be read.
        """
        if self.data is None:
            return {}
        document = Document.of(self.data, markdown=True)
        return {**document.values, "body": document.prose}

    def texts(self) -> Iterator[tuple[Text, str]]:
        """Each text of the original, with what stands for it in the other language, or nothing."""
        given, original = self.given, self.original
        for text in texts(self.opened.model, original):
            yield text, at(given, original, text[0])

    def words(self) -> Iterator[tuple[str, str, str]]:
        """What people type, by key: one per line, in the original and in the other language."""
        given = self.given
        for key in shape(self.opened.model):
            if key in OWN_WORDS:
                yield key, lines(self.opened.values, key), lines(given, key)

    def written(self, form: Sent) -> bytes:
        """The file with the texts of a form, marked as a translation of the original of now."""
        values = woven(self.opened.model, self.original, form)
        prose = str(values.pop("body", ""))
        values[STAMP] = self.stamp
        if self.data is None:
            return new_file(values, prose)
        order = [*shape(self.opened.model), STAMP]
        return Document.of(self.data, markdown=True).changed(values, prose, lambda at: () if at else order)


def texts(model: type[BaseModel], values: Values, path: tuple[str | int, ...] = ()) -> Iterator[Text]:
    """Every text that a translation gives again: path, label, text, is it Markdown."""
    for key, of in shape(model).items():
        if key in values and of.has_text and key not in OWN_WORDS:
            label = model.model_fields[key].title or key
            yield from _texts(of, values[key], (*path, key), label)


def _texts(of: Shape, value: Plain, path: tuple[str | int, ...], label: str) -> Iterator[Text]:
    if of.kind == "text" and isinstance(value, str):
        yield path, label, value, of.markdown
    elif of.group is not None and isinstance(value, dict):
        yield from texts(of.group, value, path)
    elif of.item is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(of.item, item, (*path, index), label)


def woven(model: type[BaseModel], original: Values, form: Sent) -> Values:
    """The values of a translation: the structure of the original, with the texts of the form.

    A list keeps as many entries as the original has, or none when nothing of it is translated.
    """
    found = _woven(Shape("group", group=model), original, form, "")
    assert isinstance(found, dict)  # noqa: S101 - a record is a group
    for key in OWN_WORDS & set(shape(model)):
        words = [line.strip() for line in (form.get(key) or [""])[0].split("\n") if line.strip()]
        if words:
            found[key] = list(words)
    return found


def _woven(of: Shape, value: Plain, form: Sent, name: str) -> Plain | None:
    if of.group is not None and isinstance(value, dict):
        found: Values = {}
        prefix = f"{name}." if name else ""
        for key, inner in shape(of.group).items():
            if key in value and inner.has_text and key not in OWN_WORDS:
                told = _woven(inner, value[key], form, prefix + key)
                if told:
                    found[key] = told
        return found
    if of.kind == "list" and of.item is not None and isinstance(value, list):
        entries = [_woven(of.item, item, form, f"{name}.{n}") for n, item in enumerate(value)]
        if not any(entries):
            return None
        return [_named(item, entry) for item, entry in zip(value, entries, strict=True)]
    return (form.get(name) or [""])[0] if of.kind == "text" else None


def _named(item: Plain, entry: Plain | None) -> Plain:
    """An entry carries the id of the one that it translates."""
    if isinstance(item, dict) and isinstance(entry, dict) and "id" in item:
        return {"id": item["id"], **entry}
    return entry if entry is not None else ""


def at(given: Plain, original: Plain, path: tuple[str | int, ...]) -> str:
    """The text of a translation at a path of the original: entries of lists match by id, else by place."""
    here: Plain | None = given
    there: Plain | None = original
    for step in path:
        if isinstance(step, int):
            item = there[step] if isinstance(there, list) and step < len(there) else None
            ident = item.get("id") if isinstance(item, dict) else None
            entries = here if isinstance(here, list) else []
            same = next((e for e in entries if ident and isinstance(e, dict) and e.get("id") == ident), None)
            here = same if same is not None else entries[step] if step < len(entries) else None
            there = item
        else:
            here = here.get(step) if isinstance(here, dict) else None
            there = there.get(step) if isinstance(there, dict) else None
    return here if isinstance(here, str) else ""


def lines(values: Values, key: str) -> str:
    """A list of words, one per line."""
    found = values.get(key, [])
    return "\n".join(str(word) for word in found) if isinstance(found, list) else str(found)
