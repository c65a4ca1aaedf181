"""GeoJSON (RFC 7946): the places of the directory as points, each with who is there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from portal.exports.directory import Directory
from portal.exports.package import packaged
from portal.exports.trees import as_json, known
from portal.model.directory import Place


def export(directory: Directory) -> dict[str, bytes]:
    """The file ``places.geojson``, and what describes it; a place whose position is unknown has none."""
    here: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"organisations": [], "services": []})
    for provider in (*directory.organisations, *directory.services):
        for place in directory.offers.places(provider):
            here[place.ref][provider.kind_id].append(provider.id)
    collection = {
        "type": "FeatureCollection",
        "features": [_feature(directory, place, here[place.ref]) for place in directory.places],
    }
    files = {"places.geojson": as_json(collection)}
    return packaged(directory, files)


def _feature(directory: Directory, place: Place, here: dict[str, list[str]]) -> dict[str, Any]:
    """One place; longitude first, as the format wants."""
    located = place.lat is not None and place.lon is not None
    facts = {
        "name": place.title,
        "url": directory.page(place),
        "address": ", ".join(place.address.lines),
        "postcode": place.address.postcode,
        "insee": place.address.insee,
        "commune": directory.city(place.address.insee),
        "position": place.position if located else None,
        "accessibility": directory.ways_in(place),
        "accessibility_url": place.accessibility_url,
        "opening_hours": place.hours,
        "source": place.provenance.source if place.provenance else None,
        "source_date": place.provenance.as_of if place.provenance else None,
    }
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if located else None,
        "properties": known(facts | here),
    }
