"""Who can do what, and how far."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.loading.catalogue import load
from portal.model.directory import Organisation, Place, Service
from portal.model.geography import Point, shown_km
from portal.model.listing import lot
from portal.model.offer import OfferIndex
from portal.model.values import Offer


@pytest.fixture(scope="module")
def index(example_root: Path) -> OfferIndex:
    """The directory of the fictitious territory."""
    catalogue = load(example_root, date(2026, 11, 22)).catalogue
    assert catalogue is not None
    return OfferIndex(catalogue)


@pytest.mark.parametrize(
    ("offer", "refs"),
    [
        ({}, []),
        ({"specialties": ["SM48"]}, ["services/consultation-genou", "services/consultation-toux"]),
        ({"specialties": ["SM41"]}, ["services/consultation-toux"]),
        (
            {"specialties": ["SM48", "SM41", "SM08"]},
            ["services/consultation-genou", "services/consultation-toux"],
        ),
        ({"specialties": ["SM04"]}, []),
        ({"service_kinds": ["imaging"]}, ["services/imagerie-sans-rien"]),
        ({"service_kinds": ["coordination", "tele_expertise"]}, []),  # not public
        ({"organisation_kinds": ["pharmacy"]}, ["organisations/pharmacie-fictive"]),
        (
            {"organisation_kinds": ["msp"], "service_kinds": ["imaging"]},
            ["services/imagerie-sans-rien", "organisations/msp-fictive"],
        ),
        (  # of a specialty and of a kind at once: first, and alone if asked
            {"specialties": ["SM48"], "service_kinds": ["imaging", "maternity"]},
            [
                "services/consultation-genou",
                "services/consultation-toux",
                "services/imagerie-sans-rien",
                "services/maternite-outre-val",
            ],
        ),
        (
            {"specialties": ["SM41"], "service_kinds": ["imaging", "consultation"]},
            ["services/consultation-toux", "services/imagerie-sans-rien", "services/consultation-genou"],
        ),
        (
            {"specialties": ["SM41"], "service_kinds": ["imaging", "consultation"], "both": True},
            ["services/consultation-toux"],
        ),
        ({"specialties": ["SM48"], "service_kinds": ["imaging"], "both": True}, []),
    ],
)
def test_find(index: OfferIndex, offer: dict[str, list[str]], refs: list[str]) -> None:
    """Any of the codes is enough unless both are asked for; each comes once, the exact ones first."""
    assert [p.ref for p in index.find(Offer.model_validate(offer))] == refs


@pytest.mark.parametrize(
    ("ref", "places"),
    [
        ("services/consultation-genou", ["places/colline", "places/place-du-bourg"]),
        ("services/consultation-toux", ["places/place-du-bourg"]),  # of its organisation
        ("organisations/labo-sans-rien", []),
        ("organisations/antenne-fictive", ["places/refuge"]),
    ],
)
def test_places(index: OfferIndex, ref: str, places: list[str]) -> None:
    """Its own places, else those of its organisation."""
    record = index.catalogue.shown(ref)
    assert record is not None
    assert [p.ref for p in index.places(record)] == places


def test_in_commune(index: OfferIndex) -> None:
    """Whoever has a place in a commune, each once."""
    here = [p.ref for p in index.in_commune("98991")]
    assert len(here) == len(set(here))
    assert {"services/consultation-toux", "organisations/hopital-fictif"} <= set(here)
    assert [p.ref for p in index.in_commune("98995")] == []


def test_covering(index: OfferIndex) -> None:
    """Who comes from elsewhere: by commune, by psychiatric sector, or for the whole territory."""
    everywhere = ["organisations/cpts-fictive", "organisations/hopital-fictif"]
    assert [s.ref for s in index.covering("98994")] == ["services/consultation-genou", *everywhere]
    assert [s.ref for s in index.covering("98993")] == ["services/ecoute-fictive", *everywhere]
    assert [s.ref for s in index.covering("98992")] == ["organisations/msp-fictive", *everywhere]
    assert "services/consultation-genou" not in [s.ref for s in index.covering("98991")]  # it sits there
    assert index.covering("98996") == []  # beyond the territory


def test_position(index: OfferIndex) -> None:
    """Its own coordinates, else the centre of its commune, else none."""
    places = {p.id: p for p in index.catalogue.all(Place)}
    assert index.position(places["place-du-bourg"]) == (45.001, -8.001)
    assert index.position(places["refuge"]) == (44.9, -7.9)
    nowhere = places["refuge"].address.model_copy(update={"insee": "98995"})
    assert index.position(places["refuge"].model_copy(update={"address": nowhere})) is None


def draw(ref: str) -> tuple[bool, int]:
    """Another order than that of names."""
    return False, int.from_bytes(lot(ref, date(2026, 11, 22)))


def test_nearest(index: OfferIndex) -> None:
    """Nearest first, by the nearest of its places; without a place, left out."""
    everyone = [*index.catalogue.all(Service), *index.catalogue.all(Organisation)]
    found = index.nearest(everyone, (45.0, -8.0), 50, draw)
    assert [shown_km(n.km) for n in found] == sorted(shown_km(n.km) for n in found)
    assert "organisations/labo-sans-rien" not in {n.record.ref for n in found}
    by_ref = {n.record.ref: n for n in found}
    assert by_ref["services/consultation-genou"].km == pytest.approx(0.136, abs=0.01)  # place-du-bourg
    commune = by_ref["services/imagerie-sans-rien"].commune
    assert commune is not None and commune.title == "L’Isle-Fictive"
    assert len(index.nearest(everyone, (45.0, -8.0), 2, draw)) == 2
    seen = shown_km(by_ref["services/consultation-toux"].km)
    tied = [n.record.ref for n in found if shown_km(n.km) == seen]
    assert tied == sorted(tied, key=draw) and len(tied) > 1


@pytest.mark.parametrize("here", [(45.0, -8.0), (44.9, -7.9), (43.6, 1.4), (-21.1, 55.5)])
def test_nearest_of_a_kind_is_the_nearest_of_all_of_that_kind(index: OfferIndex, here: Point) -> None:
    """The grid finds what measuring every distance finds, wherever one stands."""
    for kind in (
        ("service_kind", "consultation"),
        ("organisation_kind", "pharmacy"),
        ("specialty", "SM48"),
    ):
        everyone = index.of_kind(*kind)
        for limit in (1, 2, 50):
            assert index.nearest_of_kind(kind, here, limit, draw) == index.nearest(
                everyone, here, limit, draw
            )
    knee = index.catalogue.records["services"]["consultation-genou"]
    assert isinstance(knee, Service)
    alike = [
        one
        for one in index.of_kind("service_kind", "consultation")
        if isinstance(one, Service) and one.ref != knee.ref and set(one.specialties) & set(knee.specialties)
    ]
    found = index.nearest_of_kind(("service_kind", "consultation"), here, 5, draw, knee)
    assert found == index.nearest(alike, here, 5, draw)


def test_who_is_at_a_place_and_what_belongs_to_an_organisation(index: OfferIndex) -> None:
    """The indexes hold what a look at every record would find."""
    everyone = [*index.catalogue.all(Service), *index.catalogue.all(Organisation)]
    for place in index.catalogue.all(Place):
        expected = [one.ref for one in everyone if place in index.places(one)]
        assert [one.ref for one in index.at_place(place)] == expected
    for organisation in index.catalogue.all(Organisation):
        parts = [o.ref for o in index.catalogue.all(Organisation) if o.part_of == organisation.ref]
        assert [o.ref for o in index.parts_of(organisation)] == parts
