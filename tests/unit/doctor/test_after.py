"""A publication that is examined where visitors get it, served by nginx."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.doctor import after
from portal.freeze.manifest import MANIFEST, hashes, read_manifest
from tests.unit.publish.servers import nginx


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("<h1>", "<h1>Nouveau ", True),
        ('tel:15">15<', 'tel:17">17<', False),
        ('tel:112">112<', 'tel:15">112<', False),
    ],
)
def test_wrong_number_comes_back(  # noqa: PLR0917 - a table
    built_example: Path, example_root: Path, tmp_path: Path, old: str, new: str, kept: bool
) -> None:
    """What is right stays; with a wrong emergency number, visitors get the version before again."""
    target, site = tmp_path / "www", tmp_path / "site"

    def publish(*check: str) -> Result:
        command = ["publish", str(target), "--root", str(example_root), "--site", str(site), *check]
        return CliRunner().invoke(main, command, catch_exceptions=False)

    shutil.copytree(built_example, site)
    assert publish().exit_code == 0
    home = (site / "index.html").read_text("utf-8")
    assert old in home
    (site / "index.html").write_text(home.replace(old, new), encoding="utf-8")
    manifest = read_manifest((site / MANIFEST).read_bytes())
    (site / MANIFEST).write_bytes(replace(manifest, files=hashes(site)).as_json())
    headers = built_example.parent / "headers" / "nginx.conf"
    with nginx(tmp_path / "nginx", target / "current", headers) as url:
        result = publish("--check", url, "--local")
    shown = (target / "current" / "index.html").read_text("utf-8")
    assert result.exit_code == (0 if kept else 1), result.output
    assert (shown == home.replace(old, new)) is kept
    assert (shown == home) is not kept


def test_not_there_yet(
    built_example: Path, example_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that shows something else is told, and nothing is undone."""
    monkeypatch.setattr(after, "PATIENCE", 0.0)
    monkeypatch.setattr(after, "EVERY", 0.01)
    command = ["publish", str(tmp_path / "www"), "--root", str(example_root), "--site", str(built_example)]
    result = CliRunner().invoke(main, [*command, "--check", "http://127.0.0.1:9", "--local"])
    assert result.exit_code == 1
    assert "portal doctor" in result.stderr
    assert (tmp_path / "www/current/index.html").is_file()
