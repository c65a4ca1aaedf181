"""The facts for machines: they parse, they close no element, and they are those of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.model.directory import Organisation
from portal.web.jsonld import json_ld
from portal.web.page import Page
from portal.web.site import Site

PageAt = Callable[..., Page]
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def facts(client: FlaskClient, path: str) -> tuple[dict[str, Any], str]:
    """The data of a page, and its other words, spaces made ordinary."""
    html = client.get(path).get_data(as_text=True)
    [block] = BLOCK.findall(html)
    words = unescape(re.sub(r"<[^>]+>", " ", BLOCK.sub("", html)))
    return json.loads(block), " ".join(words.split())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/parcours/boiterie-fictive/", "MedicalWebPage"),
        ("/en/parcours/boiterie-fictive/", "MedicalWebPage"),
        ("/services/consultation-genou/", "MedicalClinic"),
        ("/services/imagerie-sans-rien/", "MedicalClinic"),
        ("/organisations/hopital-fictif/", "MedicalOrganization"),
        ("/organisations/labo-sans-rien/", "MedicalOrganization"),
        ("/lieux/place-du-bourg/", "Place"),
        ("/communes/98994/", "AdministrativeArea"),
        ("/guides/lire-une-fiche/", "Article"),
        ("/glossaire/cpe/", "DefinedTerm"),
        ("/glossaire/mse/", "DefinedTerm"),
        ("/orientation/qui-voir/", "MedicalWebPage"),
        ("/equipes/ess-genou/", "MedicalOrganization"),
        ("/professionnels/camille-fictive/", "Person"),
    ],
)
def test_kinds(client: FlaskClient, path: str, kind: str) -> None:
    """Every kind of page says what it is, and where."""
    data, words = facts(client, path)
    assert data["@type"] == kind
    assert data["@id"] == data["url"] == f"https://exemple.example{path}"
    assert data["name"] in words or kind == "MedicalWebPage"
    assert data["inLanguage"] == ("en" if path.startswith("/en/") else "fr")


def test_facts_stand_on_the_page(client: FlaskClient) -> None:
    """Nothing is said to machines that a reader does not read."""
    data, words = facts(client, "/organisations/pharmacie-fictive/")
    assert data["telephone"] == "+33536491122" and "05 36 49 11 22" in words
    assert data["address"]["streetAddress"] in words
    assert data["address"]["postalCode"] in words
    assert data["address"]["addressLocality"] in words
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 45.001, "longitude": -8.001}


def test_unknown_is_left_out(client: FlaskClient) -> None:
    """A place that is not exact gives no coordinates; nothing known gives nothing."""
    assert "geo" not in facts(client, "/lieux/colline/")[0]
    bare = facts(client, "/organisations/labo-sans-rien/")[0]
    assert set(bare) == {"@context", "@type", "@id", "url", "name", "inLanguage"}


def test_review_and_condition(client: FlaskClient) -> None:
    """When a page was read, and what it is about, with its code."""
    data, _ = facts(client, "/parcours/boiterie-fictive/")
    assert data["lastReviewed"] == "2026-03-01"
    assert data["about"]["name"] == "Gonopathie fictive"
    assert [c["codeValue"] for c in data["about"]["code"]] == ["M25.5"]
    assert "lastReviewed" not in facts(client, "/parcours/toux-fictive/")[0]


def test_not_translated(client: FlaskClient) -> None:
    """A page shown in French under another language says that its text is French."""
    assert facts(client, "/ar/parcours/toux-fictive/")[0]["inLanguage"] == "fr"
    assert facts(client, "/ar/guides/lire-une-fiche/")[0]["inLanguage"] == "ar"


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]></script>",
        'R&D \u2028 « l’été » \\ "x"',
        "&lt;/script&gt;",
    ],
)
def test_hostile_title(example: Site, page_at: PageAt, title: str) -> None:
    """No title closes the element it stands in, and none is altered."""
    record = Organisation.model_construct(
        **{**dict(example.catalogue.records["organisations"]["labo-sans-rien"]), "title": title}
    )
    text = str(json_ld(page_at(), record))
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == title
