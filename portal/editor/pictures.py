"""Pictures: a file of content/images, never without the words that replace it."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import redirect, render_template, request, url_for

from portal.editor.state import Answer, state
from portal.editor.store import ABSENT
from portal.errors import N_, Message, PortalError
from portal.importers.names import slug

FOLDER = "content/images"
BIGGEST = 2 * 2**20  # bytes
# How each kind of file begins.
_SIGNS = {".png": (b"\x89PNG\r\n\x1a\n",), ".jpg": (b"\xff\xd8\xff",), ".webp": (b"RIFF",)}


def pictures() -> Answer:
    """The pictures, and the form that adds one; the words to paste in a text come with it."""
    error: PortalError | None = None
    if request.method == "POST":
        try:
            name = _added()
            return redirect(url_for("pictures", image=name, alt=_words()), 303)
        except PortalError as problem:
            error = problem
    paths = [p for p in sorted(state().desk.loaded().pictures) if p.startswith(f"{FOLDER}/")]
    return render_template(
        "pictures.html", pictures=[p.removeprefix("content/") for p in paths], error=error, alt=_words(),
        added=request.args.get("image", ""), words=request.args.get("alt", ""),
    ), 409 if error else 200  # fmt: skip


def _words() -> str:
    return " ".join(request.form.get("alt", "").replace("]", ")").replace("[", "(").split())


def _added() -> str:
    """The name of the picture that was sent, written.

    Raises:
        PortalError: It comes without words, is no picture, is too big, or another one bears its name.
    """
    file = request.files.get("image")
    if not _words():
        raise PortalError(
            Message(N_("the words that replace the picture are missing")),
            Message(N_("say what one would see: they are read aloud to those who do not")),
        )
    data = file.read(BIGGEST + 1) if file else b""
    suffix = next((s for s, signs in _SIGNS.items() if data.startswith(signs)), "")
    if not file or not suffix or (suffix == ".webp" and data[8:12] != b"WEBP"):
        raise PortalError(Message(N_("this is no picture")), Message(N_("PNG, JPEG or WebP")))
    if len(data) > BIGGEST:
        raise PortalError(
            Message(N_("this picture is too big: 2 MB at most")),
            Message(N_("make it smaller, 1600 pixels wide")),
        )
    name = (slug(PurePosixPath(file.filename or "image").stem) or "image") + suffix
    data = _without_metadata(data) if suffix == ".jpg" else data
    if state().desk.store.read(f"{FOLDER}/{name}") is not None:
        raise PortalError(
            Message(N_("a picture named “%(name)s” is already there"), {"name": name}),
            Message(N_("give your file another name")),
        )
    state().desk.store.write(f"{FOLDER}/{name}", data, ABSENT)
    return name


def _without_metadata(data: bytes) -> bytes:
    """A JPEG without the place, day and device that phones write in it (segments APP1 and COM, ITU T.81)."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in {0xE1, 0xFE}:
            out += data[at:end]
        at = end
    return bytes(out + data[at:])


ROUTES = (("/images", pictures, ["GET", "POST"]),)
