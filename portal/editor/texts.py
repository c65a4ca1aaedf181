"""Files that hold no record (words of search, vocabularies), as text: what is wrong at its line, and helpers.

The helpers of a file: a form, made from the model, that writes an entry at its end; a phrase to try on the
danger cards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import abort, redirect, render_template, request

from portal.editor.document import Document
from portal.editor.edits import CannotEditError
from portal.editor.listed import BROKEN, DANGERS, TEXTS
from portal.editor.merging import Block, merge
from portal.editor.past import changes, page_of
from portal.editor.posted import pruned, sent, values
from portal.editor.record import offers
from portal.editor.scalars import block
from portal.editor.state import DONE, Answer, default_language, state
from portal.editor.store import ChangedError, mark_of
from portal.errors import N_, Message, PortalError, Problem
from portal.loading.catalogue import TERRITORY, Loaded
from portal.loading.gather import record_file
from search.danger import Danger, Dangers

_TAKE = "prendre:"  # begins the action that takes the other version of a passage
_ENTRY = "_ajout"  # begins the names of the fields of a new entry


@dataclass(slots=True)
class _Draft:
    """What the page of a file shows: a text that may not be saved yet."""

    name: str
    data: bytes | None  # on the disk
    text: str
    told: str = ""  # what was just done
    error: PortalError | None = None
    theirs: list[str] = field(default_factory=list)  # what somebody else changed meanwhile
    blocks: list[Block] = field(default_factory=list)  # where both changed the same lines
    tried: str = ""  # the phrase
    card: Danger | None = None

    @property
    def path(self) -> str:
        """From the root."""
        return f"content/{self.name}"

    @property
    def unsaved(self) -> bool:
        """True when the text is not the one on the disk."""
        return self.text != _text(self.data)

    @property
    def written(self) -> bytes | None:
        """The bytes of the file with the text."""
        if not self.unsaved:
            return self.data
        whole = self.text if self.text.endswith("\n") else f"{self.text}\n"
        kept = (
            self.text.strip() or self.name not in TEXTS
        )  # emptied, a list goes; a record is removed elsewhere
        return _document(self.data).as_bytes(whole) if kept else None


def texts() -> Answer:
    """The files, and how many errors each has."""
    desk = state().desk
    found = [p for p in desk.problems(desk.loaded()) if p.severity == "error"]
    errors = {name: sum(p.path == f"content/{name}" for p in found) for name in TEXTS}
    there = {name for name in TEXTS if desk.store.read(f"content/{name}") is not None}
    return render_template("texts.html", texts=TEXTS, errors=errors, there=there)


def text(name: str) -> Answer:
    """One file: its text is saved, checked, tried, or grows by an entry."""
    if name not in TEXTS and not is_broken(name):
        abort(404)
    data = state().desk.store.read(f"content/{name}")
    draft = _Draft(name, data, _text(data), DONE.get(request.args.get("fait", ""), ""))
    if request.method == "GET":
        return _page(draft)
    draft.text = request.form.get("texte", "").replace("\r\n", "\n")
    draft.blocks = _sent_blocks()
    action = request.form.get("_faire", "")
    if action.startswith(_TAKE):
        _take(draft, action.removeprefix(_TAKE))
    elif action == "ajouter":
        _add(draft)
    elif action == "essayer":
        draft.tried = request.form.get("_essai", "")
    elif action != "verifier":
        return _save(draft, request.form.get("_marque", ""))
    return _page(draft)


def is_broken(name: str) -> bool:
    """True when a file under ``content/`` should open as a form, and cannot be read; as text it can."""
    path = f"content/{name}"
    if path != TERRITORY and not record_file(path):
        return False
    data = state().desk.store.read(path)
    try:
        Document.of(data or b"", markdown=False)
    except CannotEditError:
        return False
    try:
        _ = Document.of(data or b"---\n---\n", markdown=path != TERRITORY).values
    except CannotEditError:
        return True
    return False


def _save(draft: _Draft, mark: str) -> Answer:
    store = state().desk.store
    try:
        with state().lock:
            store.write(draft.path, draft.written, mark)
    except ChangedError as error:
        draft.error = error
        begun = state().begun.get(mark)
        draft.theirs = changes(begun or draft.written or b"", draft.data)
        draft.text, draft.blocks = merge(_text(begun) if begun else None, draft.text, _text(draft.data))
        return _page(draft), 409
    return redirect(page_of(draft.path, "enregistre"), 303)


def _sent_blocks() -> list[Block]:
    """The passages that the page still offers to choose, as it sent them back."""
    lines, mine, theirs = (request.form.getlist(f"_bloc_{name}") for name in ("ligne", "mien", "autre"))
    return [
        Block(int(line), one.replace("\r\n", "\n"), two.replace("\r\n", "\n"))
        for line, one, two in zip(lines, mine, theirs, strict=False)
        if line.isdecimal()
    ]


def _take(draft: _Draft, number: str) -> None:
    """Put the other passage into the text; the one that was there can be had back the same way."""
    if not number.isdecimal() or int(number) >= len(draft.blocks):
        return
    found = draft.blocks[int(number)].taken(draft.text)
    if found is None:
        draft.error = PortalError(
            Message(N_("this passage is no longer in your text: nothing was replaced")),
            Message(N_("copy the other version by hand")),
        )
    else:
        draft.text, draft.blocks[int(number)] = found


def _add(draft: _Draft) -> None:
    """Write the entry that the form describes at the end of the text."""
    model = TEXTS[draft.name].entry
    if model is not None:
        given = pruned(values(model, sent(request.form.items(multi=True)), f"{_ENTRY}."))
        head = draft.text if not draft.text or draft.text.endswith("\n") else f"{draft.text}\n"
        draft.text = head + "".join(f"{line}\n" for line in block([given], 0) if given)


def _page(draft: _Draft) -> str:
    desk = state().desk
    state().begin(draft.data)
    loaded = desk.loaded({draft.path: draft.written} if draft.unsaved else None)
    found = [problem for problem in desk.problems(loaded) if problem.path == draft.path]
    if draft.tried:
        draft.card = _card(loaded, draft.tried)
    listed, lines = TEXTS.get(draft.name, BROKEN), draft.text.split("\n")
    fields = state().maker(loaded).form(listed.entry, {}, (_ENTRY,)) if listed.entry else []
    return render_template(
        "text.html", draft=draft, listed=listed, known=draft.name in TEXTS, mark=mark_of(draft.data),
        problems=[(p, _line(lines, p)) for p in found],
        fields=fields, open_places=(),
        offers=offers(loaded, fields), versions=desk.store.versions(draft.path), tries=draft.name == DANGERS,
        unread=draft.name == DANGERS and any(problem.severity == "error" for problem in found),
    )  # fmt: skip


def _card(loaded: Loaded, phrase: str) -> Danger | None:
    """The card that a phrase shows, with the file as it is on the page."""
    if loaded.catalogue is None:
        return None
    known = Dangers.from_data(loaded.catalogue.search.dangers.model_dump())
    return known.recognise(phrase, default_language()[0])


def _line(lines: list[str], problem: Problem) -> str:
    """The line of a problem, to be found again in the text."""
    return lines[problem.line - 1].strip()[:120] if problem.line <= len(lines) else ""


def _document(data: bytes | None) -> Document:
    return Document.of(data or b"", markdown=False)


def _text(data: bytes | None) -> str:
    return _document(data).text


ROUTES = (("/fichiers", texts, ["GET"]), ("/fichiers/<path:name>", text, ["GET", "POST"]))
