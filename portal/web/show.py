"""Render a template with what every page of a record needs."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, render_template

from portal.model.base import Record
from portal.web.jsonld import json_ld
from portal.web.page import Page

R = TypeVar("R", bound=Record)


def record_of(page: Page, kind: type[R], ident: str) -> R:
    """The record that a page shows, in its language; the page learns which language its text is in."""
    original = page.site.catalogue.shown(f"{kind.kind_id}/{ident}")
    if not isinstance(original, kind):
        abort(404)
    record, page.content_lang = page.site.catalogue.localised(original, page.lang)
    return record


def show(page: Page, template: str, **values: Any) -> str:
    """A page from its template."""
    return render_template(template, **values)


def show_record(page: Page, template: str, record: Record, **values: Any) -> str:
    """The page of a record, with its facts repeated for machines."""
    return render_template(template, record=record, json_ld=json_ld(page, record), **values)
