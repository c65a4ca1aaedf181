"""The vocabularies of a territory: those of the model, and what ``content/vocabularies/`` adds."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import Field

from portal.errors import N_, Message, Problem
from portal.loading.files import Snapshot, decode
from portal.loading.records import validate
from portal.loading.tree import Items, Mark, locate
from portal.loading.yaml_tree import parse_yaml
from portal.model.base import Value
from portal.model.fields import Name
from portal.model.vocabularies import OPEN, Entry, Vocabularies

FOLDER = "content/vocabularies/"
FALLBACK = "fr"  # shown to readers whose language a label lacks


class _Entry(Value):
    """One entry as it is written."""

    code: Name
    label: dict[str, Name]
    definition: dict[str, Name] = Field(default_factory=dict)
    aliases: tuple[Name, ...] = ()
    attributes: dict[str, str] = Field(default_factory=dict)


def load_vocabularies(snapshot: Snapshot) -> tuple[Vocabularies, list[Problem]]:
    """The vocabularies; an entry of the territory replaces one of the model with the same code."""
    entries = {name: {e.code: e for e in _of_model(name)} for name in OPEN}
    problems: list[Problem] = []
    for path, data in snapshot.files.items():
        name = path.removeprefix(FOLDER).removesuffix(".yaml")
        if path.startswith(FOLDER) and name in OPEN:
            text, found = decode(path, data)
            added, more = _entries(path, text) if text is not None else ([], [])
            problems += [*found, *more]
            entries[name].update({e.code: e for e in added})
    return Vocabularies({name: known.values() for name, known in entries.items()}), problems


@cache
def _of_model(name: str) -> tuple[Entry, ...]:
    source = files("portal.model.vocabularies") / f"{name}.yaml"
    if not source.is_file():
        return ()
    entries, problems = _entries(f"portal/model/vocabularies/{name}.yaml", source.read_text("utf-8"))
    if problems:
        raise ValueError("\n".join(p.as_text() for p in problems))
    return tuple(entries)


def _entries(path: str, text: str) -> tuple[list[Entry], list[Problem]]:
    tree, problems = parse_yaml(path, text)
    if not isinstance(tree, Items):
        if not problems:
            at = tree.at if tree else Mark(path, 1, 1)
            problems.append(at.problem("expected-list", Message(N_("a list of entries is expected"))))
        return [], problems
    entries = []
    seen: set[str] = set()
    nothing = Vocabularies({})
    for item in tree.items:
        entry, found = validate(_Entry, item, nothing, problems)
        problems += found
        if entry and entry.code in seen:
            message = Message(N_("the code “%(code)s” appears twice"), {"code": entry.code})
            problems.append(item.at.problem("duplicate-code", message))
        elif entry and FALLBACK not in entry.label:
            message = Message(N_("the key “%(key)s” is missing"), {"key": FALLBACK})
            problems.append(locate(item, ("label",)).problem("missing-key", message))
        elif entry:
            seen.add(entry.code)
            entries.append(Entry(**entry.model_dump()))
    return entries, problems
