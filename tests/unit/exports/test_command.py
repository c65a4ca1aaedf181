"""``portal export`` writes all or nothing, and replaces only what it wrote."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.cli.export import write
from portal.exports.publication import FORMATS, SUMS

EXAMPLE = Path(__file__).parents[2] / "fixtures" / "exemple"


def run(form: str, folder: Path, root: Path = EXAMPLE) -> tuple[int, str]:
    command = ["export", form, str(folder), "--root", str(root), "--as-of", "2026-11-22"]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.output


@pytest.mark.parametrize("form", FORMATS)
def test_writes_every_file_and_its_sum(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    status, said = run(form, folder)
    assert status == 0, said
    sums = dict(reversed(line.split("  ")) for line in (folder / SUMS).read_text().splitlines())
    written = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir() if f.name != SUMS}
    assert sums == written
    assert "datapackage.json" in sums
    assert [f.name for f in folder.parent.iterdir()] == ["out"]


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    assert run("csv", tmp_path / "out")[0] == 0
    assert run("geojson", tmp_path / "out")[0] == 0
    names = {f.name for f in (tmp_path / "out").iterdir()}
    assert names == {"places.geojson", "datapackage.json", SUMS}


def test_files_of_others_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("à moi")
    status, said = run("geojson", tmp_path)
    assert (status, [f.name for f in tmp_path.iterdir()]) == (2, ["mine.txt"]), said
    (tmp_path / "mine.txt").unlink()
    assert run("geojson", tmp_path / "out")[0] == 0
    (tmp_path / "out" / "mine.txt").write_text("à moi")
    assert run("geojson", tmp_path / "out")[0] == 2


def test_content_with_errors_gives_nothing(tmp_path: Path) -> None:
    status, said = run("csv", tmp_path / "out", EXAMPLE.parent / "broken")
    assert status == 1, said
    assert not (tmp_path / "out").exists()


def test_a_write_that_fails_leaves_the_earlier_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out", {"a.json": b"1"})
    monkeypatch.setattr("portal.cli.export.swap_in", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "out", {"a.json": b"2"})
    assert (tmp_path / "out" / "a.json").read_bytes() == b"1"
    assert [f.name for f in tmp_path.iterdir()] == ["out"]
