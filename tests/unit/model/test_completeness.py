"""The twelve questions that a service answers."""

from __future__ import annotations

import pytest

from portal.model.completeness import QUESTIONS, completeness
from portal.model.directory import Place, Service

PLACE = {"place": "places/colline"}
WAIT = {"min": "1", "unit": "week", "kind": "usual", "source": "Équipe fictive", "as_of": "2026-10"}
TEL = {"channel": "tel", "value": "05 36 49 00 12"}


def service(**facts: object) -> Service:
    """A fictitious service with a few facts."""
    known = {"id": "essai", "title": "Essai", "provided_by": "organisations/essai", "kind": "consultation"}
    return Service.model_validate({**known, **facts})


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({}, set()),
        ({"summary": "Un résumé."}, {"what"}),
        ({"acts": ["Un acte"]}, {"what"}),
        ({"body": "Un texte."}, {"what"}),
        ({"for_whom": {"text": "Adultes."}}, {"for_whom"}),
        ({"not_for_whom": {"text": "Enfants."}}, {"not_for_whom"}),
        ({"access": {"mode": "direct"}}, {"how"}),
        ({"booking": [TEL]}, {"how"}),
        ({"places": [{**PLACE, "contacts": [TEL]}]}, {"how"}),
        ({"wait": WAIT}, {"delay"}),
        ({"places": [{**PLACE, "wait": WAIT}]}, {"delay"}),
        ({"fees": {"sector": "1"}}, {"cost"}),
        ({"preparation": {"bring": ["La lettre"]}}, {"bring"}),
        ({"preparation": {"do": ["Noter"]}}, set()),
        ({"places": [{**PLACE, "hours": "Mo 09:00-12:00"}]}, {"when"}),
        ({"languages": ["fr"]}, {"languages"}),
        ({"sign_language": "yes"}, {"languages"}),
        ({"sign_language": "no"}, set()),
        ({"interpreter": "yes"}, {"languages"}),
        ({"after": "Un compte rendu."}, {"after"}),
        ({"aliases": ["essai"], "specialties": ["SM48"], "verified_on": "2026-10-01"}, set()),
    ],
)
def test_known(facts: dict[str, object], known: set[str]) -> None:
    """What answers a question; a newcomer adds a line."""
    found = completeness(service(**facts), [])
    assert set(found.known) == known
    assert found.score == len(known)
    assert (*found.known, *found.unknown) != () and set(found.known) | set(found.unknown) == set(QUESTIONS)


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({}, set()),
        ({"address": {"insee": "98991", "lines": ["1 rue de Nulle-Part"]}}, {"where"}),
        ({"access": {"step_free": "no"}}, {"access"}),
        ({"access": {"parking": "Devant"}}, set()),
    ],
)
def test_place(facts: dict[str, object], known: set[str]) -> None:
    """What places say counts too."""
    place = Place.model_validate({"id": "a", "title": "A", "address": {"insee": "98991"}, **facts})
    assert set(completeness(service(), [place]).known) == known
