"""A folder of content to a catalogue: every file is read, every problem is reported, nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.errors import N_, Message, Problem
from portal.loading.files import Snapshot, decode, read_folder
from portal.loading.gather import Gathered, gather
from portal.loading.outlines import load_outlines
from portal.loading.records import validate
from portal.loading.tree import Fields, Mark, locate
from portal.loading.vocabularies import load_vocabularies
from portal.loading.yaml_tree import parse_yaml
from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.insert import Insert, with_insert
from portal.model.kinds import KINDS
from portal.model.pathway import Pathway
from portal.model.search_assets import SearchAssets
from portal.model.territory import Territory
from portal.model.vocabularies import Vocabularies

TERRITORY = "content/territory.yaml"
SEARCH = ("synonyms", "dangers", "golden", "stopwords")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Loaded:
    """What a folder holds, and what is wrong with it."""

    catalogue: Catalogue | None  # the sound records; None when the territory itself cannot be read
    problems: tuple[Problem, ...]  # in the order of files and lines
    as_of: date  # the day on which the content is judged
    gathered: Gathered = field(default_factory=Gathered)  # as typed, with positions
    # The search assets and the territory, as typed.
    search: Fields = field(default_factory=lambda: Fields(Mark("content/search", 1, 1)))
    territory: Fields = field(default_factory=lambda: Fields(Mark(TERRITORY, 1, 1)))
    pictures: frozenset[str] = frozenset()  # paths of pictures from the root, drawings among them
    drawings: Mapping[str, bytes] = field(default_factory=dict)  # SVG files by path

    def at(self, ref: str, *path: str | int, lang: str | None = None) -> Mark:
        """Where the value at a path of a record stands, in the file of a language (None: the default one)."""
        tree = self.gathered.translations[lang, ref] if lang else self.gathered.originals[ref]
        return locate(tree, path)

    def is_written(self, ref: str) -> bool:
        """Whether there is such a record, sound or not: one with an error is not a missing one."""
        return ref in self.gathered.originals or ref in self.gathered.unread


def load(root: Path, as_of: date) -> Loaded:
    """Read a territory.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day on which the content is judged.
    """
    return load_snapshot(read_folder(root), as_of)


def load_snapshot(snapshot: Snapshot, as_of: date) -> Loaded:
    """Read a territory from files already in memory."""
    vocabularies, problems = load_vocabularies(snapshot)
    tree, territory, found = load_territory(snapshot, vocabularies)
    problems += [*snapshot.problems, *found]
    gathered = gather(snapshot, territory)
    search, assets, found = _search(snapshot, vocabularies)
    problems += [*gathered.problems, *found]
    records, found = records_of(gathered, vocabularies)
    problems += found
    translations, found = translations_of(gathered, vocabularies)
    problems += found
    apply_inserts(records, translations)
    drawings = {path: data for path, data in snapshot.files.items() if path.endswith(".svg")}
    outlines, found = load_outlines(snapshot)
    problems += found
    catalogue = None
    if territory:
        catalogue = Catalogue(
            territory, vocabularies, records, translations, gathered.outdated, assets, outlines
        )
    return Loaded(
        catalogue,
        tuple(sorted(problems)),
        as_of,
        gathered,
        search,
        tree,
        snapshot.others | set(drawings),
        drawings,
    )


def load_territory(
    snapshot: Snapshot, vocabularies: Vocabularies
) -> tuple[Fields, Territory | None, list[Problem]]:
    """The file territory.yaml alone: as typed, as a record (None when it cannot be read), what is wrong."""
    nothing = Fields(Mark(TERRITORY, 1, 1))
    data = snapshot.files.get(TERRITORY)
    if data is None:
        message = Message(N_("this file is missing: it describes the territory"))
        hint = Message(N_("bring it back, or begin a territory with portal init"))
        return nothing, None, [nothing.at.problem("no-territory", message, hint)]
    tree, problems = _yaml(TERRITORY, data)
    if tree is None:
        return nothing, None, problems
    territory, found = validate(Territory, tree, vocabularies, problems)
    return tree, territory, problems + found


def _yaml(path: str, data: bytes) -> tuple[Fields | None, list[Problem]]:
    text, problems = decode(path, data)
    if text is None:
        return None, problems
    tree, problems = parse_yaml(path, text)
    if not isinstance(tree, Fields):
        at = tree.at if tree else Mark(path, 1, 1)
        message = Message(N_("“key: value” lines are expected"))
        return None, problems or [at.problem("expected-keys", message)]
    return tree, problems


def _search(snapshot: Snapshot, vocabularies: Vocabularies) -> tuple[Fields, SearchAssets, list[Problem]]:
    whole = Fields(Mark("content/search", 1, 1))
    problems: list[Problem] = []
    for name in SEARCH:
        path = f"content/search/{name}.yaml"
        if path in snapshot.files:
            text, found = decode(path, snapshot.files[path])
            tree, more = parse_yaml(path, text) if text is not None else (None, [])
            problems += [*found, *more]
            if tree is not None:
                whole.values[name], whole.keys[name] = tree, Mark(path, 1, 1)
    assets, found = validate(SearchAssets, whole, vocabularies, problems)
    return whole, assets or SearchAssets(), problems + found


def records_of(
    gathered: Gathered, vocabularies: Vocabularies
) -> tuple[dict[str, dict[str, Record]], list[Problem]]:
    """The sound records of trees, by kind and id, and what is wrong with the others."""
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    problems: list[Problem] = []
    for ref, tree in sorted(gathered.originals.items()):
        kind, _, ident = ref.partition("/")
        record, found = validate(KINDS[kind], tree, vocabularies, gathered.problems_of(ref))
        problems += found
        if record is not None:
            records[kind][ident] = record
    return records, problems


def apply_inserts(records: dict[str, dict[str, Record]], translations: dict[str, dict[str, Record]]) -> None:
    """Pathways as they are walked here: whatever reads one afterwards sees what the territory wrote."""
    for ident, insert in records["inserts"].items():
        pathway = records["pathways"].get(ident)
        if not isinstance(insert, Insert) or not isinstance(pathway, Pathway):
            continue
        if insert.status not in VISIBLE or insert.visibility != "public":
            continue
        records["pathways"][ident] = with_insert(pathway, insert)
        for texts in translations.values():
            theirs, told = texts.get(pathway.ref), texts.get(insert.ref, insert)
            if isinstance(theirs, Pathway) and isinstance(told, Insert):
                texts[pathway.ref] = with_insert(theirs, told)


def translations_of(
    gathered: Gathered, vocabularies: Vocabularies
) -> tuple[dict[str, dict[str, Record]], list[Problem]]:
    """The sound translations of trees, by language and reference, and what is wrong with the others."""
    by_language: dict[str, dict[str, Record]] = {}
    problems: list[Problem] = []
    for (lang, ref), tree in sorted(gathered.translations.items()):
        record, found = validate(KINDS[ref.partition("/")[0]], tree, vocabularies)
        # What is wrong with an inherited fact stands in the original, and is told there.
        problems += [p for p in found if p.path.endswith(f".{lang}.md")]
        if record is not None:
            by_language.setdefault(lang, {})[ref] = record
    return by_language, problems
