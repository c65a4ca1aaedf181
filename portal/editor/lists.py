"""Lists: every kind, the records of one of them, what is to mend, the guide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request, url_for

from portal.editor.fields import Maker
from portal.editor.helping import guide
from portal.editor.listed import name_of
from portal.editor.state import Answer, state
from portal.errors import Problem
from portal.importers.names import bare
from portal.loading.catalogue import Loaded
from portal.model.kinds import KINDS, TITLES

LISTED = 200  # records of one list


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list."""

    ref: str
    title: str
    status: str
    errors: int
    imported: bool  # a table alone describes it


def home() -> Answer:
    """Every kind, and the records of one of them; or of all, when words are looked for."""
    desk = state().desk
    loaded = desk.loaded()
    kind, words = request.args.get("genre", ""), request.args.get("q", "").strip()
    counts = {k: sum(ref.startswith(f"{k}/") for ref in _all(loaded)) for k in KINDS}
    lines = list(_lines(loaded, kind if kind in KINDS else "", words)) if kind in KINDS or words else []
    return render_template(
        "home.html", kinds=TITLES, counts=counts, kind=kind, words=words, lines=lines[:LISTED],
        more=max(0, len(lines) - LISTED), problems=desk.problems(loaded), territory=_territory(loaded),
    )  # fmt: skip


def _all(loaded: Loaded) -> list[str]:
    return [*loaded.gathered.originals, *loaded.gathered.unread]


def _territory(loaded: Loaded) -> str:
    return loaded.territory.text("name") or ""


def _lines(loaded: Loaded, kind: str, words: str) -> Iterator[Line]:
    wanted = bare(words).split()
    errors: dict[str, int] = {}
    for problem in state().desk.problems(loaded):
        errors[problem.path] = errors.get(problem.path, 0) + (problem.severity == "error")
    for ref in sorted(_all(loaded)):
        tree = loaded.gathered.originals.get(ref)
        title = (tree.text("title") if tree else None) or ref.partition("/")[2]
        if (kind and not ref.startswith(f"{kind}/")) or not all(w in bare(f"{title} {ref}") for w in wanted):
            continue
        path = f"content/{ref}.md"
        status = (tree.text("status") if tree else None) or "published"
        yield Line(ref, title, status, errors.get(path, 0), bool(tree and tree.at.path.endswith(".csv")))


def problems() -> Answer:
    """All that there is to mend, with the page that mends it."""
    loaded = state().desk.loaded()
    found = [(problem, where(problem)) for problem in state().desk.problems(loaded)]
    return render_template("problems.html", problems=found)


def where(problem: Problem) -> str:
    """The page of the editor that mends a problem; empty when a text editor must."""
    parts = problem.path.removesuffix(".md").split("/")
    if problem.path == "content/territory.yaml":
        return url_for("territory")
    if name := name_of(problem.path):
        return url_for("text", name=name)
    if len(parts) != 3 or parts[1] not in KINDS or not problem.path.endswith(".md"):
        return ""
    ident, _, lang = parts[2].partition(".")
    if lang:
        return url_for("translate", kind=parts[1], ident=ident, lang=lang)
    return url_for("record", kind=parts[1], ident=ident)


def help_() -> Answer:
    """How to use the editor, and every field of every kind."""
    kind = request.args.get("genre", "")
    maker = Maker(state().gettext, state().desk.vocabularies(state().desk.loaded()), state().lang)
    fields = maker.form(KINDS[kind], {}) if kind in KINDS else []
    return render_template("help.html", kinds=TITLES, kind=kind, fields=fields, text=guide())


ROUTES = (("/", home, ["GET"]), ("/problemes", problems, ["GET"]), ("/aide", help_, ["GET"]))
