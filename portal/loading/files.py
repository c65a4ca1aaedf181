"""The files of a territory, read once: what follows works on this snapshot, never on the disk."""

from __future__ import annotations

import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.errors import N_, Message, Problem, printable
from portal.loading.tree import Mark

MEGABYTE = 2**20
READ = {
    ".md": 2 * MEGABYTE,
    ".yaml": 2 * MEGABYTE,
    ".csv": 64 * MEGABYTE,
    ".json": 2 * MEGABYTE,
    ".svg": MEGABYTE,
}  # suffix to the largest size read
ATTEMPTS = 5  # readings of a folder that someone is writing in
MAX_LEVELS = 8  # folders inside folders
# A file written so short a time before it was read may be written again without a trace: the clocks of file
# systems tick every 4 ms (ext4) to every 2 s (FAT).
SETTLED = 3_000_000_000  # nanoseconds
# Names that Windows keeps for devices, whatever follows the first dot (Microsoft, "Naming Files, Paths").
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_IGNORED = {"Thumbs.db", "desktop.ini"}  # left behind by file browsers; names that start with a dot are too

# What tells that a file was written or replaced: inode, size, times of the last change of its content and of
# its state, in nanoseconds.
Trace = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The content of a territory at one moment."""

    files: Mapping[str, bytes]  # path from the root ("content/guides/ald.md") to bytes, in order
    others: frozenset[str] = frozenset()  # paths of files that are not read here: pictures, outlines…
    problems: tuple[Problem, ...] = ()
    # Of the files that had not just been written: what tells that they are still the same.
    traces: Mapping[str, Trace] = field(default_factory=dict, compare=False)


def read_folder(root: Path, before: Snapshot | None = None) -> Snapshot:
    """Read ``root/content``; links that leave it, pipes and unreadable files are reported, never followed.

    Files that change meanwhile are read again, so that what comes back is the folder at one moment.

    Args:
        root: The folder that holds ``content/``.
        before: The folder as it was: the bytes of files without a new trace are taken from there.
    """
    for _ in range(ATTEMPTS):
        start = time.time_ns()
        traces = _traces(root)
        snapshot = _read(root, _unchanged(before, traces) if before else {})
        if traces == _traces(root):
            settled = {path: t for path, t in traces.items() if max(t[2:]) < start - SETTLED}
            return replace(snapshot, traces=settled)
    message = Message(N_("files change while they are being read"))
    problem = Mark("content", 1, 1).problem("content-changing", message, Message(N_("try again in a moment")))
    return replace(snapshot, problems=(*snapshot.problems, problem))


def _traces(root: Path) -> dict[str, Trace]:
    """The trace of every file, by its path from the root."""
    traces = {}
    start = len(str(root / "content")) - len("content")
    for folder, _folders, names in os.walk(root / "content"):
        for name in names:
            with suppress(OSError):  # gone: its absence is a trace too
                status = os.lstat(path := f"{folder}/{name}")
                traces[path[start:]] = (
                    status.st_ino,
                    status.st_size,
                    status.st_mtime_ns,
                    status.st_ctime_ns,
                )
    return traces


def _unchanged(before: Snapshot, traces: Mapping[str, Trace]) -> dict[str, bytes]:
    return {
        path: before.files[path]
        for path, trace in before.traces.items()
        if path in before.files and trace == traces.get(path)
    }


def _read(root: Path, known: Mapping[str, bytes]) -> Snapshot:
    walk = _Walk(root, known)
    if (root / "content").is_dir():
        walk.folder("content", 0)
    else:
        message = Message(N_("there is no folder named “content” here"))
        hint = Message(N_("give the folder of the territory with --root; portal init begins one"))
        walk.problems.append(Mark("content", 1, 1).problem("no-content", message, hint))
    files = dict(sorted(walk.files.items()))
    return Snapshot(files, frozenset(walk.others), tuple(walk.problems))


@dataclass(slots=True)
class _Walk:
    """A folder being read. Names are texts from its root: paths as objects cost more than files do."""

    root: Path
    known: Mapping[str, bytes]  # what need not be read again
    files: dict[str, bytes] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def folder(self, folder: str, level: int) -> None:
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda e: e.name)
        except OSError:
            self._report(folder, "unreadable", N_("this folder cannot be read"))
            return
        self._collisions(folder, [e.name for e in entries])
        for entry in entries:
            if entry.name in _IGNORED or entry.name.startswith("."):
                continue
            path = f"{folder}/{entry.name}"
            if _RESERVED.match(entry.name):
                self._report(
                    path, "reserved-name", N_("Windows keeps this name for a device: choose another")
                )
            elif entry.is_symlink():
                self._link(path)
            elif entry.is_dir(follow_symlinks=False):
                self._folder_inside(path, level)
            elif path in self.known:
                self.files[path] = self.known[path]
            else:
                self._file(path)

    def _folder_inside(self, path: str, level: int) -> None:
        if level >= MAX_LEVELS:
            self._report(path, "too-deep", N_("too many folders inside folders"))
        else:
            self.folder(path, level + 1)

    def _link(self, path: str) -> None:
        content = (self.root / "content").resolve()
        try:
            target = (self.root / path).resolve(strict=True)
        except (OSError, RuntimeError):
            self._report(path, "broken-link", N_("a symbolic link that leads nowhere"))
            return
        if not target.is_relative_to(content):
            self._report(path, "link-outside", N_("a symbolic link that leaves the folder of content"))
        elif target.is_dir():
            self._report(path, "link-folder", N_("a symbolic link to a folder: put the files here instead"))
        else:
            self._file(path)

    def _file(self, path: str) -> None:
        limit = READ.get(f".{path.rpartition('.')[2]}")
        try:
            # Non-blocking: opening a pipe must not wait for someone to write in it.
            handle = os.open(f"{self.root}/{path}", os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            self._report(path, "unreadable", N_("this file cannot be read"))
            return
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                self._report(path, "special-file", N_("neither a file nor a folder"))
            elif limit is None:
                self.others.add(path)
            elif status.st_size > limit:
                size = limit // MEGABYTE
                self._report(path, "file-size", N_("a file of more than %(size)s MB"), size=size)
            else:
                self.files[path] = file.read(limit)

    def _collisions(self, folder: str, names: list[str]) -> None:
        """Two names that some systems hold for one: the last file would win without a word."""
        first: dict[str, str] = {}
        for name in names:
            key = unicodedata.normalize("NFC", name).casefold()
            if key in first:
                self._report(
                    f"{folder}/{name}",
                    "name-collision",
                    N_("same name as “%(name)s” on some systems"),
                    name=first[key],
                )
            first.setdefault(key, name)

    def _report(self, path: str, code: str, msgid: str, **params: object) -> None:
        self.problems.append(Mark(printable(path), 1, 1).problem(code, Message(msgid, params)))


_SIGNS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_SAVE = N_("in your editor choose “Save as”, then the encoding UTF-8")
# What YAML, HTML and terminals must never meet: control characters, lone surrogates, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# Line breaks of other systems, pasted with a text: YAML would end the value there, editors do not show them.
_PASTED_BREAK = re.compile("[\x85\u2028\u2029]")
# What Git writes around two versions of the same lines.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
# Marks that make a line read in another order than it is stored (Trojan Source, CVE-2021-42574).
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file: UTF-8, with or without a byte order mark, lines ended by a line feed.

    Returns:
        The text, or None when it cannot be read, and what is wrong.
    """
    start = Mark(path, 1, 1)
    for sign, name in _SIGNS:
        if data.startswith(sign):
            message = Message(N_("the file is in %(encoding)s, not in UTF-8"), {"encoding": name})
            return None, [start.problem("encoding", message, Message(_SAVE))]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, data, error.start)]
    text = _PASTED_BREAK.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    problems = list(_characters(path, text))
    return (None if problems else text), problems


def _not_utf8(path: str, data: bytes, offset: int) -> Problem:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    at = Mark(path, before.count(b"\n") + 1, column)
    if b"\x00" in data[:1000]:
        message = Message(N_("the file is in %(encoding)s, not in UTF-8"), {"encoding": "UTF-16"})
    else:
        message = Message(
            N_("a character that is not in UTF-8: the file was saved in Windows-1252 or Latin-1")
        )
    return at.problem("encoding", message, Message(_SAVE))


def _characters(path: str, text: str) -> Iterator[Problem]:
    """Only the first of each kind: a file full of them has one cause."""
    delete = N_("delete it")
    choose = N_("keep one of the two versions, then delete the lines of <<<<<<<, ======= and >>>>>>>")
    for pattern, code, msgid, hint in (
        (_FORBIDDEN, "control-character", N_("an invisible control character (%(code)s)"), delete),
        (
            _BIDI,
            "bidi-character",
            N_("an invisible character (%(code)s) that changes the order of the text"),
            delete,
        ),
        (_CONFLICT, "git-conflict", N_("two versions of these lines, left by a merge of Git"), choose),
    ):
        found = pattern.search(text)
        if found:
            line_start = text.rfind("\n", 0, found.start()) + 1
            at = Mark(path, text.count("\n", 0, found.start()) + 1, found.start() - line_start + 1)
            params = {"code": f"U+{ord(found[0][0]):04X}"} if "%(code)s" in msgid else {}
            yield at.problem(code, Message(msgid, params), Message(hint))
