"""The French word under which each kind of record is published: the same in all languages, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "inserts": "parcours",  # shown on the page of the pathway; the pathway, after it, owns the address
        "pathways": "parcours",
        "services": "services",
        "teams": "equipes",
        "professionals": "professionnels",
        "organisations": "organisations",
        "places": "lieux",
        "communes": "communes",
        "specialties": "specialites",
        "guides": "guides",
        "glossary": "glossaire",
        "decisions": "orientation",
    }
)
# Kinds whose records stand together on one page, each at its own anchor.
GATHERED: Mapping[str, str] = MappingProxyType(
    {
        "emergency": "urgences",
        "rules": "regles",
        "faq": "questions",
        "alerts": "alertes",
        "agreements": "accords",
    }
)
