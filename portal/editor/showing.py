"""What shows beside a form: the page that visitors would get, and one value in words."""

from __future__ import annotations

from flask import abort, render_template, request

from portal.editor import preview
from portal.editor.state import Answer, state
from portal.editor.typed import are_hours, hours, phone
from portal.errors import Problem
from portal.model.kinds import KINDS
from portal.web.addresses import page_of


def shown(path: str = "") -> Answer:
    """A page of the site as it would be with the drafts."""
    desk = state().desk
    loaded = desk.loaded(dict(state().drafts))
    found = preview.show(desk.store.root, loaded, path.removesuffix("index.html"))
    if found is not None:
        return found
    if "." in path.rpartition("/")[2] and not path.endswith(".html"):
        abort(404)
    errors = [p for p in desk.problems(loaded) if p.severity == "error" and _concerns(p, path)]
    return render_template("no_preview.html", errors=[(problem, _names(problem)) for problem in errors])


def _concerns(problem: Problem, path: str) -> bool:
    """True when a problem is of a draft, or of the record whose page is at a path."""
    kind, _, file = problem.path.removeprefix("content/").partition("/")
    page = page_of(f"{kind}/{file.partition('.')[0]}") if kind in KINDS else None
    return problem.path in state().drafts or bool(page and path.removesuffix("index.html").endswith(page))


def _names(problem: Problem) -> dict[str, str]:
    """What the form of a record calls its keys."""
    model = KINDS.get(problem.path.split("/")[1])
    fields = model.model_fields if model else {}
    return {name: state().gettext(info.title) for name, info in fields.items() if info.title}


def read() -> Answer:
    """One value in the form that files hold, and in words: ``{"value": …, "words": …}``."""
    kind, given = request.form.get("genre", ""), request.form.get("valeur", "")
    if kind == "phone":
        value = phone(given)
        return {"value": value, "words": value if value != given or not given else ""}
    value = hours(given)
    return {"value": value, "words": _in_words(value)}


def _in_words(value: str) -> str:
    desk = state().desk
    return preview.in_words(desk.store.root, desk.loaded(), value, state().lang) if are_hours(value) else ""


ROUTES = (("/apercu/", shown, ["GET"]), ("/apercu/<path:path>", shown, ["GET"]), ("/lire", read, ["POST"]))
