"""The files of headers, by hosts that read them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.web.host_headers import FOR_EVER, SENT, header_files, underscore_headers
from portal.web.worker import WORKER
from tests.unit.publish.conftest import version, write_site
from tests.unit.publish.servers import apache, caddy, nginx


def answer(url: str) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and text."""
    try:
        with urllib.request.urlopen(url) as found:
            return found.status, found.headers, found.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


SERVERS = {"nginx.conf": nginx, "apache.conf": apache, "Caddyfile": caddy}


@pytest.mark.parametrize("root", ["", "portail/"])
@pytest.mark.parametrize("name", [*SERVERS, ".htaccess"])
def test_servers(tmp_path: Path, name: str, root: str) -> None:
    """Every answer carries the policy, the page for lost visitors too; assets alone are kept for ever."""
    write_site(tmp_path / "www" / root, {**version(1), WORKER: "// worker"})
    written = header_files(f"https://fictif.example/{root}")
    if name == ".htaccess":
        (tmp_path / "www" / root / name).write_text(written["apache.conf"])
        server = apache(tmp_path / "server", tmp_path / "www")
    else:
        headers = tmp_path / "headers.conf"
        headers.write_text(written[name])
        server = SERVERS[name](tmp_path / "server", tmp_path / "www", headers)
    with server as url:
        cases = {"": (200, "no-cache"), "rien": (404, None), "assets/base.0000000001.css": (200, FOR_EVER)}
        cases[WORKER] = (200, "no-cache")
        for path, (status, cache) in cases.items():
            found, sent, text = answer(f"{url}{root}{path}")
            assert found == status, path
            assert {header: sent[header] for header in SENT} == dict(SENT), path
            assert sent["Cache-Control"] != FOR_EVER if status == 404 else sent["Cache-Control"] == cache, (
                path
            )
            if status == 404:
                assert "<title>404" in text
            if not path:
                assert sent["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", ["nginx.conf", "apache.conf", "Caddyfile", "_headers"])
def test_all_are_there(name: str) -> None:
    """Each kind of file holds each header with its value, and rules for the folder of the site."""
    base = "https://fictif.example/portail/"
    text = {**header_files(base), "_headers": underscore_headers(base)}[name]
    for header, value in SENT.items():
        assert header in text
        assert value in text
    assert "/portail/assets/" in text
    assert FOR_EVER in text


def test_the_worker_is_asked_again() -> None:
    """A worker that a host keeps for a while would hold back a corrected number."""
    text = underscore_headers("https://fictif.example/portail/")
    assert "/portail/sw.js\n  Cache-Control: no-cache\n" in text


def test_caddy_rules_do_not_meet() -> None:
    """Caddy applies its broadest rule last: no rule for all files may set what another sets for assets."""
    text = header_files("https://fictif.example/")["Caddyfile"]
    whole = text.partition("header {")[2].partition("}")[0]
    assert "Cache-Control" not in whole
    assert "@portal_pages not path /assets/*" in text
