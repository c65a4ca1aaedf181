"""What shows beside a form: the page that visitors would get, and one value in words."""

from __future__ import annotations

from flask import abort, render_template, request

from portal.editor import preview
from portal.editor.state import Answer, state
from portal.editor.typed import are_hours, hours, phone


def shown(path: str = "") -> Answer:
    """A page of the site as it would be with the drafts."""
    desk = state().desk
    loaded = desk.loaded(dict(state().drafts))
    found = preview.show(desk.store.root, loaded, path.removesuffix("index.html"))
    if found is not None:
        return found
    if "." in path.rpartition("/")[2] and not path.endswith(".html"):
        abort(404)
    errors = [p for p in desk.problems(loaded) if p.severity == "error" and p.path in {*state().drafts}]
    return render_template("no_preview.html", errors=errors)


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
