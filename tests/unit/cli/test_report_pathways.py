"""``portal report pathways``: completeness and readability, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from portal.cli import main


def run(root: Path, *options: str) -> str:
    asked = ["report", "pathways", "--root", str(root), "--as-of", "2026-11-22", *options]
    answer = CliRunner().invoke(main, asked)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_text(example_root: Path) -> None:
    said = run(example_root, "--lang", "en")
    assert "toux-fictive: " in said
    assert "Local team of each step 2/3" in said
    assert re.search(r"from 12 to 15 words per whole sentence, .*: [1-9][0-9.]* on average", said)
    assert re.search(r"  decisions/\S+: [1-9][0-9.]* words per whole sentence, \d+ in the longest", said)


def test_json(example_root: Path) -> None:
    facts = json.loads(run(example_root, "--format", "json"))
    blocks = {one["pathway"]: one["blocks"] for one in facts["pathways"]}
    assert blocks["boiterie-fictive"]["signatories"] == [1, 1]
    assert blocks["boiterie-fictive"]["delay"] == [2, 3], "the insert tells one more"
    assert set(facts["spread"]) == {"under", "within", "over"}
    told = {"ref", "lang", "mean", "prose_mean", "longest", "aimed", "met", "sentences", "worst"}
    assert told == set(facts["pages"][0])
