"""One record: its form. What is sent is saved, shown, or grows by an entry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for

from portal.editor import preview
from portal.editor.desk import Opened
from portal.editor.fields import Field, every
from portal.editor.lanes import DAILY, is_clinical, settle
from portal.editor.posted import Sent, Values, act, flat, kept, pruned, sent, values
from portal.editor.scalars import Plain
from portal.editor.state import DONE, Answer, default_language, state
from portal.errors import N_, PortalError
from portal.importers.names import bare
from portal.loading.catalogue import Loaded
from portal.model.base import Record
from portal.model.shape import shape
from portal.model.territory import Territory

DAILY_PAGE = "jour"  # the short form: what changes from one week to the next
# What every kind shares and few people change: shown together, at the end.
COMMON = tuple(
    name for name in Record.model_fields if name not in {"id", "title", "summary", "aliases", "body"}
)
MOVES = ("add:", "remove:", "up:", "down:", "open:")
OFFERED = 100  # records that a page itself offers for a reference; among more, the server looks


def territory() -> Answer:
    """The configuration."""
    return _edit(state().desk.open("territory"))


def record(kind: str, ident: str) -> Answer:
    """One record: its form; what is sent is saved, shown, or grows by an entry."""
    return _edit(state().desk.open(f"{kind}/{ident}"))


@dataclass(slots=True)
class _Draft:
    """What a form shows: values that may not be saved yet, and what is said of them."""

    values: Values
    prose: str
    base: Opened | None = None  # what the form began with, when it was sent
    goto: str = ""  # the entry to go to
    told: str = ""  # what was just done
    others: dict[str, Plain] | None = None  # what the file on the disk says instead, by key
    error: PortalError | None = None

    def data(self, opened: Opened) -> bytes | None:
        """What would be written; None, and the error, when nothing can."""
        if self.values is opened.values:
            return opened.data
        try:
            return opened.written(_kept(self.base or opened, self.values), self.prose)
        except PortalError as error:
            self.error = error
            return None


def _edit(opened: Opened) -> Answer:
    state().remember(opened)
    if request.method == "GET":
        state().drafts.pop(opened.path, None)  # the page begins with what is saved
        told = DONE.get(request.args.get("fait", ""), "")
        return _form(opened, _Draft(opened.values, opened.prose, told=told))
    form = sent(request.form.items(multi=True))
    base = state().base(opened.ref, one(form, "_marque")) or opened
    new, prose = _sent_values(base, form)
    action = one(form, "_faire")
    if action.startswith(MOVES):
        return _form(opened, _Draft(new, prose, base, goto=act(new, action)))
    new = _kept(base, new)
    if one(form, "_marque") != opened.mark:
        return _form(opened, _conflict(base, opened, new, prose)), 409
    if action == "apercu":
        state().drafts[opened.path] = _previewed(opened, new, prose)
        return redirect(preview.address(opened.ref, *default_language()), 303)
    return _save(opened, new, prose, form)


def one(form: Sent, name: str) -> str:
    """What was sent under a name; empty when nothing was."""
    return form[name][0] if form.get(name) else ""


def _sent_values(base: Opened, form: Sent) -> tuple[Values, str]:
    """What the form says; what it did not show comes from the record."""
    new = values(base.model, form)
    if one(form, "_volet") == DAILY_PAGE:
        hidden = {key: value for key, value in base.values.items() if key not in DAILY}
        new = hidden | {key: value for key, value in new.items() if key in DAILY}
    return new, form["body"][0] if "body" in form else base.prose


def _kept(base: Opened, new: Values) -> Values:
    maker = state().maker(state().desk.loaded())
    shown = values(base.model, sent(flat(maker.form(base.model, base.values))))
    found = kept(base.values, pruned(shown), pruned(new))
    return found if isinstance(found, dict) else {}


def _previewed(opened: Opened, new: Values, prose: str) -> bytes:
    """A draft does not show on the site: its preview does."""
    hidden = new.get("status") in {"draft", "archived"}
    return opened.written({**new, "status": "in_review"} if hidden else new, prose)


def _save(opened: Opened, new: Values, prose: str, form: Sent) -> Answer:
    desk = state().desk
    new, why = settle(opened, new, prose, desk.as_of, signed="_signe" in form)
    with state().lock:
        desk.store.write(opened.path, opened.written(new, prose), opened.mark)
    state().drafts.pop(opened.path, None)
    verb, _, linked = one(form, "_faire").partition(":")
    if verb == "lier":
        name, _, kinds = linked.partition(":")
        return redirect(url_for("new", depuis=opened.ref, champ=name, genres=kinds), 303)
    volet = one(form, "_volet") or None  # None stays out of the address
    done = "relecture" if why else "enregistre"
    if opened.ref == "territory":
        return redirect(url_for("territory", fait=done), 303)
    kind, _, ident = opened.ref.partition("/")
    still = form.get("_ouvert", ())
    return redirect(url_for("record", kind=kind, ident=ident, fait=done, volet=volet, _ouvert=still), 303)


def _form(opened: Opened, draft: _Draft) -> str:
    """The form of a record with some values in it, and what would be wrong with them."""
    desk = state().desk
    data = draft.data(opened)
    loaded = desk.loaded({opened.path: data} if data and data != opened.data else None)
    found = desk.locate(loaded, opened)
    maker = state().maker(loaded, found)
    fields = maker.form(opened.model, draft.values)
    volet = DAILY_PAGE if request.values.get("volet", request.form.get("_volet")) == DAILY_PAGE else ""
    if volet:
        fields = [field for field in fields if field.path[0] in DAILY]
    others = draft.others or {}
    for field in fields:
        field.other = _told(others.get(str(field.path[0]), ""))
    names = set(shape(opened.model))
    at_fields = {id(problem) for field in every(fields) for problem in field.problems}
    return render_template(
        "record.html", opened=opened, draft=draft, fields=fields, mark=opened.mark, volet=volet,
        whole=[problem for there in found.values() for problem in there if id(problem) not in at_fields],
        troubled=[field for field in every(fields) if field.problems], other_prose=others.get("body", ""),
        common=COMMON if opened.model is not Territory else (), clinical=is_clinical(opened),
        has_body="body" in names, daily=DAILY_PAGE if names & set(DAILY) else "", languages=maker.languages,
        shown=preview.address(opened.ref, *default_language()), versions=desk.store.versions(opened.path),
        offers=offers(loaded, fields), today=desk.as_of.isoformat(), open_places=open_places(draft.goto),
        unsaved=draft.error is not None or data != opened.data, flat=flat,
    )  # fmt: skip


def open_places(goto: str) -> set[str]:
    """The entries to show: those that were, unless their list just changed, and the one to go to."""
    verb, _, place = request.form.get("_faire", "").partition(":")
    changed = place.rpartition(".")[0] if verb in {"remove", "up", "down"} else ""
    places = {p for p in request.values.getlist("_ouvert") if not (changed and p.startswith(f"{changed}."))}
    steps = goto.split(".")
    return places | {".".join(steps[:end]) for end in range(2, len(steps) + 1)}


def _told(value: Plain) -> str:
    """A value in a few words."""
    if isinstance(value, dict):
        return ", ".join(f"{key} : {_told(inner)}" for key, inner in value.items())
    return " ; ".join(map(_told, value)) if isinstance(value, list) else value


def _conflict(base: Opened, opened: Opened, mine: Values, prose: str) -> _Draft:
    """Someone else saved meanwhile: what only one of the two changed is taken, the rest is shown."""
    merged, others = dict(opened.values), dict[str, Plain]()
    for key in {*base.values, *opened.values, *mine}:
        before, theirs, ours = base.values.get(key), opened.values.get(key), mine.get(key)
        if ours == before:
            continue
        if ours is None:
            merged.pop(key, None)
        else:
            merged[key] = ours
        if theirs not in (before, ours):
            others[key] = theirs if theirs is not None else state().gettext(N_("nothing"))
    if opened.prose not in (base.prose, prose) and prose != base.prose:
        others["body"] = opened.prose
    return _Draft(merged, opened.prose if prose == base.prose else prose, others=others)


def offers(loaded: Loaded, fields: list[Field]) -> dict[str, Any]:
    """What the fields of a page offer as one types: the codes of each vocabulary, the records of each kind.

    A list of records that would be too long for the page is empty: the script of the page asks ``choices``.
    """
    inside = list(every(fields))
    long = {field.vocabulary: field for field in inside if field.widget in {"code", "codes"}}
    found = {kinds: _records(loaded, kinds) for kinds in {f.kinds for f in inside if f.kinds is not None}}
    return {
        "codes": {name: [field.in_words(code) for code, _ in field.options] for name, field in long.items()},
        "records": {kinds: some if len(some) <= OFFERED else [] for kinds, some in sorted(found.items())},
    }


def _records(loaded: Loaded, kinds: Collection[str]) -> list[tuple[str, str]]:
    """The records of some kinds, or of all, with their titles."""
    return [
        (ref, tree.text("title") or ref)
        for ref, tree in sorted(loaded.gathered.originals.items())
        if not kinds or ref.partition("/")[0] in kinds
    ]


def choices() -> Answer:
    """Records whose title or identifier holds some words: ``[[reference, title], …]``, the shortest first."""
    kinds = [kind for kind in request.args.get("genres", "").split(",") if kind]
    words = bare(request.args.get("q", "")).split()
    found = _records(state().desk.loaded(), kinds)
    named = [one for one in found if all(word in bare(f"{one[1]} {one[0]}") for word in words)]
    return jsonify(sorted(named, key=lambda one: (len(one[1]), one))[:30])


ROUTES = (
    ("/territoire", territory, ["GET", "POST"]),
    ("/fiche/<kind>/<ident>", record, ["GET", "POST"]),
    ("/choix", choices, ["GET"]),
)
