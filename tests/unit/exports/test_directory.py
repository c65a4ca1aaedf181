"""What all formats share: nothing internal, stable bytes and ids, licence and sources."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from portal.exports.directory import Directory, identifiers, weekly
from portal.exports.publication import FORMATS
from portal.i18n import translations
from portal.model.addresses import FOLDERS
from portal.model.directory import Organisation, Service
from tests.unit.exports.conftest import ROOTS, directory_of

MONDAY = date(2026, 11, 16)
Loaded = Callable[[dict[str, str]], Any]

HIDDEN = """title: Structure fictive
kind: other
visibility: internal
"""


@pytest.mark.parametrize("form", FORMATS)
def test_says_nothing_internal(form: str, example: Directory) -> None:
    texts = b"\n".join(FORMATS[form].export(example).values()).decode().lower()
    people = example.catalogue.records["professionals"].values()
    numbers = [person.rpps for person in people if person.rpps]  # type: ignore[attr-defined]
    assert numbers
    # The fictitious territory marks so all that is not public, and gives it these numbers.
    for mark in ("motsecret", "discrète", "3353649999", "05 36 49 99"):
        assert mark not in texts
    assert not set(numbers) & set(re.findall(r"\d+", texts))


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_run_gives_the_same_bytes(form: str, example: Directory) -> None:
    again = Directory(example.catalogue, example.as_of, example.gettext)
    assert FORMATS[form].export(example) == FORMATS[form].export(again)


def ids(form: str, directory: Directory) -> set[str]:
    """All values of members that name a record or a resource."""
    found: set[str] = set()

    def walk(tree: Any) -> None:
        if isinstance(tree, dict):
            found.update(
                str(value)
                for key, value in tree.items()
                if key in {"id", "structure_id", "organization_id", "reference", "fullUrl"}
            )
            for value in tree.values():
                walk(value)
        elif isinstance(tree, list):
            for value in tree:
                walk(value)

    for name, content in FORMATS[form].export(directory).items():
        if name.endswith(".csv"):
            found.update(line.partition(",")[0] for line in content.decode().splitlines())
        elif name != "datapackage.json":
            walk(json.loads(content))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_ids_survive_a_new_title(form: str, example: Directory) -> None:
    records = example.catalogue.records
    retitled = {
        kind: {
            ident: record.model_copy(update={"title": f"{record.title} (nouveau nom)"})
            for ident, record in some.items()
        }
        for kind, some in records.items()
    }
    after = Directory(replace(example.catalogue, records=retitled), example.as_of, example.gettext)
    assert FORMATS[form].export(after) != FORMATS[form].export(example)
    assert ids(form, after) == ids(form, example)


RENAMED = ("services/consultation-genou", "organisations/hopital-fictif", "places/colline", "teams/ess-genou")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The fictitious territory after four files were renamed, and every reference to them with them."""
    root = tmp_path_factory.mktemp("renamed")
    shutil.copytree(ROOTS["example"] / "content", root / "content")
    for file in (root / "content").rglob("*.*"):
        if file.suffix in {".md", ".csv", ".yaml"}:
            text = file.read_text("utf-8")
            for ref in RENAMED:
                text = re.sub(rf"{ref}(?![\w-])", f"{ref}-autrement", text)
            file.write_text(text, "utf-8")
    for ref in RENAMED:
        name = ref.partition("/")[2]
        for file in sorted((root / "content").glob(f"{ref}.*md")):
            new = file.with_name(file.name.replace(name, f"{name}-autrement"))
            file.rename(new)
            if new.name.count(".") == 1:
                new.write_text(
                    new.read_text("utf-8").replace("---\n", f"---\nformer_ids: [{name}]\n", 1), "utf-8"
                )
    return directory_of(root)


@pytest.mark.parametrize("form", FORMATS)
def test_a_renamed_record_is_exported_as_before_but_for_its_address(
    form: str, example: Directory, renamed: Directory
) -> None:
    before, after = FORMATS[form].export(example), FORMATS[form].export(renamed)
    del before["datapackage.json"], after["datapackage.json"]
    words = b"".join(after.values()).decode()
    assert (words != b"".join(before.values()).decode()) == (form != "indicators")  # these tell no address
    addresses = {f"{FOLDERS[ref.partition('/')[0]]}/{ref.partition('/')[2]}/" for ref in RENAMED}
    for address in addresses:
        words = words.replace(address[:-1] + "-autrement/", address)
    assert words == b"".join(before.values()).decode()


@pytest.mark.parametrize("form", FORMATS)
def test_licence_sources_and_sums_stand_beside_the_data(form: str, directory: Directory) -> None:
    files = FORMATS[form].export(directory)
    package = json.loads(files["datapackage.json"])
    territory = directory.catalogue.territory
    assert package["licenses"][0]["title"] == territory.licence
    assert [s["date"] for s in package["sources"]] == [s.date for s in territory.data_sources]
    assert [s["license"]["title"] for s in package["sources"]] == [s.licence for s in territory.data_sources]
    assert package["created"].startswith("2026-11-22")
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert {r["path"] for r in package["resources"]} == files.keys() - {"datapackage.json"}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_public_is_not_even_referred_to(form: str, load: Loaded) -> None:
    texts = {
        "organisations/cachee.md": f"---\n{HIDDEN}---\n",
        "organisations/visible.md": "---\ntitle: Visible\nkind: other\npart_of: organisations/cachee\n"
        "members: [organisations/cachee]\nverified_on: 2026-01-02\n---\n",
        "services/essai.md": "---\ntitle: Essai fictif\nkind: consultation\n"
        "provided_by: organisations/cachee\nverified_on: 2026-01-02\n---\n",
    }
    catalogue = load(texts).catalogue
    assert catalogue is not None
    directory = Directory(catalogue, MONDAY, translations("fr").gettext)
    assert [s.id for s in directory.services] == ["essai"]
    texts_out = b"\n".join(FORMATS[form].export(directory).values()).decode()
    assert "cachee" not in texts_out
    assert directory.uuid("organisations/cachee") not in texts_out


@pytest.mark.parametrize("form", FORMATS)
def test_a_person_who_refuses_is_in_no_export(form: str, load: Loaded) -> None:
    person = """---
title: Personne Fictive
profession: "10"
roles: [{organisation: organisations/visible, mode: private}]
consent_to_list: "%s"
---
"""
    visible = "---\ntitle: Visible\nkind: msp\nmembers: [professionals/fictive]\n---\n"

    def exported(consent: str) -> bytes:
        texts = {"organisations/visible.md": visible, "professionals/fictive.md": person % consent}
        catalogue = load(texts).catalogue
        assert catalogue is not None
        directory = Directory(catalogue, MONDAY, translations("fr").gettext)
        return b"\n".join(FORMATS[form].export(directory).values())

    assert b"Personne Fictive" not in exported("no")
    assert b"professionals/fictive" not in exported("no")
    assert (b"Personne Fictive" in exported("yes")) == (form in {"fhir", "csv"})


def test_weekly_hours_group_days_and_cut_nights() -> None:
    assert weekly("Mo,Tu 20:00-08:00", MONDAY) == [
        ((0, 1), (time(20), time())),
        ((1, 2), (time(), time(8))),
    ]
    assert weekly("Mo-Fr 00:00-24:00", MONDAY) == [((0, 1, 2, 3, 4), (time(), time()))]
    assert weekly("Mo-Su 00:00-24:00", MONDAY) == [((0, 1, 2, 3, 4, 5, 6), (time(), time()))]
    assert weekly("Su 18:00-24:00", MONDAY) == [((6,), (time(18), time()))]
    assert weekly(None, MONDAY) == []


def test_the_number_of_the_legal_entity_belongs_to_an_establishment_that_has_no_other() -> None:
    both = Organisation(id="a", title="A", kind="other", finess_et="980000020", finess_ej="980000038")
    entity = Organisation(id="b", title="B", kind="other", finess_ej="980000038")
    assert list(identifiers(both)) == [("finess", "980000020")]
    assert list(identifiers(entity)) == [("finess", "980000038")]


def test_a_service_covers_the_communes_of_the_territory_alone(example: Directory) -> None:
    assert example.area("territory") == ("98991", "98992", "98993", "98994", "98995")
    assert example.area(None) == ()
    knee = next(s for s in example.services if s.id == "consultation-genou")
    assert isinstance(knee, Service)
    assert example.area(knee.area) == ("98991", "98994")
