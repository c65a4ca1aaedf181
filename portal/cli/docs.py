"""``portal docs``: the field-by-field part of content/README.md, written from the model."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli import options
from portal.errors import N_, Message, PortalError
from portal.freeze.swap import write_file
from portal.i18n import translations
from portal.loading.files import read_folder
from portal.loading.vocabularies import load_vocabularies
from portal.model.reference import reference

START, END = "<!-- portal docs -->", "<!-- /portal docs -->"


@click.command()
@options.root
@options.lang
def docs(root: Path, lang: str) -> None:
    """Write anew the part of content/README.md that tells every field."""
    path = root / "content" / "README.md"
    if not path.is_file():
        raise PortalError(Message(N_("content/README.md is missing")))
    write_file(path, renewed(path.read_text("utf-8"), root, lang).encode())


def renewed(text: str, root: Path, lang: str) -> str:
    """The text, with what stands between its two marks told from the model and the vocabularies of ``root``.

    Raises:
        PortalError: A mark is missing.
    """
    for mark in (START, END):
        if f"\n{mark}\n" not in text:
            message = Message(N_("content/README.md has no line “%(mark)s”"), {"mark": mark})
            raise PortalError(message, Message(N_("the reference goes between two such lines")))
    vocabularies, _ = load_vocabularies(read_folder(root))
    before, _, rest = text.partition(f"\n{START}\n")
    after = rest.partition(f"\n{END}\n")[2]
    told = reference(translations(lang).gettext, vocabularies, lang)
    return f"{before}\n{START}\n\n{told}\n{END}\n{after}"
