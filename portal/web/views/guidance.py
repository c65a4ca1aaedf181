"""Guides, emergency numbers, rules, questions, alerts and agreements."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from portal.model.base import Record
from portal.model.directory import Commune, Service
from portal.model.guidance import Agreement, Alert, EmergencyNumber, Faq, Guide, Rule
from portal.model.review import EMERGENCY_MONTHS, months_after
from portal.web.jsonld import gathered_ld
from portal.web.page import Page
from portal.web.routes import Route, each
from portal.web.show import record_of, show, show_record

ALERTS_AHEAD = 60  # days: a site that nobody rebuilds still shows the alerts that were written for them
URGENT_PAGE = ("vital", "urgent", "help")


def guide(page: Page, ident: str) -> str:
    """One guide."""
    record = record_of(page, Guide, ident)
    catalogue = page.site.catalogue
    return show_record(
        page,
        "guide.html",
        record,
        rules=[rule for ref in record.rules if (rule := page.site.rule(ref))],
        related=[r for ref in (*record.related, *record.see_also) if (r := catalogue.shown(ref))],
    )


def guides(page: Page) -> str:
    """All guides, by kind."""
    groups: dict[str, list[Guide]] = defaultdict(list)
    for item in page.site.catalogue.all(Guide):
        groups[item.kind].append(item)
    return show(page, "guides.html", groups=groups)


def emergency(page: Page) -> str:
    """The numbers to call, 15 first and alone."""
    numbers: dict[str, list[EmergencyNumber]] = {level: [] for level in URGENT_PAGE}
    for number in page.site.emergency:
        numbers[number.level].append(number)
    checked = min((n.verified_on for n in page.site.emergency), default=None)
    return show(
        page,
        "emergency.html",
        numbers=numbers,
        checked=checked,
        next_check=months_after(checked, EMERGENCY_MONTHS) if checked else None,
        sources=tuple(dict.fromkeys(source for n in page.site.emergency for source in n.sources)),
        json_ld=gathered_ld(page, page.site.emergency),
    )


def rules(page: Page) -> str:
    """Every dated rule, by kind, with its source."""
    groups: dict[str, list[Rule]] = defaultdict(list)
    for rule in page.site.catalogue.all(Rule):
        if rule.valid_to is None or rule.valid_to >= page.site.as_of:
            groups[rule.kind].append(rule)
    json_ld = gathered_ld(page, [rule for found in groups.values() for rule in found])
    return show(page, "rules.html", groups=groups, json_ld=json_ld)


def questions(page: Page) -> str:
    """Frequent questions and their answers."""
    found = list(page.site.catalogue.all(Faq))
    return show(page, "questions.html", questions=found, json_ld=gathered_ld(page, found))


def alerts(page: Page) -> str:
    """All alerts in force, and those that will be."""
    found = _alerts(page)
    in_force = [alert for alert in found if alert.start <= page.site.as_of]
    return show(page, "alerts.html", alerts=found, in_force=in_force, json_ld=gathered_ld(page, in_force))


def _alerts(page: Page) -> list[Alert]:
    """The alerts that are not over; one that has not begun waits in the page, unseen, for its day."""
    today = page.site.as_of
    last = today + timedelta(days=ALERTS_AHEAD)
    return [alert for alert in page.site.catalogue.all(Alert) if alert.start <= last and today <= alert.end]


def current_alerts(page: Page, about: Commune | Service | None = None) -> list[Alert]:
    """The alerts in force or to come: those that name a record, or those that name none."""
    match about:
        case Commune():
            return [alert for alert in _alerts(page) if about.id in alert.communes]
        case Service():
            return [alert for alert in _alerts(page) if about.ref in alert.services]
    return [alert for alert in _alerts(page) if not (alert.communes or alert.services)]


def agreements(page: Page) -> str:
    """What the actors of the territory signed together."""
    found = list(page.site.catalogue.all(Agreement))
    return show(page, "agreements.html", agreements=found, json_ld=gathered_ld(page, found))


def agreements_about(page: Page, record: Record) -> list[Agreement]:
    """The local agreements that name a record, those in force first."""
    about = [a for a in page.site.catalogue.all(Agreement) if record.ref in a.about]
    return sorted(about, key=lambda a: (a.end < page.site.as_of, a.start))


ROUTES = (
    Route("urgences/", emergency),
    Route("guides/", guides),
    Route("guides/<ident>/", guide, each(Guide)),
    Route("regles/", rules),
    Route("questions/", questions),
    Route("alertes/", alerts),
    Route("accords/", agreements),
)
