"""The outlines of communes, from ``content/directory/outlines.json`` (GeoJSON, RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from portal.errors import N_, Message, Problem
from portal.loading.files import Snapshot, decode
from portal.loading.tree import Mark
from portal.model.catalogue import Rings

PATH = "content/directory/outlines.json"


def load_outlines(snapshot: Snapshot) -> tuple[Mapping[str, Rings], list[Problem]]:
    """INSEE code to rings of (latitude, longitude); empty when the territory has no map."""
    if PATH not in snapshot.files:
        return {}, []
    text, problems = decode(PATH, snapshot.files[PATH])
    if text is None:
        return {}, problems
    try:
        document = json.loads(text)
        return {str(f["id"]): tuple(_rings(f["geometry"])) for f in document["features"]}, []
    except json.JSONDecodeError as error:
        message = Message(N_("this line cannot be read as JSON"))
        hint = Message(N_("bring the last version back, or import the outlines again"))
        return {}, [Mark(PATH, error.lineno, error.colno).problem("json-syntax", message, hint)]
    except (KeyError, TypeError, ValueError, RecursionError):
        message = Message(
            N_("a GeoJSON collection of polygons is expected, each with the INSEE code as its id")
        )
        return {}, [Mark(PATH, 1, 1).problem("outlines-shape", message)]


def _rings(geometry: Mapping[str, object]) -> Iterator[tuple[tuple[float, float], ...]]:
    """GeoJSON puts the longitude first."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    for polygon in polygons:  # type: ignore[attr-defined]  # a tree of JSON
        for ring in polygon:
            yield tuple((float(lat), float(lon)) for lon, lat in ring)
