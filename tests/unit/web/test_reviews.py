"""Every page says who keeps it, when it was last read and when it will be; late, it stays and says so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Agreement, Decision, Faq, Guide, Rule, Term
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.model.review import review_of
from portal.web.app import create_app
from portal.web.page import Page
from portal.web.site import Site

ALONE = [Pathway, Guide, Term, Decision, Commune, Service, Organisation, Place, Professional, Team]


def words(client: FlaskClient, path: str) -> str:
    html = client.get(path).get_data(as_text=True).partition("<main")[2]
    return " ".join(unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.S)).split())


@pytest.mark.parametrize("kind", ALONE, ids=lambda kind: kind.kind_id)
def test_every_page_prints_its_owner_and_both_dates(
    kind: type[Pathway], client: FlaskClient, example: Site
) -> None:
    for record in example.catalogue.all(kind):
        page = Page(example, "fr", example.path(record.ref, "fr"), "fr")
        text = words(client, f"/{page.path}")
        review = review_of(record, example.catalogue.territory.review, example.as_of)
        assert review.owner in text, record.ref
        assert "Dernière relecture" in text and "Prochaine relecture" in text, record.ref
        for day in filter(None, (review.last, review.next)):
            assert " ".join(page.day(day).split()) in text, (record.ref, day)
        assert ("Relecture en retard" in text) == review.overdue, record.ref


@pytest.mark.parametrize(
    ("path", "kind"), [("/regles/", Rule), ("/questions/", Faq), ("/accords/", Agreement)]
)
def test_shared_pages_print_them_for_each_record(
    path: str, kind: type[Rule], client: FlaskClient, example: Site
) -> None:
    shown = words(client, path).count("Prochaine relecture")
    until = [getattr(r, "valid_to", None) or date.max for r in example.catalogue.all(kind)]
    in_force = [day for day in until if day >= example.as_of]
    assert shown == len(in_force) > 0


@pytest.mark.parametrize(("today", "late"), [("2025-01-15", False), ("2025-01-16", True)])
def test_due_today_is_in_time(today: str, late: bool, example: Site) -> None:
    """The pathway was read on 15 January 2024, and holds twelve months."""
    site = Site(example.catalogue, date.fromisoformat(today), example.assets, example.pictures)
    text = words(create_app(site).test_client(), "/parcours/fatigue-fictive/")
    assert ("Relecture en retard" in text) == late
    assert "Prochaine relecture" in text


def test_a_rule_that_is_due_says_so_where_it_is_used(client: FlaskClient, example: Site) -> None:
    """A price that nobody compared to its source in time is shown, and marked."""
    path = "/guides/lire-une-fiche/"
    assert "À vérifier" not in words(client, path)
    late = create_app(replace(example, as_of=date(2029, 1, 1))).test_client()
    assert "12,50 € À vérifier" in words(late, path)
