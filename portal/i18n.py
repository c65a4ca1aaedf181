"""Interface strings and messages in a language, read from ``translations/<locale>/LC_MESSAGES/messages.po``.

Catalogues are compiled in memory: no generated file can be older than its source. A leaf.
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "translations"


def locales() -> list[str]:
    """The languages that have a catalogue, besides English, in alphabetical order."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


@cache
def translations(locale: str) -> gettext.NullTranslations:
    """The strings of a locale ("fr", "pt-BR"); what it lacks stays in English, the language of the code."""
    path = FOLDER / locale.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale.replace("-", "_"), abort_invalid=True)
    catalogue.fuzzy = False  # a fuzzy header must not hide a whole language
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
