"""The fields of every kind of file, told to editors in Markdown. Written from the model, it cannot drift."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from portal.errors import N_
from portal.model.addresses import FOLDERS, GATHERED
from portal.model.base import Record
from portal.model.guide import described, example_of, labels
from portal.model.kinds import KINDS, TITLES
from portal.model.search_assets import Dangers, Golden, Synonyms
from portal.model.shape import Shape, shape
from portal.model.territory import Territory
from portal.model.vocabularies import Vocabularies

EXAMPLES = files("portal.model") / "examples" / "content"  # a small fictitious territory that checks clean
FEW = 6  # so many codes are told where they are used; longer lists have a table of their own
FILES: Mapping[str, tuple[type[BaseModel], str]] = {  # what is no record: its model and its title
    "territory.yaml": (Territory, N_("The territory")),
    "search/synonyms.yaml": (Synonyms, N_("Words that mean the same")),
    "search/dangers.yaml": (Dangers, N_("Danger phrases")),
    "search/golden.yaml": (Golden, N_("Searches that must succeed")),
}
SHARED, SHARED_ANCHOR = N_("Groups of keys that several kinds share"), "groupes"
CODE_LISTS, CODES_ANCHOR = N_("Lists of codes"), "codes"


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    lead: str
    model: type[BaseModel]
    names: tuple[str, ...]  # fields told here
    folder: str = ""  # of the example, in content/

    @property
    def anchor(self) -> str:
        """Where links to the section lead."""
        return f"fiche-{self.folder.replace('/', '-').removesuffix('.yaml')}" if self.folder else "fiche"


def reference(gettext: Callable[[str], str], vocabularies: Vocabularies, lang: str) -> str:
    """The whole reference, from second-level headings down.

    Args:
        gettext: Of the language that editors read.
        vocabularies: Those whose codes are listed.
        lang: The language of their labels.
    """
    return "\n".join(_Writer(gettext, vocabularies, lang).lines()) + "\n"


@dataclass(slots=True)
class _Writer:
    gettext: Callable[[str], str]
    vocabularies: Vocabularies
    lang: str
    users: dict[type[BaseModel], list[tuple[int, str]]] = field(default_factory=dict)  # section, field
    titles: dict[type[BaseModel], str] = field(default_factory=dict)  # of the first field that holds it
    listed: dict[str, str] = field(default_factory=dict)  # vocabulary to the title of its first field

    def lines(self) -> Iterator[str]:
        """The reference, line by line."""
        sections = list(self._sections())
        for number, section in enumerate(sections):
            self._visit(number, section.model, section.names)
        yield from (f"- [{section.heading}](#{section.anchor})" for section in sections)
        yield f"- [{self.gettext(SHARED)}](#{SHARED_ANCHOR})"
        yield from (f"- [{self.gettext(CODE_LISTS)}](#{CODES_ANCHOR})", "")
        for number, section in enumerate(sections):
            yield from self._section(number, section)
        yield from self._common()
        yield from self._codes()

    def _sections(self) -> Iterator[_Section]:
        _ = self.gettext
        lead = _(N_("Every file may hold these keys, whatever its kind. They are not repeated below."))
        yield _Section(_(N_("What all files have in common")), lead, Record, tuple(Record.model_fields))
        for kind, model in KINDS.items():
            title, purpose = TITLES[kind]
            shared = GATHERED.get(kind)
            page = f"/{shared}/#{shared}-<id>" if shared else f"/{FOLDERS[kind]}/<id>/"
            where = self._say(N_("File: `%(file)s`. Page: `%(page)s`."),
                              file=f"content/{kind}/<id>.md", page=page)  # fmt: skip
            own = tuple(name for name in inspect.get_annotations(model) if name in model.model_fields)
            names = (*own, "body") if model.required_body else own
            yield _Section(_(title), f"{_(purpose)} {where}", model, names, kind)
        for path, (group, title) in FILES.items():
            lead = self._say(N_("File: `%(file)s`."), file=f"content/{path}")
            yield _Section(_(title), lead, group, tuple(group.model_fields), path)

    def _visit(self, number: int, model: type[BaseModel], names: tuple[str, ...]) -> None:
        """Note which groups and vocabularies each section uses."""
        for name in names:
            of, title = shape(model)[name].innermost, _title(model.model_fields[name])
            if of.vocabulary and len(self._labels(of.vocabulary)) > FEW:
                self.listed.setdefault(of.vocabulary, self.gettext(title))
            if of.group is not None:
                seen = self.users.setdefault(of.group, [])
                self.titles.setdefault(of.group, self.gettext(title))
                if (number, name) not in seen:
                    seen.append((number, name))
                    self._visit(number, of.group, tuple(of.group.model_fields))

    def _is_common(self, group: type[BaseModel]) -> bool:
        return len({number for number, _ in self.users[group]}) > 1

    def _section(self, number: int, section: _Section) -> Iterator[str]:
        yield from (f'<a id="{section.anchor}"></a>', "", f"## {section.heading}", "", section.lead, "")
        yield from self._table(section.model, section.names)
        for group, users in self.users.items():
            if users[0][0] == number and not self._is_common(group):
                yield from self._group(group)
        if section.folder:
            path, text = _example(section.folder)
            title = self._say(N_("Example: %(value)s"), value=f"`{path}`")
            yield from (f"### {title}", "", "```yaml", text.rstrip(), "```", "")

    def _common(self) -> Iterator[str]:
        yield from (f'<a id="{SHARED_ANCHOR}"></a>', "", f"## {self.gettext(SHARED)}", "")
        for group in self.users:
            if self._is_common(group):
                yield from self._group(group)

    def _group(self, group: type[BaseModel]) -> Iterator[str]:
        keys = ", ".join(dict.fromkeys(f"`{name}`" for _, name in self.users[group]))
        yield from (f'<a id="{_anchor(group)}"></a>', "", f"### {self.titles[group]} ({keys})", "")
        yield from self._table(group, tuple(group.model_fields))

    def _table(self, model: type[BaseModel], names: tuple[str, ...]) -> Iterator[str]:
        heads = (N_("key"), N_("required"), N_("what to write"), N_("help"))
        yield f"| {' | '.join(self.gettext(head) for head in heads)} |"
        yield "|---|---|---|---|"
        yes = self.gettext(N_("yes"))
        for name in names:
            info, of = model.model_fields[name], shape(model)[name]
            record = model if issubclass(model, Record) else None
            required = of.required and not (record and name == "id")  # the name of the file says it
            required |= bool(record and record.required_body and name == "body")
            cells = (
                f"`{name}`<br>{self.gettext(_title(info))}",
                f"**{yes}**" if required else self._default(info),
                self._value(of),
                self._help(described(model, name), info, of),
            )
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        yield ""

    def _default(self, info: FieldInfo) -> str:
        """Not required; and what holds when the key is absent."""
        default = info.default
        if isinstance(default, bool):
            default = "yes" if default else "no"
        no = self.gettext(N_("no"))
        return f"{no} (`{default}`)" if isinstance(default, str | int) and default != "" else no

    def _help(self, told: str, info: FieldInfo, of: Shape) -> str:
        """What to know, and an example: that of the field, or that of its type."""
        example = example_of(info, of)
        shown = self._say(N_("Example: %(value)s"), value=f"`{example}`") if example else ""
        return "<br>".join(filter(None, (self.gettext(told) if told else "", shown)))

    def _value(self, of: Shape, *, inside: bool = False) -> str:
        _ = self.gettext
        if of.kind == "mapping" and of.item is not None:
            by = N_("by name: %(value)s") if inside else N_("by language: %(value)s")
            return self._say(by, value=self._value(of.item, inside=True))
        if of.kind == "list" and of.item is not None:
            value = self._say(N_("list: %(value)s"), value=self._value(of.item))
        elif of.group is not None:
            return f"[{self.titles[of.group]}](#{_anchor(of.group)})"
        else:
            value = self._scalar(of)
        words = _(N_(" or ")).join(f"`{word}`" for word in sorted(of.words))
        value = _(N_(" or ")).join(filter(None, (value, words)))
        return value + self._limits(of)

    def _scalar(self, of: Shape) -> str:
        _ = self.gettext
        if of.vocabulary:
            return self._code(of.vocabulary)
        if of.kinds is not None:
            kinds = ", ".join(f"`{kind}/…`" for kind in of.kinds)
            return (
                self._say(N_("reference: %(kinds)s"), kinds=kinds) if kinds else _(N_("reference: any page"))
            )
        if of.kind == "text":
            return _(N_("text, in Markdown")) if of.markdown else _(N_("text"))
        if of.written:
            return _(of.written.how)
        return "" if of.words else _(N_("text, as it is"))

    def _limits(self, of: Shape) -> str:
        if of.kind == "text" and of.most is not None:
            return self._say(N_(", %(most)s characters at most"), most=of.most)
        if of.kind == "list":
            least = self._say(N_(", at least %(least)s"), least=of.least) if of.least else ""
            return least + (self._say(N_(", at most %(most)s"), most=of.most) if of.most else "")
        if of.kind == "fact" and of.most is not None:
            return self._say(N_(", from %(least)s to %(most)s"), least=of.least, most=of.most)
        return ""

    def _say(self, msgid: str, **params: object) -> str:
        return self.gettext(msgid) % params

    def _code(self, vocabulary: str) -> str:
        labels = self._labels(vocabulary)
        if len(labels) > FEW:
            told = self._say(N_("code of the list %(name)s"), name=f"`{vocabulary}`")
            return f"[{told}](#code-{vocabulary})"
        return ", ".join(f"`{code}` ({label})" for code, (label, _) in labels.items())

    def _labels(self, vocabulary: str) -> dict[str, tuple[str, str]]:
        return labels(vocabulary, self.gettext, self.vocabularies, self.lang)

    def _codes(self) -> Iterator[str]:
        _ = self.gettext
        yield from (f'<a id="{CODES_ANCHOR}"></a>', "", f"## {_(CODE_LISTS)}", "")
        for vocabulary, title in self.listed.items():
            labels = self._labels(vocabulary)
            yield from (f'<a id="code-{vocabulary}"></a>', "", f"### {title} (`{vocabulary}`)", "")
            heads = (_(N_("code")), _(N_("meaning")))
            yield from (f"| {' | '.join(heads)} |", "|---|---|")
            for code, told in labels.items():
                yield f"| `{code}` | {'<br>'.join(filter(None, told))} |"
            yield ""


def _title(info: FieldInfo) -> str:
    return info.title or ""


def _anchor(group: type[BaseModel]) -> str:
    return f"groupe-{group.__name__.lower()}"


def _example(folder: str) -> tuple[str, str]:
    """The path and the text of the example of a kind, or of a file that is no record."""
    place = EXAMPLES / folder
    if place.is_file():
        return f"content/{folder}", place.read_text("utf-8")
    first = min(place.iterdir(), key=lambda item: item.name)
    return f"content/{folder}/{first.name}", first.read_text("utf-8")
