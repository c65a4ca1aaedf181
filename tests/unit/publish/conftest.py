"""Two versions of a small site, and what runs the command on them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.freeze.manifest import MANIFEST, Manifest, hashes, read_manifest

DAY = date(2026, 11, 22)
Run = subprocess.CompletedProcess[str]
Publish = Callable[..., Run]


def write_site(
    folder: Path, files: Mapping[str, str], day: date = DAY, territory: str = "val-fictif"
) -> Path:
    """A folder that `portal build` could have written: these files, and their manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    manifest = Manifest(territory, day, "https://fictif.example/", hashes(folder))
    (folder / MANIFEST).write_bytes(manifest.as_json())
    return folder


def version(number: int, pages: int = 12) -> dict[str, str]:
    """A site whose every page needs the assets of its version, as the browser would ask for them."""
    style, script = f"assets/base.{number:010x}.css", f"assets/search.{number:010x}.js"
    files = {
        style: f"body{{--version:{number}}}",
        script: f"version={number}",
        "robots.txt": "User-agent: *\n",
    }
    for page in ["", *(f"guides/g{i}/" for i in range(pages - 1))]:
        up = "../" * page.count("/")
        links = f'<link rel="stylesheet" href="{up}{style}"><script src="{up}{script}"></script>'
        files[f"{page}index.html"] = f"<!doctype html><title>{number}</title>{links}<p>Version {number}."
    files["404.html"] = "<!doctype html><title>404</title>"
    return files


def seen(manifest: Path) -> Manifest:
    """What a published folder says that it holds."""
    return read_manifest((manifest / MANIFEST).read_bytes())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The first version, built."""
    return write_site(tmp_path / "build" / "site", version(1))


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """`portal publish` as an operator types it, over the site of `site`."""

    def run(target: object, *options: str, env: Mapping[str, str] | None = None) -> Run:
        arguments = ["publish", str(target), "--root", str(tmp_path), "--lang", "en", *options]
        done = CliRunner().invoke(main, arguments, env=env, catch_exceptions=False)
        return Run(arguments, done.exit_code, done.stdout, done.stderr)

    return run


def done(result: Run, *words: str) -> str:
    """Assert that a command did its work; what it said."""
    assert result.returncode == 0, result.stderr + result.stdout
    assert result.stderr == ""
    assert all(word in result.stdout for word in words), result.stdout
    return result.stdout
