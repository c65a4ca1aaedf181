"""What people promised together holds: agreements in force, commitments measured, inserts that fit."""

from __future__ import annotations

from collections.abc import Iterator

from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.wording import did_you_mean
from portal.model.catalogue import Catalogue
from portal.model.guidance import Agreement
from portal.model.insert import Insert
from portal.model.pathway import Pathway
from portal.model.people import Team
from portal.model.review import latest_day, months_after

MEASURED_MONTHS = 24  # an indicator older than that says little of today
PROMISES = frozenset({"ess"})  # teams that the convention pays for commitments that anyone may read


def check_agreements(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """An agreement that is over is said to be over, until it is renewed or archived."""
    for agreement in catalogue.all(Agreement):
        if agreement.end < loaded.as_of:
            message = Message(N_("this agreement is over since %(date)s"), {"date": agreement.end})
            hint = Message(N_("renew it, or write “status: archived”"))
            at = loaded.at(agreement.ref, "end")
            yield at.problem("agreement-over", message, hint, severity="warning")


def check_teams(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A specialist care team is not published without a commitment; a measure is not shown for ever."""
    for team in catalogue.all(Team):
        if team.kind in PROMISES and not team.commitments:
            message = Message(N_("a team of this kind tells at least one commitment"))
            hint = Message(N_("write it under “commitments”, or “status: draft” until the team tells it"))
            yield loaded.at(team.ref, "kind").problem("no-commitment", message, hint)
        for place, commitment in enumerate(team.commitments):
            if months_after(latest_day(commitment.as_of), MEASURED_MONTHS) < loaded.as_of:
                message = Message(
                    N_("this commitment was measured more than %(months)s months ago"),
                    {"months": MEASURED_MONTHS},
                )
                at = loaded.at(team.ref, "commitments", place, "as_of")
                yield at.problem("commitment-stale", message, severity="warning")


def check_inserts(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """An insert stands beside a pathway, and speaks of steps that the pathway has."""
    for insert in catalogue.records["inserts"].values():
        assert isinstance(insert, Insert)  # noqa: S101 - the mapping of a kind holds that kind
        pathway = catalogue.find(f"pathways/{insert.id}")
        if not isinstance(pathway, Pathway):
            if loaded.is_written(f"pathways/{insert.id}"):
                continue  # its own error is told in its file
            message = Message(N_("there is no pathway “%(id)s” for this insert"), {"id": insert.id})
            hint = did_you_mean(insert.id, list(catalogue.records["pathways"]))
            yield loaded.at(insert.ref).problem("insert-without-pathway", message, hint)
            continue
        ids = [step.id for step in pathway.steps]
        for place, local in enumerate(insert.steps):
            if local.step not in ids:
                message = Message(N_("there is no step “%(id)s”"), {"id": local.step})
                at = loaded.at(insert.ref, "steps", place, "step")
                yield at.problem("unknown-step", message, did_you_mean(local.step, ids))
