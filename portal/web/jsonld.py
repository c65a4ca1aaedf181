"""The facts of a page repeated for machines, in the words of schema.org; nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from portal.errors import N_
from portal.exports.package import licence_of
from portal.exports.publication import DataFile
from portal.model.base import Record
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Decision, Faq, Guide, Term
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.web.jsonld_facts import gathered_facts, own_facts, words
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
        facts["description"] = words(page, record.summary)
    if record.reviewed_on:
        facts["lastReviewed"] = record.reviewed_on.isoformat()
    return _block(facts | own_facts(page, record))


def gathered_ld(page: Page, records: Sequence[Record]) -> Markup:
    """The data block of a page where records of one kind stand together; empty when there is none."""
    if not records:
        return Markup("")
    facts = {
        "@context": "https://schema.org",
        "@type": "FAQPage" if isinstance(records[0], Faq) else "ItemList",
        "@id": page.canonical,
        "url": page.canonical,
        "inLanguage": page.lang,
    }
    name = "mainEntity" if isinstance(records[0], Faq) else "itemListElement"
    return _block(facts | {name: [gathered_facts(page, record) for record in records]})


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
