"""Earlier versions of a file, and the removal of a record."""

from __future__ import annotations

from difflib import unified_diff

from flask import redirect, render_template, request, url_for

from portal.editor.listed import name_of
from portal.editor.lists import where
from portal.editor.state import Answer, state
from portal.editor.store import mark_of
from portal.errors import N_, Message, PortalError
from portal.model.kinds import KINDS


def versions(path: str) -> Answer:
    """What a file was before each change, and how to have it back."""
    store = state().desk.store
    now = store.read(path)
    if request.method == "POST":
        chosen = store.version(path, request.form.get("version", ""))
        with state().lock:
            store.write(path, chosen, request.form.get("_marque", ""))
        return redirect(page_of(path, "retabli"), 303)
    found = []
    after = now
    for version in store.versions(path):
        before = store.version(path, version.name)
        found.append((version, changes(before, after)))
        after = before
    return render_template(
        "versions.html", path=path, versions=found, mark=mark_of(now), page=page_of(path, "")
    )


def changes(before: bytes, after: bytes | None) -> list[str]:
    """The lines that one text has and the other has not, with their sign."""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after or b""))
    return [
        line for line in unified_diff(old, new, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))
    ]


def page_of(path: str, done: str) -> str:
    """The address of the page of a file, which says what was just done: a key of ``DONE``, or nothing."""
    fait = done or None  # None stays out of the address
    if path == "content/territory.yaml":
        return url_for("territory", fait=fait)
    if name := name_of(path):
        return url_for("text", name=name, fait=fait)
    parts = path.removesuffix(".md").split("/")
    if len(parts) == 3 and parts[1] in KINDS:
        ident, _, lang = parts[2].partition(".")
        if lang:
            return url_for("translate", kind=parts[1], ident=ident, lang=lang, fait=fait)
        return url_for("record", kind=parts[1], ident=ident, fait=fait)
    return url_for("home")


def remove(kind: str, ident: str) -> Answer:
    """Remove a record and its translations, once one has seen which pages lead to it; versions stay."""
    desk = state().desk
    opened = desk.open(f"{kind}/{ident}")
    if opened.data is None:
        raise PortalError(
            Message(N_("an import describes this record: it cannot be removed here")),
            Message(N_("choose the status “archived” instead")),
        )
    translations = [path for path in desk.snapshot.files if path.startswith(f"content/{kind}/{ident}.")]
    gone = sorted({opened.path, *translations})
    loaded = desk.loaded(dict.fromkeys(gone))
    known = {(p.path, p.line, p.code) for p in desk.problems(desk.loaded())}
    found = [p for p in desk.problems(loaded) if (p.path, p.line, p.code) not in known]
    if request.method == "POST":
        with state().lock:
            desk.store.write(opened.path, None, request.form.get("_marque", ""))
            for path in gone:
                desk.store.write(path, None, mark_of(desk.store.read(path)))
        return redirect(url_for("home", genre=kind), 303)
    return render_template("remove.html", opened=opened, gone=gone, problems=[(p, where(p)) for p in found])


ROUTES = (
    ("/versions/<path:path>", versions, ["GET", "POST"]),
    ("/supprimer/<kind>/<ident>", remove, ["GET", "POST"]),
)
