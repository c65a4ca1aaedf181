"""One slip gives one message: what leads to a record with an error is not wrong itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from portal.checks import check_loaded
from portal.loading.catalogue import Loaded

Load = Callable[[Mapping[str, str]], Loaded]
STARTER = Path(__file__).parents[3] / "portal" / "model" / "examples" / "content"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "code"),
    [
        ("services/cardiologie-exemple.md", "Mo-Fr 09:00-12:30,14:00-17:00", "lundi 9h", "hours"),
        ("services/cardiologie-exemple.md", "title: ", 'title: "', "yaml-quote"),
        ("pathways/essoufflement.md", "    title: Voir un cardiologue\n", "", "missing-key"),
    ],
)
def test_one_slip(load: Load, file: str, right: str, wrong: str, code: str) -> None:
    files = {str(path.relative_to(STARTER)): path.read_text("utf-8") for path in STARTER.rglob("*.md")}
    before = {p.code for p in check_loaded(load(files)) if p.severity == "error"}
    files[file] = files[file].replace(right, wrong, 1)
    after = {p.code for p in check_loaded(load(files)) if p.severity == "error"}
    assert after - before == {code}
