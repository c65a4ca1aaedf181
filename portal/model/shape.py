"""The shape of records, read from their types: what is text, what is a fact, what is a list.

Loading, translation, tables, checks and documentation all ask here, so that none keeps a list of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal.model.fields import OneOf, RefTo, Translatable, Written


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds."""

    kind: Literal["fact", "text", "group", "list", "mapping"]
    required: bool = False
    markdown: bool = False  # of a text
    group: type[BaseModel] | None = None  # the fields of a group
    item: Shape | None = None  # of a list, or of a mapping from codes (languages…) to values
    words: frozenset[str] = field(default=frozenset())  # fixed words the field takes, beside its kind
    vocabulary: str | None = None  # whose codes the field takes
    kinds: tuple[str, ...] | None = None  # records that the field may name; None: it names none
    written: Written | None = None  # how a fact is typed
    least: int | None = None  # of a number; or of the length of a text or a list
    most: int | None = None

    @property
    def innermost(self) -> Shape:
        """What a list or a mapping holds in the end; the shape itself when it is neither."""
        return self.item.innermost if self.item is not None else self

    @property
    def has_text(self) -> bool:
        """True when a translation may write in it."""
        if self.kind == "text":
            return True
        if self.group is not None:
            return any(s.has_text for s in shape(self.group).values())
        return self.item is not None and self.item.has_text


@cache
def shape(model: type[BaseModel]) -> dict[str, Shape]:
    """The fields of a model by name, in the order of the model."""
    return {name: _of_field(info) for name, info in model.model_fields.items()}


def _of_field(info: FieldInfo) -> Shape:
    return _of(info.annotation, tuple(info.metadata), required=info.is_required())


def _of(annotation: object, markers: tuple[object, ...] = (), *, required: bool = False) -> Shape:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(args[0], (*args[1:], *markers), required=required)
    if origin in {Union, UnionType}:
        return _of_union(args, markers, required)
    if origin is tuple:
        return _limited(Shape("list", required, item=_of(args[0])), markers)
    if origin is dict:
        return Shape("mapping", required, item=_of(args[1]))
    return _of_single(annotation, markers, required)


def _of_single(annotation: object, markers: tuple[object, ...], required: bool) -> Shape:
    if get_origin(annotation) is Literal:
        return Shape("fact", required, words=frozenset(map(str, get_args(annotation))))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape("group", required, group=annotation)
    return _of_scalar(markers, required)


def _of_union(branches: tuple[object, ...], markers: tuple[object, ...], required: bool) -> Shape:
    shapes = [_of(b, markers, required=required) for b in branches if b is not NoneType]
    main = next((s for s in shapes if s.kind != "fact" or not s.words), shapes[0])
    return replace(main, words=frozenset[str]().union(*(s.words for s in shapes)))


def _of_scalar(markers: tuple[object, ...], required: bool) -> Shape:
    found = Shape("fact", required)
    for marker in markers:
        if isinstance(marker, Translatable):
            found = replace(found, kind="text", markdown=marker.markdown)
        elif isinstance(marker, OneOf):
            found = replace(found, vocabulary=marker.vocabulary)
        elif isinstance(marker, RefTo):
            found = replace(found, kinds=marker.kinds)
        elif isinstance(marker, Written):
            found = replace(found, written=marker)
    return _limited(found, markers)


def _limited(found: Shape, markers: tuple[object, ...]) -> Shape:
    """With its bounds; inside a union they still stand in a Field, elsewhere pydantic has unpacked them."""
    for marker in markers:
        for bound in marker.metadata if isinstance(marker, FieldInfo) else (marker,):
            least = getattr(bound, "ge", getattr(bound, "min_length", found.least))
            most = getattr(bound, "le", getattr(bound, "max_length", found.most))
            found = replace(found, least=least, most=most)
    return found
