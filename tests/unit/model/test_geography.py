"""Distances as the crow flies."""

import pytest

from portal.model.geography import Point, distance_km


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((0.0, 0.0), (0.0, 0.0), 0),
        ((0.0, 0.0), (1.0, 0.0), 111.195),  # one degree of a meridian
        ((0.0, 0.0), (0.0, 1.0), 111.195),
        ((60.0, 0.0), (60.0, 1.0), 55.597),  # half as much at 60 degrees north
        ((0.0, 0.0), (0.0, 180.0), 20015.1),  # half the Earth
        ((0.0, 179.5), (0.0, -179.5), 111.195),  # across the antimeridian
        ((90.0, 0.0), (-90.0, 0.0), 20015.1),
    ],
)
def test_distance(here: Point, there: Point, km: float) -> None:
    """Known distances, the same both ways."""
    assert distance_km(here, there) == pytest.approx(km, rel=1e-4)
    assert distance_km(there, here) == pytest.approx(distance_km(here, there))
