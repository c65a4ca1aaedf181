"""Pages that search finds by their title only are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.checks.search_assets import check_words
from portal.loading.catalogue import Loaded

TERM = "---\ntitle: Mot\ndefinition: Un mot.\n"


def test_page_without_other_words(load: Callable[[Mapping[str, str]], Loaded]) -> None:
    """An acronym is another word; so is an alias."""
    loaded = load(
        {
            "glossary/alias.md": TERM + "aliases: [parole]\n---\n",
            "glossary/mot.md": TERM + "---\n",
            "glossary/sigle.md": TERM + "acronym: MF\n---\n",
        }
    )
    assert loaded.catalogue
    problems = [*check_words(loaded, loaded.catalogue)]
    assert [(p.code, p.path, p.line) for p in problems] == [("no-alias", "content/glossary/mot.md", 2)]
