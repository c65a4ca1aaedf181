"""The national feed of FINESS, in every shape that its published schemas allow, and in others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.importers.finess_feed import read_feed
from portal.importers.run import Sources, import_communes, import_finess
from portal.loading.catalogue import load
from tests.unit.importers.conftest import begin

FINESS = Path(__file__).parents[2] / "fixtures" / "finess"
# What a field may hold by accident, and what the fields that matter hold when all is well.
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.lists(st.none(), max_size=2), st.just("\ud800\x07\n"), st.just("1e999"),
)  # fmt: skip
SOUND = {
    "numFinessPm": ["810000331", "810000018"],
    "numeroFiness": ["810000331"],
    "numFinessEge": ["810000331", "810000018", "810000331 ", 810000331],
    "cogCommune": ["81004", 81004, "04"],
    "coordonneeX": ["2.155", "43.95", 2.155, "633000,5", "nan"],
    "coordonneeY": ["43.95", "2.155", 43.95, "6317000"],
    "directionLongitude": ["E", "W"],
    "telephone": ["563474747", 563474747],
    "code": ["355", "620", 355],
    "dateEvenement": ["2026-03-02T10:00:00Z", "9999"],
    "codePostal": ["81000"],
}
# The schemas name these objects and leave what they hold open; the names are those of the official example.
OPEN: dict[str, Any] = {
    "informationsGeneralesEGE": ("egeId", "numFinessEge", "denominationEge"),
    "caracteristiquesSpecifiquesASA": ("codeActivite", "codeForme"),
}


@st.composite
def damaged(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """An object of which one field in twenty is absent, and one in twenty of another type."""
    found = {}
    for key, sound in fields.items():
        fate = draw(st.integers(0, 19))
        if fate < 19:
            found[key] = draw(sound if fate < 18 else ODD)
    return found


def values(schema: dict[str, Any], root: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values of a schema, damaged here and there."""
    if "$ref" in schema:
        _, group, target = schema["$ref"].split("/")
        return values(root[group].get(target, {"type": "object"}), root, target)
    if name in OPEN:
        return damaged({key: values({"type": "string"}, root, key) for key in OPEN[name]})
    if schema.get("type") == "array":
        return st.lists(values(schema.get("items", {}), root), min_size=1, max_size=2)
    if schema.get("type") == "object":
        fields = schema.get("properties") or {"code": {"type": "string"}}
        return damaged({key: values(one, root, key) for key, one in fields.items()})
    return st.sampled_from(SOUND.get(name, ["CH D'ALBI"]))


def feed(name: str) -> st.SearchStrategy[Any]:
    """Files whose list of legal entities is one."""
    schema = json.loads((FINESS / f"schema-{name}-v1.json").read_text("utf-8"))
    entity = values(schema["properties"]["pmej"]["items"], schema)
    return st.fixed_dictionaries({"pmej": st.lists(entity, min_size=1, max_size=3)})


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A département with its communes, without establishments."""
    root = begin(tmp_path_factory.mktemp("feed"), 'departement: "81"\n')
    import_communes(root, (FINESS / "communes.csv",), "2026").apply(root)
    return root


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # the file itself, told when it fails
@settings(  # a file holds hundreds of values: to make a failing one small would take minutes
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(structures=feed("structures"), activities=feed("activites"))
def test_a_feed_of_any_shape_is_read(
    territory: Path, tmp_path: Path, structures: Any, activities: Any
) -> None:
    """What is sound comes in, what is not is told by line, and what is written can be read again."""
    paths = tmp_path / "structures.json", tmp_path / "activites.json"
    for path, content in zip(paths, (structures, activities), strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    found = import_finess(territory, Sources(paths, "2026-03"))
    assert all(p.line >= 1 and p.message for p in found.problems)
    found.apply(territory, large=True)
    assert [p.as_text() for p in load(territory, date(2026, 3, 20)).problems] == []


def test_an_establishment_without_a_name_is_told(territory: Path, tmp_path: Path) -> None:
    """A page needs a name: the row is told and left out, the others come in."""
    path = tmp_path / "structures.json"
    content = json.loads((FINESS / "flux-structures.json").read_text("utf-8"))
    (one,) = content["pmej"][0]["ege"]
    one["informationsGeneralesEGE"] = {"numFinessEge": "010000024"}
    one["adresse"][0]["cogCommune"] = "81004"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = import_finess(territory, Sources((path,), "2026-03"))
    assert "010000024" in "".join(p.as_text() for p in found.problems if p.code == "import-row")


@pytest.mark.parametrize(
    ("given", "kept", "told"), [(81000, "81000", []), (1440, "01440", []), (3.7e-23, "", ["import-postcode"])]
)
def test_a_postcode_that_is_none_is_told(
    territory: Path, tmp_path: Path, given: object, kept: str, told: list[str]
) -> None:
    """A figure gets its leading zero back; anything else is told and left out."""
    path = tmp_path / "structures.json"
    content = json.loads((FINESS / "flux-structures.json").read_text("utf-8"))
    (one,) = content["pmej"][0]["ege"]
    one["adresse"][0] |= {"cogCommune": "81004", "codePostal": given, "ligneAcheminement": "ALBI"}
    path.write_text(json.dumps(content), encoding="utf-8")
    (row,) = read_feed(path, [])
    assert row.postcode == kept or told
    found = import_finess(territory, Sources((path,), "2026-03"))
    assert [p.code for p in found.problems if p.code == "import-postcode"] == told
