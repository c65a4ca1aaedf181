"""The private page of a team: each table of its report with its chart. It is never part of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from flask import g, render_template

from portal.exports.directory import Directory
from portal.exports.tables import Table
from portal.model.identifiers import language_name
from portal.model.kinds import TITLES
from portal.web.app import create_app
from portal.web.figures import Figure, Row, Shown, View, figure
from portal.web.page import Page
from portal.web.site import Site
from portal.web.views.indicators import KINDS, NO_GROUP

MOST = 30  # rows of a table on the page; its file has them all
# A table is told in parts, one for each value of a column; then the column that names its rows.
_PARTS = {
    "criteria": ("table", "label"),
    "contacts": ("table", "label"),
    "summary": ("vocabulary", "label"),
    "absent": ("vocabulary", "label"),
    "freshness": ("table", "label"),
    "fields": ("table", "label"),
    "translations": ("lang", "kind"),
}
_CODES = {  # what the words beside it say better
    "criteria": {"criterion"},
    "contacts": {"kind"},
    "summary": {"code"},
    "absent": {"code"},
    "groups": {"epci"},
    "freshness": {"band"},
    "fields": {"field"},
    "gaps": {"insee", "vocabulary", "code"},
}
_REFERENCES = {"record", "keep", "merge"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section."""

    title: str  # empty when the section has one part
    figure: Figure
    left: int  # rows that only the file has


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the report."""

    name: str
    title: str
    parts: tuple[Part, ...]


def pages(site: Site, directory: Directory, tables: Iterable[Table], lang: str) -> dict[str, bytes]:
    """The page ``index.html`` and its style sheets, by path from its own folder."""
    app = create_app(site)
    with app.test_request_context("/"):
        g.page = page = Page(site, lang, "report.html", lang)
        html = render_template("report.html", sections=[_section(page, directory, t) for t in tables])
    used = {path for path in site.assets.files if path in html or path.endswith(".woff2")}
    return {"index.html": html.encode(), **{path: site.assets.files[path] for path in sorted(used)}}


def _section(page: Page, directory: Directory, table: Table) -> Section:
    column, name = _PARTS.get(table.name, ("", next(iter(table.columns))))
    if table.name == "groups":
        name = "name"
    hidden = {column, name} | _CODES.get(table.name, set())
    columns = [name, *(c for c in table.columns if c not in hidden)]
    values = dict.fromkeys(str(row[column]) for row in table.records()) if column else {"": None}
    parts = []
    for value in values:
        view = View(
            columns, partial(_words, page, directory), partial(_is, column, value), bars=table.bars or ""
        )
        drawn = figure(page, table, f"{table.name}.csv", view)
        left = max(len(drawn.rows) - MOST, 0)
        parts.append(Part(_part(page, column, value), replace(drawn, rows=drawn.rows[:MOST]), left))
    return Section(table.name, page.gettext(table.title), tuple(parts))


def _is(column: str, value: str, row: Row) -> bool:
    return not column or str(row[column]) == value


def _part(page: Page, column: str, value: str) -> str:
    """What a part is about."""
    if column == "table":
        return page.gettext(TITLES[value][0])
    if column == "vocabulary":
        return page.gettext(KINDS[value])
    return language_name(value, page.locale, page.gettext) if column == "lang" else ""


def _words(page: Page, directory: Directory, row: Row) -> dict[str, Shown]:
    """References lead to their published pages."""
    site = page.site
    base = site.catalogue.territory.publication.base_url
    found = {}
    for name in _REFERENCES & row.keys():
        ref = str(row[name])
        found[name] = Shown(ref, base + site.path(directory.current(ref), site.default_language))
    if "epci" in row and not row["name"]:
        found["name"] = Shown(page.gettext(NO_GROUP))
    return found
