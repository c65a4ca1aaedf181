"""The page that a change would make: the site's own renderer, served to a frame beside the form."""

from __future__ import annotations

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response

from portal.freeze.build import site_of
from portal.loading.catalogue import Loaded
from portal.web.addresses import in_language, page_of
from portal.web.app import create_app
from portal.web.page import Page
from portal.web.security import POLICY
from portal.web.site import Site

FOLDER = "apercu/"
_FRAMED = f"{POLICY}; frame-ancestors 'self'"


def address(ref: str, lang: str, default: str) -> str:
    """Where the preview of a record is."""
    path = "" if ref == "territory" else page_of(ref)
    return "/" + FOLDER + in_language(path, lang, default)


def show(root: Path, loaded: Loaded, path: str) -> Response | None:
    """A page or a file of the site; None when there is no such page, or no site that can be shown."""
    if loaded.catalogue is None:
        return None
    site, app = _site(root, loaded)
    for files in (site.assets.files, site.pictures, dict(site.pieces.values())):
        if path in files:
            kind = guess_type(path)[0] or "application/octet-stream"
            return Response(files[path], mimetype=kind)
    answer = app.test_client().get("/" + path)
    if answer.status_code != 200:
        return None
    response = Response(answer.get_data(), mimetype=answer.mimetype)
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


def in_words(root: Path, loaded: Loaded, hours: str, lang: str) -> str:
    """Opening hours as a page says them; empty when no site can be shown."""
    if loaded.catalogue is None:
        return ""
    page = Page(_site(root, loaded)[0], lang, "", lang)
    return " ; ".join(f"{days} : {told}" for week in page.hours(hours).weeks() for days, told in week.rows)


@lru_cache(maxsize=3)
def _site(root: Path, loaded: Loaded) -> tuple[Site, Flask]:
    assert loaded.catalogue is not None  # noqa: S101 - asked before
    site = site_of(root, loaded, loaded.catalogue)
    return site, create_app(site)
