"""Translations side by side: the original on one side, its text in another language on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from pydantic import BaseModel

from portal.editor import preview
from portal.editor.desk import Opened
from portal.editor.document import Document, new_file
from portal.editor.posted import Sent, Values, sent
from portal.editor.scalars import Plain
from portal.editor.state import DONE, Answer, state
from portal.editor.store import mark_of
from portal.errors import Problem
from portal.loading.catalogue import Loaded
from portal.loading.translation import OWN_WORDS, source_hash
from portal.model.shape import Shape, shape

STAMP = "source_hash"
Text = tuple[tuple[str | int, ...], str, str, bool]  # path, label, text, is it Markdown


@dataclass(slots=True)
class Side:
    """One text, twice."""

    path: tuple[str | int, ...]
    label: str
    original: str
    given: str
    markdown: bool
    problems: list[Problem]

    @property
    def name(self) -> str:
        """In the form."""
        return ".".join(map(str, self.path))

    @property
    def id(self) -> str:
        """In the page."""
        return "f-" + self.name.replace(".", "-")


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
        for key, inner in shape(of.group).items():
            if key in value and inner.has_text and key not in OWN_WORDS:
                told = _woven(inner, value[key], form, f"{name}{key}")
                if told:
                    found[key] = told
        return found
    if of.kind == "list" and of.item is not None and isinstance(value, list):
        entries = [
            _woven(of.item, item, form, f"{name}.{n}" + ("." if of.item.group else ""))
            for n, item in enumerate(value)
        ]
        if not any(entries):
            return None
        return [_named(item, entry) for item, entry in zip(value, entries, strict=True)]
    return (form.get(name) or [""])[0] if of.kind == "text" else None


def _named(item: Plain, entry: Plain | None) -> Plain:
    """An entry carries the id of the one that it translates."""
    if isinstance(item, dict) and isinstance(entry, dict) and "id" in item:
        return {"id": item["id"], **entry}
    return entry if entry is not None else ""


def translate(kind: str, ident: str, lang: str) -> Answer:
    """One record in another language; what is saved carries the mark of the original that it translates."""
    desk = state().desk
    loaded = desk.loaded()
    opened = desk.open(f"{kind}/{ident}")
    if lang not in state().maker(loaded).languages:
        abort(404)
    path = opened.path.removesuffix(".md") + f".{lang}.md"
    data = desk.store.read(path)
    if request.method == "POST":
        return _save(loaded, opened, lang, path, data)
    return _sides(loaded, opened, lang, path, data)


def _save(loaded: Loaded, opened: Opened, lang: str, path: str, data: bytes | None) -> Answer:
    form = sent(request.form.items(multi=True))
    original = _original(loaded, opened)
    found = woven(opened.model, original, form)
    prose = found.pop("body", "")
    found[STAMP] = source_hash(opened.model, loaded.gathered.originals[opened.ref])
    new = new_file(found, str(prose))
    if data is not None:
        order = [*shape(opened.model), STAMP]
        new = Document.of(data, markdown=True).changed(found, str(prose), lambda at: () if at else order)
    if form.get("_faire", [""])[0] == "apercu":
        state().drafts[path] = new
        default = loaded.catalogue.territory.default_language if loaded.catalogue else "fr"
        return redirect(preview.address(opened.ref, lang, default), 303)
    with state().lock:
        state().desk.store.write(path, new, form.get("_marque", [""])[0])
    state().drafts.pop(path, None)
    kind, _, ident = opened.ref.partition("/")
    return redirect(url_for("translate", kind=kind, ident=ident, lang=lang, fait="enregistre"), 303)


def _original(loaded: Loaded, opened: Opened) -> Values:
    return {**opened.values, **({"body": opened.prose} if opened.prose else {})}


def _sides(loaded: Loaded, opened: Opened, lang: str, path: str, data: bytes | None) -> Answer:
    desk = state().desk
    given: Values = {}
    if data is not None:
        document = Document.of(data, markdown=True)
        given = {**document.values, "body": document.prose}
    problems = desk.locate(loaded, opened, lang) if data is not None else {}
    sides = [
        Side(
            at,
            state().gettext(label),
            text,
            _at(given, opened.values, at),
            markdown,
            list(problems.get(at, ())),
        )
        for at, label, text, markdown in texts(opened.model, _original(loaded, opened))
    ]
    words = [
        (
            key,
            state().gettext(opened.model.model_fields[key].title or key),
            _lines(opened.values, key),
            _lines(given, key),
        )
        for key in shape(opened.model)
        if key in OWN_WORDS
    ]
    told = {at for side in sides for at in [side.path]}
    default = loaded.catalogue.territory.default_language if loaded.catalogue else "fr"
    return render_template(
        "sides.html", opened=opened, sides=sides, words=words, lang=lang, path=path, mark=mark_of(data),
        outdated=(lang, opened.ref) in loaded.gathered.outdated, default=default,
        whole=[p for at, there in problems.items() if at not in told for p in there],
        told=DONE.get(request.args.get("fait", ""), ""), shown=preview.address(opened.ref, lang, default),
        direction="rtl" if lang.partition("-")[0] in {"ar", "fa", "ps", "ur", "he"} else "ltr",
    )  # fmt: skip


def _at(given: Plain, original: Plain, path: tuple[str | int, ...]) -> str:
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


def _lines(values: Values, key: str) -> str:
    found = values.get(key, [])
    return "\n".join(str(word) for word in found) if isinstance(found, list) else str(found)


ROUTES = (("/traduire/<kind>/<ident>/<lang>", translate, ["GET", "POST"]),)
