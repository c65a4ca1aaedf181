"""The twelve questions that a service answers for a patient, and which of them a record leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import N_
from portal.model.directory import Service

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


def completeness(service: Service, *, has_address: bool, has_access: bool) -> Completeness:
    """Count the questions that a service answers.

    Args:
        service: The record.
        has_address: One of its places has a street or exact coordinates.
        has_access: One of its places says how to get in with a disability.
    """
    at = service.places
    answered = {
        "what": bool(service.acts or service.summary or service.body),
        "for_whom": service.for_whom is not None,
        "not_for_whom": service.not_for_whom is not None,
        "how": bool(service.access or service.booking or any(p.contacts for p in at)),
        "delay": bool(service.wait or any(p.wait for p in at)),
        "cost": service.fees is not None,
        "bring": bool(service.preparation and service.preparation.bring),
        "where": has_address,
        "when": any(p.hours for p in at),
        "access": has_access,
        "languages": bool(service.languages or service.sign_language or service.interpreter),
        "after": service.after is not None,
    }
    return Completeness(
        tuple(q for q in QUESTIONS if answered[q]), tuple(q for q in QUESTIONS if not answered[q])
    )
