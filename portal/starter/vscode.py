"""Help for who writes in Visual Studio Code: schemas of YAML files, snippets for facts, problems in place.

The YAML extension reads no facts at the head of a Markdown file (redhat-developer/vscode-yaml, issue 207):
snippets, which need no extension, complete and explain them there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from portal.model.base import Record
from portal.model.guide import described, example_of, labels
from portal.model.kinds import KINDS, TITLES
from portal.model.shape import Shape, shape
from portal.model.vocabularies import Vocabularies
from portal.starter.schemas import Schema

Gettext = Callable[[str], str]
MANY = 40  # codes offered in a snippet; more are better looked up in content/README.md
_PROBLEM = {
    "owner": "portal",
    "fileLocation": ["relative", "${workspaceFolder}"],
    "pattern": {
        "regexp": r"^(.+?):(\d+):(\d+): (.*) \[(erreur|avertissement|information) ([a-z0-9-]+)\]$",
        "file": 1, "line": 2, "column": 3, "message": 4, "code": 6,
    },
}  # fmt: skip


def files(found: Mapping[str, Schema], gettext: Gettext, vocabularies: Vocabularies) -> dict[str, str]:
    """The folder ``.vscode`` of a territory: path to text.

    Args:
        found: The schemas of schemas.py.
        gettext: Of the language that editors read.
        vocabularies: Those whose codes are offered.
    """
    names = {path: f"schemas/{path.replace('/', '-').removesuffix('.yaml')}.json" for path in found}
    settings = {
        "yaml.schemas": {
            f".vscode/{name}": f"content/{path}" for path, name in names.items() if path.endswith(".yaml")
        },
        "yaml.yamlVersion": "1.2",
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "editor.wordWrap": "on",
        "[markdown]": {"editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "on"},
                       "editor.snippetSuggestions": "top", "editor.tabSize": 2, "editor.insertSpaces": True},
    }  # fmt: skip
    task = {"label": "portal check", "type": "shell", "command": "portal check", "group": "build",
            "problemMatcher": [_PROBLEM]}  # fmt: skip
    shown = {
        "settings.json": settings,
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        "tasks.json": {"version": "2.0.0", "tasks": [task]},
        "fiches.code-snippets": snippets(gettext, vocabularies),
    }
    shown |= {names[path]: schema for path, schema in found.items()}
    return {
        f".vscode/{name}": json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        for name, data in shown.items()
    }


def snippets(gettext: Gettext, vocabularies: Vocabularies, lang: str = "fr") -> dict[str, Any]:
    """For each kind a whole file to fill in, and each of its keys with its codes and its help."""
    found: dict[str, Any] = {}
    for kind, model in KINDS.items():
        title, purpose = (gettext(text) for text in TITLES[kind])
        found[f"{title} : fiche"] = {
            "scope": "markdown",
            "prefix": f"fiche-{kind}",
            "description": purpose,
            "body": ["---", *_required(model), "---", "$0"],
        }
        for name, of in shape(model).items():
            if name not in {"id", "body"}:
                info = model.model_fields[name]
                told = ". ".join(gettext(text) for text in (info.title, described(model, name)) if text)
                body = _key(name, of, _choices(of, gettext, vocabularies, lang) or example_of(info, of))
                entry = {"scope": "markdown", "prefix": name, "description": told, "body": body}
                # Kinds that share a key share its snippet, unless they tell it otherwise.
                found.setdefault(name if entry == found.get(name, entry) else f"{name} ({title})", entry)
    return found


def _choices(of: Shape, gettext: Gettext, vocabularies: Vocabularies, lang: str) -> str:
    inner = of.innermost
    codes = list(labels(inner.vocabulary, gettext, vocabularies, lang)) if inner.vocabulary else []
    codes = codes or sorted(inner.words)
    return f"${{1|{','.join(codes)}|}}" if 0 < len(codes) <= MANY else ""


def _key(name: str, of: Shape, value: str) -> list[str]:
    """The lines of a key: its value, or where its list or its group begins."""
    placed = value if value.startswith("${1|") else f"${{1:{_escaped(value)}}}"
    if of.kind == "list":
        group = of.item is not None and of.item.group
        return [f"{name}:", f"  - {next(iter(shape(group))) + ': ' if group else ''}{placed}"]
    if of.group is not None:
        return [f"{name}:", f"  {next(iter(shape(of.group)))}: $1"]
    return [f"{name}: {placed}"]


def _required(model: type[Record]) -> list[str]:
    lines, number = [], 1
    for name, of in shape(model).items():
        if of.required and name != "id":
            first = _key(name, of, "")
            lines += [line.replace("${1:}", f"${number}").replace("$1", f"${number}") for line in first]
            number += 1
    return lines


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", r"\$").replace("}", r"\}")
