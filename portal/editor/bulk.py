"""Many records at once: a kind as a table, and a table back into the files of its records.

A row per record, a column per value, under the dotted keys of the tables of the directory
(``places.0.hours``). Texts below the facts are not in the table. No import of open data is touched: what
differs goes into the file of the record.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from portal.editor.cells import cell_of, columns, put, value_at, value_of
from portal.editor.desk import Desk, Opened
from portal.editor.fields import Maker
from portal.editor.fields import Path as Place
from portal.editor.posted import pruned
from portal.editor.sheets import Sheet, column_name
from portal.errors import N_, Message, PortalError, Problem
from portal.i18n import translations
from portal.loading.tables import column_of
from portal.loading.wording import did_you_mean
from portal.model.kinds import KINDS
from portal.model.shape import shape


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a sheet, where whoever typed it looks."""

    sheet: str
    row: int  # from 1, as spreadsheets count
    column: str  # letters, and the key; empty: the whole row
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of one record that the table gives otherwise."""

    ref: str
    key: str
    old: str
    new: str


@dataclass(slots=True)
class Bulk:
    """What a table would change; nothing is written until ``apply``."""

    edits: list[Edit] = field(default_factory=list)
    created: list[str] = field(default_factory=list)  # references of new records
    faults: list[Fault] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)  # path to what it would hold
    marks: dict[str, str] = field(default_factory=dict)  # path to the mark of what was read


def export(root: Path, kind: str, as_of: date, lang: str) -> list[Sheet]:
    """The records of a kind as a sheet, and a second one that tells what each column means."""
    desk = Desk(root, as_of)
    loaded = desk.loaded()
    refs = [ref for ref in sorted(loaded.gathered.originals) if ref.startswith(f"{kind}/")]
    records = [(ref.partition("/")[2], desk.open(ref).values) for ref in refs]
    keys = columns(KINDS[kind], [values for _, values in records])
    rows = [("id", *keys)]
    rows += [(ident, *(cell_of(value_at(values, key)) for key in keys)) for ident, values in records]
    gettext = translations(lang).gettext
    maker = Maker(gettext, desk.vocabularies(loaded), lang)
    return [Sheet(kind, tuple(rows)), Sheet(gettext(N_("Help")), tuple(_help(KINDS[kind], keys, maker)))]


def read(root: Path, kind: str, sheet: Sheet, as_of: date) -> Bulk:
    """What a sheet would change in the records of a kind."""
    reader = _Reader(Desk(root, as_of), kind, sheet)
    reader.header()
    if not reader.found.faults:
        for number, row in enumerate(sheet.rows[1:], 2):
            if any(row):
                reader.row(number, row)
        reader.judge()
    return reader.found


def apply(root: Path, bulk: Bulk, as_of: date) -> None:
    """Write the files; what they held is kept among their versions.

    Raises:
        PortalError: A file changed meanwhile, or the disk refuses.
    """
    store = Desk(root, as_of).store
    for path, data in bulk.files.items():
        store.write(path, data, bulk.marks[path])


def _help(model: type[BaseModel], keys: Sequence[str], maker: Maker) -> Iterator[tuple[str, ...]]:
    """A row per column: its key, what it is called, what to write, and its codes when they are few."""
    _ = maker.gettext
    yield (_(N_("key")), _(N_("Name")), _(N_("help")), _(N_("code")))
    for key in keys:
        *parents, name = [step for step in key.split(".") if not step.isdigit()]
        here: type[BaseModel] | None = model
        for step in parents:
            of = shape(here).get(step) if here else None
            here = of.innermost.group if of else None
        if here is not None and name in shape(here):
            told = maker.field(here, name, shape(here)[name], None, (name,))
            codes = " ; ".join(f"{code} = {words}" for code, words in told.options[:40])
            yield (key, told.label, " ".join(filter(None, (told.help, told.example))), codes)


# --- from a sheet to changes


@dataclass(slots=True)
class _Reader:
    """Reads one sheet: what it changes, and what is wrong in it."""

    desk: Desk
    kind: str
    sheet: Sheet
    columns: list[str] = field(default_factory=list)
    found: Bulk = field(default_factory=Bulk)
    rows: dict[str, int] = field(default_factory=dict)  # id to its row
    opened: dict[str, Opened] = field(default_factory=dict)  # by path, those that change

    def header(self) -> None:
        """The keys of the first row."""
        model = KINDS[self.kind]
        self.columns = [cell or "" for cell in self.sheet.rows[0]] if self.sheet.rows else []
        if "id" not in self.columns:
            self._fault(1, "", Message(N_("the table has no column “id”")))
        for index, key in enumerate(self.columns):
            if key in self.columns[:index]:
                self._fault(1, key, Message(N_("the column “%(key)s” appears twice"), {"key": key}))
            elif key and column_of(key, model) is None:
                message = Message(N_("unknown key “%(key)s”"), {"key": key})
                self._fault(1, key, message, did_you_mean(key, shape(model)))

    def row(self, number: int, row: Sequence[str | None]) -> None:
        """One record."""
        cells = dict(zip(self.columns, row, strict=False))
        for key, cell in cells.items():
            if cell is None:
                self._fault(number, key, Message(N_("a formula: write its value")))
        ident = cells.pop("id") or ""
        if ident in self.rows:
            said: dict[str, object] = {"id": ident, "line": self.rows[ident]}
            self._fault(number, "id", Message(N_("“%(id)s” is already on line %(line)s"), said))
        elif not ident:
            self._fault(number, "id", Message(N_("this row has no “id”")))
        else:
            self.rows[ident] = number
            try:
                self._change(ident, {key: cell for key, cell in cells.items() if cell is not None})
            except PortalError as error:
                self._fault(number, "id", error.message, error.hint)

    def _change(self, ident: str, cells: Mapping[str, str]) -> None:
        ref = f"{self.kind}/{ident}"
        known = self.desk.exists(ref)
        record = self.desk.open(ref) if known else self.desk.new(ref, {})
        values = copy.deepcopy(record.values)
        edits = []
        for key, cell in cells.items():
            column, old = column_of(key, record.model), cell_of(value_at(record.values, key))
            if column is not None and cell != old and not _same_number(cell, old):
                edits.append(Edit(ref, key, old, cell))
                put(values, column.path, value_of(column, cell))
        if edits or not known:
            kept = pruned(values)
            assert isinstance(kept, dict)  # noqa: S101 - a record is a group
            self.found.created += [] if known else [ref]
            self.found.edits += edits
            self.found.files[record.path] = record.written(kept, record.prose)
            self.found.marks[record.path] = record.mark
            self.opened[record.path] = record

    def judge(self) -> None:
        """What the checks would say of the changed records and did not say before."""
        before = {_said(p) for p in self.desk.problems(self.desk.loaded())}
        loaded = self.desk.loaded(dict(self.found.files))
        for record in self.opened.values():
            row = self.rows[record.ref.partition("/")[2]]
            for place, problems in self.desk.locate(loaded, record).items():
                for problem in problems:
                    if problem.severity == "error" and _said(problem) not in before:
                        self._fault(row, self._column_at(place), problem.message, problem.hint)

    def _column_at(self, place: Place) -> str:
        """The column in which a problem stands, or the nearest one that holds it."""
        steps = [str(step) for step in place]
        while steps:
            key = ".".join(steps)
            near = [column for column in self.columns if column == key or column.startswith(f"{key}.")]
            if near:
                return near[0]
            steps.pop()
        return "id"

    def _fault(self, row: int, key: str, message: Message, hint: Message | None = None) -> None:
        known = key in self.columns
        where = f"{column_name(self.columns.index(key))} ({key})" if known else ""
        self.found.faults.append(Fault(self.sheet.name, row, where, message, hint))


def _said(problem: Problem) -> tuple[str, str, str]:
    """What makes two problems the same, wherever a change moved them in the file."""
    return problem.path, problem.code, problem.message.render()


def _same_number(cell: str, old: str) -> bool:
    """A spreadsheet takes the zeros away from the head of a code: that is no change."""
    return cell.isdigit() and old.isdigit() and cell.lstrip("0") == old.lstrip("0")
