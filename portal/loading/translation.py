"""A translation holds texts only: facts come from the original, so that the two cannot drift apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel

from portal.errors import N_, Message, Problem
from portal.loading.tree import Fields, Items, Mark, Node, Scalar
from portal.loading.wording import did_you_mean
from portal.model.shape import Shape, shape

# What people type to find a page: each language has its own words, as many as it needs.
OWN_WORDS = frozenset({"aliases", "entry_points"})
_THOUSANDS = re.compile(r"(?<=\d)[ .,\u00a0\u202f](?=\d{3}(?!\d))")
_LINKS = re.compile(r"\[\[([^\]|\n]+)|\]\(\s*((?:/|tel:|sms:|#)[^)\s]*)")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of another script: ٣
_FULL_HOUR = re.compile(r"(?<=\d)(\s?[:h]\s?)00(?!\d)")


def texts(model: type[BaseModel], tree: Node, path: str = "") -> Iterator[tuple[str, str]]:
    """The texts that a translation gives again: dotted path and text, in the order of the model."""
    if isinstance(tree, Fields):
        for key, of in shape(model).items():
            if of.has_text and key in tree.values and key not in OWN_WORDS:
                yield from _texts(of, tree.values[key], f"{path}{key}")


def _texts(of: Shape, node: Node, path: str) -> Iterator[tuple[str, str]]:
    if of.kind == "text" and isinstance(node, Scalar) and node.value:
        yield path, node.value
    elif of.kind == "group" and of.group is not None:
        yield from texts(of.group, node, f"{path}.")
    elif of.kind == "list" and of.item is not None and isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _texts(of.item, item, f"{path}.{index}")


def source_hash(model: type[BaseModel], tree: Fields) -> str:
    """What ``source_hash`` in a translation must be for it to be up to date: 16 hexadecimal digits."""
    told = "\x1e".join(f"{path}\x1f{' '.join(text.split())}" for path, text in texts(model, tree))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def translated(model: type[BaseModel], original: Fields, translation: Fields) -> tuple[Fields, list[Problem]]:
    """The original with its texts replaced by those of the translation.

    Args:
        model: The kind of record.
        original: The record in the default language, as a tree.
        translation: The same structure, with texts only; entries of lists stand in the same order, or carry
            the ``id`` of the entry they translate.

    Returns:
        The complete record in the other language, and where the translation does not fit.
    """
    weaver = _Weaver()
    return weaver.group(model, original, translation), weaver.problems


@dataclass(slots=True)
class _Weaver:
    problems: list[Problem] = field(default_factory=list)

    def group(self, model: type[BaseModel], original: Fields, given: Fields) -> Fields:
        fields = shape(model)
        for key, at in given.keys.items():
            self._key(key, at, fields, original, given)
        values = dict(original.values)
        for key, of in fields.items():
            if not of.has_text:
                continue
            ours, theirs = original.values.get(key), given.values.get(key)
            if key in OWN_WORDS:
                values.pop(key, None)
                if theirs is not None:
                    values[key] = theirs
                elif of.required and ours is not None:
                    values[key] = ours
            elif ours is not None and theirs is not None:
                values[key] = self._value(of, ours, theirs)
            elif ours is not None and next(_texts(of, ours, ""), None):
                at = given.keys.get(key, given.at)
                self._report(at, "translation-missing", N_("the text “%(key)s” is not translated"), key=key)
        return Fields(given.at, values, {**original.keys, **given.keys})

    def _key(self, key: str, at: Mark, fields: dict[str, Shape], original: Fields, given: Fields) -> None:
        if key == "id" or (key == "body" and key not in given.values):
            return
        if key not in fields:
            hint = did_you_mean(key, [k for k, s in fields.items() if s.has_text])
            message = Message(N_("unknown key “%(key)s”"), {"key": key})
            self.problems.append(at.problem("unknown-key", message, hint))
        elif not fields[key].has_text:
            msgid = N_("“%(key)s” is a fact: a translation inherits it, remove this line")
            self._report(at, "translation-fact", msgid, key=key)
        elif key not in original.values and key not in OWN_WORDS:
            self._report(at, "translation-extra", N_("the original has no “%(key)s”"), key=key)

    def _value(self, of: Shape, ours: Node, theirs: Node) -> Node:
        if of.kind == "group" and of.group and isinstance(ours, Fields) and isinstance(theirs, Fields):
            return self.group(of.group, ours, theirs)
        if of.kind == "list" and of.item and isinstance(ours, Items) and isinstance(theirs, Items):
            return self._list(of.item, ours, theirs)
        if of.kind == "text" and isinstance(ours, Scalar) and isinstance(theirs, Scalar):
            self._digits(ours, theirs)
            self._links(ours, theirs)
        return theirs

    def _list(self, of: Shape, ours: Items, theirs: Items) -> Node:
        if len(ours.items) != len(theirs.items):
            msgid = N_("number of entries: %(found)s; the original has %(expected)s")
            found, expected = len(theirs.items), len(ours.items)
            self._report(theirs.at, "translation-length", msgid, found=found, expected=expected)
            return ours
        by_id = {_id(item): item for item in theirs.items if _id(item)}
        if by_id and set(by_id) != {_id(item) for item in ours.items}:
            self._report(theirs.at, "translation-ids", N_("the entries do not carry the ids of the original"))
            return ours
        pairs = [
            (mine, by_id.get(_id(mine), other)) for mine, other in zip(ours.items, theirs.items, strict=True)
        ]
        return Items(theirs.at, tuple(self._value(of, mine, other) for mine, other in pairs))

    def _digits(self, ours: Scalar, theirs: Scalar) -> None:
        """A number, a phone or a dose may not change from one language to another."""
        expected, found = digits(ours.value or ""), digits(theirs.value or "")
        if expected == found:
            return
        lost, added = sorted((expected - found).elements()), sorted((found - expected).elements())
        msgid = N_("the numbers differ from the original: missing %(lost)s, added %(added)s")
        self._report(
            theirs.at, "translation-digits", msgid, lost=", ".join(lost) or "—", added=", ".join(added) or "—"
        )

    def _links(self, ours: Scalar, theirs: Scalar) -> None:
        """A link leads to the same page in all languages; an address outside may have a translation."""
        expected, found = links(ours.value or ""), links(theirs.value or "")
        if expected != found:
            odd = next(iter([*(expected - found).elements(), *(found - expected).elements()]))
            msgid = N_("the links differ from the original: “%(link)s”")
            self._report(theirs.at, "translation-links", msgid, link=odd)

    def _report(self, at: Mark, code: str, msgid: str, **params: object) -> None:
        self.problems.append(at.problem(code, Message(msgid, params)))


def _id(node: Node) -> str | None:
    return node.text("id") if isinstance(node, Fields) else None


def links(text: str) -> Counter[str]:
    """The records and pages of the site that a text leads to, and the numbers that it dials."""
    return Counter(one or other for one, other in _LINKS.findall(text))


def digits(text: str) -> Counter[str]:
    """The runs of digits of a text, of any script, by value; 1 000 is 1,000, and 20 h is 20:00."""
    western = _OTHER_DIGIT.sub(lambda c: str(unicodedata.digit(c[0])), text)
    bare = _THOUSANDS.sub("", _FULL_HOUR.sub(r"\1", western))
    return Counter(re.findall(r"\d+", bare))
