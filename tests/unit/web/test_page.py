"""Dates, amounts and distances as a reader of each language writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from portal.web.environment import earliest
from portal.web.page import Page

PageAt = Callable[..., Page]


def spaced(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("lang", "day", "shown"),
    [
        ("fr", "2026-03-01", "1er mars 2026"),
        ("fr", "2026-03-11", "11 mars 2026"),
        ("fr", "2026-08-21", "21 août 2026"),
        ("fr", "2026-12-31", "31 décembre 2026"),
        ("en", "2026-03-01", "1 March 2026"),
    ],
)
def test_day(page_at: PageAt, lang: str, day: str, shown: str) -> None:
    """The first of a month is « 1er » in French, and only it."""
    assert page_at(lang=lang).day(date.fromisoformat(day)) == shown


@pytest.mark.parametrize(
    ("lang", "partial", "shown"),
    [
        ("fr", "2024", "2024"),
        ("fr", "2024-05", "mai 2024"),
        ("fr", "2024-05-15", "15 mai 2024"),
        ("fr", "2024-05-01", "1er mai 2024"),
        ("fr", "2024-01", "janvier 2024"),
        ("en", "2024-05", "May 2024"),
    ],
)
def test_when(page_at: PageAt, lang: str, partial: str, shown: str) -> None:
    """What is not known of a date is not invented."""
    assert page_at(lang=lang).when(partial) == shown


@pytest.mark.parametrize(
    ("lang", "amount", "shown"),
    [
        ("fr", "30", "30 €"),
        ("fr", "30.00", "30 €"),
        ("fr", "31.5", "31,50 €"),
        ("fr", "0.05", "0,05 €"),
        ("fr", "1234.5", "1 234,50 €"),
        ("fr", "0", "0 €"),
        ("en", "31.5", "€31.50"),
    ],
)
def test_euros(page_at: PageAt, lang: str, amount: str, shown: str) -> None:
    """Cents only when there are some."""
    assert spaced(page_at(lang=lang).euros(Decimal(amount))) == shown


@pytest.mark.parametrize(
    ("km", "shown"),
    [
        (0, "50 m"),
        (0.02, "50 m"),
        (0.849, "850 m"),
        (0.96, "950 m"),
        (0.98, "1 km"),
        (1.4, "1 km"),
        (6.6, "7 km"),
        (1234.4, "1 234 km"),
    ],
)
def test_km(page_at: PageAt, km: float, shown: str) -> None:
    """Rounded as a reader needs it; never « 1000 m »."""
    assert spaced(page_at().km(km)) == shown


@pytest.mark.parametrize(
    ("lang", "number", "shown"),
    [("fr", "1234.5", "1 234,5"), ("en", "1234.5", "1,234.5"), ("fr", "7", "7")],
)
def test_number(page_at: PageAt, lang: str, number: str, shown: str) -> None:
    """Decimals and thousands."""
    assert spaced(page_at(lang=lang).number(Decimal(number))) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], ""),
        (["un"], "un"),
        (["un", "deux"], "un et deux"),
        (["un", "deux", "trois"], "un, deux et trois"),
    ],
)
def test_listed(page_at: PageAt, values: list[str], shown: str) -> None:
    """« a, b et c »."""
    assert page_at().listed(values) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Le genou reste gêné", "le genou reste gêné"),
        ("L’air manque", "l’air manque"),
        ("À jeun", "à jeun"),
        ("Y penser", "y penser"),
        ("IRM normale", "IRM normale"),
        ("", ""),
    ],
)
def test_continued(written: str, shown: str) -> None:
    """No capital in the middle of a sentence, but abbreviations keep theirs."""
    assert Page.continued(written) == shown


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("fr", "Il faut opérer", "S’il faut opérer"),
        ("fr", "Ils ne suffisent pas", "S’ils ne suffisent pas"),
        ("fr", "Illettré, il hésite", "Si illettré, il hésite"),
        ("fr", "Elle tombe", "Si elle tombe"),
        ("en", "It hurts", "If it hurts"),
    ],
)
def test_supposed(page_at: PageAt, lang: str, written: str, shown: str) -> None:
    """A condition goes on after “if”, elided as French wants it."""
    assert page_at(lang=lang).supposed(written) == shown


@pytest.mark.parametrize(
    ("urgency", "number", "shown"),
    [
        ("emergency", None, "Immediately: call 15"),
        ("emergency", "15", "Immediately: call 15"),
        ("emergency", "3114", "Immediately: call 3114"),
        ("today", "116117", "Today: call 116 117"),
        ("today", None, "Today: ask a doctor"),
        ("planned", "15", "Planned: make an appointment"),
    ],
)
def test_level(page_at: PageAt, urgency: str, number: str | None, shown: str) -> None:
    """The level says the number that stands beside it."""
    assert page_at(lang="en").level(urgency, number) == shown


@pytest.mark.parametrize(
    ("path", "lang", "other", "link"),
    [
        ("", "fr", "en", "en/index.html"),
        ("en/", "en", "fr", "../index.html"),
        ("guides/essai/", "fr", "ar", "../../ar/guides/essai/index.html"),
        ("ar/guides/essai/", "ar", "en", "../../../en/guides/essai/index.html"),
        ("en/guides/essai/", "en", "en", "index.html"),
    ],
)
def test_in_other(page_at: PageAt, path: str, lang: str, other: str, link: str) -> None:
    """The same page in another language."""
    assert page_at(path, lang).in_other(other) == link


def test_alternates(page_at: PageAt) -> None:
    """Each language once, by its full address, whatever the language one comes from."""
    expected = [
        ("fr", "https://exemple.example/guides/essai/"),
        ("en", "https://exemple.example/en/guides/essai/"),
        ("ar", "https://exemple.example/ar/guides/essai/"),
    ]
    assert page_at("guides/essai/").alternates() == expected
    assert page_at("ar/guides/essai/", "ar").alternates() == expected


@pytest.mark.parametrize(
    ("path", "pathway", "tongue"),
    [
        ("/ar/", "boiterie-fictive", ("fr", "ltr")),
        ("/en/", "fatigue-fictive", ("fr", "ltr")),
        ("/en/", "boiterie-fictive", (None, None)),
    ],
)
def test_tongue(client: FlaskClient, path: str, pathway: str, tongue: tuple[str | None, str | None]) -> None:
    """Words that nobody translated say their language, so that they are read aloud as they are written."""
    home = LexborHTMLParser(client.get(path).get_data(as_text=True))
    [link] = home.css(f"[aria-labelledby=t-pathways] a[href*={pathway}]")
    assert (link.attributes.get("lang"), link.attributes.get("dir")) == tongue


@pytest.mark.parametrize(
    ("path", "title", "tongue"),
    [
        ("/en/parcours/toux-fictive/", "Recommandation imaginaire sur la toux", ("fr", "auto")),
        ("/parcours/toux-fictive/", "Recommandation imaginaire sur la toux", (None, None)),
        ("/parcours/fatigue-fictive/", "Imaginary almanac", ("en", "auto")),
        ("/en/parcours/fatigue-fictive/", "Imaginary almanac", (None, None)),
    ],
)
def test_tongue_of_a_source(client: FlaskClient, path: str, title: str, tongue: tuple[object, ...]) -> None:
    """A title that stays in its language says which, save on a page of that language."""
    page = LexborHTMLParser(client.get(path).get_data(as_text=True))
    [found] = [e for e in page.css("main a, main span") if e.text(deep=False).strip() == title]
    assert (found.attributes.get("lang"), found.attributes.get("dir")) == tongue


@pytest.mark.parametrize(("lang", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_direction(page_at: PageAt, lang: str, direction: str) -> None:
    """Arabic is written from the right."""
    assert page_at(lang=lang).direction == direction


@pytest.mark.parametrize(
    ("partial", "day"), [("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-15", "2024-05-15")]
)
def test_earliest(partial: str, day: str) -> None:
    """A vague date is taken as old as it may be."""
    assert earliest(partial) == date.fromisoformat(day)
