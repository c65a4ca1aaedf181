"""Imports point one way: who may import whom, besides themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEAVES = {"portal.errors", "portal.typography", "portal.i18n"}
CONTENT = LEAVES | {"portal.model", "portal.loading"}
MAY_IMPORT: dict[str, set[str]] = {
    **{key: set() for key in LEAVES},
    "search": set(),
    "portal.model": LEAVES,
    "portal.loading": LEAVES | {"portal.model"},
    "portal.checks": CONTENT,
    "portal.importers": CONTENT,
    "portal.exports": LEAVES | {"portal.model"},
    "portal.web": LEAVES | {"portal.model", "portal.exports", "search"},
    "portal.freeze": CONTENT | {"portal.web", "portal.checks", "search"},
    "portal.cli": {"portal", "search"},  # the one place where everything meets
    "portal.__main__": {"portal.cli"},
}


def part_of(module: str) -> str:
    """The part of the project that a module belongs to: ``portal.model`` for ``portal.model.base``."""
    return "search" if module.split(".", maxsplit=1)[0] == "search" else ".".join(module.split(".")[:2])


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [node.module or ""]
        yield from (name for name in names if name.split(".")[0] in {"portal", "search"})


MODULES = sorted(p for package in ("portal", "search") for p in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    here = part_of(module)
    if here == "portal":  # the package itself
        assert not list(imports(path))
        return
    allowed = MAY_IMPORT[here]
    for name in imports(path):
        there = part_of(name)
        assert there == here or there in allowed or there.split(".")[0] in allowed, f"{module} imports {name}"
