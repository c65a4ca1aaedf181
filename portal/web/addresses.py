"""Addresses of pages: stable for ever, the same words in all languages, and relative in links.

A link says ``index.html`` so that it also works when the site is opened from disk; the canonical address of a
page ends with a slash.
"""

from __future__ import annotations

from portal.model.addresses import FOLDERS, GATHERED

__all__ = ["FOLDERS", "GATHERED", "anchor", "in_language", "page_of", "relative"]


def anchor(kind: str, ident: str) -> str:
    """The id of a record on the page where its kind is gathered; never starts with a digit."""
    return f"{GATHERED[kind]}-{ident}"


def page_of(ref: str) -> str:
    """The address of a record from the root of its language: ``parcours/avc/`` or ``regles/#regles-ald``."""
    kind, _, ident = ref.partition("/")
    if kind in GATHERED:
        return f"{GATHERED[kind]}/#{anchor(kind, ident)}"
    return f"{FOLDERS[kind]}/{ident}/"


def in_language(path: str, lang: str, default: str) -> str:
    """A path from the root of the site: the default language has no prefix."""
    return path if lang == default else f"{lang}/{path}"


def relative(origin: str, target: str) -> str:
    """The link from one page to another, both from the root of the site.

    Args:
        origin: The page that holds the link: ``en/parcours/avc/``, ``404.html`` or an empty string (home).
        target: Where it leads: a page (ends with ``/`` or is empty), a file, with or without a fragment.
    """
    path, hash_, fragment = target.partition("#")
    if path == origin and hash_:
        return f"#{fragment}"
    if not path or path.endswith("/"):
        path += "index.html"
    folder = origin.rpartition("/")[0].split("/") if "/" in origin else []
    parts = path.split("/")
    common = 0
    while common < min(len(folder), len(parts) - 1) and folder[common] == parts[common]:
        common += 1
    return "../" * (len(folder) - common) + "/".join(parts[common:]) + hash_ + fragment
