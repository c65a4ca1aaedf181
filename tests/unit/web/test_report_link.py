"""Reporting an error takes one tap: the record and the address are written already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from portal.model.territory import Reports
from portal.web.page import Page
from portal.web.site import Site

PATH = "services/consultation-genou/"


def page_with(example: Site, lang: str = "fr", **reports: str) -> Page:
    """A page of a territory whose visitors report so."""
    territory = example.catalogue.territory.model_copy(update={"reports": Reports.model_validate(reports)})
    site = replace(example, catalogue=replace(example.catalogue, territory=territory))
    return Page(site, lang, PATH, lang)


@pytest.mark.parametrize(
    "form", ["https://exemple.example/signaler", "https://exemple.example/form?id=3"], ids=["plain", "query"]
)
def test_form(example: Site, form: str) -> None:
    """A form gets the record and the page as parameters, after its own."""
    link = page_with(example, form_url=form).report_link("services/consultation-genou")
    assert link.startswith(form)
    assert link.count("?") == 1
    query = parse_qs(urlsplit(link).query)
    assert query["record"] == ["services/consultation-genou"]
    assert query["page"] == [f"https://exemple.example/{PATH}"]


@pytest.mark.parametrize(("lang", "word"), [("fr", "Erreur"), ("en", "Error")])
def test_mail(example: Site, lang: str, word: str) -> None:
    """An e-mail is begun: its subject names the record, its first line the address."""
    link = page_with(example, lang, email="fiche@exemple.example").report_link("services/consultation-genou")
    address, _, query = link.partition("?")
    assert address == "mailto:fiche@exemple.example"
    assert "+" not in query, "a plus would be read as a plus"
    told = {name: unquote(value) for name, _, value in (part.partition("=") for part in query.split("&"))}
    assert told["subject"].startswith(word)
    assert told["subject"].endswith("services/consultation-genou")
    assert told["body"].startswith(f"https://exemple.example/{PATH}\r\n")


def test_nowhere(example: Site) -> None:
    """Without either, no button is shown: check tells the editors."""
    assert page_with(example).report_link("services/consultation-genou") == ""


def test_every_page(client: FlaskClient, page_at: Callable[..., Page]) -> None:
    """Records name themselves; other pages give their address."""
    assert page_at(PATH).report_link().startswith("https://exemple.example/signaler?")
    for path, count in ((f"/{PATH}", 2), ("/", 1), ("/en/guides/", 1), ("/lieux/", 1)):
        html = client.get(path).get_data(as_text=True)
        assert html.count("https://exemple.example/signaler?") == count, path
