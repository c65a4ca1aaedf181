"""What editors are told of each field is what the model takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import pytest
from click.testing import CliRunner
from pydantic import BaseModel, TypeAdapter

from portal.checks import check
from portal.cli.docs import END, START, docs, renewed
from portal.errors import PortalError
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.loading.files import Snapshot
from portal.loading.vocabularies import load_vocabularies
from portal.model.base import Record
from portal.model.kinds import KINDS, TITLES
from portal.model.reference import EXAMPLES, FILES, reference
from portal.model.shape import shape

VOCABULARIES, _ = load_vocabularies(Snapshot({}))


def groups(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all the groups inside it."""
    yield model
    for of in shape(model).values():
        if of.innermost.group is not None:
            yield from groups(of.innermost.group)


MODELS = dict.fromkeys(g for m in (*KINDS.values(), *(m for m, _ in FILES.values())) for g in groups(m))
FIELDS = [(model, name) for model in MODELS for name in model.model_fields]


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda p: p if isinstance(p, str) else p.__name__)
def test_each_field_has_a_label_and_a_sound_example(model: type[BaseModel], name: str) -> None:
    """The example of a field, or that of its type, is a value that it takes, or an item of its list."""
    info, of = model.model_fields[name], shape(model)[name]
    assert info.title
    written = next((w for w in (of.written, of.item and of.item.written) if w), None)
    for example in info.examples or filter(None, [written and written.example]):
        value = [example] if of.kind == "list" else example
        value = {"fr": example} if of.kind == "mapping" else value
        loose = [m for m in info.metadata if not hasattr(m, "min_length")]  # one item may be too few
        kind = Annotated[(info.annotation, *loose)] if loose else info.annotation
        TypeAdapter(kind).validate_python(value, context={"vocabularies": VOCABULARIES})


def test_the_readme_of_editors_is_up_to_date(root: Path) -> None:
    """Mended by ``make docs``."""
    text = (root / "content" / "README.md").read_text("utf-8")
    assert renewed(text, root, "fr") == text


def test_every_field_is_told() -> None:
    text = reference(str, VOCABULARIES, "en")
    for model, name in FIELDS:
        assert f"| `{name}`<br>" in text, f"{model.__name__}.{name}"
    assert set(TITLES) == set(KINDS)


def test_links_inside_lead_somewhere() -> None:
    text = reference(translations("fr").gettext, VOCABULARIES, "fr")
    targets = {part.partition(")")[0] for part in text.split("](#")[1:]}
    anchors = {part.partition('"')[0] for part in text.split('<a id="')[1:]}
    assert targets <= anchors


def test_examples_make_a_territory_without_error(root: Path, tmp_path: Path) -> None:
    """One of each kind; the numbers that every territory needs come from the demonstration."""
    shutil.copytree(str(EXAMPLES), tmp_path / "content")
    for path in (root / "content" / "emergency").glob("*.md"):
        if "." not in path.stem and path.stem != "15":
            shutil.copy(path, tmp_path / "content" / "emergency")
    day = date(2026, 11, 22)
    assert [p.as_text() for p in check(tmp_path, day) if p.severity != "info"] == []
    catalogue = load(tmp_path, day).catalogue
    assert catalogue is not None
    assert [kind for kind in KINDS if not catalogue.records[kind]] == []


def test_a_readme_without_marks_is_left_alone(root: Path) -> None:
    with pytest.raises(PortalError, match="has no line"):
        renewed("# Rien", root, "fr")


def test_the_command_tells_the_codes_of_the_territory(tmp_path: Path) -> None:
    """It renews what stands between the marks, in the language asked for, and nothing else."""
    readme = tmp_path / "content" / "README.md"
    added = tmp_path / "content" / "vocabularies" / "service_kind.yaml"
    added.parent.mkdir(parents=True)
    added.write_text("- {code: walking_group, label: {fr: Groupe de marche}}\n", "utf-8")
    readme.write_text(f"Avant.\n{START}\nVieux.\n{END}\nAprès.\n", "utf-8")
    done = CliRunner().invoke(docs, ["--root", str(tmp_path), "--lang", "en"])
    assert (done.exit_code, done.output) == (0, "")
    text = readme.read_text("utf-8")
    assert text.startswith(f"Avant.\n{START}\n\n- [What all files have in common](#fiche)\n")
    assert text.endswith(f"\n{END}\nAprès.\n")
    assert "| `walking_group` | Groupe de marche |" in text
    assert "Vieux" not in text
    CliRunner().invoke(docs, ["--root", str(tmp_path), "--lang", "en"])
    assert readme.read_text("utf-8") == text


def test_inherited_help_is_for_records_only() -> None:
    """An identifier inside a file is not the name of the file."""
    help_of_id = Record.model_fields["id"].description or ""
    assert reference(str, VOCABULARIES, "en").count(help_of_id) == 2  # all files; communes
