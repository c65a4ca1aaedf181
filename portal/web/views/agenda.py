"""Reminders for what comes back by a dated rule: a calendar file that the visitor keeps."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, abort

from portal.calendars import Event, calendar
from portal.errors import N_
from portal.model.guidance import Rule
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.site import Site


def recurring(site: Site) -> list[Rule]:
    """The rules in force that say how often something is done again."""
    return [
        rule
        for rule in site.catalogue.all(Rule)
        if rule.repeat_months and (rule.valid_to is None or rule.valid_to >= site.as_of)
    ]


def _values(site: Site) -> Iterable[Values]:
    return ({"ident": rule.id} for rule in recurring(site))


def agenda(page: Page, ident: str) -> Response:
    """The reminder of one rule: first on the day of the build, since only the visitor knows the last time."""
    rule = next((r for r in recurring(page.site) if r.id == ident), None)
    if rule is None:
        abort(404)
    told = page.site.catalogue.localised(rule, page.lang)[0]
    source = f"{rule.source.publisher}, {page.when(rule.source.date)}"
    say = page.gettext
    lines = [
        str(page.text(told.text).striptags()),
        *([str(page.text(told.conditions).striptags())] if told.conditions else []),
        say(N_("Move the first date to when your next turn is due; ask your doctor if you do not know.")),
        f"{say(N_('Source:'))} {source}. {say(N_('In force since:'))} {page.when(rule.valid_from)}.",
    ]
    base = page.site.catalogue.territory.publication.base_url
    event = Event(
        uid=f"{page.site.catalogue.territory.id}-{rule.id}@{base.partition('://')[2].partition('/')[0]}",
        day=page.site.as_of,
        title=str(page.text(told.title).striptags()),
        text="\n".join(lines),
        url=base + page.site.path(rule.ref, page.lang),
        every_months=rule.repeat_months,
    )
    return Response(calendar(event.title, [event], page.site.as_of), mimetype="text/calendar")


ROUTES = (Route("agenda/<ident>.ics", agenda, _values, listed=False),)
