"""Translations side by side: the original on one side, its text in another language on the other."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale
from flask import abort, redirect, render_template, request, url_for

from portal.editor import preview
from portal.editor.parallel import Translation
from portal.editor.posted import Sent, sent
from portal.editor.state import DONE, Answer, default_language, state
from portal.editor.store import ChangedError, mark_of
from portal.errors import PortalError, Problem
from portal.loading.catalogue import Loaded


@dataclass(slots=True)
class Side:
    """One text, twice."""

    path: tuple[str | int, ...]
    label: str
    original: str
    given: str
    problems: list[Problem]

    @property
    def name(self) -> str:
        """In the form."""
        return ".".join(map(str, self.path))

    @property
    def id(self) -> str:
        """In the page."""
        return "f-" + self.name.replace(".", "-")


def translate(kind: str, ident: str, lang: str) -> Answer:
    """One record in another language; what is saved carries the mark of the original that it translates."""
    loaded = state().desk.loaded()
    if lang not in state().maker(loaded).languages:
        abort(404)
    found = Translation.of(state().desk, loaded, f"{kind}/{ident}", lang)
    if request.method == "GET":
        state().drafts.pop(found.path, None)  # the page begins with what is saved
        return _sides(loaded, found)
    form = sent(request.form.items(multi=True))
    new = found.written(form)
    if form.get("_faire", [""])[0] == "apercu":
        state().drafts[found.path] = new
        return redirect(preview.address(found.opened.ref, lang, default_language()[0]), 303)
    try:
        with state().lock:
            state().desk.store.write(found.path, new, form.get("_marque", [""])[0])
    except ChangedError as error:  # what was typed stays on the page
        return _sides(loaded, found, form, error), 409
    state().drafts.pop(found.path, None)
    return redirect(url_for("translate", kind=kind, ident=ident, lang=lang, fait="enregistre"), 303)


def _sides(
    loaded: Loaded, found: Translation, form: Sent | None = None, error: PortalError | None = None
) -> str:
    """The page: what the file says, or what was just typed when it could not be written."""
    problems = state().desk.locate(loaded, found.opened, found.lang) if found.data is not None else {}
    sides = [
        Side(path, state().gettext(label), text, given, list(problems.get(path, ())))
        for (path, label, text, _), given in found.texts()
    ]
    if form is not None:
        for side in sides:
            side.given = form.get(side.name, [""])[0]
    fields = found.opened.model.model_fields
    words = [
        (key, state().gettext(fields[key].title or key), original, form.get(key, [""])[0] if form else given)
        for key, original, given in found.words()
    ]
    told = {side.path for side in sides}
    default = default_language()[0]
    return render_template(
        "sides.html", opened=found.opened, sides=sides, words=words, lang=found.lang, path=found.path,
        mark=mark_of(found.data), outdated=(found.lang, found.opened.ref) in loaded.gathered.outdated,
        whole=[p for at, there in problems.items() if at not in told for p in there], default=default,
        told=DONE.get(request.args.get("fait", ""), ""), error=error,
        shown=preview.address(found.opened.ref, found.lang, default),
        direction=Locale.parse(found.lang, sep="-").text_direction,
    )  # fmt: skip


ROUTES = (("/traduire/<kind>/<ident>/<lang>", translate, ["GET", "POST"]),)
