"""The facts for machines: they parse, they close no element, and they are those of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.model.base import Record
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Decision, Guide, Term
from portal.model.identifiers import language_name
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.model.phones import Phone
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
    assert set(bare) == {"@context", "@type", "@id", "url", "name", "inLanguage", "identifier"}


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


# Members that say no fact of the page, or that a reader finds behind a link of the page.
UNSAID = {
    "@context",
    "@type",
    "@id",
    "url",
    "inLanguage",
    "addressCountry",
    "geo",
    "propertyID",
    "codingSystem",
}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def leaves(tree: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a tree of JSON with the name of the member that holds it; hours as a whole."""
    if isinstance(tree, dict):
        if tree.get("@type") == "OpeningHoursSpecification":
            yield ("closure" if "validFrom" in tree else "openingHoursSpecification"), tree
            return
        for key, value in tree.items():
            if key not in UNSAID:
                yield from leaves(value, key)
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value, name)
    else:
        yield name, tree


def clock(text: str) -> str:
    """An hour as a French page writes it."""
    hour, minute = map(int, text.split(":"))
    return "minuit" if text == "00:00" else f"{hour} h {minute:02}" if minute else f"{hour} h"


def said(page: Page, name: str, value: Any) -> list[str]:
    """The words in which a reader finds a value."""
    match name:
        case "telephone":
            return [Phone.parse(value).shown]
        case "lastReviewed" | "datePosted" | "expires":
            return [page.day(date.fromisoformat(value))]
        case "temporalCoverage":
            return [page.day(date.fromisoformat(day)) for day in value.split("/")]
        case "knowsLanguage":
            return [language_name(value, page.locale, page.gettext)]
        case "isAcceptingNewPatients":
            return [page.label("new_patients", "yes" if value else "no")]
        case "closure":
            days = [value["validFrom"], *([value["validThrough"]] if "validThrough" in value else [])]
            return [page.day(date.fromisoformat(day)) for day in days]
        case "openingHoursSpecification" if (value["opens"], value["closes"]) == ("00:00", "23:59"):
            return [page.gettext("Every day")]
        case "openingHoursSpecification":
            names = page.locale.days["stand-alone"]["wide"]
            whole = len(value["dayOfWeek"]) == 7
            first = page.gettext("Every day") if whole else names[DAYS.index(value["dayOfWeek"][0])]
            return [first, clock(value["opens"]), clock(value["closes"])]
        case "identifier" if page.path.startswith("communes/"):
            return []  # the INSEE code stands in the address of the page
        case "codeValue":
            return []  # for machines alone
    return [str(value)]


def plainly(text: str) -> str:
    """Words as they compare: ordinary spaces, none before signs, ordinary apostrophes."""
    return re.sub(r" (?=[;:!?»%.,)])|(?<=[«(’]) ", "", " ".join(text.split())).lower()


RECORDS = [Pathway, Guide, Term, Decision, Commune, Service, Organisation, Place, Professional, Team]
GATHERED = ["urgences/", "regles/", "questions/", "alertes/", "accords/"]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.kind_id)
def test_every_fact_of_every_record_is_read_on_its_page(
    kind: type[Record], client: FlaskClient, example: Site
) -> None:
    """For each record of each kind: parsed, the block says what a reader reads, and nothing else."""
    records = list(example.catalogue.all(kind))
    assert records
    for record in records:
        page = Page(example, "fr", example.path(record.ref, "fr"), "fr")
        data, words = facts(client, f"/{page.path}")
        found = list(leaves(data))
        assert len(found) >= 1
        for name, value in found:
            for part in said(page, name, value):
                assert plainly(part) in plainly(words), (record.ref, name, value)


@pytest.mark.parametrize("path", GATHERED)
def test_every_fact_of_shared_pages_is_read_there(path: str, client: FlaskClient, example: Site) -> None:
    """Numbers, rules, questions, alerts and agreements."""
    page = Page(example, "fr", path, "fr")
    data, words = facts(client, f"/{path}")
    assert data["@type"] in {"ItemList", "FAQPage"}
    found = list(leaves(data))
    assert len(found) > 2
    for name, value in found:
        for part in said(page, name, value):
            assert plainly(part) in plainly(words), (name, value)


def test_hours_are_those_of_the_record(client: FlaskClient) -> None:
    """Spans shared by several days are one line; what never closes says so."""
    knee = facts(client, "/services/consultation-genou/")[0]["openingHoursSpecification"]
    assert [(s["dayOfWeek"], s["opens"], s["closes"]) for s in knee] == [
        (["Monday", "Thursday"], "09:00", "12:30"),
        (["Monday", "Thursday"], "14:00", "17:00"),
    ]
    hospital = facts(client, "/organisations/hopital-fictif/")[0]["openingHoursSpecification"]
    assert [(s["dayOfWeek"], s["opens"], s["closes"]) for s in hospital] == [(DAYS, "00:00", "23:59")]


def test_closures_are_hours_that_never_begin(client: FlaskClient) -> None:
    """A service closed for works says from when to when; what is over is said no more."""
    closed = facts(client, "/services/consultation-genou/")[0]["specialOpeningHoursSpecification"]
    assert [(s["opens"], s["closes"], s["validFrom"], s["validThrough"]) for s in closed] == [
        ("00:00", "00:00", "2026-11-16", "2026-12-04")
    ]
    place = facts(client, "/organisations/antenne-fictive/")[0]
    assert [s["validThrough"] for s in place["specialOpeningHoursSpecification"]] == ["2026-12-31"]


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
