"""A small territory on the desk, and a browser that holds its token."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from portal.editor.app import create_editor
from portal.starter.write import Wishes, start

TODAY = date(2026, 11, 26)
HOST = "127.0.0.1:5000"


@dataclass
class Editor:
    """A visitor of the editor, who fills in forms as a browser without scripts does."""

    root: Path
    client: FlaskClient

    def get(self, path: str) -> HTMLParser:
        """A page."""
        answer = self.client.get(path, headers={"Host": HOST})
        assert answer.status_code == 200, (path, answer.status_code)
        return HTMLParser(answer.get_data(as_text=True))

    def fill(self, path: str, action: str = "", tick: tuple[str, ...] = (), **changes: Any) -> Any:
        """Open a page, change some fields of its main form (``a__0__b`` for ``a.0.b``), and send it."""
        return self.send(path, self.get(path), action, tick, **changes)

    def send(
        self, path: str, page: HTMLParser, action: str = "", tick: tuple[str, ...] = (), **changes: Any
    ) -> Any:
        """Send the main form of a page that is already open."""
        pairs = [pair for pair in fields(page) if pair[0].replace(".", "__") not in changes]
        for name, value in changes.items():
            pairs += [
                (name.replace("__", "."), each) for each in (value if isinstance(value, list) else [value])
            ]
        pairs += [("_faire", action), *((name, "1") for name in tick)]
        data: dict[str, list[str]] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        return self.post(path, data)

    def post(self, path: str, data: dict[str, Any], *, follow: bool = False) -> Any:
        """Send a small form."""
        headers = {"Host": HOST, "Origin": f"http://{HOST}"}
        return self.client.post(path, data=data, headers=headers, follow_redirects=follow)

    def text(self, name: str) -> str:
        """A file of content."""
        return (self.root / "content" / name).read_text("utf-8")


def fields(page: HTMLParser) -> Iterator[tuple[str, str]]:
    """What a browser would send for the main form of a page."""
    form = page.css_first("form.record")
    assert form is not None
    for node in form.css("input, select, textarea"):
        name = node.attributes.get("name")
        if not name:
            continue
        if node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            yield name, (chosen.attributes.get("value") or "") if chosen else ""
        elif node.tag == "textarea":
            inner = unescape(node.html.partition(">")[2].rpartition("</textarea>")[0])
            yield name, inner.removeprefix("\n")
        elif node.attributes.get("type") != "checkbox" or "checked" in node.attributes:
            yield name, node.attributes.get("value") or ""


@pytest.fixture
def editor(tmp_path: Path, territory: Path) -> Editor:
    """The editor over a copy of a new territory."""
    root = tmp_path / "t"
    shutil.copytree(territory, root)
    app, token = create_editor(root, TODAY, "fr", frozenset({HOST}))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    client = app.test_client()
    assert client.get(f"/?jeton={token}", headers={"Host": HOST}).status_code == 303
    return Editor(root, client)


@pytest.fixture(scope="session")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new territory in two languages."""
    root = tmp_path_factory.mktemp("editor") / "t"
    start(root, Wishes("Val Fictif", ("fr", "en")), TODAY)
    return root
