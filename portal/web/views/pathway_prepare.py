"""The sheet that a patient prepares before a visit: lists to tick, room to write; all stays on the device."""

from __future__ import annotations

from portal.model.pathway import Pathway
from portal.web.page import Page
from portal.web.qr import qr_inline
from portal.web.routes import Route, each
from portal.web.show import record_of, show_record
from portal.web.views.pathways import insert_of, shown_steps

SUGGESTED = 120  # services that the field proposes while one types; any other may be written


def preparer(page: Page, ident: str) -> str:
    """The preparation of one pathway."""
    record = record_of(page, Pathway, ident)
    known = page.site.coverage.everyone(record)
    return show_record(
        page,
        "pathway_prepare.html",
        record,
        steps=shown_steps(page, record, insert_of(page, record)),
        providers=sorted(known, key=lambda p: (p.kind_id != "services", p.title))[:SUGGESTED],
        qr=qr_inline(page.canonical.removesuffix("preparer/")),
    )


ROUTES = (Route("parcours/<ident>/preparer/", preparer, each(Pathway)),)
