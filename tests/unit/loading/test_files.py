"""The folder is read once, and nothing outside it ever is."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.loading import files
from portal.loading.files import MEGABYTE, decode, read_folder


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "territory" / "content"
    (folder / "guides").mkdir(parents=True)
    (folder / "guides" / "sain.md").write_text("---\n---\n", "utf-8")
    return folder


def codes(content: Path) -> dict[str, str]:
    return {p.path: p.code for p in read_folder(content.parent).problems}


def test_reads_texts_and_names_the_rest(content: Path) -> None:
    (content / "images").mkdir()
    (content / "images" / "plan.png").write_bytes(b"\x89PNG")
    snapshot = read_folder(content.parent)
    assert dict(snapshot.files) == {"content/guides/sain.md": b"---\n---\n"}
    assert snapshot.others == {"content/images/plan.png"}
    assert not snapshot.problems


def test_no_content(tmp_path: Path) -> None:
    assert codes(tmp_path / "content") == {"content": "no-content"}


def test_links_never_lead_out(content: Path) -> None:
    secret = content.parent.parent / "secret.md"
    secret.write_text("---\ntitle: secret\n---\n")
    (content / "guides" / "dehors.md").symlink_to(secret)
    (content / "guides" / "dossier").symlink_to(content.parent.parent)
    (content / "guides" / "boucle.md").symlink_to(content / "guides" / "boucle.md")
    (content / "guides" / "nulle-part.md").symlink_to("absent.md")
    (content / "guides" / "voisin.md").symlink_to("sain.md")
    (content / "copie").symlink_to(content / "guides")
    snapshot = read_folder(content.parent)
    assert set(snapshot.files) == {"content/guides/sain.md", "content/guides/voisin.md"}
    assert codes(content) == {
        "content/guides/dehors.md": "link-outside",
        "content/guides/dossier": "link-outside",
        "content/guides/boucle.md": "broken-link",
        "content/guides/nulle-part.md": "broken-link",
        "content/copie": "link-folder",
    }


def test_pipes_and_sockets_are_refused_without_waiting(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(content / "guides" / "tuyau.md")
    monkeypatch.chdir(content / "guides")  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("prise.md")
        found = codes(content)
    assert found == {"content/guides/tuyau.md": "special-file", "content/guides/prise.md": "unreadable"}


@pytest.mark.parametrize("name", ["con.md", "NUL", "Aux.fr.md", "com1.md", "lpt9.txt"])
def test_names_that_windows_keeps(content: Path, name: str) -> None:
    (content / "guides" / name).write_text("---\n---\n")
    assert codes(content) == {f"content/guides/{name}": "reserved-name"}


@pytest.mark.parametrize(("one", "other"), [("sante.md", "Sante.md"), ("santé.md", "sante\u0301.md")])
def test_names_that_some_systems_hold_for_one(content: Path, one: str, other: str) -> None:
    """The last one would silently replace the first."""
    for name in (one, other):
        (content / "guides" / name).write_text("---\n---\n")
    assert "name-collision" in codes(content).values()


def test_sparse_giants_are_not_read(content: Path) -> None:
    with (content / "guides" / "geant.md").open("wb") as file:
        file.truncate(1024 * MEGABYTE)
    assert codes(content) == {"content/guides/geant.md": "file-size"}


def test_hostile_names_cannot_forge_output(content: Path) -> None:
    (content / "guides" / "a\n::error::b.txt").mkdir()
    folder = content / "guides" / "a\n::error::b.txt"
    folder.chmod(0o755)
    (folder / "con.md").write_text("")
    assert all(p.as_text().isprintable() for p in read_folder(content.parent).problems)


def test_too_many_folders(content: Path) -> None:
    deep = content
    for _ in range(10):
        deep /= "a"
        deep.mkdir()
    assert list(codes(content).values()) == ["too-deep"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é\n".encode(), "é\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\u2028b\x85c\n".encode(), "a b c\n"),
        ("œ « » ’ 👩‍⚕️ שלום".encode(), "œ « » ’ 👩‍⚕️ שלום"),
    ],
)
def test_texts_that_are_read(data: bytes, text: str) -> None:
    assert decode("f.md", data) == (text, [])


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "word"),
    [
        ("a\nbé".encode("latin-1"), "encoding", 2, 2, "Windows-1252"),
        ("a’".encode("windows-1252"), "encoding", 1, 2, "Windows-1252"),
        ("é".encode("utf-16"), "encoding", 1, 1, "UTF-16"),
        ("aé".encode("utf-16-be"), "encoding", 1, 4, "UTF-16"),
        (b"a\nb\x00c", "control-character", 2, 2, "U+0000"),
        (b"a\x1b[31m", "control-character", 1, 2, "U+001B"),
        ("a\ufeffb".encode(), "control-character", 1, 2, "U+FEFF"),
        ("ab\u202ecd".encode(), "bidi-character", 1, 3, "U+202E"),
        ("ab\u2066cd".encode(), "bidi-character", 1, 3, "U+2066"),
    ],
)
def test_texts_that_are_refused(data: bytes, code: str, line: int, column: int, word: str) -> None:
    """Each says what it is, where, and how to save the file."""
    text, problems = decode("f.md", data)
    assert text is None
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column)]
    assert word in problems[0].message.render()


def test_a_file_written_meanwhile_is_read_again(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is the folder at one moment, never half of two."""
    page = content / "guides" / "sain.md"
    decided = iter([b"---\ntitle: moi", b"---\ntitle: moiti\xc3\xa9\n---\n"])
    really = files._read

    def interrupted(root: Path, known: Mapping[str, bytes]) -> files.Snapshot:
        snapshot = really(root, known)
        for text in decided:
            page.write_bytes(text)
            break
        return snapshot

    monkeypatch.setattr(files, "_read", interrupted)
    snapshot = read_folder(content.parent)
    assert snapshot.files["content/guides/sain.md"] == page.read_bytes()
    assert not snapshot.problems


def test_a_folder_that_never_rests_is_refused(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = files._read

    def restless(root: Path, known: Mapping[str, bytes]) -> files.Snapshot:
        (content / "guides" / "sain.md").write_bytes(b"x" * len(list(content.rglob("*"))) + os.urandom(3))
        snapshot = really(root, known)
        (content / "guides" / "sain.md").write_bytes(b"y" * 1000)
        return snapshot

    monkeypatch.setattr(files, "_read", restless)
    assert codes(content)["content"] == "content-changing"


def test_only_what_changed_is_read_again(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file left alone is not opened; one just written is, though nothing tells that it changed."""
    (content / "guides" / "voisin.md").symlink_to("sain.md")
    (content / "guides" / "autre.md").write_text("un", "utf-8")
    monkeypatch.setattr(files, "SETTLED", -1)  # what was written a moment ago has been left alone long enough
    before = read_folder(content.parent)
    opened: list[str] = []
    really = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: opened.append(path) or really(path, *rest))
    (content / "guides" / "autre.md").write_text("deux", "utf-8")
    after = read_folder(content.parent, before)
    assert after == read_folder(content.parent) != before
    assert sorted({Path(path).name for path in opened[:2]}) == ["autre.md", "voisin.md"]
    opened.clear()
    monkeypatch.setattr(files, "SETTLED", 10**12)
    unsure = read_folder(content.parent, after)  # what was known of each file then still holds
    assert {Path(path).name for path in opened} == {"voisin.md"}
    opened.clear()
    read_folder(content.parent, unsure)
    assert {Path(path).name for path in opened} == {"autre.md", "sain.md", "voisin.md"}
