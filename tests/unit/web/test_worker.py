"""The service worker as it is written: what it keeps ready; it changes with that and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.freeze.build import build, prepare_site
from portal.web.site import Site
from portal.web.worker import WORKER, worker_script
from tests.unit.freeze.sites import OLD, make_territory

Built = tuple[Site, Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small site and its folder."""
    folder = tmp_path_factory.mktemp("worker")
    root = make_territory(folder / "territoire")
    build(root, folder / "site", date.fromisoformat(OLD))
    site, _ = prepare_site(root, date.fromisoformat(OLD))
    return replace(site, works_offline=True), folder / "site"


def reader(folder: Path, **changed: str) -> Callable[[str], bytes]:
    """Gives the files of a site, some of them with words put in place of others: path to « old=>new »."""

    def read(path: str) -> bytes:
        text = (folder / path).read_bytes()
        old, _, new = changed.get(path.replace("/", "_").replace(".", "_"), "=>").partition("=>")
        return text.replace(old.encode(), new.encode()) if old else text

    return read


def told(script: bytes) -> Any:
    """What the worker knows of its site."""
    text = script.decode().removeprefix("const SITE=")
    return json.JSONDecoder().raw_decode(text)[0]


def test_what_is_kept_ready(built: Built) -> None:
    """Emergencies and the offline page first; every page with its digest, every file that they need."""
    _, folder = built
    (french,) = told((folder / WORKER).read_bytes())["languages"]
    urgent, rest = french["urgent"], french["rest"]
    assert list(urgent["pages"]) == ["hors-ligne/", "urgences/"]
    assert list(rest["pages"]) == ["", "recherche/"]
    for path, digest in {**urgent["pages"], **rest["pages"]}.items():
        page = (folder / path / "index.html").read_bytes()
        assert hashlib.sha256(page).hexdigest().startswith(digest)
        loaded = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="[./]*assets/([^"]+)"', page.decode())
        assert set(loaded) <= {*urgent["assets"], *rest["assets"]}
    for name in (*urgent["assets"], *rest["assets"]):
        assert (folder / "assets" / name).is_file()
    assert any(name.endswith(".woff2") for name in rest["assets"])
    assert not any(name.endswith(".woff2") for name in urgent["assets"])
    assert ["tel:15", "15"] in [number[:2] for number in french["numbers"]]
    assert "sms:114" in [href for href, *_ in french["numbers"]]


def test_same_site_same_bytes(built: Built) -> None:
    """What the build wrote is what the same files give."""
    site, folder = built
    assert worker_script(site, reader(folder)) == (folder / WORKER).read_bytes()


def test_the_version_changes_with_a_page(built: Built) -> None:
    """One letter of a page that is kept ready is another version; a page that is not changes nothing."""
    site, folder = built
    before = told((folder / WORKER).read_bytes())["version"]
    assert told(worker_script(site, reader(folder, urgences_index_html="SAMU=>SaMU")))["version"] != before
    script = worker_script(site, reader(folder, confiance_index_html="Qui=>Quoi"))
    assert script == (folder / WORKER).read_bytes()


def test_emergency_cards(built: Built) -> None:
    """The pages to which the emergency page leads are kept with it; the home page and other sites are not."""
    site, folder = built
    link = '<a href="../guides/index.html">g</a><a href="https://fictif.example/index.html">x</a></main>'
    script = worker_script(site, reader(folder, urgences_index_html=f"</main>=>{link}"))
    (french,) = told(script)["languages"]
    assert list(french["urgent"]["pages"]) == ["guides/", "hors-ligne/", "urgences/"]


def test_words_cannot_act(built: Built) -> None:
    """The worker writes its words into pages: they are text there."""
    site, folder = built
    number = next(n for n in site.emergency if n.level == "vital")
    hostile = replace(site)
    renamed = number.model_copy(update={"title": f"{number.number} : <img src=x onerror=alert(1)>"})
    vars(hostile)["emergency"] = (renamed, *site.emergency[1:])
    script = worker_script(hostile, reader(folder)).decode()
    assert "&lt;img" in script
    assert "<img" not in script.partition('"urgent"')[0]


def test_a_site_that_keeps_nothing(built: Built) -> None:
    """Its worker knows no page: it takes away, and leaves."""
    site, folder = built
    script = worker_script(replace(site, works_offline=False), reader(folder)).decode()
    assert "unregister" in script
    assert "SITE" not in script
    assert "'fetch'" not in script


def test_the_setting(tmp_path: Path) -> None:
    """« offline: no » takes away the script, the page and the button, and tells so."""
    root = make_territory(tmp_path / "territoire")
    file = root / "content" / "territory.yaml"
    file.write_text(f"{file.read_text('utf-8')}offline: no\n", encoding="utf-8")
    build(root, tmp_path / "site", date.fromisoformat(OLD))
    pages = {path: path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")}
    assert not [path for path, html in pages.items() if "assets/offline." in html]
    assert not (tmp_path / "site" / "hors-ligne").exists()
    assert "Aucune copie" in pages[tmp_path / "site" / "confidentialite" / "index.html"]
    assert "unregister" in (tmp_path / "site" / WORKER).read_text("utf-8")


def test_never_in_a_preview(built: Built) -> None:
    """The pages of a preview ask the browser to keep nothing: only a build asks it."""
    site, _ = prepare_site(built[1].parent / "territoire", date.fromisoformat(OLD))
    assert not site.works_offline
