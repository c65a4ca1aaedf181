"""Imports point one way, and each library of others is imported by the module that says so."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "portal").rglob("*.py"), *(ROOT / "search").rglob("*.py")])

# Each part and the parts below it that it may import; "search" knows nothing of the portal.
LAYERS: dict[str, set[str]] = {
    "search": set(),
    "portal.errors": set(),
    "portal.typography": set(),
    "portal.calendars": set(),
    "portal.commands": {"portal.errors"},
    "portal.i18n": set(),
    "portal.model": {"portal.errors"},
    "portal.loading": {"portal.errors", "portal.model"},
    "portal.checks": {"portal.errors", "portal.model", "portal.loading"},
    "portal.importers": {"portal.errors", "portal.model", "portal.loading"},
    "portal.exports": {"portal.errors", "portal.model"},
    "portal.report": {"portal.errors", "portal.model", "portal.loading", "portal.checks", "portal.exports"},
    "portal.web": {"portal.errors", "portal.typography", "portal.i18n", "portal.model", "portal.exports",
                   "portal.calendars", "search"},
    "portal.history": {"portal.errors", "portal.model", "portal.loading", "portal.commands"},
    "portal.freeze": {"portal.errors", "portal.i18n", "portal.model", "portal.loading", "portal.checks",
                      "portal.exports", "portal.history", "portal.web", "search"},
    "portal.publish": {"portal.errors", "portal.commands", "portal.freeze", "portal.web"},
    "portal.links": {"portal.errors", "portal.loading", "portal.checks", "portal.freeze"},
    "portal.doctor": {"portal.errors", "portal.freeze", "portal.links", "portal.web"},
    "portal.preview": {"portal.errors", "portal.i18n", "portal.model", "portal.loading", "portal.checks",
                       "portal.freeze", "portal.web"},
}  # fmt: skip
LAYERS["portal.starter"] = set(LAYERS) - {"portal.typography", "portal.checks", "portal.web", "search"}
LAYERS["portal.editor"] = set(LAYERS) - {"portal.typography", "portal.exports", "portal.starter"}
LAYERS["portal.cli"] = set(LAYERS)
LAYERS["portal.__main__"] = {"portal.cli"}

# Libraries that one part alone knows, so that replacing one touches one place.
ONLY_IN = {
    "markdown": {"portal.web.prose"},
    "nh3": {"portal.web.prose"},
    "lightningcss": {"portal.web.assets"},
    "phonenumbers": {"portal.model.phones"},
    "opening_hours": {"portal.model.hours"},
    "holidays": {"portal.model.holidays"},
    "yaml": {"portal.loading", "portal.editor.edits", "search.evaluate"},
    "whoosh": {"search.index"},
    "rjsmin": {"search.bundle"},
    "flask_frozen": {"portal.freeze"},
    "watchfiles": {"portal.preview.server"},
    "flask": {"portal.web", "portal.editor"},
    "jinja2": {"portal.web", "portal.preview.live", "portal.editor.app"},
    "markupsafe": {"portal.web", "portal.editor.helping"},
    "werkzeug": {"portal.web", "portal.preview.server", "portal.editor"},
    "pydantic": {"portal.model", "portal.loading", "portal.checks.walk", "portal.importers",
                 "portal.starter", "portal.editor"},
    "pydantic_core": {"portal.model", "portal.loading", "portal.importers", "portal.editor.typed"},
    "babel": {"portal.cli.extract", "portal.i18n", "portal.editor",
              "portal.model.identifiers", "portal.checks.configuration", "portal.web"},
    "click": {"portal.cli"},
    "odfdo": {"portal.editor.sheets"},
    "typst": {"portal.web.typeset"},
    "segno": {"portal.web.qr"},
    "icalendar": {"portal.calendars"},
    "obstore": {"portal.publish.store"},
}  # fmt: skip


def name_of(file: Path) -> str:
    """The dotted name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported_by(node)


def imported_by(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The names that a statement imports, in full."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        assert node.level == 0, "imports say the whole name"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(name: str, part: str) -> bool:
    """Is a module in a part?"""
    return f"{name}.".startswith(f"{part}.")


def layer_of(name: str) -> str | None:
    """The part to which a module belongs; None for ``portal`` itself."""
    return next((layer for layer in LAYERS if inside(name, layer)), None)


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_layers(file: Path) -> None:
    """No module imports a part above its own."""
    layer = layer_of(name_of(file))
    if layer is None:
        assert name_of(file) == "portal"
        return
    for name in imported(file):
        if name.partition(".")[0] in {"portal", "search"}:
            target = layer_of(name)
            assert target == layer or target in LAYERS[layer], f"{name_of(file)} imports {name}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_libraries(file: Path) -> None:
    """A library stays where it is said to be; one that is not in the table is added to it, or not used."""
    for name in imported(file):
        library = name.partition(".")[0]
        if library in {"portal", "search"} or library in sys.stdlib_module_names:
            continue
        homes = ONLY_IN.get(library, set())
        assert any(inside(name_of(file), home) for home in homes), f"{name_of(file)} imports {library}"


def at_once(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """What a module imports while it is itself imported; neither inside a function nor for types alone."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try):
            yield from at_once(node.body)


def needed_first(name: str, names: Collection[str]) -> Iterator[str]:
    """A module of ours that an import names, and the packages around it, which are read before it."""
    module = name if name in names else name.rpartition(".")[0]
    while module:
        if module in names:
            yield module
        module = module.rpartition(".")[0]


def test_no_circle() -> None:
    """Any module can be imported first: none needs one that needs it."""
    names = {name_of(file): file for file in MODULES}
    graph = {
        name: {
            needed
            for node in at_once(ast.parse(file.read_text(encoding="utf-8")).body)
            for imports in imported_by(node)
            for needed in needed_first(imports, names)
            if not inside(name, needed)  # a package is already on its way when what it holds is read
        }
        for name, file in names.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_tables_are_true() -> None:
    """A line of the tables that nothing needs any more is taken away."""
    needed = {(name.partition(".")[0], name_of(file)) for file in MODULES for name in imported(file)}
    for library, homes in ONLY_IN.items():
        for home in homes:
            assert any(of == library and inside(name, home) for of, name in needed), (library, home)
