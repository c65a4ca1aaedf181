"""What the program is made of: safe code, libraries pinned one by one, the same package for all."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    file
    for folder in ("portal", "search", "content")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.suffix in {".py", ".html", ".js", ".typ"}
]
# What would let a text act as markup or as a program, or a lie pass for the truth; a newcomer adds a line.
FORBIDDEN = {
    "a text taken for markup": r"\|\s*safe\b|autoescape|(?:inner|outer|Adjacent)HTML|document\.write",
    "a text taken for a program": r"\beval\s*\(|(?<![.\w])exec\s*\(|new Function|setTimeout\(\s*['\"]",
    "YAML that makes objects": r"\byaml\.(?:load|unsafe_load|full_load)|\bUnsafeLoader|\bFullLoader",
    "a shell": r"shell\s*=\s*True|\bos\.(?:system|popen)\b",
    "a certificate that nobody reads": r"verify\s*=\s*False|CERT_NONE|_create_unverified_context",
    "markup by hand": r"\bMarkup\(",
}
# Where markup is made of what has just been escaped or cleaned; ruff (S704) asks the reason at each line.
MAKES_MARKUP = {
    "portal/web/jsonld.py",
    "portal/web/page.py",
    "portal/web/prose.py",
    "portal/web/qr.py",
    "portal/web/views/search.py",
}
PINS = ("requirements.txt", "requirements-dev.txt", "requirements-audit.txt")


@pytest.mark.parametrize("danger", FORBIDDEN)
def test_nothing_unsafe(danger: str) -> None:
    """No source has it, but for the files named above; and these still do."""
    names = {file.relative_to(ROOT).as_posix() for file in SOURCES}
    assert {"portal/templates/base.html", "search/client/draw.js", "portal/loading/files.py"} <= names
    way = re.compile(FORBIDDEN[danger])
    found = {f.relative_to(ROOT).as_posix() for f in SOURCES if way.search(f.read_text("utf-8"))}
    allowed = {"markup by hand": MAKES_MARKUP}.get(danger, set())
    assert found == allowed


@pytest.mark.parametrize("name", PINS)
def test_every_library_is_pinned(name: str) -> None:
    """One version and its hashes for each line; no other index, no address, no path."""
    text = (ROOT / name).read_text("utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [
        p for p in pins if not re.match(r"[\w.-]+(?:\[[\w,-]+\])?==\S+", p) or "--hash=sha256:" not in p
    ] == []
    assert not re.search(r"://|^-|\bfile:", text, re.M)


def test_the_package_is_the_same_for_all(tmp_path: Path) -> None:
    """Two people make the same bytes of source and wheel, whatever their zone, mask and language."""
    made = []
    for name, umask, env in (
        ("a", 0o022, {"TZ": "UTC"}),
        ("b", 0o077, {"TZ": "America/Nome", "LC_ALL": "C"}),
    ):
        order = ["make", "-s", "dist", f"DIST={tmp_path / name}", "-o", ".venv/.site"]
        done = subprocess.run(
            order,
            cwd=ROOT,
            env={**os.environ, **env},
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert sorted(Path(name).suffix for name in made[0]) == [".gz", ".whl"]
    assert made[0] == made[1]
