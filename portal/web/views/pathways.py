"""Pathways: the list, and each pathway step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import cast

from portal.errors import N_
from portal.model.base import Record
from portal.model.codes import CODES
from portal.model.covered import StepCoverage
from portal.model.gradation import gradation
from portal.model.guidance import EmergencyNumber
from portal.model.insert import Insert
from portal.model.pathway import Pathway, RedFlag
from portal.model.step import Step
from portal.web.collation import collation_key
from portal.web.leaflet import has_letters
from portal.web.page import Page
from portal.web.qr import qr_inline
from portal.web.routes import Route, each
from portal.web.show import record_of, show, show_record
from portal.web.timeline import timeline
from portal.web.views.agenda import recurring
from portal.web.views.guidance import agreements_about
from portal.web.views.step_teams import Team, helpers, teams_of

# The three care cards: all levels fall in one of them.
CARDS = {"now": ("emergency",), "today": ("today", "within_48h"), "plan": ("within_weeks", "planned")}
# The page that explains a channel to somebody who never heard of it.
CHANNELS = {"dmp": "guides/mon-espace-sante", "mssante": "glossary/mssante"}
SITUATIONS = {
    "no_family_doctor": "guides/sans-medecin-traitant",
    "no_rights": "guides/sans-couverture-sante",
    "carer": "guides/aidants",
    "not_french_speaking": "guides/interprete",
}
RIGHTS = ("guides/second-avis", "guides/droits", "guides/personne-de-confiance", "guides/reclamation")


@dataclass(frozen=True, slots=True)
class CareCard:
    """The signs of one level, the level said first."""

    level: str  # "now", "today", "plan"
    urgency: str  # the code whose words head the card
    flags: tuple[RedFlag, ...]
    numbers: tuple[EmergencyNumber, ...]

    @property
    def number(self) -> str | None:
        """What the heading says to call: the one number that every sign asks for, else that of its level."""
        refs = {flag.number for flag in self.flags}
        return self.numbers[0].number if len(refs) == len(self.numbers) == 1 else None

    @property
    def signs(self) -> list[tuple[RedFlag, EmergencyNumber | None]]:
        """Each sign, with the number to call for it when neither the heading nor its own words say it."""
        heading = self.number or ("15" if self.urgency == "emergency" else "")
        found = []
        for flag in self.flags:
            number = next((n for n in self.numbers if n.ref == flag.number), None)
            said = number is None or number.number in {heading, *re.findall(r"\d+", flag.text)}
            found.append((flag, None if said else number))
        return found


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its teams found."""

    number: int
    step: Step
    teams: tuple[Team, ...]
    coverage: StepCoverage
    note: str | None  # what the insert of the territory says beside it

    @property
    def resolved(self) -> bool:
        """True when at least one local team is known."""
        return any(t.providers for t in self.teams)


def care_cards(page: Page, pathway: Pathway) -> list[CareCard]:
    """The signs grouped by level, most urgent first; a level without sign has no card."""
    cards = []
    for level, urgencies in CARDS.items():
        flags = tuple(f for f in pathway.red_flags if f.urgency in urgencies)
        if flags:
            refs = dict.fromkeys(f.number for f in flags if f.number)
            numbers = tuple(n for r in refs if isinstance(n := page.site.catalogue.shown(r), EmergencyNumber))
            first = next(u for u in urgencies if any(f.urgency == u for f in flags))
            cards.append(CareCard(level, first, flags, numbers))
    return cards


def call_words(page: Page, number: EmergencyNumber) -> str:
    """What to do with a number, in words."""
    said = N_("Text %(number)s.") if number.channel == "sms" else N_("Call %(number)s.")
    return page.gettext(said) % {"number": page.phone(number.number).shown}


def insert_of(page: Page, pathway: Pathway) -> Insert | None:
    """What the territory adds to a shared pathway, in the language of the page if somebody translated it."""
    found = page.site.catalogue.shown(f"inserts/{pathway.id}")
    return page.site.catalogue.localised(found, page.lang)[0] if isinstance(found, Insert) else None


def shown_steps(page: Page, pathway: Pathway, insert: Insert | None) -> list[ShownStep]:
    """The steps with their teams, their coverage, and what the territory adds."""
    notes = {local.step: local.note for local in insert.steps} if insert else {}
    return [
        ShownStep(
            covered.number,
            covered.step,
            tuple(teams_of(page, actor) for actor in covered.step.actors),
            covered,
            notes.get(covered.step.id),
        )
        for covered in page.site.coverage.of(pathway)
    ]


def explained_channels(page: Page) -> dict[str, str]:
    """The ways documents travel that a page of this site explains, and the reference of that page."""
    return {code: ref for code, ref in CHANNELS.items() if page.site.catalogue.shown(ref)}


def other_situations(page: Page, pathway: Pathway) -> list[tuple[str, Record]]:
    """The situations of which the pathway says nothing of its own, and the guide that holds for all."""
    told = {variant.audience for variant in pathway.variants}
    found = {audience: page.site.catalogue.shown(ref) for audience, ref in SITUATIONS.items()}
    return [(audience, guide) for audience, guide in found.items() if guide and audience not in told]


def pathway(page: Page, ident: str) -> str:
    """One pathway."""
    record = record_of(page, Pathway, ident)
    insert = insert_of(page, record)
    steps = shown_steps(page, record, insert)
    support = [r for ref in record.social_support.refs if (r := page.site.catalogue.shown(ref))]
    return show_record(
        page,
        "pathway.html",
        record,
        cards=care_cards(page, record),
        called=partial(call_words, page),
        steps=steps,
        step_numbers={step.id: number for number, step in enumerate(record.steps, 1)},
        support=support,
        helpers=helpers(page, record.social_support.offer),
        rights=[r for ref in RIGHTS if (r := page.site.catalogue.shown(ref))],
        insert=insert,
        levels=gradation(record),
        timeline=timeline(record),
        situations=other_situations(page, record),
        reminders=[r for r in recurring(page.site) if r.ref in record.rules],
        agreements=agreements_about(page, record),
        channels=explained_channels(page),
        communes=len(page.site.coverage.communes),
        qr=qr_inline(page.canonical),
        sheet=has_letters(page.site, page.content_lang),
    )


def by_theme(page: Page) -> list[tuple[str | None, list[Pathway]]]:
    """Pathways under the headings where a patient would look, each list by everyday name.

    Returns:
        (code of the theme, its pathways) in the order of the vocabulary; None, last, is for those without.
    """
    groups: dict[str | None, list[Pathway]] = {}
    for record in page.site.catalogue.all(Pathway):
        groups.setdefault(record.theme, []).append(record)
    for group in groups.values():
        group.sort(key=lambda p: collation_key(cast(Pathway, page.localised(p)).condition.lay_label))
    return [(theme, groups[theme]) for theme in (*CODES["theme"], None) if theme in groups]


def pathways(page: Page) -> str:
    """All pathways, by theme and everyday name."""
    return show(page, "pathways.html", themes=by_theme(page))


ROUTES = (Route("parcours/", pathways), Route("parcours/<ident>/", pathway, each(Pathway)))
