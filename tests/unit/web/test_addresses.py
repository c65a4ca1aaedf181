"""Links that work from a server, from a folder below a host, and from disk."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import join, normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.addresses import in_language, page_of, relative
from portal.web.page import Page

PageAt = Callable[..., Page]


@pytest.mark.parametrize(
    ("origin", "target", "link"),
    [
        ("", "", "index.html"),
        ("", "parcours/", "parcours/index.html"),
        ("", "assets/base.css", "assets/base.css"),
        ("parcours/avc/", "", "../../index.html"),
        ("parcours/avc/", "parcours/avc/", "index.html"),
        ("parcours/avc/", "parcours/diabete/", "../diabete/index.html"),
        ("parcours/avc/", "parcours/", "../index.html"),
        ("parcours/avc/", "guides/ald/", "../../guides/ald/index.html"),
        ("parcours/", "parcours/avc/", "avc/index.html"),
        ("regles/", "regles/#regles-ald", "#regles-ald"),
        ("guides/ald/", "regles/#regles-ald", "../../regles/index.html#regles-ald"),
        ("en/parcours/avc/", "parcours/avc/", "../../../parcours/avc/index.html"),
        ("parcours/avc/", "en/parcours/avc/", "../../en/parcours/avc/index.html"),
        ("en/", "", "../index.html"),
        ("en/", "en/urgences/", "urgences/index.html"),
        ("a-z/", "a/", "../a/index.html"),
        ("robots.txt", "sitemap.xml", "sitemap.xml"),
    ],
)
def test_relative(origin: str, target: str, link: str) -> None:
    """From one page to another."""
    assert relative(origin, target) == link


folders = st.lists(st.sampled_from(["a", "b", "en", "a-b"]), max_size=4).map(
    lambda parts: "".join(f"{p}/" for p in parts)
)


@given(folders, folders)
def test_relative_arrives(origin: str, target: str) -> None:
    """Wherever it starts, a link arrives, and never climbs above the root."""
    link = relative(origin, target)
    assert normpath(join("/root/", origin, link)) == normpath(f"/root/{target}index.html")
    assert link.count("../") <= origin.count("/")


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("pathways/avc", "parcours/avc/"),
        ("specialties/SM04", "specialites/SM04/"),
        ("communes/2A004", "communes/2A004/"),
        ("emergency/15", "urgences/#urgences-15"),
        ("rules/ald", "regles/#regles-ald"),
        ("faq/ald", "questions/#questions-ald"),
        ("alerts/brume", "alertes/#alertes-brume"),
        ("agreements/accord", "accords/#accords-accord"),
        ("decisions/qui-voir", "orientation/qui-voir/"),
    ],
)
def test_page_of(ref: str, path: str) -> None:
    """Each record has one address, for ever."""
    assert page_of(ref) == path


@pytest.mark.parametrize(
    ("path", "lang", "shown"),
    [
        ("", "fr", ""),
        ("", "en", "en/"),
        ("parcours/", "fr", "parcours/"),
        ("parcours/", "ar", "ar/parcours/"),
    ],
)
def test_in_language(path: str, lang: str, shown: str) -> None:
    """The default language has no prefix."""
    assert in_language(path, lang, "fr") == shown


@pytest.mark.parametrize(
    ("path", "lang", "target", "link"),
    [
        ("guides/essai/", "fr", "pathways/toux-fictive", "../../parcours/toux-fictive/index.html"),
        ("en/guides/essai/", "en", "pathways/toux-fictive", "../../parcours/toux-fictive/index.html"),
        ("guides/essai/", "fr", "specialties/SM48", "../../specialites/SM48/index.html"),
        ("guides/essai/", "fr", "urgences/", "../../urgences/index.html"),
        ("urgences/", "fr", "emergency/15", "#urgences-15"),
        ("404.html", "fr", "", "/"),
        ("404.html", "fr", "urgences/", "/urgences/"),
        ("404.html", "fr", "pathways/toux-fictive", "/parcours/toux-fictive/"),
    ],
)
def test_link(page_at: PageAt, path: str, lang: str, target: str, link: str) -> None:
    """From a page to a record or a page; the page for lost visitors links from the root of the host."""
    assert page_at(path, lang).link(target) == link


def test_lost_below_a_host(page_at: PageAt) -> None:
    """A site below a folder of its host keeps that folder in the links of its 404 page."""
    page = page_at("404.html")
    territory = page.site.catalogue.territory
    below = territory.publication.model_copy(update={"base_url": "https://hote.example/~soins/"})
    object.__setattr__(territory, "publication", below)
    try:
        assert page.link("urgences/") == "/~soins/urgences/"
        assert page.asset("base.css").startswith("/~soins/assets/base.")
    finally:
        object.__setattr__(
            territory, "publication", below.model_copy(update={"base_url": "https://exemple.example/"})
        )
