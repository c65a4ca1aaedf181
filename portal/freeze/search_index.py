"""The index that visitors' browsers search, one per language, and the communes that distances start from."""

from __future__ import annotations

import shutil
from pathlib import Path

from portal.errors import PortalError
from portal.freeze.swap import CACHE, exclusive
from portal.model.directory import Commune
from portal.web.lists import PLACES
from portal.web.search_documents import documents
from portal.web.site import Site
from portal.web.views.search import FOLDER, PIECES
from search.export import FIRST, compile_index
from search.index import Index
from search.places import Place, compile_places

KEPT = f"{CACHE}/search"  # beside the site: what the next build need not analyse again
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
    "place": 0.7,
}


def compiled(site: Site, lang: str, folder: Path | None = None) -> dict[str, bytes]:
    """The browser index of a language: names begin with the language.

    Args:
        site: The site.
        lang: One of its languages.
        folder: Where the index of an earlier build lies, and that of this one will: only what changed between
            them is analysed. None: all is, and nothing is kept.
    """
    found = list(documents(site, lang))
    index = Index(folder, lang)
    index.update(*index.changes(found))
    groups = [
        group for group in site.catalogue.search.synonyms if (group.lang or site.default_language) == lang
    ]
    return compile_index(
        index,
        kind_weights=KIND_WEIGHTS,
        synonyms=[group.words for group in groups if not group.one_way],
        one_way=[group.words for group in groups if group.one_way],
    )


def search_files(site: Site, folder: Path | None = None) -> dict[str, bytes]:
    """Every file of search, by its path from the root of the site; `compiled` says what is in the folder."""
    files = {
        f"{FOLDER if name.endswith(FIRST) else PIECES}{name}": data
        for lang in site.languages
        for name, data in _compiled_safely(site, lang, folder).items()
    }
    places = [
        Place(c.id, c.title, c.postcodes, c.lat, c.lon)
        for c in site.catalogue.all(Commune)
        if c.lat is not None and c.lon is not None
    ]
    files[PLACES] = compile_places(places)
    return files


def _compiled_safely(site: Site, lang: str, folder: Path | None) -> dict[str, bytes]:
    """The index of a language. What was kept only saves time: spoilt or in use, it is done without."""
    if folder:
        try:
            with exclusive(folder / lang):
                return compiled(site, lang, folder / lang)
        except PortalError:
            pass  # another build holds it
        except Exception:  # Whoosh reads damaged files in many ways
            shutil.rmtree(folder, ignore_errors=True)
    return compiled(site, lang)
