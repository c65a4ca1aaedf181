"""Joins the client's modules into one classic script, which runs without a server where modules do not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import rjsmin

CLIENT = Path(__file__).parent / "client"
IMPORT = re.compile(r"^import (\{[^}]+\}|\* as (\w+)) from '\./(\w+)\.js';?$", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|let|class|async function|function)\b[ *]*(\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def client_script() -> str:
    """Every module of search/client as one minified script."""
    return join({path.stem: path.read_text("utf-8") for path in sorted(CLIENT.glob("*.js"))})


def join(sources: Mapping[str, str]) -> str:
    """Modules, by name without extension, as one minified script; those that others need come first.

    Raises:
        ValueError: A module imports or exports in a way that is not handled, or two need each other.
    """
    done: list[str] = []
    while len(done) < len(sources):
        ready = [name for name in sources if name not in done and needs(sources[name]) <= set(done)]
        if not ready:
            raise ValueError(f"modules missing or that need each other: {sorted(set(sources) - set(done))}")
        done.append(ready[0])
    modules = "\n".join(f"const m_{name} = (() => {{\n{body(name, sources[name])}\n}})();" for name in done)
    script: str = rjsmin.jsmin(f'"use strict";(() => {{\n{modules}\n}})();')
    return script


def needs(source: str) -> set[str]:
    """The names of the modules that a module imports."""
    return {found[3] for found in IMPORT.finditer(source)}


def body(name: str, source: str) -> str:
    """A module as the body of a function that gives what it exports."""

    def imported(found: re.Match[str]) -> str:
        return f"const {found[2] or found[1].replace(' as ', ': ')} = m_{found[3]};"

    exported = [found[1] for found in EXPORT.finditer(source)]
    text = EXPORT.sub("", IMPORT.sub(imported, source))
    left = LEFT.search(text)
    if left:
        raise ValueError(f"search/client/{name}.js: {left[0]}")
    return f"{text}\nreturn {{ {', '.join(exported)} }};"
