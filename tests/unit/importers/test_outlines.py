"""Outlines are simplified together and merged; a border in common stays so, a hole stays a hole."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import PortalError
from portal.importers.outlines import (
    Polygons,
    Ring,
    centre_of,
    drawn,
    merged,
    neighbours,
    read_outlines,
    simplified,
)


def square(x: float, y: float, side: float = 1) -> Ring:
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


def segments(outlines: dict[str, Polygons]) -> dict[str, set[frozenset[tuple[float, float]]]]:
    return {
        code: {frozenset(pair) for polygon in polygons for ring in polygon for pair in pairwise(ring)}
        for code, polygons in outlines.items()
    }


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-0.3, 0.3), min_size=1, max_size=30), st.floats(0, 0.2))
def test_a_border_in_common_stays_one_line(wiggle: list[float], tolerance: float) -> None:
    """Two communes on either side of a crooked border have the same points along it, however few are left."""
    height = len(wiggle) + 1
    border = [(0.0, 0.0), *((x, n + 1.0) for n, x in enumerate(wiggle)), (0.0, float(height))]
    left: Ring = (*border, (-2.0, float(height)), (-2.0, 0.0), border[0])
    right: Ring = (*border[::-1], (2.0, 0.0), (2.0, float(height)), border[-1])
    fewer = simplified({"a": [[left]], "b": [[right]]}, tolerance)
    sides = segments(fewer)
    shared = sides["a"] & sides["b"]
    ends = {point for side in shared for point in side}
    assert {border[0], border[-1]} <= ends <= set(border)
    assert len(shared) == len(ends) - 1  # one unbroken line
    assert neighbours(fewer) == {"a": ("b",), "b": ("a",)}


def test_small_islands_and_enclaves_keep_an_inside() -> None:
    """Nothing is simplified away: an island stays an area, and an enclave the hole of its neighbour."""
    inner = square(1, 1, 0.001)
    outlines: dict[str, Polygons] = {"a": [[square(0, 0, 3), inner]], "b": [[inner[::-1]]]}
    fewer = simplified(outlines, 100)
    assert len(fewer["b"][0][0]) >= 4
    assert segments(fewer)["b"] <= segments(fewer)["a"]


def test_merged_communes_are_one() -> None:
    """The side between two squares is gone; what they enclose together stays a hole; others are untouched."""
    outlines: dict[str, Polygons] = {"a": [[square(0, 0)]], "b": [[square(1, 0)]], "c": [[square(5, 5)]]}
    one = merged(outlines, {"a": "b"})
    assert one.keys() == {"b", "c"} and one["c"] == outlines["c"]
    assert set(one["b"][0][0]) == {(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)}
    ring = {f"{x}{y}": [[square(x, y)]] for x in range(3) for y in range(3) if (x, y) != (1, 1)}
    ((outer, hole),) = merged(ring, dict.fromkeys(ring, "whole"))["whole"]
    assert set(hole) == set(square(1, 1)) and len(outer) == 13


def test_centre() -> None:
    """That of the largest part."""
    assert centre_of([[square(0, 0)], [square(10, 10, 4)]]) == (12, 12)


def test_published_shapes(tmp_path: Path) -> None:
    """The code is an id or a property; points may have a height; lost zeros come back."""
    ring = [[x, y, 120.5] for x, y in square(2, 43)]
    features = [
        {"type": "Feature", "id": 9122, "properties": None,
         "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"type": "Feature", "properties": {"INSEE_COM": "09123"},
         "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [ring[:3]]]}},
    ]  # fmt: skip
    path = tmp_path / "contours.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = read_outlines(path)
    assert found == {"09122": [[square(2, 43)]], "09123": [[square(2, 43)]]}
    assert json.loads(drawn(found))["features"][0]["id"] == "09122"


@pytest.mark.parametrize("text", ["{", "{}", '{"features": [{"geometry": null}]}', '{"features": 3}'])
def test_what_is_no_outline(tmp_path: Path, text: str) -> None:
    """A sentence and a hint, never a traceback."""
    path = tmp_path / "contours.geojson"
    path.write_text(text)
    with pytest.raises(PortalError, match="cannot be read as outlines"):
        read_outlines(path)
