"""The configuration of a Git-based editor (Sveltia CMS; Decap CMS reads it too), made from the model.

For teams whose territory lives on a Git host. It offers what files hold and nothing else; ``portal check``
stays the judge. Keys: https://sveltiacms.app/en/docs and https://decapcms.org/docs/configuration-options/.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from portal.model.base import Record
from portal.model.guide import described, example_of, labels
from portal.model.kinds import KINDS, TITLES
from portal.model.shape import Shape, shape
from portal.model.vocabularies import Vocabularies

PATH = "cms/config.yml"
_HEAD = """\
# Pour éditer dans le navigateur, avec Sveltia CMS ou Decap CMS, un territoire mis sur GitHub ou GitLab.
# Écrit par « portal init » à partir du modèle. À compléter : le dépôt et la branche.
# L’éditeur de bureau, « portal edit », dit davantage : aperçu du site, erreurs à leur champ, deux voies.
"""
# Translations stay out: they carry the mark of the text that they translate, which only the portal computes.
# Sveltia tests "null" where a key is missing; Decap, without a value, keeps what has no such key.
_ORIGINALS = {"field": "source_hash", "pattern": "^null$"}
_NUMBERS = {"whole number": "int", "number, with a point for decimals": "float"}
Field = dict[str, Any]


def config(gettext: Callable[[str], str], vocabularies: Vocabularies, lang: str) -> str:
    """The text of ``config.yml``: JSON, which YAML reads, below a comment.

    Args:
        gettext: Of the language that editors read.
        vocabularies: Those whose codes are offered.
        lang: Their language.
    """
    writer = _Writer(gettext, vocabularies, lang)
    data = {
        "backend": {"name": "github", "repo": "compte/depot", "branch": "main"},
        "locale": lang,  # read by Decap; Sveltia follows the browser
        "media_folder": "content/images",
        "public_folder": "/images",
        "output": {"omit_empty_optional_fields": True},  # what is empty is absent
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [writer.collection(kind, model) for kind, model in KINDS.items()],
    }
    return _HEAD + json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    gettext: Callable[[str], str]
    vocabularies: Vocabularies
    lang: str

    def collection(self, kind: str, model: type[Record]) -> dict[str, Any]:
        """A kind: a folder of files, facts above and text below."""
        title, purpose = (self.gettext(text) for text in TITLES[kind])
        facts = {name: of for name, of in shape(model).items() if name not in {"id", "body"}}
        fields = [self.field(model, name, of) for name, of in facts.items()]
        fields.append(self.field(model, "body", shape(model)["body"]))
        fields.append({"name": _ORIGINALS["field"], "widget": "hidden"})  # for the filter
        return {
            "name": kind, "label": title, "description": purpose, "folder": f"content/{kind}", "create": True,
            "extension": "md", "format": "yaml-frontmatter", "identifier_field": "title", "slug": "{{title}}",
            "filter": _ORIGINALS, "editor": {"preview": False}, "fields": fields,
        }  # fmt: skip

    def field(self, model: type[BaseModel], name: str, of: Shape, *, asked: bool = True) -> Field:
        """A field with its words, its help and its widget.

        Args:
            asked: What the model requires is required here. Not in a group that may be left out: Decap asks
                for what an empty group requires, and then saves no page that does without the group.
        """
        info = model.model_fields[name]
        told = described(model, name)
        hints = [self.gettext(told)] if told else []
        if example := example_of(info, of):
            hints.append(example)
        required = of.required or (name == "body" and getattr(model, "required_body", False))
        found: Field = {
            "name": name,
            "label": self.gettext(info.title) if info.title else name,
            **self.widget(of, asked=asked and required),
            "required": asked and required,
        }
        if hints:
            found["hint"] = " – ".join(hints)
        return found

    def widget(self, of: Shape, *, asked: bool = True) -> Field:
        """What one fills it in with."""
        if of.group is not None:
            return {"widget": "object", "collapsed": True, "fields": self.fields(of.group, asked=asked)}
        if of.kind == "list" and of.item is not None:
            return self.many(of, of.item)
        if of.kind == "mapping":
            return {"widget": "keyvalue"}
        if options := self.options(of):
            return {"widget": "select", "options": options}
        if of.kinds is not None and len(of.kinds) == 1:
            return self.relation(of.kinds[0])
        if of.kind == "text":
            # As typed: the rich editor of Decap writes a backslash before “[[”, and the link is lost.
            return {"widget": "markdown", "modes": ["raw"]} if of.markdown else {"widget": "text"}
        if number := of.written and _NUMBERS.get(of.written.how):
            return {"widget": "number", "value_type": number}
        return {"widget": "string"}

    def many(self, of: Shape, item: Shape) -> Field:
        """A list."""
        limits = {key: n for key, n in (("min", of.least), ("max", of.most)) if n is not None}
        if item.group is not None:
            return {"widget": "list", "collapsed": True, "fields": self.fields(item.group), **limits}
        if options := self.options(item):
            return {"widget": "select", "multiple": True, "options": options, **limits}
        if item.kinds is not None and len(item.kinds) == 1:
            return {**self.relation(item.kinds[0]), "multiple": True}
        inner = {"name": "value", "label": self.gettext("Value"), **self.widget(item)}
        return {"widget": "list", "field": inner, **limits}

    def fields(self, group: type[BaseModel], *, asked: bool = True) -> list[Field]:
        """The fields of a group."""
        return [self.field(group, name, of, asked=asked) for name, of in shape(group).items()]

    def options(self, of: Shape) -> list[dict[str, str]]:
        """The codes that a field takes, with their words."""
        found: list[dict[str, str]] = []
        if of.vocabulary:
            told = labels(of.vocabulary, self.gettext, self.vocabularies, self.lang)
            found = [{"label": words, "value": code} for code, (words, _) in told.items()]
        if of.written and of.written.how == "yes or no":
            found = [{"label": self.gettext(word), "value": word} for word in ("yes", "no")]
        return found + [{"label": word, "value": word} for word in sorted(of.words)]

    def relation(self, kind: str) -> Field:
        """A picker of records of one kind; what it writes is ``kind/identifier``."""
        return {
            "widget": "relation", "collection": kind, "value_field": f"{kind}/{{{{slug}}}}",
            "search_fields": ["title"], "display_fields": ["title"],
        }  # fmt: skip
