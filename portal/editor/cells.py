"""The values of a record under dotted keys, as cells of a table, and back.

Several values of a list are joined by ``|``; one that stands in a text is written ``\\|``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import BaseModel

from portal.editor.fields import Path as Place
from portal.editor.posted import Values
from portal.editor.scalars import Plain
from portal.loading.tables import Column
from portal.model.shape import Shape, shape

_SEPARATOR = re.compile(r"(?<!\\)\|")


def columns(model: type[BaseModel], records: Sequence[Values]) -> list[str]:
    """Every value that some record has, and every single one that it could have."""
    used = {key for values in records for key in _keys(Shape("group", group=model), values, "")}
    plain = [name for name, of in shape(model).items() if name not in {"id", "body"} and _is_cell(of)]
    order = {name: place for place, name in enumerate(shape(model))}

    def place(key: str) -> tuple[object, ...]:
        return (
            order.get(key.partition(".")[0], len(order)),
            *[(s.isdigit(), s.zfill(3)) for s in key.split(".")],
        )

    return sorted(used | set(plain), key=place)


def _is_cell(of: Shape) -> bool:
    inner = of.item if of.kind == "list" and of.item is not None else of
    return inner.kind in {"fact", "text"} and not inner.markdown


def _keys(of: Shape, value: Plain, key: str) -> Iterator[str]:
    """The dotted keys of the values of a group; long texts in Markdown stay in their file."""
    if of.group is not None and isinstance(value, dict):
        for name, inner in value.items():
            known = shape(of.group).get(name)
            if known is not None and not (not key and name in {"id", "body"}):
                yield from _keys(known, inner, f"{key}.{name}" if key else name)
    elif of.kind == "list" and of.item is not None and of.item.group is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _keys(of.item, item, f"{key}.{index}")
    elif of.kind == "mapping" and of.item is not None and isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys(of.item, inner, f"{key}.{name}")
    elif _is_cell(of):
        yield key


def value_at(values: Plain, key: str) -> Plain:
    """What stands under a dotted key; empty when nothing does."""
    here: Plain = values
    for step in key.split("."):
        if isinstance(here, list):
            here = here[int(step)] if step.isdigit() and int(step) < len(here) else ""
        else:
            here = here.get(step, "") if isinstance(here, dict) else ""
    return here


def cell_of(value: Plain) -> str:
    """A value as a cell holds it."""
    if isinstance(value, list):
        return " | ".join(str(item).replace("|", r"\|") for item in value)
    return value if isinstance(value, str) else ""


def value_of(column: Column, cell: str) -> Plain:
    """What a cell of a column says."""
    if column.shape.kind != "list" or cell in column.shape.words:
        return cell
    parts = (part.strip().replace(r"\|", "|") for part in _SEPARATOR.split(cell))
    return [part for part in parts if part]


def put(values: Values, path: Place, value: Plain) -> None:
    """Put a value at a path; what is missing on the way is made."""
    here: Plain = values
    for step, following in pairwise(path):
        empty: Plain = [] if isinstance(following, int) else {}
        if isinstance(here, list):
            here.extend({} for _ in range(int(step) - len(here) + 1))
            here = here[int(step)]
        elif isinstance(here, dict):
            here = here.setdefault(str(step), empty)
    if isinstance(here, dict):
        here[str(path[-1])] = value
