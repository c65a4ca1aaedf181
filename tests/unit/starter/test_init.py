"""``portal init``: from nothing to a territory that checks clean, and help for those who write in it."""

from __future__ import annotations

import json
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from portal.checks.run import check
from portal.cli import main
from portal.cli.init import init
from portal.editor.document import Document
from portal.freeze.build import build
from portal.i18n import translations
from portal.loading.catalogue import load
from portal.loading.files import Snapshot, read_folder
from portal.loading.vocabularies import load_vocabularies
from portal.model.kinds import KINDS
from portal.model.shape import shape
from portal.starter.schemas import schemas
from portal.starter.vscode import snippets

VOCABULARIES, _ = load_vocabularies(Snapshot({}))
SCHEMAS = schemas(translations("fr").gettext, VOCABULARIES, "fr")
TODAY = date(2026, 11, 26)


def make(folder: Path, *options: str) -> Any:
    """Run the command as a program would: no terminal."""
    return CliRunner().invoke(init, [str(folder), *options], env={"SOURCE_DATE_EPOCH": "1795687200"})


@pytest.mark.parametrize("options", [(), ("--languages", "fr,en", "--departement", "2a"), ("--yes",)])
def test_a_new_territory_is_clean_and_complete(tmp_path: Path, options: tuple[str, ...]) -> None:
    """No error, no warning, one record of each kind at least, and the numbers that save lives."""
    made = make(tmp_path / "t", *options)
    assert made.exit_code == 0, made.output
    assert [p.as_text() for p in check(tmp_path / "t", TODAY) if p.severity != "info"] == []
    catalogue = load(tmp_path / "t", TODAY).catalogue
    assert catalogue is not None
    assert all(catalogue.records[kind] for kind in KINDS)
    assert catalogue.territory.demonstration
    assert {"15", "112", "114", "3114"} <= set(catalogue.records["emergency"])
    assert {"chest-pain", "stroke", "suicide"} <= {danger.id for danger in catalogue.search.dangers.dangers}


def test_it_builds(tmp_path: Path) -> None:
    """The program needs nothing else than what was written."""
    assert make(tmp_path / "t", "--name", 'Pays « d’ici » : "nord"').exit_code == 0
    report = build(tmp_path / "t", tmp_path / "t" / "build" / "site", TODAY)
    assert report.warnings == 0
    assert "Pays « d’ici » : &#34;nord&#34;" in (tmp_path / "t" / "build/site/index.html").read_text("utf-8")


def test_a_later_day_makes_examples_of_that_day(tmp_path: Path) -> None:
    """Fictitious delays and alerts are those of the day; a real number keeps the day someone verified it."""
    later = {"SOURCE_DATE_EPOCH": "1811000000"}  # 22 May 2027
    assert CliRunner().invoke(init, [str(tmp_path / "t")], env=later).exit_code == 0
    assert [p for p in check(tmp_path / "t", date(2027, 5, 22)) if p.severity != "info"] == []
    assert "verified_on: 2026-11" in (tmp_path / "t/content/emergency/15.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--languages", "en"), "« fr » vient en premier"),
        (("--languages", "fr,xx"), "langue « xx »"),
        (("--departement", "99"), "n’est pas le code d’un département"),
    ],
)
def test_a_wrong_wish_writes_nothing(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    refused = CliRunner().invoke(main, ["init", str(tmp_path / "t"), *options])
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine", "utf-8")
    refused = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert refused.exit_code == 2
    assert "contient déjà quelque chose : rien n’a été écrit" in refused.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("command", [("init",), ("export", "csv"), ("table", "export", "services")])
def test_a_place_where_nothing_can_be_written(tmp_path: Path, command: tuple[str, ...]) -> None:
    """What the system says is put in French, and no option is advised that the command lacks."""
    assert make(tmp_path / "t").exit_code == 0
    (tmp_path / "file").write_text("mine", "utf-8")
    root = () if command == ("init",) else ("--root", str(tmp_path / "t"))
    refused = CliRunner().invoke(main, [*command, str(tmp_path / "file" / "new.ods"), *root])
    assert refused.exit_code == 2
    assert "fichier" in refused.stderr and "choisissez un dossier où vous pouvez écrire" in refused.stderr
    assert "--output" not in refused.stderr


def test_schemas_accept_all_content(root: Path) -> None:
    """What the checks accept, the editor does not underline: the demonstration and the examples."""
    found = []
    for folder in (root / "content", root / "portal" / "model" / "examples" / "content"):
        for path in sorted([*folder.glob("*/*.md"), *(folder / name for name in SCHEMAS if "." in name)]):
            key = path.parent.name if path.suffix == ".md" else path.relative_to(folder).as_posix()
            if path.exists() and "." not in path.stem and key in SCHEMAS and path.stem != "README":
                errors = Draft7Validator(SCHEMAS[key]).iter_errors(_facts(path))
                found += [f"{path.name} {list(e.path)}: {e.message[:100]}" for e in errors]
    assert found == []


def _facts(path: Path) -> Any:
    """As an editor reads YAML 1.2, dates as texts."""
    text = path.read_text("utf-8")
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return yaml.load(text.split("---\n")[1] if path.suffix == ".md" else text)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("services", {"kind": "invented"}),
        ("services", {"places": [{"place": "guides/second-avis"}]}),
        ("rules", {"unite": "eur"}),
        ("territory.yaml", {"id": "x"}),
        ("search/synonyms.yaml", [{"words": ["seul"]}]),
    ],
)
def test_schemas_underline_mistakes(kind: str, facts: Any) -> None:
    assert list(Draft7Validator(SCHEMAS[kind]).iter_errors(facts))


def test_schemas_speak_french() -> None:
    schema = SCHEMAS["services"]["properties"]["provided_by"]
    assert schema["title"] == translations("fr").gettext("Provided by") != "Provided by"
    assert "établissement" in schema["description"].lower()
    assert all(Draft7Validator.check_schema(each) is None for each in SCHEMAS.values())


def test_snippets_make_files_that_the_program_reads(tmp_path: Path) -> None:
    """A snippet holds valid keys, and no placeholder is cut short."""
    for entry in snippets(translations("fr").gettext, VOCABULARIES).values():
        body = "\n".join(entry["body"])
        assert body.count("${") == body.count("}") - body.count(r"\}"), body
        assert "Project-Id-Version" not in entry["description"]
    made = make(tmp_path / "t")
    assert made.exit_code == 0
    json.loads((tmp_path / "t/.vscode/settings.json").read_text("utf-8"))
    assert read_folder(tmp_path / "t").problems == ()


def test_the_configuration_of_a_git_editor_fits_its_own_schema(tmp_path: Path, root: Path) -> None:
    """One collection per kind, every field of the model, and nothing that Sveltia does not know."""
    assert make(tmp_path / "t", "--languages", "fr,en").exit_code == 0
    config = YAML(typ="safe").load((tmp_path / "t/cms/config.yml").read_text("utf-8"))
    assert config.pop("locale") == "fr"  # of Decap; Sveltia says in its console that it follows the browser
    schema = root / "tests/fixtures/schemas/sveltia-cms/sveltia-cms.json.xz"
    found = Draft7Validator(json.loads(lzma.decompress(schema.read_bytes()))).iter_errors(config)
    assert [error.message[:200] for error in found] == []
    collections = {each["name"]: {f["name"] for f in each["fields"]} for each in config["collections"]}
    expected = {kind: set(shape(model)) - {"id"} | {"source_hash"} for kind, model in KINDS.items()}
    assert expected == collections


def every_field(
    fields: list[dict[str, Any]], *, optional: bool = False
) -> Iterator[tuple[dict[str, Any], bool]]:
    """The fields of a Git-based editor, and whether one of the groups around them may be left out."""
    for field in fields:
        yield field, optional
        left_out = optional or (field["widget"] == "object" and not field["required"])
        yield from every_field(field.get("fields", []), optional=left_out)


def test_a_git_editor_saves_what_it_does_not_touch(tmp_path: Path) -> None:
    """What driving Sveltia 0.221 and Decap 3.16 showed: each of these lost or refused a page."""
    assert make(tmp_path / "t").exit_code == 0
    config = YAML(typ="safe").load((tmp_path / "t/cms/config.yml").read_text("utf-8"))
    for collection in config["collections"]:
        for field, optional in every_field(collection["fields"]):
            told = collection["name"], field["name"]
            # Decap asks for the required fields of an empty group, and then saves nothing.
            assert not (optional and field.get("required")), told
            # The rich editor of Decap escapes "[[kind/id]]": the link would be gone.
            assert field["widget"] != "markdown" or field["modes"] == ["raw"], told
    steps = next(c for c in config["collections"] if c["name"] == "pathways")["fields"]
    level = {field["name"]: field for field, _ in every_field(steps)}["level"]
    assert (level["widget"], level["value_type"]) == ("number", "int")  # as a text, it comes back in quotes


def test_examples_are_in_the_order_of_the_model(root: Path) -> None:
    """Git-based editors write keys in that order: the first change of an example shows nothing else."""
    for path in sorted((root / "portal/model/examples/content").glob("*/*.md")):
        if "." not in path.stem and path.parent.name in KINDS:
            keys = list(Document.of(path.read_bytes(), markdown=True).values)
            known = list(shape(KINDS[path.parent.name]))
            assert keys == sorted(keys, key=known.index), path


def test_a_territory_of_a_few_communes_stays_one(tmp_path: Path) -> None:
    """A file of communes or their codes: territory.yaml says whose they are, before any national list."""
    listed = tmp_path / "communes.csv"
    listed.write_text("code_insee,nom\n81004,Albi\n12202,Rodez\n")
    for name, given in (("file", str(listed)), ("codes", "81004, 12202")):
        assert make(tmp_path / name, "--communes", given).exit_code == 0
        territory = load(tmp_path / name, TODAY).territory
        assert territory is not None
        assert [p.as_text() for p in check(tmp_path / name, TODAY) if p.severity == "error"] == []
        said = (tmp_path / name / "content" / "territory.yaml").read_text("utf-8")
        assert '\ncommunes: ["81004", "12202"]\n' in said
    refused = make(tmp_path / "none", "--communes", "Albi")
    assert refused.exit_code == 1 and "INSEE" in str(refused.exception)


@pytest.mark.parametrize(
    ("recipe", "published", "slip"),
    [
        (".github/workflows/publier.yml", "github-workflows", ("runs-on", "run-on")),
        (".gitlab-ci.yml", "gitlab-ci", ("paths:", "path:")),
    ],
)
def test_recipes_fit_the_schemas_of_their_hosts(
    tmp_path: Path, root: Path, recipe: str, published: str, slip: tuple[str, str]
) -> None:
    """What the host would refuse is seen here; the schema does see a slip."""
    assert make(tmp_path / "t").exit_code == 0
    schema = root / f"tests/fixtures/schemas/recipes/{published}.json.xz"
    validator = Draft7Validator(json.loads(lzma.decompress(schema.read_bytes())))
    text = (tmp_path / "t" / recipe).read_text("utf-8")
    yaml = YAML(typ="safe", pure=True)
    assert [error.message[:200] for error in validator.iter_errors(yaml.load(text))] == []
    assert [*validator.iter_errors(yaml.load(text.replace(*slip)))]


def test_recipes_publish_each_day_with_the_whole_history(tmp_path: Path) -> None:
    """Dates turn without anyone, the published site is read again, and pages know what changed."""
    assert make(tmp_path / "t").exit_code == 0
    yaml = YAML(typ="safe")
    github = yaml.load((tmp_path / "t/.github/workflows/publier.yml").read_text("utf-8"))
    steps = github["jobs"]["publier"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    (minute, hour, *rest) = github["on"]["schedule"][0]["cron"].split()
    assert minute.isdigit() and hour.isdigit() and rest == ["*"] * 3
    gitlab = yaml.load((tmp_path / "t/.gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["variables"]["GIT_DEPTH"] == "0"
    assert "schedule" in gitlab["relire"]["rules"][0]["if"]
    shell = (tmp_path / "t/publication/publier.sh").read_text("utf-8")
    runs = "\n".join(step.get("run", "") for step in steps)
    for recipe in (runs, "\n".join(gitlab["pages"]["script"] + gitlab["relire"]["script"]), shell):
        for command in ("build", "doctor", "links"):
            assert re.search(rf"""portal"?'? {command}\b""", recipe), (command, recipe)


def test_the_recipe_of_a_plain_server(tmp_path: Path) -> None:
    """As `cron` runs it: from the folder of the territory, twice."""
    assert make(tmp_path / "t").exit_code == 0
    command = ["sh", "publication/publier.sh", str(tmp_path / "www")]
    env = {"PATH": os.environ["PATH"], "PORTAL": str(Path(sys.executable).with_name("portal"))}
    for _ in range(2):
        subprocess.run(command, cwd=tmp_path / "t", env=env, check=True, capture_output=True)
    assert (tmp_path / "www/current/index.html").is_file()
    assert subprocess.run(command[:2], cwd=tmp_path / "t", capture_output=True, check=False).returncode != 0


def test_the_examples_go_as_the_readme_says(tmp_path: Path) -> None:
    """Its list names every example; once they and two lines are gone, nothing is left to mend."""
    assert make(tmp_path / "t", "--languages", "fr,en").exit_code == 0
    told = (tmp_path / "t/README.md").read_text("utf-8").partition("```text")[2].partition("```")[0].split()
    content = tmp_path / "t" / "content"
    kinds = {kind for kind in KINDS if kind != "emergency"}
    there = {p.relative_to(content).as_posix() for kind in kinds for p in (content / kind).glob("*.md")}
    assert there - {"guides/second-avis.en.md"} == {*told}
    for name in there:
        (content / name).unlink()
    golden = content / "search" / "golden.yaml"
    assert golden.read_text("utf-8").splitlines()[1].strip() == "expects: [pathways/essoufflement]"
    golden.write_text("".join(golden.read_text("utf-8").splitlines(keepends=True)[2:]), "utf-8")
    assert [p.as_text() for p in check(tmp_path / "t", TODAY) if p.severity != "info"] == []


def test_two_territories_from_one_installation(tmp_path: Path) -> None:
    """Different names, languages and communes; neither knows of the other, and no code is edited."""
    communes = Path(__file__).parents[2] / "fixtures" / "finess" / "communes.csv"
    assert make(tmp_path / "a", "--name", "Vallée de l’Une").exit_code == 0
    second = ("--name", "Plateau de l’Autre", "--languages", "fr,en", "--departement", "81")
    assert make(tmp_path / "b", *second, "--communes", str(communes)).exit_code == 0
    pages = {}
    for name in ("a", "b"):
        build(tmp_path / name, tmp_path / name / "build" / "site", TODAY)
        site = tmp_path / name / "build" / "site"
        pages[name] = (site / "index.html").read_text("utf-8")
        assert (site / "en").is_dir() == (name == "b")
        assert (site / "communes" / "81004" / "index.html").is_file() == (name == "b")
    assert "Vallée de l’Une" in pages["a"]
    assert "Plateau de l’Autre" not in pages["a"]
    assert "Plateau de l’Autre" in pages["b"]
