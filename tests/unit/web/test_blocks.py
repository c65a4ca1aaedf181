"""Each published pathway says everything that the portal was founded for, or says that it is unknown."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from portal.model.pathway import Pathway
from portal.web.app import create_app
from portal.web.site import Site
from tests.pathway_blocks import silent, undated


def test_every_pathway_of_the_demonstration(site: Site) -> None:
    """In each language; the script of the same name walks a built site."""
    client = create_app(site).test_client()
    for pathway in site.catalogue.all(Pathway):
        for prefix in ("", "en/"):
            html = client.get(f"/{prefix}parcours/{pathway.id}/").get_data(as_text=True)
            assert [*silent(html)] == [], prefix + pathway.id


@pytest.mark.parametrize(
    ("selector", "block"),
    [
        (".care--now a", "when to act at once"),
        ("li.step .at", "where it happens"),
        ("li.step .fact:nth-child(1) dd", "who"),
        ("li.step .fact:nth-child(3) dd", "delay"),
        ("li.step .fact:nth-child(4) dd", "cost"),
        ("li.step .names, li.step .panel--gap", "a local team, or the gap"),
        ("li.step .prepare", "what to prepare"),
        ("li.step .passes", "what must be passed on"),
        ("li.step .worse", "if it gets worse"),
        ("[aria-labelledby='t-levels'] .grades > li", "three levels"),
        ("[aria-labelledby='t-near'] li", "how near"),
        ("[aria-labelledby='t-after'] dd", "after"),
        ("[aria-labelledby='t-support'] :not(h2)", "support"),
        ("aside .side p", "whom to call"),
        ("#sources dd", "where the page comes from: signed by"),
    ],
)
def test_a_silent_block_is_seen(client: FlaskClient, selector: str, block: str) -> None:
    """The walker fails when a block goes."""
    page = LexborHTMLParser(client.get("/parcours/boiterie-fictive/").get_data(as_text=True))
    assert [*silent(page.html or "")] == []
    for node in page.css(selector):
        node.decompose()
    assert any(block in said for said in silent(page.html or "")), selector


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("<p>Cela coûte 30 €.</p>", 1),
        ("<p>Cela coûte <strong>30\u202f€</strong> <small>Journal officiel, 2024</small></p>", 0),
        ("<ul><li>Remboursé à <a href='../regles/index.html#regles-x'>70 %</a></li></ul>", 0),
        ("<p>Demandez l’offre 100 % Santé.</p>", 0),
        ("<dl class='step'><div class='fact'><dt><use href='#i-clock'/></dt><dd>6 mois</dd></div></dl>", 1),
    ],
)
def test_a_figure_without_source_is_seen(line: str, faults: int) -> None:
    """Prices, percentages and delays show a source with its year, or lead to the rule that has them."""
    assert len([*undated(LexborHTMLParser(f"<main>{line}</main>"))]) == faults


def test_reports(site: Site) -> None:
    """The same blocks, counted."""
    from portal.report.pathways import BLOCKS, completeness  # noqa: PLC0415 - only this test needs it

    found = {one.pathway: one for one in completeness(site.catalogue)}
    assert set(found) == {p.id for p in site.catalogue.all(Pathway)}
    for one in found.values():
        assert set(one.known) <= set(BLOCKS)
        assert {"coordinator", "review", "signatories"} <= set(one.missing), (
            "nobody has signed the demonstration"
        )
        assert not {"act", "who", "after", "sources", "support"} & set(one.missing)
        assert 0 < one.score < 100
