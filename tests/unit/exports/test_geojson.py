"""The GeoJSON file follows RFC 7946 and says who is where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal.exports.directory import Directory
from portal.exports.geojson import export


@pytest.fixture(scope="module")
def collection(directory: Directory) -> Any:
    return json.loads(export(directory)["places.geojson"])


def test_every_place_is_a_feature_longitude_first(collection: Any, directory: Directory) -> None:
    assert collection["type"] == "FeatureCollection"
    assert [f["id"] for f in collection["features"]] == [p.id for p in directory.places]
    for feature, place in zip(collection["features"], directory.places, strict=True):
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        geometry = feature["geometry"]
        located = {"type": "Point", "coordinates": [place.lon, place.lat]}
        assert geometry == (None if place.lat is None else located)
        assert ("position" in feature["properties"]) == (geometry is not None)


def test_every_provider_stands_at_each_of_its_places(collection: Any, directory: Directory) -> None:
    providers = (*directory.organisations, *directory.services)
    there = sum(len(directory.offers.places(p)) for p in providers)
    found = [f["properties"] for f in collection["features"]]
    assert sum(len(p.get("organisations", [])) + len(p.get("services", [])) for p in found) == there


def test_says_what_is_there(example: Directory) -> None:
    features = json.loads(export(example)["places.geojson"])["features"]
    square = next(f["properties"] for f in features if f["id"] == "place-du-bourg")
    assert square["services"] == ["consultation-genou", "consultation-toux", "soins-sur-demande"]
    assert square["accessibility"].startswith("Entrée de plain-pied : Oui, Ascenseur : Non")
    assert next(f["geometry"] for f in features if f["id"] == "refuge") is None
