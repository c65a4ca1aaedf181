"""A new record, and the link to it from the one that asked for it, in one change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from pydantic import BaseModel

from portal.editor.desk import Opened
from portal.editor.lanes import settle
from portal.editor.posted import Values, act, flat, pruned, sent, values
from portal.editor.record import MOVES, offers, one, open_places
from portal.editor.scalars import Plain
from portal.editor.state import Answer, state
from portal.errors import N_, Message, PortalError
from portal.importers.names import slug
from portal.model.kinds import KINDS, TITLES
from portal.model.shape import Shape, shape


def new() -> Answer:
    """A new record, and the link to it when another one asked for it."""
    args = request.args
    kinds = [kind for kind in args.get("genres", "").split(",") if kind in KINDS] or list(KINDS)
    kind = args.get("genre", kinds[0] if len(kinds) == 1 else "")
    if kind not in KINDS:
        return render_template("new_kind.html", kinds={k: TITLES[k] for k in kinds}, args=args)
    desk = state().desk
    form = sent(request.form.items(multi=True))
    given = values(KINDS[kind], form)
    prose = one(form, "body")
    ident = one(form, "_id") or slug(one(form, "title"))
    action = one(form, "_faire")
    goto = act(given, action) if action.startswith(MOVES) else ""
    error: PortalError | None = None
    if request.method == "POST" and not goto:
        try:
            return _create(desk.new(f"{kind}/{ident}", {}), pruned(given), prose, args)
        except PortalError as problem:
            error = problem
    loaded = desk.loaded()
    fields = state().maker(loaded).form(KINDS[kind], given or _beginning(kind))
    return render_template(
        "new.html", kind=kind, titles=TITLES[kind], fields=fields, prose=prose, ident=ident, args=args,
        goto=goto, error=error, has_body=KINDS[kind].required_body, offers=offers(loaded, fields),
        open_places=open_places(goto), flat=flat,
    ), 409 if error else 200  # fmt: skip


def _beginning(kind: str) -> Values:
    """What an empty form begins with: the entries that are needed, the status that is safe."""
    found = _empty(KINDS[kind])
    return {**found, "status": "in_review"} if KINDS[kind].clinical else found


def _empty(model: type[BaseModel]) -> Values:
    """As many empty entries as each required list of groups needs at least."""
    found: Values = {}
    for name, of in shape(model).items():
        if of.required and of.kind == "list" and of.item is not None and of.item.group is not None:
            group = of.item.group
            found[name] = [_empty(group) for _ in range(of.least or 1)]
    return found


def _create(opened: Opened, given: Plain, prose: str, args: Mapping[str, str]) -> Answer:
    desk = state().desk
    assert isinstance(given, dict)  # noqa: S101 - a record is a group
    new, _ = settle(opened, given, prose, desk.as_of, signed=False)
    source = desk.open(args["depuis"]) if args.get("depuis") else None
    linked = _linked(source, args.get("champ", ""), opened.ref) if source else None
    with state().lock:
        desk.store.write(opened.path, opened.written(new, prose), opened.mark)
        if source and linked is not None:
            desk.store.write(source.path, source.written(linked, source.prose), source.mark)
    kind, _, ident = opened.ref.partition("/")
    return redirect(url_for("record", kind=kind, ident=ident, fait="cree"), 303)


def _linked(source: Opened, name: str, ref: str) -> Values:
    """The values of a record once a field of it names another one.

    Raises:
        PortalError: It has no such field.
    """
    found: Any = pruned(source.values)
    here, of = found, Shape("group", group=source.model)
    steps = name.split(".")
    for number, step in enumerate(steps):
        if of.group is not None:
            of = shape(of.group).get(step) or Shape("fact")
        elif of.item is not None:
            of = of.item
        if number == len(steps) - 1 and of.innermost.kinds is not None and isinstance(here, dict):
            here[step] = [*here.get(step, []), ref] if of.kind == "list" else ref
            return found  # type: ignore[no-any-return]  # pruned() gave a group; Any only to walk it
        here = here[int(step)] if isinstance(here, list) and step.isdigit() and int(step) < len(here) else (
            here.setdefault(step, {}) if isinstance(here, dict) else None)  # fmt: skip
    raise PortalError(Message(N_("“%(key)s” cannot hold a reference"), {"key": name}))


ROUTES = (("/nouvelle", new, ["GET", "POST"]),)
