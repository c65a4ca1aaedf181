"""What helps whoever fills a field, read from the model: labels of codes, help, examples."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal.model.base import Record
from portal.model.codes import CODES
from portal.model.shape import Shape
from portal.model.vocabularies import OPEN, Vocabularies


def labels(
    vocabulary: str, gettext: Callable[[str], str], vocabularies: Vocabularies, lang: str
) -> dict[str, tuple[str, str]]:
    """The codes of a vocabulary: label and, for those that a territory may extend, definition."""
    if vocabulary in OPEN:
        return {e.code: (e.text(lang), e.meaning(lang)) for e in vocabularies.entries(vocabulary)}
    return {code: (gettext(label), "") for code, label in CODES[vocabulary].items()}


def described(model: type[BaseModel], name: str) -> str:
    """The help of a field, in English; that of all records when the kind itself says nothing."""
    inherited = Record.model_fields.get(name) if issubclass(model, Record) else None
    return model.model_fields[name].description or (inherited and inherited.description) or ""


def example_of(info: FieldInfo, of: Shape) -> str:
    """An example for a field, else for its type; empty when there is none."""
    written = of.innermost.written
    return str(info.examples[0]) if info.examples else written.example if written else ""
