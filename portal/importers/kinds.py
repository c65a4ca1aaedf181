"""What an establishment is for patients: by its FINESS category, corrected where its own name says more."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.importers.finess import Establishment
from portal.importers.names import bare
from portal.model.vocabularies import Entry

HOSPITALS = frozenset({"101", "106", "128", "129", "131", "161", "292", "355", "365"})
PSYCHIATRIC = frozenset({"156", "292", "355", "425"})  # categories whose units are psychiatric or may be

_DAY_HOSPITAL = r"\bHD?J(?:TP)?\b"

# Categories too wide to tell, and what the name says: categories, words, kind of organisation, of service.
# An empty kind of organisation: not for patients.
_BY_NAME = (
    ("355 156", r"PENITENT", "other", "prison_health"),
    ("355 156", r"\bLIAISON\b", "other", ""),
    ("355", r"CONSULTATION MEMOIRE", "other", "memory_consultation"),
    ("355", r"\bCEGIDD\b", "cegidd", "sexual_health"),
    ("355", r"PLANIF|SANTE SEXUELLE", "sexual_health_centre", "sexual_health"),
    ("355 128", r"\bHOP\w* (?:DE )?PROXIMITE", "local_hospital", ""),
    ("355 292", r"\bCMP(?:EA)?\b.*\b(?:PIJ|ENF\w*|ADO\w*|CMPEA)\b", "cmp", "child_mental_health_centre"),
    ("355 292", r"\bCMP\b", "cmp", "mental_health_centre"),
    ("355", r"PSYCHOTHERAP|\bUPC\b", "psychiatric_hospital", ""),
    ("156 292 355", rf"{_DAY_HOSPITAL}(?!.*\bCMP)", "psychiatric_hospital", "day_hospital"),
    ("156", r"\b(?:PIJ|ENF\w*|ADO\w*|CMPEA)\b", "cmp", "child_mental_health_centre"),
    ("124", r"DENT(?:AIRE|\b)", "dental_centre", "dental_care"),
    ("347", r"\bLAB\b|ANATOMIE", "laboratory", ""),
    ("223", r"\bASE\b", "", ""),
    ("698 699", r"IMAGERIE|SCANNER|\bIRM\b|SCAN\b", "imaging", "imaging"),
    ("698 699", r"", "", ""),
)


def kinds(place: Establishment, categories: Mapping[str, Entry]) -> tuple[str, str]:
    """The kind of organisation, and the kind of service when it has one single purpose.

    Args:
        place: The establishment.
        categories: The vocabulary ``finess_category``, by code.

    Returns:
        Two codes; the first is empty for what a portal for patients does not publish.
    """
    entry = categories.get(place.category)
    if entry is None or entry.attributes.get("publish") != "yes":
        return "", ""
    text = bare(f"{place.short_name} {place.long_name}")
    for listed, words, organisation, service in _BY_NAME:
        if place.category in listed.split() and re.search(words, text):
            return organisation, service
    return entry.attributes["organisation_kind"], entry.attributes.get("service_kind", "")


def is_day_hospital(place: Establishment) -> bool:
    """True for a psychiatric unit whose name says that it is a day hospital."""
    return place.category in PSYCHIATRIC and bool(re.search(_DAY_HOSPITAL, bare(place.short_name)))


def for_children(place: Establishment) -> bool:
    """True for a psychiatric unit of children or adolescents."""
    return bool(re.search(r"\b(?:PIJ|ENF\w*|ADO\w*|CMPEA)\b", bare(f"{place.short_name} {place.long_name}")))
