"""What a site holds, file by file: how a publication knows that it is whole, whose it is and what changed.

``publication.json`` lies in the site itself, so that what is published always says what it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from portal.errors import N_, Message, PortalError

MANIFEST = "publication.json"
FORMAT = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")

Files = Mapping[str, str]  # path from the root of the site to the SHA-256 of its content, in hexadecimal


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of a site."""

    territory: str  # its id: a site never takes the place of another's
    as_of: date  # the day on which its content was judged
    base_url: str
    files: Files  # all but the manifest itself
    # Assets of the versions before, newest first, still published: a page open in a browser asks for them.
    kept: tuple[Files, ...] = field(default=())

    @property
    def everything(self) -> dict[str, str]:
        """All files that are to be there, those kept for older pages among them."""
        return {path: sha for files in (*reversed(self.kept), self.files) for path, sha in files.items()}

    @property
    def id(self) -> str:
        """A short name that changes with any file of the site."""
        lines = "".join(f"{sha} {path}\n" for path, sha in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()[:12]

    def as_json(self) -> bytes:
        """The content of ``publication.json``: the same site, the same bytes."""
        document = {
            "format": FORMAT,
            "territory": self.territory,
            "as_of": self.as_of.isoformat(),
            "base_url": self.base_url,
            "files": dict(sorted(self.files.items())),
            "kept": [dict(sorted(files.items())) for files in self.kept],
        }
        return json.dumps(document, ensure_ascii=False, indent=0).encode() + b"\n"


def read_manifest(data: bytes) -> Manifest:
    """The manifest that ``publication.json`` holds.

    Raises:
        ValueError: It is none, or of another format, or a path in it would leave the site.
    """
    document = json.loads(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("format")
    try:
        files, *kept = (_files(item) for item in (document["files"], *document["kept"]))
        as_of = date.fromisoformat(document["as_of"])
        return Manifest(str(document["territory"]), as_of, str(document["base_url"]), files, tuple(kept))
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def _files(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        raise TypeError("files")
    for path, sha in found.items():
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or not parts or not _SHA256.fullmatch(sha):
            raise ValueError(path)
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder but its manifest, and its SHA-256.

    Raises:
        OSError: One cannot be read.
    """
    return {path: digest(folder / path) for path in sorted(_paths(folder)) if path != MANIFEST}


def _paths(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if not file.is_dir():
            yield file.relative_to(folder).as_posix()


def whole(folder: Path) -> Manifest:
    """The manifest of a built site that is exactly as it was built.

    Raises:
        PortalError: The folder holds no site, or a file of it is missing, changed or was added.
        OSError: A file cannot be read.
    """
    again = Message(N_("build it anew with portal build"))
    try:
        manifest = read_manifest((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise PortalError(
            Message(N_("%(path)s holds no built site"), {"path": folder}),
            Message(N_("run portal build first")),
        ) from None
    except ValueError:
        message = Message(N_("%(name)s of the built site cannot be read"), {"name": MANIFEST})
        raise PortalError(message, again) from None
    found = hashes(folder)
    faults = {
        N_("the built site is not whole: %(count)s files are missing, %(path)s first"): (
            manifest.files.keys() - found.keys()
        ),
        N_("the built site was changed by hand: %(count)s files differ, %(path)s first"): {
            path for path, sha in manifest.files.items() if found.get(path, sha) != sha
        },
        N_("the built site holds %(count)s files that no build wrote, %(path)s first"): (
            found.keys() - manifest.files.keys()
        ),
    }
    for said, paths in faults.items():
        if paths:
            raise PortalError(Message(said, {"count": len(paths), "path": min(paths)}), again)
    if "index.html" not in found:
        raise PortalError(Message(N_("the built site is not whole: it has no home page")), again)
    return manifest
