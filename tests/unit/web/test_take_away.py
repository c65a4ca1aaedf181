"""Files and addresses that leave the site: calendars, links by code, the drawing of a pathway."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from portal.model.pathway import Pathway
from portal.web.site import Site


def test_a_reminder(client: FlaskClient) -> None:
    """A day, a rhythm, what the rule says, from when it holds, and who says so."""
    answer = client.get("/agenda/acces-fictif.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).events
    assert event["rrule"] == {"FREQ": ["MONTHLY"], "INTERVAL": [24]}
    assert event["uid"] == "val-d-exemple-acces-fictif@exemple.example"
    assert str(event["url"]) == "https://exemple.example/regles/#regles-acces-fictif"
    for said in (
        "Il faut une lettre fictive.",
        "Caisse fictive du Val, 2025",
        "juillet 2025",
        "Déplacez la première",
    ):
        assert said in str(event["description"]).replace("\u00a0", " ")
    assert client.get("/agenda/tarif-fictif.ics").status_code == 404, "nothing says how often"
    (event,) = Calendar.from_ical(client.get("/en/agenda/acces-fictif.ics").data).events
    assert "Move the first date" in str(event["description"])


def test_codes(example: Site, client: FlaskClient) -> None:
    """With its dot, without it, by category; one target sends there at once, an unknown code is not found."""
    for code in ("M25.5", "M255", "M25"):
        html = client.get(f"/c/cim10/{code}/").get_data(as_text=True)
        assert 'http-equiv="refresh" content="0; url=../../../parcours/boiterie-fictive/index.html"' in html
        assert 'href="../../../parcours/boiterie-fictive/index.html"' in html, "for who stops the redirection"
    assert client.get("/c/cim10/Z99/").status_code == 404
    assert client.get("/c/autre/M25/").status_code == 404
    told = json.loads(client.get("/c/codes.json").data)
    assert told["cim10"]["M255"] == ["https://exemple.example/parcours/boiterie-fictive/"]
    assert told["specialite"]["SM48"] == ["https://exemple.example/specialites/SM48/"]
    written = {code for p in example.catalogue.all(Pathway) for code in p.condition.icd10}
    assert written <= set(told["cim10"])


def test_the_drawing_says_nothing_that_words_do_not(example: Site, client: FlaskClient) -> None:
    """Hidden from screen readers, it holds numbers of steps and of levels; each is said beside it."""
    html = client.get("/parcours/boiterie-fictive/").get_data(as_text=True)
    (drawing,) = re.findall(r'<svg class="way.*?</svg>', html, re.S)
    assert 'aria-hidden="true"' in drawing
    drawn = set(re.findall(r">(\d+)<", drawing))
    without = html.replace(drawing, "")
    assert drawn == {"1", "2", "3"}
    for number in drawn:
        assert re.search(rf"Étape\s{number}", without)
        assert re.search(rf"Niveau\s{number}", without)


@pytest.mark.parametrize("page", ["", "preparer/", "equipe/"])
@pytest.mark.parametrize(
    ("pathway", "said"),
    [("fatigue-fictive", "Immédiat : appelez le 3114"), ("boiterie-fictive", "appelez le 116 117")],
)
def test_an_aggravation_has_its_own_number(client: FlaskClient, pathway: str, page: str, said: str) -> None:
    """The sheet and the view of teams say the number of the step, as its page does: never 15 for 3114."""
    html = client.get(f"/parcours/{pathway}/{page}").get_data(as_text=True)
    shown = html.replace("\u00a0", " ").replace("\u202f", " ")
    assert said in " ".join(shown.split())
