"""A territory whose records changed since it was read: only those are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from portal.errors import Problem
from portal.loading.catalogue import Loaded, apply_inserts, records_of, translations_of
from portal.loading.files import Snapshot
from portal.loading.gather import Gathered, gather_some, record_file
from portal.model.base import Record
from portal.model.catalogue import Catalogue

Kinds = Mapping[str, Mapping[str, Record]]


def renewed(before: Loaded, old: Snapshot, new: Snapshot) -> Loaded | None:
    """What reading the new files would give; None when more than the files of records changed.

    Args:
        before: What the old files gave.
        old: The files as they were.
        new: The files as they are.
    """
    changed = {
        path for path in old.files.keys() | new.files.keys() if old.files.get(path) != new.files.get(path)
    }
    touched = {record_file(path) for path in changed}
    if (
        before.catalogue is None
        or None in touched
        or (old.others, old.problems) != (new.others, new.problems)
    ):
        return None
    refs = _with_inserts({ref for ref in touched if ref})
    mine = {path for path in old.files.keys() | new.files.keys() if record_file(path) in refs}
    rows = {ref: row for ref, row in before.gathered.rows.items() if ref in refs}
    if {row.at.path for row in rows.values()} & {problem.path for problem in before.problems}:
        return None  # which problems of a table a file mends cannot be told from here
    files = {path: data for path, data in new.files.items() if path in mine}
    return _joined(before, before.catalogue, gather_some(files, rows, before.catalogue.territory), refs, mine)


def _with_inserts(refs: set[str]) -> set[str]:
    """A pathway and its local insert are read together."""
    ids = {ref.partition("/")[2] for ref in refs if ref.startswith(("pathways/", "inserts/"))}
    return refs | {f"{kind}/{ident}" for kind in ("pathways", "inserts") for ident in ids}


def _joined(before: Loaded, catalogue: Catalogue, found: Gathered, refs: set[str], mine: set[str]) -> Loaded:
    records, wrong = records_of(found, catalogue.vocabularies)
    translations, wrong_too = translations_of(found, catalogue.vocabularies)
    apply_inserts(records, translations)
    told = _kept(before.problems, mine, [*found.problems, *wrong, *wrong_too])
    outdated = {o for o in catalogue.outdated if o[1] not in refs} | found.outdated
    renewed_catalogue = replace(
        catalogue,
        records=_records(catalogue.records, records, refs),
        translations=_translations(catalogue.translations, translations, refs),
        outdated=frozenset(outdated),
    )
    return replace(
        before,
        catalogue=renewed_catalogue,
        problems=tuple(sorted(told)),
        gathered=_gathered(before.gathered, found, refs, mine),
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


def _gathered(before: Gathered, found: Gathered, refs: set[str], mine: set[str]) -> Gathered:
    return Gathered(
        {**{ref: tree for ref, tree in before.originals.items() if ref not in refs}, **found.originals},
        {
            **{key: tree for key, tree in before.translations.items() if key[1] not in refs},
            **found.translations,
        },
        {**{key: tree for key, tree in before.texts.items() if key[1] not in refs}, **found.texts},
        before.rows,
        frozenset({o for o in before.outdated if o[1] not in refs} | found.outdated),
        _kept(before.problems, mine, found.problems),
        before.unread - refs | found.unread,
    )


def _kept(before: Iterable[Problem], mine: set[str], now: Iterable[Problem]) -> list[Problem]:
    return [*(problem for problem in before if problem.path not in mine), *now]
