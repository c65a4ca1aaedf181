"""What search is told beside the words of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.freeze.search_index import KIND_WEIGHTS
from portal.model.directory import Organisation, Service
from portal.web.search_documents import KINDS, documents, own_name
from portal.web.site import Site


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("Clinique Claude Fictif (Bourg)", "Clinique privée", ("Claude Fictif",)),
        ("EHPAD Le Refuge (Bourg)", "Maison de retraite médicalisée (EHPAD)", ("Le Refuge",)),
        ("Hôpital de l’Exemple", "Clinique privée", ()),
        ("Clinique", "Clinique privée", ()),
    ],
)
def test_name_without_its_kind(title: str, kind: str, expected: tuple[str, ...]) -> None:
    """People look for a clinic by its own name, and find it before all that is in it."""
    assert own_name(title, kind) == expected


@pytest.mark.parametrize(
    ("verified_on", "worth"),
    [
        (date(2026, 11, 20), 1),
        (date(2026, 5, 20), 1),
        (date(2025, 8, 22), 0.5),
        (date(2024, 11, 22), 0),
        (date(2019, 1, 1), 0),
        (None, 1),
    ],
)
@pytest.mark.parametrize("kind", [Service, Organisation])
def test_an_old_verification_is_worth_less(
    example: Site, kind: type[Service | Organisation], verified_on: date | None, worth: float
) -> None:
    """All for six months, nothing after two years; public data that nobody verified keep their own date."""
    catalogue = example.catalogue
    record = next(catalogue.all(kind)).model_copy(update={"verified_on": verified_on})
    folder, _, id_ = record.ref.partition("/")
    records = {**catalogue.records, folder: {**catalogue.records[folder], id_: record}}
    site = replace(example, catalogue=replace(catalogue, records=records))
    (found,) = (d for d in documents(site, "fr") if d.id == record.ref)
    assert found.worth == pytest.approx(worth)


def test_every_kind_has_a_weight() -> None:
    """A new kind of page is weighed against the others."""
    assert {*KINDS.values(), "specialty"} == KIND_WEIGHTS.keys()
