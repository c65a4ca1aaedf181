"""Translations for people who work elsewhere: what is missing, and texts out to a PO file and back.

PO is what Poedit, Weblate and other tools of translators read (GNU gettext manual, "PO Files"). Each entry is
one text of one record; its context says which. An entry is taken back only while the original is still
the one that it translates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from portal.editor.desk import Desk
from portal.editor.parallel import Translation
from portal.editor.store import mark_of
from portal.errors import N_, Message, PortalError
from portal.i18n import FOLDER, translations
from portal.loading.catalogue import Loaded
from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Page:
    """One page that a language lacks, or whose original changed."""

    ref: str
    title: str
    state: str  # "missing", "outdated" or "major": outdated by a change of what patients do


@dataclass(slots=True)
class Status:
    """How far one language is."""

    lang: str
    pages: int  # that visitors see, and that have something to translate
    done: int  # translated, and up to date
    left: list[Page] = field(default_factory=list)
    interface: int = 0  # strings of the interface
    interface_done: int = 0


@dataclass(slots=True)
class Update:
    """What a PO file would change; nothing is written until ``apply``."""

    files: dict[str, bytes] = field(default_factory=dict)  # path to what it would hold
    marks: dict[str, str] = field(default_factory=dict)
    texts: int = 0  # that change
    fuzzy: int = 0  # left aside: the translator was not sure
    stale: list[str] = field(default_factory=list)  # contexts whose original changed meanwhile, or is gone


def status(root: Path, as_of: date) -> list[Status]:
    """Every language of the site but the default one.

    Raises:
        PortalError: The territory cannot be read.
    """
    _, loaded, catalogue = _read(root, as_of)
    return [_status(loaded, catalogue, lang) for lang in _others(catalogue)]


def extract(root: Path, lang: str, as_of: date) -> bytes:
    """The PO file of a language: every text that visitors see, with its translation when there is one.

    Raises:
        PortalError: It is no language of the territory.
    """
    desk, loaded, catalogue = _read(root, as_of)
    _check(catalogue, lang)
    found = Catalog(locale=lang.replace("-", "_"), project=catalogue.territory.name, fuzzy=False)
    for record in _records(catalogue):
        old = (lang, record.ref) in loaded.gathered.outdated
        for (path, label, text, _), given in Translation.of(desk, loaded, record.ref, lang).texts():
            context = f"{record.ref} {'.'.join(map(str, path))}"
            flags = ["fuzzy"] if old and given else []
            comments = [translations(catalogue.territory.default_language).gettext(label)]
            found.add(text, given, flags=flags, auto_comments=comments, context=context)
    out = BytesIO()
    write_po(out, found, width=0, omit_header=False)
    return _undated(out.getvalue())


def update(root: Path, lang: str, data: bytes, as_of: date) -> Update:
    """What a PO file changes in the translations.

    Raises:
        PortalError: It is no PO file, or no language of the territory.
    """
    desk, loaded, catalogue = _read(root, as_of)
    _check(catalogue, lang)
    found = Update()
    by_record = _by_record(data, found)
    known = {record.ref for record in _records(catalogue)}
    for ref, entries in by_record.items():
        if ref in known:
            _take(Translation.of(desk, loaded, ref, lang), entries, found)
        else:
            found.stale += [f"{ref} {path}" for path in entries]
    return found


def apply(root: Path, found: Update, as_of: date) -> None:
    """Write the files; what they held is kept among their versions.

    Raises:
        PortalError: A file changed meanwhile, or the disk refuses.
    """
    store = Desk(root, as_of).store
    for path, data in found.files.items():
        store.write(path, data, found.marks[path])


def _read(root: Path, as_of: date) -> tuple[Desk, Loaded, Catalogue]:
    desk = Desk(root, as_of)
    loaded = desk.loaded()
    if loaded.catalogue is None:
        raise PortalError(Message(N_("the territory cannot be read")), Message(N_("see portal check")))
    return desk, loaded, loaded.catalogue


def _others(catalogue: Catalogue) -> list[str]:
    territory = catalogue.territory
    return [lang for lang in territory.languages if lang != territory.default_language]


def _check(catalogue: Catalogue, lang: str) -> None:
    if lang not in _others(catalogue):
        raise PortalError(
            Message(N_("the territory has no language “%(lang)s”"), {"lang": lang}),
            Message(N_("add it to “languages” in content/territory.yaml")),
        )


def _records(catalogue: Catalogue) -> Iterator[Record]:
    """What visitors see and somebody wrote: what a table alone says has no sentence to translate."""
    for kind in KINDS:
        for record in catalogue.records[kind].values():
            if record.status in VISIBLE and record.visibility == "public" and record.provenance is None:
                yield record


def _status(loaded: Loaded, catalogue: Catalogue, lang: str) -> Status:
    found = Status(lang, 0, 0)
    for record in _records(catalogue):
        found.pages += 1
        if (lang, record.ref) in loaded.gathered.outdated:
            changes = getattr(record, "changelog", ())
            major = any(change.major for change in changes)
            found.left.append(Page(record.ref, record.title, "major" if major else "outdated"))
        elif (lang, record.ref) not in loaded.gathered.translations:
            found.left.append(Page(record.ref, record.title, "missing"))
        else:
            found.done += 1
    path = FOLDER / lang.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if path.is_file():
        with path.open("rb") as file:
            strings = [message for message in read_po(file) if message.id]
        found.interface = len(strings)
        found.interface_done = sum(bool(m.string) and all(m.string or ()) and not m.fuzzy for m in strings)
    return found


def _by_record(data: bytes, found: Update) -> dict[str, dict[str, tuple[str, str]]]:
    """The entries of a PO file: record to dotted path to original and translation."""
    try:
        catalogue = read_po(BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError):
        raise PortalError(
            Message(N_("this is no PO file")), Message(N_("see portal translate extract"))
        ) from None
    by_record: dict[str, dict[str, tuple[str, str]]] = {}
    for entry in catalogue:
        ref, _, path = (entry.context or "").partition(" ")
        if not entry.id or not path or not isinstance(entry.string, str) or not entry.string:
            continue
        if entry.fuzzy:
            found.fuzzy += 1
        else:
            by_record.setdefault(ref, {})[path] = (str(entry.id), entry.string)
    return by_record


def _take(translation: Translation, entries: Mapping[str, tuple[str, str]], found: Update) -> None:
    form: dict[str, Any] = {key: [given] for key, _, given in translation.words() if given}
    changed, left = 0, dict(entries)
    for (path, _, text, _), given in translation.texts():
        name = ".".join(map(str, path))
        original, told = left.pop(name, ("", ""))
        if told and original.split() != text.split():
            found.stale.append(f"{translation.opened.ref} {name}")
            told = ""
        changed += bool(told) and told != given
        form[name] = [told or given]
    found.stale += [f"{translation.opened.ref} {name}" for name in left]
    if changed:
        found.texts += changed
        found.files[translation.path] = translation.written(form)
        found.marks[translation.path] = mark_of(translation.data)


def _undated(data: bytes) -> bytes:
    """Without the dates of the clock: the same content gives the same bytes."""
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date')
    return b"\n".join(line for line in data.split(b"\n") if not line.startswith(dated))
