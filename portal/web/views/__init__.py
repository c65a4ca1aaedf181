"""One view per kind: look the item up, gather what stands beside it, render its template."""

from __future__ import annotations

from portal.web.routes import Route
from portal.web.views import (
    agenda,
    codes,
    communes,
    decisions,
    directory,
    glossary,
    guidance,
    home,
    indicators,
    lists,
    machine,
    pathway_coverage,
    pathway_prepare,
    pathway_sheet,
    pathway_team,
    pathways,
    search,
    service_sheet,
    specialties,
)

ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *pathways.ROUTES,
    *pathway_team.ROUTES,
    *pathway_coverage.ROUTES,
    *pathway_prepare.ROUTES,
    *pathway_sheet.ROUTES,
    *service_sheet.ROUTES,
    *directory.ROUTES,
    *lists.ROUTES,
    *communes.ROUTES,
    *specialties.ROUTES,
    *codes.ROUTES,
    *agenda.ROUTES,
    *guidance.ROUTES,
    *glossary.ROUTES,
    *decisions.ROUTES,
    *indicators.ROUTES,
    *search.ROUTES,
    *machine.ROUTES,
)
