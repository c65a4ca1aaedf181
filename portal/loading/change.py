"""A territory whose records changed since it was read: only those are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.errors import Problem
from portal.loading.catalogue import Loaded, apply_inserts, records_of, translations_of
from portal.loading.files import Snapshot
from portal.loading.gather import Gathered, gather_some, gather_table, record_file, table_kind
from portal.loading.tree import Fields, plain
from portal.model.base import Record
from portal.model.catalogue import Catalogue

Kinds = Mapping[str, Mapping[str, Record]]
Rows = dict[str, Fields]  # of tables, by reference


@dataclass(frozen=True, slots=True)
class _Again:
    """What is read again."""

    refs: set[str]  # the records
    files: set[str]  # all of theirs
    rows: Rows  # of all tables, as they are now


def renewed(before: Loaded, old: Snapshot, new: Snapshot) -> Loaded | None:
    """What reading the new files would give; None when more than records changed.

    Args:
        before: What the old files gave.
        old: The files as they were.
        new: The files as they are.
    """
    paths = old.files.keys() | new.files.keys()
    changed = {path for path in paths if old.files.get(path) != new.files.get(path)}
    tables = {path for path in changed if table_kind(path)}
    touched = {record_file(path) for path in changed - tables}
    if (
        before.catalogue is None
        or None in touched
        or (old.others, old.problems) != (new.others, new.problems)
    ):
        return None
    rows = _rows(before.gathered.rows, tables, new.files)
    if rows is None:
        return None
    refs = {ref for ref in touched if ref}
    refs |= set(_changed_rows(before.gathered.rows, rows, {record_file(path) for path in paths}))
    refs = _with_inserts(refs)
    again = {ref: row for ref, row in rows.items() if ref in refs}
    if ({row.at.path for row in again.values()} | tables) & {problem.path for problem in before.problems}:
        return None  # which problems of a table are mended cannot be told from here
    mine = {path for path in paths if record_file(path) in refs}
    files = {path: data for path, data in new.files.items() if path in mine}
    found = gather_some(files, again, before.catalogue.territory)
    return _joined(before, before.catalogue, found, _Again(refs, mine, rows))


def _rows(before: Rows, tables: set[str], files: Mapping[str, bytes]) -> Rows | None:
    """All rows, those of some tables read again; None when such a table is gone or has something wrong."""
    rows = {ref: row for ref, row in before.items() if row.at.path not in tables}
    for path in sorted(tables):
        table = gather_table(path, files[path]) if path in files else None
        if table is None or table.problems:
            return None
        rows |= table.rows
    return rows


def _changed_rows(old: Rows, new: Rows, held: set[str | None]) -> Iterator[str]:
    """The references of rows that say something else, or that moved while a file completes them."""
    for ref in old.keys() | new.keys():
        before, now = old.get(ref), new.get(ref)
        if before is now or before == now:
            continue
        if before is None or now is None or ref in held or plain(before) != plain(now):
            yield ref


def _with_inserts(refs: set[str]) -> set[str]:
    """A pathway and its local insert are read together."""
    ids = {ref.partition("/")[2] for ref in refs if ref.startswith(("pathways/", "inserts/"))}
    return refs | {f"{kind}/{ident}" for kind in ("pathways", "inserts") for ident in ids}


def _joined(before: Loaded, catalogue: Catalogue, found: Gathered, again: _Again) -> Loaded:
    records, wrong = records_of(found, catalogue.vocabularies)
    translations, wrong_too = translations_of(found, catalogue.vocabularies)
    apply_inserts(records, translations)
    told = _kept(before.problems, again.files, [*found.problems, *wrong, *wrong_too])
    outdated = {o for o in catalogue.outdated if o[1] not in again.refs} | found.outdated
    renewed_catalogue = replace(
        catalogue,
        records=_records(catalogue.records, records, again.refs),
        translations=_translations(catalogue.translations, translations, again.refs),
        outdated=frozenset(outdated),
    )
    return replace(
        before,
        catalogue=renewed_catalogue,
        problems=tuple(sorted(told)),
        gathered=_gathered(before.gathered, found, again),
    )


def _records(before: Kinds, now: Kinds, refs: set[str]) -> dict[str, Mapping[str, Record]]:
    kinds = dict(before)
    for kind in {ref.partition("/")[0] for ref in refs}:
        stay = {ident: r for ident, r in before[kind].items() if f"{kind}/{ident}" not in refs}
        kinds[kind] = dict(sorted({**stay, **now[kind]}.items()))
    return kinds


def _translations(before: Kinds, now: Kinds, refs: set[str]) -> dict[str, Mapping[str, Record]]:
    languages: dict[str, Mapping[str, Record]] = {}
    for lang in sorted(before.keys() | now.keys()):
        stay = {ref: record for ref, record in before.get(lang, {}).items() if ref not in refs}
        if found := {**stay, **now.get(lang, {})}:
            languages[lang] = dict(sorted(found.items()))
    return languages


def _gathered(before: Gathered, found: Gathered, again: _Again) -> Gathered:
    refs, rows = again.refs, again.rows
    stay = {ref: tree for ref, tree in before.originals.items() if ref not in refs}
    moved = {ref: rows[ref] for ref, tree in stay.items() if tree is before.rows.get(ref)}
    return Gathered(
        {**stay, **moved, **found.originals},
        {
            **{key: tree for key, tree in before.translations.items() if key[1] not in refs},
            **found.translations,
        },
        {**{key: tree for key, tree in before.texts.items() if key[1] not in refs}, **found.texts},
        rows,
        frozenset({o for o in before.outdated if o[1] not in refs} | found.outdated),
        _kept(before.problems, again.files, found.problems),
        before.unread - refs | found.unread,
    )


def _kept(before: Iterable[Problem], mine: set[str], now: Iterable[Problem]) -> list[Problem]:
    return [*(problem for problem in before if problem.path not in mine), *now]
