"""The facts of a page repeated for machines, in the words of schema.org; nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from portal.errors import N_
from portal.exports.directory import licence_of
from portal.exports.publication import DataFile
from portal.model.base import Record
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Decision, Guide, Term
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.model.phones import Phone
from portal.web.page import Page

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}
_TYPES = {
    Pathway: "MedicalWebPage",
    Guide: "Article",
    Term: "DefinedTerm",
    Decision: "MedicalWebPage",
    Commune: "AdministrativeArea",
    Service: "MedicalClinic",
    Organisation: "MedicalOrganization",
    Place: "Place",
    Professional: "Person",
    Team: "MedicalOrganization",
}


def json_ld(page: Page, record: Record) -> Markup:
    """The data block of a page: safe inside ``<script>``, the same bytes at each build."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[type(record)],
        "@id": page.canonical,
        "name": record.title,
        "url": page.canonical,
        "inLanguage": page.content_lang,
    }
    if record.summary:
        facts["description"] = record.summary
    if record.reviewed_on:
        facts["lastReviewed"] = record.reviewed_on.isoformat()
    return _block(facts | _own(page, record))


def dataset_ld(page: Page, files: Iterable[DataFile]) -> Markup:
    """The data block of the page of open data, as portals of data read it (schema.org Dataset)."""
    territory = page.site.catalogue.territory
    base = territory.publication.base_url
    licence = licence_of(territory.licence)
    return _block(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": page.canonical,
            "url": page.canonical,
            "name": f"{page.gettext(N_('Open data'))} – {territory.text('site_name', page.lang)}",
            "description": territory.text("description", page.lang),
            "license": licence.get("path") or licence["title"],
            "dateModified": page.site.as_of.isoformat(),
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": territory.publisher.name},
            "spatialCoverage": territory.name,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file.name,
                    "contentUrl": base + file.path,
                    "contentSize": f"{file.size} B",
                    "sha256": file.sha256,
                    "encodingFormat": MEDIA_TYPES.get(file.name.rpartition(".")[2], "text/plain"),
                }
                for file in files
            ],
        }
    )


def _block(facts: dict[str, Any]) -> Markup:
    """Facts as text that is safe inside ``<script>``."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, code)
    return Markup(text)  # noqa: S704 - the three characters that matter to HTML are escaped above


def _own(page: Page, record: Record) -> dict[str, Any]:
    """The facts of one kind."""
    match record:
        case Pathway():
            return {"about": _condition(record)}
        case Organisation():
            return _located(page, page.site.offers.places(record)) | _phone(record.contacts)
        case Service():
            owner = page.site.catalogue.shown(record.provided_by)
            contacts = (*record.booking, *(c for p in record.places for c in p.contacts))
            facts = _located(page, page.site.offers.places(record)) | _phone(contacts)
            return facts | (
                {"parentOrganization": {"@type": "Organization", "name": owner.title}} if owner else {}
            )
        case Place():
            return _located(page, [record])
        case Professional():
            return {"jobTitle": page.label("profession", record.profession)}
        case Term():
            return {"description": record.definition} if record.definition else {}
        case Commune():
            return {"identifier": record.id}
    return {}


def _condition(record: Pathway) -> dict[str, Any]:
    codes = [
        {"@type": "MedicalCode", "codingSystem": "ICD-10", "codeValue": c} for c in record.condition.icd10
    ]
    about: dict[str, Any] = {"@type": "MedicalCondition", "name": record.condition.label}
    return about | ({"code": codes} if codes else {})


def _located(page: Page, places: list[Place]) -> dict[str, Any]:
    if not places:
        return {}
    place = places[0]
    commune = page.site.offers.commune(place.address.insee)
    address: dict[str, Any] = {"@type": "PostalAddress", "addressCountry": "FR"}
    if place.address.lines:
        address["streetAddress"] = ", ".join(place.address.lines)
    if place.address.postcode:
        address["postalCode"] = place.address.postcode
    if commune:
        address["addressLocality"] = commune.title
    facts: dict[str, Any] = {"address": address}
    if place.position == "exact" and place.lat is not None:
        facts["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return facts


def _phone(contacts: Any) -> dict[str, Any]:
    public = [c for c in contacts if c.channel == "tel" and c.visibility == "public"]
    return {"telephone": Phone.parse(public[0].value).e164} if public else {}
