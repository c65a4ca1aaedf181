"""Identifiers that never change: what outsiders keep of a record survives its rename."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.model.base import Record, Value
from portal.model.catalogue import Catalogue


def permanent(catalogue: Catalogue) -> tuple[Catalogue, Mapping[str, str]]:
    """A catalogue with each record, and each reference to it, under the first identifier that it had.

    Returns:
        The catalogue, in the order of permanent identifiers, and the present id of each record that was
        renamed by its permanent reference. Translations are left as they are.
    """
    moved = [r for records in catalogue.records.values() for r in records.values() if r.former_ids]
    if not moved:
        return catalogue, {}
    back = {record.ref: f"{record.kind_id}/{record.permanent_id}" for record in moved}
    records = {}
    for kind, some in catalogue.records.items():
        found: dict[str, Record] = {}
        for record in some.values():
            told = _under(record, back)
            found[record.permanent_id] = told.model_copy(update={"id": record.permanent_id})
        records[kind] = dict(sorted(found.items()))
    return replace(catalogue, records=records), {back[record.ref]: record.id for record in moved}


def _under(value: Any, back: Mapping[str, str]) -> Any:  # noqa: ANN401 - a record, or anything in it
    """A value whose references are permanent; no other text is the whole reference of a renamed record."""
    if isinstance(value, str):
        return back.get(value, value)
    if isinstance(value, tuple):
        return tuple(_under(one, back) for one in value)
    if isinstance(value, Value):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        told = {name: new for name, old in fields.items() if (new := _under(old, back)) != old}
        return value.model_copy(update=told) if told else value
    return value
