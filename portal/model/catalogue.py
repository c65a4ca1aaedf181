"""All records of a territory, frozen: what views, checks and exports read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from portal.model.base import Record
from portal.model.search_assets import SearchAssets
from portal.model.territory import Territory
from portal.model.vocabularies import Vocabularies

R = TypeVar("R", bound=Record)
Rings = tuple[tuple[tuple[float, float], ...], ...]
VISIBLE = frozenset({"in_review", "validated", "published"})  # statuses that visitors see


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a territory wrote, valid and typed; references still have to be checked."""

    territory: Territory
    vocabularies: Vocabularies
    records: Mapping[str, Mapping[str, Record]]  # kind, then id, in the order of ids; default language
    translations: Mapping[str, Mapping[str, Record]]  # language, then "kind/id": complete records
    outdated: frozenset[tuple[str, str]]  # (language, "kind/id") whose original changed since
    search: SearchAssets
    outlines: Mapping[str, Rings] = field(default_factory=dict)  # by INSEE code; (latitude, longitude)

    def all(self, kind: type[R]) -> Iterator[R]:
        """The records of a kind that visitors see, in the order of their ids."""
        for record in self.records.get(kind.kind_id, {}).values():
            if record.status in VISIBLE and record.visibility == "public":
                yield record  # type: ignore[misc]  # the mapping of a kind holds that kind

    def find(self, ref: str) -> Record | None:
        """The record named ``kind/id``, whatever its status; None when there is none."""
        kind, _, ident = ref.partition("/")
        return self.records.get(kind, {}).get(ident)

    def shown(self, ref: str) -> Record | None:
        """The record named ``kind/id`` if visitors see it."""
        record = self.find(ref)
        return record if record and record.status in VISIBLE and record.visibility == "public" else None

    def localised(self, record: R, lang: str) -> tuple[R, str]:
        """The record in a language, with the language that its text really is in."""
        if lang == self.territory.default_language:
            return record, lang
        translated = self.translations.get(lang, {}).get(record.ref)
        return (translated, lang) if translated else (record, self.territory.default_language)  # type: ignore[return-value]
