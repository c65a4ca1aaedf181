"""Vocabularies: closed ones of codes.py, open ones as YAML beside this file, extended by a territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.model.codes import CODES

# Open vocabularies: one YAML file each, here and in content/vocabularies/ (a list of entries).
OPEN = ("specialty", "profession", "organisation_kind", "service_kind", "finess_category")


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of an open vocabulary, in words."""

    code: str
    label: Mapping[str, str]  # language to label: {"fr": "Cardiologue", "en": "Cardiologist"}
    definition: Mapping[str, str] = field(default_factory=dict)  # one lay sentence per language
    aliases: tuple[str, ...] = ()  # lay words, for search and the A to Z
    attributes: Mapping[str, str] = field(default_factory=dict)  # e.g. {"publish": "no"} of a FINESS category

    def text(self, lang: str, default_lang: str = "fr") -> str:
        """The label in a language, or in the default one."""
        return self.label.get(lang) or self.label[default_lang]

    def meaning(self, lang: str, default_lang: str = "fr") -> str:
        """The lay definition in a language, or in the default one; empty when nobody wrote it."""
        return self.definition.get(lang) or self.definition.get(default_lang, "")


class Vocabularies:
    """All vocabularies of one territory."""

    def __init__(self, entries: Mapping[str, Iterable[Entry]]) -> None:
        self._open = {name: {e.code: e for e in entries.get(name, ())} for name in OPEN}

    def codes(self, vocabulary: str) -> tuple[str, ...]:
        """The codes of a vocabulary, in the order of its file."""
        return tuple(self._open[vocabulary] if vocabulary in self._open else CODES[vocabulary])

    def entry(self, vocabulary: str, code: str) -> Entry:
        """The entry of a code in an open vocabulary.

        Raises:
            KeyError: There is no such code.
        """
        return self._open[vocabulary][code]

    def entries(self, vocabulary: str) -> tuple[Entry, ...]:
        """All entries of an open vocabulary."""
        return tuple(self._open[vocabulary].values())

    @property
    def specialties(self) -> list[Entry]:
        """The specialties that patients meet: those with a lay definition; others ended long ago."""
        return [entry for entry in self.entries("specialty") if entry.definition]
