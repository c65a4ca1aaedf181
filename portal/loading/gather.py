"""Tables, files and translations brought together: one tree per record and language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from portal.errors import N_, Message, Problem
from portal.loading.files import Snapshot, decode
from portal.loading.front_matter import parse_front_matter
from portal.loading.tables import parse_table
from portal.loading.translation import source_hash, translated
from portal.loading.tree import Fields, Mark, Scalar, merged
from portal.loading.wording import did_you_mean
from portal.model.fields import SLUG
from portal.model.kinds import KINDS
from portal.model.territory import Territory
from portal.model.vocabularies import OPEN

PICTURES = "content/images/"
# Files that are no record: folder to the names (without suffix) that it may hold.
_ASIDE = {
    "content": ("territory",),
    "content/directory": ("outlines",),
    "content/search": ("synonyms", "dangers", "golden", "stopwords"),
    "content/vocabularies": OPEN,
}


@dataclass(slots=True)
class Gathered:
    """Every record as typed."""

    originals: dict[str, Fields] = field(default_factory=dict)  # "kind/id" to its tree, default language
    translations: dict[tuple[str, str], Fields] = field(default_factory=dict)  # language, "kind/id"; complete
    texts: dict[tuple[str, str], Fields] = field(default_factory=dict)  # of these, what the translation says
    rows: dict[str, Fields] = field(default_factory=dict)  # of tables: what files complete
    outdated: frozenset[tuple[str, str]] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # records whose file cannot be read: broken, not missing

    def problems_of(self, ref: str) -> Iterable[Problem]:
        """What is already known to be wrong in the files of a record."""
        path = self.originals[ref].at.path
        return [p for p in self.problems if p.path == path]


def gather(snapshot: Snapshot, territory: Territory | None) -> Gathered:
    """Read every table and file of records.

    Args:
        snapshot: The folder.
        territory: Its languages say which translations are expected; None: any.
    """
    found = Gathered()
    waiting: list[tuple[str, str, Fields]] = []  # language, reference, tree
    for path, data in sorted(snapshot.files.items(), key=lambda item: not item[0].endswith(".csv")):
        place = PurePosixPath(path)
        if place.stem == "README" or place.stem in _ASIDE.get(str(place.parent), ()):
            continue
        if kind := table_kind(path):
            _table(found, path, data, kind)
        elif record_file(path):
            waiting += _file(found, path, data, place.parent.name, territory)
        elif not (path.endswith(".svg") and path.startswith(PICTURES)):
            found.problems.append(_stray(path))
    for path in sorted(snapshot.others):
        if not path.startswith(PICTURES):
            found.problems.append(_stray(path))
    _translate(found, waiting)
    return found


def gather_some(
    files: Mapping[str, bytes], rows: Mapping[str, Fields], territory: Territory | None
) -> Gathered:
    """Read the files of some records.

    Args:
        files: All files of these records, whatever their language.
        rows: The rows of tables that these files complete, by reference.
        territory: Its languages say which translations are expected.
    """
    found = Gathered(originals=dict(rows), rows=dict(rows))
    waiting: list[tuple[str, str, Fields]] = []
    for path, data in sorted(files.items()):
        waiting += _file(found, path, data, PurePosixPath(path).parent.name, territory)
    _translate(found, waiting)
    return found


def gather_table(path: str, data: bytes) -> Gathered:
    """Read a table alone."""
    found = Gathered()
    _table(found, path, data, PurePosixPath(path).stem)
    return found


def table_kind(path: str) -> str | None:
    """The kind whose records a table holds; None when it is another file."""
    kind = path.removeprefix("content/directory/").removesuffix(".csv")
    return kind if kind in KINDS and path == f"content/directory/{kind}.csv" else None


@lru_cache(8192)  # asked of every file at each save
def record_file(path: str) -> str | None:
    """The reference of the record that a file holds, in whatever language; None when it is another file."""
    content, *folders, name = path.split("/")
    if content != "content" or len(folders) != 1 or not name.endswith(".md") or name == "README.md":
        return None
    kind = folders[0]
    return f"{kind}/{name.partition('.')[0]}" if kind in KINDS else None


def _stray(path: str) -> Problem:
    place = PurePosixPath(path)
    message = Message(N_("nothing reads this file: it is not where or what a file of content should be"))
    folder = place.parent.name
    hint = Message(N_("move it out of content, or rename it: content/guides/second-avis.md"))
    if folder not in KINDS and str(place.parent.parent) == "content":
        hint = did_you_mean(folder, KINDS) or hint
    return Mark(path, 1, 1).problem("stray-file", message, hint)


def _table(found: Gathered, path: str, data: bytes, kind: str) -> None:
    text, problems = decode(path, data)
    rows, more = parse_table(path, text, KINDS[kind]) if text is not None else ([], [])
    found.problems += [*problems, *more]
    for row in rows:
        ident = row.text("id")
        if ident is None:
            message = Message(N_("this row has no “id”"))
            found.problems.append(row.at.problem("table-row-id", message))
        elif f"{kind}/{ident}" in found.originals:
            line = found.originals[f"{kind}/{ident}"].at.line
            message = Message(N_("“%(id)s” is already on line %(line)s"), {"id": ident, "line": line})
            hint = Message(N_("keep one of the two rows, or give this one its own identifier"))
            found.problems.append(row.at.problem("duplicate-id", message, hint))
        else:
            found.originals[f"{kind}/{ident}"] = found.rows[f"{kind}/{ident}"] = row


def _file(
    found: Gathered, path: str, data: bytes, kind: str, territory: Territory | None
) -> list[tuple[str, str, Fields]]:
    """Add a record; or return the translation that the file is."""
    ident, _, lang = PurePosixPath(path).name.removesuffix(".md").partition(".")
    text, problems = decode(path, data)
    tree, more = parse_front_matter(path, text) if text is not None else (None, [])
    misnamed = _name(path, ident, lang, territory)
    found.problems += [*problems, *more, *misnamed]
    if tree is None or misnamed:
        if not lang:
            found.unread.add(f"{kind}/{ident}")
        return []
    found.problems += _same_id(tree, ident)
    if lang:
        return [(lang, f"{kind}/{ident}", tree)]
    _record(found, f"{kind}/{ident}", tree)
    return []


def _name(path: str, ident: str, lang: str, territory: Territory | None) -> list[Problem]:
    at = Mark(path, 1, 1)
    if not SLUG.fullmatch(ident.lower() if ident[:1].isdigit() else ident):
        message = Message(N_("the name of the file is not an identifier"))
        hint = Message(N_("small letters without accents, digits, and single hyphens between words"))
        return [at.problem("file-name", message, hint)]
    if lang and territory and lang == territory.default_language:
        message = Message(
            N_("“%(lang)s” is the default language: the file has no language in its name"), {"lang": lang}
        )
        return [at.problem("translation-language", message)]
    if lang and territory and lang not in territory.languages:
        message = Message(N_("the territory has no language “%(lang)s”"), {"lang": lang})
        return [at.problem("translation-language", message, did_you_mean(lang, territory.languages))]
    return []


def _same_id(tree: Fields, ident: str) -> list[Problem]:
    given = tree.text("id")
    at = tree.values["id"].at if given is not None else tree.at
    tree.values["id"] = Scalar(at, ident)
    if given in {None, ident}:
        return []
    message = Message(N_("the id “%(id)s” is not the name of the file"), {"id": given})
    return [at.problem("id-mismatch", message)]


def _record(found: Gathered, ref: str, tree: Fields) -> None:
    row = found.rows.get(ref)
    found.originals[ref] = merged(row, tree) if row is not None else tree
    if KINDS[ref.partition("/")[0]].required_body and not tree.text("body"):
        message = Message(N_("the text is missing below the second line of dashes"))
        found.problems.append(tree.keys["body"].problem("missing-body", message))


def _translate(found: Gathered, waiting: list[tuple[str, str, Fields]]) -> None:
    outdated = set()
    for lang, ref, tree in waiting:
        original = found.originals.get(ref)
        if original is None and ref in found.unread:
            continue
        if original is None:
            message = Message(N_("there is no original “%(ref)s” to translate"), {"ref": ref})
            hint = Message(N_("give this file the name of the page that it translates, or remove it"))
            found.problems.append(Mark(tree.at.path, 1, 1).problem("translation-orphan", message, hint))
            continue
        model = KINDS[ref.partition("/")[0]]
        stamp = tree.values.pop("source_hash", None)
        tree.keys.pop("source_hash", None)
        complete, problems = translated(model, original, tree)
        found.texts[lang, ref] = tree
        if isinstance(stamp, Scalar) and stamp.value != source_hash(model, original):
            outdated.add((lang, ref))
            found.problems.append(_outdated(stamp.at))
            if problems:  # it no longer fits: visitors get the original, which is right
                continue
        found.problems += problems
        found.translations[lang, ref] = complete
    found.outdated = frozenset(outdated)


def _outdated(at: Mark) -> Problem:
    message = Message(N_("the original changed since this translation"))
    hint = Message(N_("translate what changed, then renew “source_hash”"))
    return at.problem("translation-outdated", message, hint, severity="warning")
