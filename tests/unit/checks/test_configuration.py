"""The territory's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

import portal
from portal.checks import check_loaded
from portal.checks.configuration import GROUNDS, contrast
from tests.unit.conftest import Load

ELSEWHERE = {"emergency-missing", "untranslated"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("default_language: de", "default-language"),
        ("timezone: Europe/Pari", "timezone"),
        ("timezone: Indian/Reunion", None),
        ("timezone: ../../etc/passwd", "timezone"),
        ("translations: {de: {site_name: Gesundheit}}", "translation-language"),
        ("translations: {en: {site_name: Health}}", None),
        ('colours: {brand: "#ffff00", brand_dark: "#ffffff"}', "contrast"),
        ('colours: {brand: "#0b5c4c", brand_dark: "#202020"}', "contrast"),
        ('colours: {brand: "#0b5c4c", brand_dark: "#93dbc8"}', None),
        ("logo: ../../etc/passwd", "logo"),
        ("logo: images/absent.svg", "logo"),
        ("logo: images/logo.svg", None),
        ("communes: ['81001']", None),
    ],
)
def test_configuration(load: Load, territory: str, more: str, code: str | None) -> None:
    loaded = load(
        {"territory.yaml": f"{territory}{more}\n", "images/logo.svg": "<svg><path d='M0 0'/></svg>"}
    )
    assert {p.code for p in check_loaded(loaded)} - ELSEWHERE == ({code} if code else set())


@pytest.mark.parametrize(
    ("reports", "wrong"),
    [
        ("{}", True),
        ("{email: fiche@fictif.example}", False),
        ("{form_url: 'https://fictif.example/signaler'}", False),
    ],
)
def test_reports(load: Load, territory: str, reports: str, wrong: bool) -> None:
    """A territory that nobody can write to is told so."""
    lines = [line for line in territory.splitlines() if not line.startswith("reports:")]
    text = "\n".join([*lines, f"reports: {reports}"])
    found = [p for p in check_loaded(load({"territory.yaml": text})) if p.code == "no-reports"]
    assert bool(found) == wrong


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example/",
        "https://a.example",
        "https://u:p@a.example/",
        "https://a.example/?q/",
        "https:///",
    ],
)
def test_addresses_of_the_site(load: Load, territory: str, address: str) -> None:
    text = territory.replace("https://fictif.example/", f'"{address}"')
    assert load({"territory.yaml": text}).catalogue is None


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        "<path onclick='x' d=''/>",
        "<a href='https://ailleurs.example'><path/></a>",
        "<image src='x'/>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
        "<path style='fill:url(https://ailleurs.example)'/>",
        "<foreignObject/>",
    ],
)
def test_drawings_only_draw(load: Load, part: str) -> None:
    found = check_loaded(load({"images/logo.svg": f"<svg>\n{part}\n</svg>\n"}))
    assert [(p.path, p.line) for p in found if p.code == "active-drawing"] == [("content/images/logo.svg", 2)]


def test_contrast() -> None:
    """Black on white is 21, a colour on itself 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#123456", "#123456") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_grounds_are_those_of_the_theme() -> None:
    tokens = (Path(portal.__file__).parent / "static/css/base/00-tokens.css").read_text("utf-8")
    assert all(f"--paper: {ground};" in tokens for ground in GROUNDS.values())


@pytest.mark.parametrize(
    ("languages", "code"),
    [("[fr, en, fr]", "duplicate-language"), ("[fr, rom]", "site-language"), ("[fr, ar]", None)],
)
def test_languages_of_the_site(load: Load, territory: str, languages: str, code: str | None) -> None:
    loaded = load({"territory.yaml": territory.replace("[fr, en]", languages)})
    assert {p.code for p in check_loaded(loaded)} - ELSEWHERE == ({code} if code else set())
