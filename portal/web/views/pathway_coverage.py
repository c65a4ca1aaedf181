"""How near each step of a pathway is, commune by commune: a page, and the same as a file."""

from __future__ import annotations

from flask import Response

from portal.exports.tables import as_csv
from portal.model.coverage import cells
from portal.model.pathway import Pathway
from portal.web.page import Page
from portal.web.routes import Route, each
from portal.web.show import record_of, show_record


def couverture(page: Page, ident: str) -> str:
    """The coverage of one pathway."""
    record = record_of(page, Pathway, ident)
    coverage = page.site.coverage
    return show_record(
        page, "pathway_coverage.html", record, covered=coverage.of(record), communes=coverage.communes
    )


def couverture_csv(page: Page, ident: str) -> Response:
    """The same, a row per step and commune."""
    record = record_of(page, Pathway, ident)
    rows = list(cells(page.site.coverage, record))
    return Response(as_csv(tuple(rows[0]) if rows else (), rows), mimetype="text/csv")


ROUTES = (
    Route("parcours/<ident>/couverture/", couverture, each(Pathway)),
    Route("parcours/<ident>/couverture.csv", couverture_csv, each(Pathway), listed=False),
)
