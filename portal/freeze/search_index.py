"""The index that visitors' browsers search, one per language, and the communes that distances start from."""

from __future__ import annotations

from portal.model.directory import Commune
from portal.web.search_documents import documents
from portal.web.site import Site
from portal.web.views.search import PLACES
from search.export import compile_index
from search.index import Index
from search.places import Place, compile_places

FOLDER = "search"
# What a patient most often needs comes first when words weigh the same: what to do, then who, then where.
KIND_WEIGHTS = {
    "pathway": 1.3,
    "emergency": 1.3,
    "guide": 1.2,
    "specialty": 1.2,
    "decision": 1.2,
    "rule": 1.0,
    "faq": 1.0,
    "glossary": 1.0,
    "team": 1.0,
    "service": 1.0,
    "commune": 0.9,
    "organisation": 0.8,
    "place": 0.5,
}


def compiled(site: Site, lang: str) -> dict[str, bytes]:
    """The browser index of a language: names begin with the language."""
    index = Index(None, lang)
    index.update(documents(site, lang))
    groups = site.catalogue.search.synonyms if lang == site.default_language else ()
    return compile_index(
        index,
        kind_weights=KIND_WEIGHTS,
        synonyms=[group.words for group in groups if not group.one_way],
        one_way=[group.words for group in groups if group.one_way],
    )


def search_files(site: Site) -> dict[str, bytes]:
    """Every file of search, by its path from the root of the site."""
    files = {
        f"{FOLDER}/{name}": data for lang in site.languages for name, data in compiled(site, lang).items()
    }
    places = [
        Place(c.id, c.title, c.postcodes, c.lat, c.lon)
        for c in site.catalogue.all(Commune)
        if c.lat is not None and c.lon is not None
    ]
    files[PLACES] = compile_places(places)
    return files
