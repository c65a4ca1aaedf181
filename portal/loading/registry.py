"""The national registry of help numbers, against which every record of ``emergency/`` is checked."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from portal.loading.records import validate
from portal.loading.tree import Fields, Mark
from portal.loading.yaml_tree import parse_yaml
from portal.model.base import Value
from portal.model.fields import Name, YesNo
from portal.model.vocabularies import Vocabularies


class RegisteredNumber(Value):
    """A number that has one meaning in the whole country."""

    number: Name
    label: dict[str, Name]
    words: dict[str, tuple[Name, ...]]  # by language: the title of a record holds one of them
    level: Name
    channels: tuple[Name, ...]
    required: YesNo = False  # a territory may not leave it out

    def text(self, lang: str) -> str:
        """What the number is, in a language or in French."""
        return self.label.get(lang, self.label["fr"])


class _Registry(Value):
    numbers: tuple[RegisteredNumber, ...]


@cache
def emergency_registry() -> dict[str, RegisteredNumber]:
    """The numbers by what is dialled."""
    name = "emergency_numbers.yaml"
    text = (files("portal.model.vocabularies") / name).read_text("utf-8")
    tree, problems = parse_yaml(name, text)
    whole = Fields(Mark(name, 1, 1), {"numbers": tree} if tree else {})
    registry, found = validate(_Registry, whole, Vocabularies({}))
    if registry is None or problems:
        raise ValueError("\n".join(p.as_text() for p in [*problems, *found]))
    return {entry.number: entry for entry in registry.numbers}
