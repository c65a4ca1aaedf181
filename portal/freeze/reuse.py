"""Pages of the last build that are still right: copied rather than rendered.

A page is taken from the site that stands there when the same program wrote it at the same address, every
question that it asked has the same answer, and its bytes are those that were written. All else is rendered.
What must be known of each page lies beside the site, in a file that may be lost or spoilt at any time: that
only costs the time to render.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.freeze.program import program
from portal.freeze.swap import CACHE, write_file
from portal.freeze.trace import Tracer

FORMAT = 1

Traces = Mapping[str, Iterable[str] | None]  # page to its questions; None: it cannot be traced


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was written."""

    endpoint: str  # what rendered it: an address may come to show another record
    sha256: str
    questions: tuple[int, ...]  # their places in the list of all


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a build knows of the one before."""

    questions: tuple[tuple[str, str], ...] = ()  # with the digest of their answers
    pages: Mapping[str, _Page] | None = None


def file_of(path: str) -> str:
    """The file of a page, from its address: both from the root of the site."""
    return f"{path}index.html" if not path or path.endswith("/") else path


class Reuse:
    """What a build takes from the one before, and leaves to the next."""

    def __init__(self, tracer: Tracer, output: Path) -> None:
        """Args: the site as it is now; where the one before stands, and this one will."""
        self._tracer, self._output = tracer, output
        self._file = output.parent / CACHE / f"pages-{output.name}.json"
        self._program = program()
        self._still: dict[str, list[str]] = {}  # pages taken, with their questions

    def take(self, wanted: Mapping[str, str], stage: Path) -> list[str]:
        """Copy the pages that are still right.

        Args:
            wanted: The pages of the site, each with what renders it.
            stage: The folder that receives them.

        Returns:
            The pages that have to be rendered.
        """
        kept = self._read()
        changed = {n for n, (key, digest) in enumerate(kept.questions) if self._tracer.answer(key) != digest}
        for path, page in (kept.pages or {}).items():
            if wanted.get(path) == page.endpoint and changed.isdisjoint(page.questions):
                content = self._bytes(path, page.sha256)
                if content is not None:
                    file = stage / file_of(path)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                    self._still[path] = [kept.questions[n][0] for n in page.questions]
        return [path for path in wanted if path not in self._still]

    def _bytes(self, path: str, sha256: str) -> bytes | None:
        """The page as it stands, if it is the one that was written."""
        try:
            content = (self._output / file_of(path)).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def keep(self, wanted: Mapping[str, str], traces: Traces, hashes: Mapping[str, str]) -> None:
        """Leave to the next build what it must know; where the disk refuses, it will render all.

        Args:
            wanted: The pages of the site, each with what renders it.
            traces: Those that were rendered, with their questions.
            hashes: Each file of the site and its SHA-256.
        """
        places: dict[str, int] = {}
        pages = {}
        for path, endpoint in wanted.items():
            questions = self._still.get(path, traces.get(path))
            if questions is not None:
                numbers = sorted(places.setdefault(key, len(places)) for key in questions)
                pages[path] = [endpoint, hashes[file_of(path)], numbers]
        answers = self._tracer.answers
        content = json.dumps(
            {
                "format": FORMAT,
                "program": self._program,
                "questions": [[key, answers[key]] for key in places],
                "pages": pages,
            },
            separators=(",", ":"),
        ).encode()
        with suppress(OSError):
            write_file(self._file, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)

    def _read(self) -> _Kept:
        """What the last build left, if it is whole and of the same program."""
        try:
            head, _, content = self._file.read_bytes().partition(b"\n")
            if hashlib.sha256(content).hexdigest().encode() != head:
                return _Kept()
            found = json.loads(content)
            if (found["format"], found["program"]) != (FORMAT, self._program):
                return _Kept()
            questions = tuple((key, digest) for key, digest in found["questions"])
            pages = {path: _Page(e, sha256, tuple(q)) for path, (e, sha256, q) in found["pages"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            return _Kept()
        return _Kept(questions, pages)
