"""One service and one person at two sites: what differs is told per site, what is shared is written once."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser


def text(html: str) -> str:
    return " ".join(html.split())


def test_a_person_at_two_sites(client: FlaskClient) -> None:
    """Each role has its place, its hours and its sector; the mixed practice is said once, at the head."""
    page = LexborHTMLParser(client.get("/professionnels/camille-fictive/").get_data(as_text=True))
    boxes = [text(box.text(separator=" ")) for box in page.css(".box")]
    assert len(boxes) == 2
    for said, box in (
        (("Hôpital fictif du Val", "La colline", "Salarié", "de 9 h à 12 h 30", "Hôpital public"), boxes[0]),
        (("Maison de santé fictive", "Place du Bourg", "En libéral", "OPTAM"), boxes[1]),
    ):
        assert [word for word in said if word not in box] == []
    assert "OPTAM" not in boxes[0] and "Hôpital public" not in boxes[1]
    assert page.body is not None and page.body.text().count("Exercice mixte") == 1


def test_a_service_at_two_sites(client: FlaskClient) -> None:
    """Two tables of hours, each under its place."""
    page = LexborHTMLParser(client.get("/services/consultation-genou/").get_data(as_text=True))
    tables = [text(table.text(separator=" ")) for table in page.css("table.week")]
    assert len(tables) == 2
    assert "lundi 9 h – 12 h 30, 14 h – 17 h" in tables[0] and "vendredi 14 h – 17 h" in tables[1]


@pytest.mark.parametrize("shared", ["Examen du genou imaginaire", "Adultes qui marchent.", "camille-fictive"])
def test_nothing_is_written_twice(example_root: Path, shared: str) -> None:
    """Neither what the service does nor who the person is repeats for the second site."""
    folders = ("services", "organisations", "places", "professionals")
    files = [file for name in folders for file in (example_root / "content" / name).glob("*.md")]
    assert sum(file.read_text("utf-8").count(shared) for file in files) == 1
