"""Which program builds: a digest that changes with its code, templates, words, and what it rests on."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import distributions

from portal.i18n import FOLDER

PARTS = (*(FOLDER.parent / package for package in ("portal", "search")), FOLDER)


def program() -> str:
    """The digest of every file of the program, and of the versions of Python and of all that is installed."""
    said = hashlib.sha256(repr((sys.version, sorted(_installed()))).encode())
    for part in PARTS:
        for file in sorted(part.rglob("*")):
            if "__pycache__" not in file.parts and file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                said.update(f"{file.relative_to(part.parent).as_posix()} {content}\n".encode())
    return said.hexdigest()


def _installed() -> set[tuple[str, str]]:
    return {(found.name, found.version) for found in distributions()}
