"""The pathway for teams and learners: who hands what to whom, from the data of the patients’ page."""

from __future__ import annotations

from dataclasses import dataclass

from portal.model.gradation import gradation
from portal.model.pathway import Pathway
from portal.model.people import Team
from portal.web.page import Page
from portal.web.routes import Route, each
from portal.web.show import record_of, show_record
from portal.web.views.guidance import agreements_about
from portal.web.views.pathways import explained_channels, insert_of, shown_steps


@dataclass(frozen=True, slots=True)
class Hand:
    """To whom a step hands the patient on."""

    number: int  # of the step that takes over
    role: str  # who acts there first
    condition: str | None  # None: always


def hands(pathway: Pathway) -> dict[int, list[Hand]]:
    """For each step by number, who takes over; nobody after the last, whose follow-up says what comes."""
    number = {step.id: place for place, step in enumerate(pathway.steps, 1)}
    found: dict[int, list[Hand]] = {}
    for place, step in enumerate(pathway.steps, 1):
        ways: list[tuple[int, str | None]] = [
            (number[c.then_step], c.condition) for c in step.decision if c.then_step in number
        ]
        if not ways and place < len(pathway.steps):
            ways = [(place + 1, None)]
        found[place] = [Hand(to, pathway.steps[to - 1].actors[0].role, said) for to, said in ways]
    return found


def equipe(page: Page, ident: str) -> str:
    """One pathway as its teams see it."""
    record = record_of(page, Pathway, ident)
    refs = dict.fromkeys(ref for step in record.steps for actor in step.actors for ref in actor.refs)
    return show_record(
        page,
        "pathway_team.html",
        record,
        steps=shown_steps(page, record, insert_of(page, record)),
        hands=hands(record),
        levels=gradation(record),
        channels=explained_channels(page),
        agreements=agreements_about(page, record),
        teams=[t for ref in refs if isinstance(t := page.site.catalogue.shown(ref), Team)],
    )


ROUTES = (Route("parcours/<ident>/equipe/", equipe, each(Pathway)),)
