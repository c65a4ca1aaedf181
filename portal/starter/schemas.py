"""JSON schemas of every file of content, for editors that complete and explain what one types (draft 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from portal.importers.tables import COLUMNS
from portal.model.guide import described, example_of, labels
from portal.model.kinds import KINDS, TITLES
from portal.model.reference import FILES
from portal.model.search_assets import SearchAssets
from portal.model.shape import Shape, shape
from portal.model.vocabularies import Vocabularies

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]


def schemas(gettext: Callable[[str], str], vocabularies: Vocabularies, lang: str) -> dict[str, Schema]:
    """The schema of the facts of each kind by folder, and of each YAML file by its path in ``content/``.

    Args:
        gettext: Of the language that editors read.
        vocabularies: Those whose codes are offered.
        lang: The language of their labels.
    """
    found: dict[str, Schema] = {}
    for kind, record in KINDS.items():
        found[kind] = _Writer(gettext, vocabularies, lang).root(record, *TITLES[kind])
        found[kind]["properties"].pop("body")  # the text below the dashes
        # A file may complete a row of a table, and then says only what the table does not.
        whole = [name for name in found[kind]["required"] if name != "id"]
        found[kind]["required"] = [] if kind in COLUMNS else whole
    for path, (model, title) in FILES.items():
        found[path] = _Writer(gettext, vocabularies, lang).root(model, title, "", many=_is_list(path))
    return found


def _is_list(path: str) -> bool:
    """A file of search assets may be a list of what its model describes."""
    of = shape(SearchAssets).get(path.removeprefix("search/").removesuffix(".yaml"))
    return of is not None and of.kind == "list"


@dataclass(slots=True)
class _Writer:
    gettext: Callable[[str], str]
    vocabularies: Vocabularies
    lang: str
    groups: dict[str, Schema] = field(default_factory=dict)

    def root(self, model: type[BaseModel], title: str, purpose: str, *, many: bool = False) -> Schema:
        """The schema of a file: a group, or a list of them."""
        group = self._group(model)
        told = {"type": "array", "items": group} if many else group
        whole = {"$schema": DRAFT, "title": self.gettext(title), **told}
        if purpose:
            whole["description"] = self.gettext(purpose)
        return {**whole, "definitions": self.groups}

    def _group(self, model: type[BaseModel]) -> Schema:
        fields = shape(model)
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: self._field(model, name, of) for name, of in fields.items()},
            "required": [name for name, of in fields.items() if of.required],
        }

    def _field(self, model: type[BaseModel], name: str, of: Shape) -> Schema:
        info = model.model_fields[name]
        told = described(model, name)
        schema = self._value(of)
        if not of.required:
            schema = _or_empty(schema)
        schema["title"] = self.gettext(info.title or name)
        if told:
            schema["description"] = self.gettext(told)
        example = example_of(info, of)
        if example:
            schema["examples"] = [[example] if of.kind == "list" else example]
        return schema

    def _value(self, of: Shape) -> Schema:
        if of.kind == "mapping" and of.item is not None:
            return {"type": "object", "additionalProperties": self._value(of.item)}
        if of.kind == "list" and of.item is not None:
            items: Schema = {"type": "array", "items": self._value(of.item)}
            items |= {key: n for key, n in (("minItems", of.least), ("maxItems", of.most)) if n is not None}
            return {"anyOf": [items, {"enum": sorted(of.words)}]} if of.words else items
        if of.group is not None:
            name = of.group.__name__
            if name not in self.groups:
                self.groups[name] = {}  # a group may hold itself
                self.groups[name] |= self._group(of.group)
            return {"allOf": [{"$ref": f"#/definitions/{name}"}]}
        return self._scalar(of)

    def _scalar(self, of: Shape) -> Schema:
        if of.vocabulary:
            offered = labels(of.vocabulary, self.gettext, self.vocabularies, self.lang)
            told = [": ".join(filter(None, words)) for words in offered.values()]
            return {"enum": [*offered, *sorted(of.words)], "markdownEnumDescriptions": told}
        if of.kinds is not None:
            return {"type": "string", "pattern": f"^({'|'.join(of.kinds or KINDS)})/[a-z0-9][a-z0-9-]*$"}
        if of.words:
            return {"enum": [*sorted(of.words), *([True] if of.words & {"yes"} else [])]}
        how = of.written.how if of.written else ""
        if how.startswith("yes or no"):
            return {"enum": ["yes", "no", True, False]}
        if of.kind == "text":
            limits = {"maxLength": of.most} if of.most is not None else {}
            return {"type": ["string", "number", "boolean"], **limits}
        return {"type": ["string", "number", "boolean"]}  # YAML reads 15 as a number, the portal as text


def _or_empty(schema: Schema) -> Schema:
    """A key may stand there without a value, while one looks for it."""
    return {"anyOf": [schema, {"type": "null"}]}
