"""A fair order, drawn again by anyone, and facets that never say more than the record."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.freeze.build import prepare_site
from portal.model.listing import FACETS, fair, lot
from portal.web.site import Site

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def example(example_root: Path) -> Site:
    return prepare_site(example_root, DAY)[0]


def test_the_same_day_the_same_order() -> None:
    refs = [f"services/s{n}" for n in range(20)]
    backwards = [*reversed(refs)]
    drawn = sorted(refs, key=lambda ref: lot(ref, DAY))
    assert drawn == sorted(backwards, key=lambda ref: lot(ref, DAY))
    assert drawn != sorted(refs, key=lambda ref: lot(ref, DAY + timedelta(days=1)))


def test_each_comes_first_as_often() -> None:
    """Over three years, ten equals each lead about a tenth of the days."""
    refs = [f"services/s{n}" for n in range(10)]
    days = [DAY + timedelta(days=n) for n in range(1000)]
    firsts = Counter(min(refs, key=lambda ref: lot(ref, day)) for day in days)
    assert set(firsts) == set(refs) and all(60 < count < 140 for count in firsts.values())


def test_old_comes_last_whatever_the_draw(example: Site) -> None:
    """Two years without a word: after all others, on every day."""
    for n in range(30):
        entries = replace(example, as_of=DAY + timedelta(days=n)).listing.entries["services"]
        assert [e.record.id for e in entries if e.old] == ["ecoute-fictive"]
        assert entries[-1].record.id == "ecoute-fictive" and entries == sorted(entries, key=fair)


def test_facets(example: Site) -> None:
    """All places count; what is unknown is empty, and a no is not a yes."""
    found = {e.record.ref: e for entries in example.listing.entries.values() for e in entries}
    knee = found["services/consultation-genou"]
    assert knee.facets == {
        "specialty": ("SM48", "SM08"),
        "access": ("letter",),
        "sector": ("public",),
        "language": ("fr", "en", "ar"),
        "accessibility": ("step_free", "disabled_parking", "sign_language", "interpreter"),
        "remote": ("teleconsultation",),
    }
    assert knee.communes == ("98991",) and knee.position == (45.01, -8.02)
    assert found["services/imagerie-sans-rien"].facets == dict.fromkeys(FACETS, ())
    person = found["professionals/camille-fictive"]
    assert person.facets["sector"] == ("public", "2_optam") and person.kind == "10"


def test_who_did_not_agree_is_in_no_list(example: Site) -> None:
    listed = {e.record.title for entries in example.listing.entries.values() for e in entries}
    assert not [name for name in listed if "Motsecret" in name]
