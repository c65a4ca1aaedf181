"""What every pathway and specialty of the demonstration shows: three levels, daily life, everybody.

A newcomer who adds a pathway adds nothing here, but a line in NOBODY for an audience that it cannot concern.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from portal.model.gradation import gradation
from portal.model.pathway import Pathway
from portal.web.app import create_app
from portal.web.site import Site

# Whom a pathway answers, and the audiences of which one is enough.
ANSWERED = {
    "child": {"child", "teenager"},
    "pregnancy": {"pregnancy"},
    "carer": {"carer"},
    "no_family_doctor": {"no_family_doctor"},
    "no_rights": {"no_rights"},
}
NOBODY = {
    ("fragilite-grand-age", "child"),
    ("fragilite-grand-age", "pregnancy"),
    ("prostate", "child"),
    ("prostate", "pregnancy"),
    ("trouble-langage-enfant", "pregnancy"),
    ("troubles-neurodeveloppement-enfant", "pregnancy"),
}


@pytest.fixture(scope="module")
def pathways(site: Site) -> list[Pathway]:
    return list(site.catalogue.all(Pathway))


@pytest.fixture(scope="module")
def demo(site: Site) -> FlaskClient:
    """What a visitor of the demonstration asks."""
    return create_app(site).test_client()


def test_there_are_thirty_six(pathways: list[Pathway]) -> None:
    assert len(pathways) >= 36


def test_a_code_leads_to_each(pathways: list[Pathway]) -> None:
    """Clinicians' software opens a pathway by the code of its disease."""
    assert [p.id for p in pathways if not p.condition.icd10] == []


def test_three_levels_up_and_back_down(pathways: list[Pathway]) -> None:
    """Each level has a step or a place; the upper two say when one goes up and when one comes back."""
    silent = [
        (p.id, g.level, what)
        for p in pathways
        for g in gradation(p)
        for what, said in {
            "where": g.known,
            "up": g.level == 1 or g.up or (g.told and g.told.up),
            "back": g.level == 1 or g.back or (g.told and g.told.back),
        }.items()
        if not said
    ]
    assert silent == []


def test_no_fork_leads_to_its_own_step(pathways: list[Pathway]) -> None:
    """A reader who is sent back to the line just read is lost."""
    loops = [(p.id, s.id) for p in pathways for s in p.steps for c in s.decision if c.then_step == s.id]
    assert loops == []


def test_long_illnesses_hold_daily_life(pathways: list[Pathway]) -> None:
    """Social and medico-social steps, in the pathway itself."""
    lacking = [
        (p.id, domain)
        for p in pathways
        for domain in ("social", "medico_social")
        if p.chronic and domain not in {s.domain for s in p.steps}
    ]
    assert lacking == []


def test_everybody_is_answered(pathways: list[Pathway]) -> None:
    """A child, a pregnancy, a carer, no family doctor, no rights: a variant each, or the whole pathway."""
    lacking = {
        (p.id, audience)
        for p in pathways
        for audience, enough in ANSWERED.items()
        if not enough & ({v.audience for v in p.variants} | set(p.population))
    }
    assert lacking == NOBODY


def test_each_variant_has_an_anchor_that_the_page_leads_to(site: Site, demo: FlaskClient) -> None:
    for pathway in site.catalogue.all(Pathway):
        page = LexborHTMLParser(demo.get(f"/parcours/{pathway.id}/").get_data(as_text=True))
        for variant in pathway.variants:
            assert page.css_first(f"#cas-{variant.id} h3"), (pathway.id, variant.id)
            assert page.css_first(f"a[href='#cas-{variant.id}']"), (pathway.id, variant.id)


def test_each_specialty_tells_its_three_levels(site: Site, demo: FlaskClient) -> None:
    """Who at each level, when one goes up, and when one comes back from both of the upper ones."""
    for entry in site.catalogue.vocabularies.specialties:
        page = LexborHTMLParser(demo.get(f"/specialites/{entry.code}/").get_data(as_text=True))
        side = page.css_first("[aria-labelledby='t-levels']")
        assert side is not None, entry.code
        assert [h.text()[:8] for h in side.css("h3")] == ["Niveau 1", "Niveau 2", "Niveau 3"], entry.code
        strong = [b.text() for b in side.css("p > strong")]
        assert len([s for s in strong if s.startswith("On monte")]) == 2, (entry.code, strong)
        assert len([s for s in strong if s.startswith("On redescend")]) == 2, (entry.code, strong)
