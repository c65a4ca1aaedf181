"""What pages may load and do."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.web.security import HEADERS, POLICY

POLICIES = (POLICY, HEADERS["Content-Security-Policy"])


def directives(policy: str) -> dict[str, list[str]]:
    """A policy by directive."""
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("policy", POLICIES)
def test_nothing_unsafe(policy: str) -> None:
    """No exception, no other host, no scheme."""
    for name, values in directives(policy).items():
        allowed = {"'none'", "'self'"} | {
            "require-trusted-types-for": {"'script'"},
            "trusted-types": {"portail"},
        }.get(name, set())
        assert set(values) <= allowed, name
    assert directives(policy)["default-src"] == ["'none'"]
    assert directives(policy)["base-uri"] == ["'none'"]


def test_frames() -> None:
    """In a page the directive has no effect and is logged; in headers it holds."""
    assert "frame-ancestors" not in POLICY
    assert directives(POLICIES[1])["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/urgences/", "/recherche/", "/404.html", "/sitemap.xml", "/rien/"]
)
def test_headers(client: FlaskClient, path: str) -> None:
    """Whatever is answered, the headers are there."""
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "Set-Cookie" not in answer.headers


def test_films_stay_elsewhere(client: FlaskClient) -> None:
    """A film is a link that one chooses to follow: no player, no picture, nothing asked from its site."""
    html = client.get("/parcours/boiterie-fictive/").get_data(as_text=True)
    assert html.count("films.example") == html.count('<a href="https://films.example/') == 3
    assert html.count('rel="noreferrer"') >= 3
    assert not re.search(r"<(?:iframe|video|audio|embed|object)\b", html)


@pytest.mark.parametrize("path", ["/", "/ar/", "/parcours/boiterie-fictive/", "/recherche/", "/404.html"])
def test_page(client: FlaskClient, path: str) -> None:
    """The policy comes before anything that it rules, and no inline style or handler needs an exception."""
    html = client.get(path).get_data(as_text=True)
    first = re.search(r"<(?:link|script|style|img|title)\b", html)
    assert first and html.index("Content-Security-Policy") < first.start()
    markup = re.sub(r'<script type="application/(?:ld\+)?json".*?</script>', "", html, flags=re.S)
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=", markup)
    assert "<style" not in markup
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", markup)
