"""The form of a record, made from its model: names of fields, how they are filled in, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel

from portal.editor.scalars import Plain
from portal.errors import N_, Problem
from portal.model.guide import described, example_of, labels
from portal.model.shape import Shape, shape
from portal.model.values import Contact
from portal.model.vocabularies import Vocabularies

FEW = 16  # codes shown all at once, as boxes to tick or in a list of one field; more are looked for by words
LARGE = 12  # fields of an entry: a larger one is folded until it is opened
MANY = 4  # entries: from so many on, they are closed or folded
LONG = 60  # characters: a longer text gets a box of several lines
Widget = Literal[
    "line", "text", "markdown", "date", "choice", "code", "boxes", "codes", "refs", "lines", "group", "items"
]
Path = tuple[str | int, ...]
Problems = Mapping[Path, Sequence[Problem]]  # by the field in which they stand
_YES_NO, _DAY = "yes or no", "date: year-month-day"  # how the model says that a fact is written
_KEYBOARDS = {"whole number": "numeric", "number, with a point for decimals": "decimal"}
_WORDS = {
    "public": N_("everyone"),
    "professionals": N_("professionals only"),
    "internal": N_("nobody: it stays in this folder"),
    "territory": N_("the whole territory"),
}


@dataclass(slots=True)
class Field:
    """One field as a template draws it."""

    path: Path
    widget: Widget
    label: str
    help: str = ""
    example: str = ""
    required: bool = False
    value: str = ""  # of a single value
    default: str = ""  # what holds when nothing is said, in words
    values: list[str] = field(default_factory=list)  # of a list of single values
    options: list[tuple[str, str]] = field(default_factory=list)  # code, words
    vocabulary: str = ""  # of the codes
    kinds: tuple[str, ...] | None = None  # records that a reference may name
    most: int | None = None  # characters
    keyboard: str = ""  # inputmode
    typed: str = ""  # "hours" or "phone": put in shape as one types
    items: list[list[Field]] = field(default_factory=list)  # of a list of groups, or one of a group
    problems: list[Problem] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)  # the labels of the fields of its group, by key
    other: str = ""  # what the file on the disk says instead

    @property
    def name(self) -> str:
        """In the form: a dotted path."""
        return dotted(self.path)

    @property
    def id(self) -> str:
        """In the page."""
        return "f-" + self.name.replace(".", "-")

    def in_words(self, code: str) -> str:
        """A code as one reads it and looks for it: words first; one that is not known as it is."""
        words = dict(self.options).get(code, "")
        return f"{words} ({code})" if words and words != code else code

    def told(self, number: int) -> str:
        """An entry in a few words: its title, else what is filled in first; empty when nothing is."""
        filled = [field for field in self.items[number] if field.value]
        named = next((field for field in filled if field.path[-1] == "title"), None)
        return (named or filled[0]).in_words((named or filled[0]).value) if filled else ""

    def folds(self, number: int) -> bool:
        """True for an entry that shows once it is opened: a large one, among many, filled in and right."""
        inside = list(every(self.items[number]))
        return (
            len(self.items) >= MANY
            and len(inside) > LARGE
            and not any(field.troubled for field in inside)
            and self.told(number) != ""
        )

    @property
    def filled(self) -> bool:
        """True when something is written in it."""
        return bool(self.value or self.values or any(f.filled for item in self.items for f in item))

    @property
    def troubled(self) -> bool:
        """True when something is wrong in it, or in what it holds."""
        return bool(self.problems or self.other or any(f.troubled for item in self.items for f in item))


def every(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields and all that they hold."""
    for one in fields:
        yield one
        for item in one.items:
            yield from every(item)


def dotted(path: Sequence[str | int]) -> str:
    """A path as it is written in a form."""
    return ".".join(map(str, path))


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes forms in one language."""

    gettext: Callable[[str], str]
    vocabularies: Vocabularies
    lang: str
    languages: tuple[str, ...] = ()  # of the site, besides the default one
    problems: Problems = field(default_factory=dict)

    def form(self, model: type[BaseModel], values: Mapping[str, Plain], path: Path = ()) -> list[Field]:
        """The fields of a group, in the order of the model; keys that it does not know come last."""
        fields = shape(model)
        known = [self.field(model, name, of, values.get(name), (*path, name))
                 for name, of in fields.items() if path or name not in {"id", "body"}]  # fmt: skip
        for name, value in values.items():
            if name not in fields and isinstance(value, str) and name != "id":
                label = self.gettext(N_("Unknown key: %(key)s")) % {"key": name}
                known.append(Field((*path, name), "line", label, value=value))
        names = {str(made.path[-1]): made.label for made in known}
        for made in known:
            made.names = names
            made.problems = [
                problem for at in self.problems if _shows(made, at) for problem in self.problems[at]
            ]
        return known

    def field(self, model: type[BaseModel], name: str, of: Shape, value: Plain | None, path: Path) -> Field:
        """One field with what is written in it."""
        info = model.model_fields[name]
        made = self._shaped(of, value, path)
        told = described(model, name)
        made.label = self.gettext(info.title) if info.title else name
        made.help = self.gettext(told) if told else ""
        made.example = example_of(info, of)
        made.required = of.required
        made.default = dict(made.options).get(str(info.default), "") if made.options else ""
        if name == "hours" and not of.has_text:
            made.typed = "hours"
        elif model is Contact and name == "value":
            made.typed = "phone"
        return made

    def _shaped(self, of: Shape, value: Plain | None, path: Path) -> Field:
        if of.group is not None:
            group = value if isinstance(value, dict) else {}
            return Field(path, "group", "", items=[self.form(of.group, group, path)], value=_stray(value))
        if of.kind == "mapping":
            return self._mapping(of, value, path)
        if of.kind == "list" and of.item is not None:
            return self._list(of, of.item, value, path)
        made = Field(path, self._widget(of, value), "", value=value if isinstance(value, str) else "")
        made.options, made.kinds = self._options(of, [made.value]), of.kinds
        made.vocabulary = of.vocabulary or ""
        if made.widget == "choice" and of.vocabulary and len(made.options) > FEW:
            made.widget = "code"
        made.most = of.most if of.kind == "text" else None
        made.keyboard = _KEYBOARDS.get(_how(of), "")
        return made

    def _list(self, of: Shape, item: Shape, value: Plain | None, path: Path) -> Field:
        given = value if isinstance(value, list) else [value] if value else []
        if item.group is not None:
            groups = [entry if isinstance(entry, dict) else {} for entry in given]
            forms = [self.form(item.group, entry, (*path, index)) for index, entry in enumerate(groups)]
            return Field(path, "items", "", items=forms, most=of.most)
        values = [entry for entry in given if isinstance(entry, str)]
        if item.vocabulary or item.words:
            options = self._options(item, values)
            few = len(options) <= FEW
            widget: Widget = "boxes" if few else "codes"
            return Field(path, widget, "", values=values, options=options, vocabulary=item.vocabulary or "")
        if item.kinds is not None:
            return Field(path, "refs", "", values=values, kinds=item.kinds)
        return Field(path, "lines", "", values=values)

    def _mapping(self, of: Shape, value: Plain | None, path: Path) -> Field:
        """One group per language."""
        given = value if isinstance(value, dict) else {}
        made = Field(path, "group", "", items=[[]])
        for key in dict.fromkeys((*self.languages, *given)):
            if of.item is not None:
                inner = self._shaped(of.item, given.get(key), (*path, key))
                inner.label = key
                made.items[0].append(inner)
        return made

    def _widget(self, of: Shape, value: Plain | None) -> Widget:
        text = value if isinstance(value, str) else ""
        if of.vocabulary or of.words or _how(of) == _YES_NO:
            return "choice"
        if of.kind == "text":
            long = len(text) > LONG or "\n" in text or (of.most or 0) > LONG
            return "markdown" if of.markdown else "text" if long else "line"
        if _how(of) == _DAY and (not text or _is_day(text)):
            return "date"
        return "text" if "\n" in text else "line"

    def _options(self, of: Shape, values: Sequence[str]) -> list[tuple[str, str]]:
        """The codes that a field takes; one that is not known stays, or saving would lose it."""
        options = [
            (word, self.gettext(_WORDS[word]) if word in _WORDS else word) for word in sorted(of.words)
        ]
        if of.vocabulary:
            told = labels(of.vocabulary, self.gettext, self.vocabularies, self.lang)
            options = [(code, words) for code, (words, _) in told.items()] + options
        if _how(of) == _YES_NO:
            options = [("yes", self.gettext(N_("yes"))), ("no", self.gettext(N_("no")))]
        known = {code for code, _ in options}
        if options:
            options += [(value, value) for value in values if value and value not in known]
        return options


def _how(of: Shape) -> str:
    return of.written.how if of.written else ""


def _shows(made: Field, at: Path) -> bool:
    """True when a field is the nearest one to a place: what is inside it has no field of its own."""
    if at[: len(made.path)] != made.path:
        return False
    if made.widget == "items":
        return len(at) <= len(made.path) + 1
    return at == made.path or made.widget != "group"


def _stray(value: Plain | None) -> str:
    """A single value where a group is expected."""
    return value if isinstance(value, str) else ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
