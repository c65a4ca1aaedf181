"""The preview: the pages that a build writes, for this machine alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from werkzeug.test import Client

from portal.preview.live import Live
from portal.preview.server import NEWS, SCRIPT, Preview
from portal.web.app import create_app, paths
from portal.web.host_headers import FOR_EVER
from portal.web.security import HEADERS
from search.export import FIRST

DAY = date(2026, 11, 22)
HERE = "http://127.0.0.1:8000/"


@pytest.fixture
def territory(tmp_path: Path, example_root: Path) -> Path:
    """The fictitious territory, to write in."""
    shutil.copytree(example_root / "content", tmp_path / "content")
    return tmp_path


def open_preview(root: Path) -> tuple[Preview, Client]:
    """A preview, and what asks it."""
    preview = Preview(Live(root, DAY), "fr")
    preview.hosts = frozenset({"127.0.0.1:8000", "localhost:8000"})
    return preview, Client(preview)


@pytest.fixture(scope="module")
def client(example_root: Path) -> Client:
    """A preview that nothing changes."""
    return open_preview(example_root)[1]


def test_same_bytes(client: Client, example_root: Path) -> None:
    """A page is, but for the script that reloads it, what a build writes."""
    site = Live(example_root, DAY).view
    assert site
    frozen = create_app(site.site).test_client()
    listed = [path for path, _ in paths(site.site)]
    assert len(listed) > 100
    for path in listed[::3]:
        shown, written = client.get(f"/{path}", HERE), frozen.get(f"/{path}")
        assert shown.status_code == 200, path
        if written.mimetype == "text/html":
            assert shown.data.count(SCRIPT.encode()) == 1, path
        assert shown.data.replace(SCRIPT.encode(), b"") == written.data, path


def test_files_and_headers(client: Client) -> None:
    """Styles, index of search and open data are there; each answer carries the policy of the site.

    Only what has another name when it changes is kept by the browser.
    """
    page = client.get("/", HERE)
    style = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    for path in (style, f"search/fr/{FIRST}", "robots.txt", "404.html"):
        answer = client.get(f"/{path}", HERE)
        assert answer.status_code == 200, path
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["Cache-Control"] == (FOR_EVER if path == style else "no-store")


# Names that a browser could be made to call this machine by; a newcomer adds a line.
STRANGERS = [
    "attaquant.example",
    "attaquant.example:8000",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:8001",
    "127.0.0.2:8000",
    "127.0.0.1.attaquant.example:8000",
    "localhost",
    "localhost:80",
    "localhost.:8000",
    "localhost.attaquant.example:8000",
    "[::1]:8000",
    "[::ffff:127.0.0.1]:8000",
    "0.0.0.0:8000",
    "0:8000",
    "2130706433:8000",
    "0x7f000001:8000",
    "127.1:8000",
    "LOCALHOST.example:8000",
    "127.0.0.1:8000@attaquant.example",
]


@pytest.mark.parametrize("host", [*STRANGERS, ""])
def test_only_this_machine(client: Client, host: str) -> None:
    """A foreign name that leads here (DNS rebinding) learns nothing."""
    answer = client.get("/", HERE, headers={"Host": host})
    assert answer.status_code == 403, host
    assert "Exemple" not in answer.text


# Ways out of a folder; a newcomer adds a line.
WAYS_OUT = [
    way + target
    for way in (
        *("/../", "/../../", "/./../", "//", "/....//", "/;/../", "/..\\", "/..%5c", "/%00/../"),
        *("/assets/../../", "/assets//../", "/assets/..%2f..%2f", "/%2e%2e/", "/%2e%2e%2f"),
    )
    for target in ("content/territory.yaml", "etc/passwd", ".git/config")
]


@pytest.mark.parametrize("path", WAYS_OUT)
def test_no_way_out(client: Client, path: str) -> None:
    """No file of the disk, no listing, no debugger: the page for lost visitors."""
    answer = client.get(path, HERE)
    assert answer.status_code == 404, path
    assert "root:" not in answer.text
    assert "id: val-d-exemple" not in answer.text


@pytest.mark.parametrize(
    "path", ["/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/assets/", "/_apercu/"]
)
def test_no_debugger_no_listing(client: Client, path: str) -> None:
    answer = client.get(path, HERE)
    assert "Werkzeug" not in answer.text
    assert answer.status_code == (200 if path.startswith("/?") else 404)
    assert client.post("/", HERE).status_code == 405


def news(client: Client) -> Iterator[dict[str, object]]:
    """What open pages are told."""
    for part in client.get(NEWS, HERE, buffered=False).response:
        yield json.loads(part.removeprefix(b"data: "))


def test_a_save(territory: Path) -> None:
    """What was saved shows; what is wrong is told at its line, and the page stays until it is mended."""
    preview, client = open_preview(territory)
    told = news(client)
    first = next(told)
    file = territory / "content/services/consultation-genou.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("title: ", "title: Nouvelle ", 1), encoding="utf-8")
    assert preview.refresh()
    assert next(told)["version"] == first["version"] + 1  # type: ignore[operator]
    assert "<h1>Nouvelle " in client.get("/services/consultation-genou/", HERE).text
    file.write_text(text.replace("title: ", "titre: ", 1), encoding="utf-8")
    assert preview.refresh()
    problems = next(told)["problems"]
    assert isinstance(problems, list)
    line = text[: text.index("title: ")].count("\n") + 1
    assert "<h1>Nouvelle " in client.get("/services/consultation-genou/", HERE).text
    wrong = {(p["file"], p["line"]) for p in problems if p["severity"] == "error"}
    assert ("content/services/consultation-genou.md", line) in wrong
    assert not preview.live.refresh()
    preview.close()


def test_checks_follow(territory: Path) -> None:
    """What only the whole content can tell comes after the page."""
    preview, _ = open_preview(territory)
    file = territory / "content/guides/lire-une-fiche.md"
    file.write_text(file.read_text("utf-8") + "\nVoyez [[guides/inconnu]].\n", encoding="utf-8")
    assert preview.live.refresh()
    codes = {p.code for p in preview.live.problems}
    preview.live.check()
    new = {p.code for p in preview.live.problems} - codes
    assert "dangling-reference" in new, new


def test_territory_cannot_be_read(territory: Path) -> None:
    """The last site stays in sight; started on such a folder, the preview says what is wrong and waits."""
    file = territory / "content/territory.yaml"
    text = file.read_text("utf-8")
    preview, client = open_preview(territory)
    file.write_text("id: [", encoding="utf-8")
    assert preview.live.refresh()
    assert client.get("/", HERE).status_code == 200
    preview, client = open_preview(territory)
    answer = client.get("/", HERE)
    assert answer.status_code == 503
    assert SCRIPT in answer.text
    file.write_text(text, encoding="utf-8")
    assert preview.live.refresh()
    assert client.get("/", HERE).status_code == 200
