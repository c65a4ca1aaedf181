"""Who fills a role of a step, as its page names them: kind by kind, and a link to the others."""

from __future__ import annotations

import pytest

from portal.model.step import Actor
from portal.web.views import step_teams
from portal.web.views.step_teams import teams_of
from tests.unit.web.conftest import PageAt

Told = list[tuple[str, list[str], int, str]]


def told(page_at: PageAt, offer: dict[str, object], *refs: str) -> Told:
    team = teams_of(page_at(), Actor.model_validate({"role": "Un rôle", "refs": refs, "offer": offer}))
    assert team.count == len(team.providers) + sum(kind.more for kind in team.kinds)
    return [(k.label, [p.id for p in k.providers], k.more, k.path) for k in team.kinds]


def test_each_name_is_under_its_kind_and_what_matches_is_first(page_at: PageAt) -> None:
    """The lung ward is not lost among the X-rays; those named by the pathway come before all."""
    offer: dict[str, object] = {"specialties": ["SM41"], "service_kinds": ["imaging", "consultation"]}
    lungs = ("Consultation", ["consultation-toux", "consultation-genou"], 0, "services/type/consultation/")
    rays = ("Imagerie (radio, scanner, IRM)", ["imagerie-sans-rien"], 0, "services/type/imaging/")
    assert told(page_at, offer) == [lungs, rays]
    assert told(page_at, offer, "services/imagerie-sans-rien") == [rays, lungs]
    assert told(page_at, {}) == []


def test_the_others_are_in_the_list_of_their_kind(page_at: PageAt, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is never left out alone: “and another” would take its place."""
    monkeypatch.setattr(step_teams, "FEWEST", 0)
    monkeypatch.setattr(step_teams, "SHOWN", 0)
    offer: dict[str, object] = {"service_kinds": ["consultation", "imaging"]}
    assert told(page_at, offer) == [
        ("Consultation", [], 2, "services/type/consultation/"),
        ("Imagerie (radio, scanner, IRM)", ["imagerie-sans-rien"], 0, "services/type/imaging/"),
    ]


def test_a_team_has_no_kind_to_be_listed_under(page_at: PageAt) -> None:
    ((label, names, more, path),) = told(page_at, {}, "teams/ess-genou")
    assert (label, len(names), more, path) == ("", 1, 0, "")
