"""The twelve questions that a service answers for a patient, and which of them a record leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.errors import N_
from portal.model.directory import Place, Service

QUESTIONS = {
    "what": N_("What is done"),
    "for_whom": N_("For whom"),
    "not_for_whom": N_("Not for whom"),
    "how": N_("How to get in"),
    "delay": N_("How long to wait"),
    "cost": N_("What it costs"),
    "bring": N_("What to bring"),
    "where": N_("Where"),
    "when": N_("Opening hours"),
    "access": N_("Getting in with a disability"),
    "languages": N_("Languages"),
    "after": N_("What follows"),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """Which of the twelve questions a record answers."""

    known: tuple[str, ...]  # codes of QUESTIONS, in their order
    unknown: tuple[str, ...]

    @property
    def score(self) -> int:
        """From 0 to 12."""
        return len(self.known)


def completeness(service: Service, places: Iterable[Place]) -> Completeness:
    """Count the questions that a service answers.

    Args:
        service: The record.
        places: Where it is: one of them may have a street, and say how to get in with a disability.
    """
    places = list(places)
    at = service.places
    contacts = [*service.booking, *(c for p in at for c in p.contacts)]
    answered = {
        "what": bool(service.acts or service.summary or service.body),
        "for_whom": service.for_whom is not None,
        "not_for_whom": service.not_for_whom is not None,
        "how": bool(service.access) or any(c.visibility == "public" for c in contacts),
        "delay": bool(service.wait or any(p.wait for p in at)),
        "cost": service.fees is not None,
        "bring": bool(service.preparation and service.preparation.bring),
        "where": any(p.address.lines for p in places),
        "when": any(p.hours for p in at),
        "access": any(p.access and p.access.step_free is not None for p in places),
        "languages": bool(service.languages or service.sign_language or service.interpreter),
        "after": service.after is not None,
    }
    return Completeness(
        tuple(q for q in QUESTIONS if answered[q]), tuple(q for q in QUESTIONS if not answered[q])
    )
