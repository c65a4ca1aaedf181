"""Distances as the crow flies."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.model.geography import Closest, Nearby, Point, departement, distance_km


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


points_of_france = st.tuples(st.floats(-25, 52), st.floats(-64, 56))


@given(st.lists(points_of_france, min_size=1, max_size=30), points_of_france)
@example([(46.0, 2.0), (46.2, 2.3), (43.6, 1.4)], (46.1, 2.26))
def test_rings_leave_nothing_nearer_behind(points: list[Point], here: Point) -> None:
    """Every thing is found once; what comes later is not nearer than the distance told with a ring."""
    passed: list[float] = []
    found: list[Point] = []
    for reach, ring in Nearby([(at, at) for at in points]).around(here):
        assert all(km >= limit - 1e-6 for km, _ in ring for limit in passed)
        passed.append(reach)
        found += [at for _, at in ring]
    assert sorted(found) == sorted(points)


@given(st.lists(points_of_france, min_size=1, max_size=30), points_of_france)
@example([(46.0, 2.0), (46.2, 2.3), (43.6, 1.4)], (46.1, 2.26))
def test_the_first_is_that_of_measuring_all(points: list[Point], here: Point) -> None:
    named = [(at, f"r{rank:02}") for rank, at in enumerate(points)]
    assert Closest(named).first(here) == min((distance_km(here, at), name) for at, name in named)


def test_nothing_is_nearest_to_nothing() -> None:
    assert Closest([]).first((45.0, 2.0)) is None


def test_departement_overseas_has_three_characters() -> None:
    assert [departement(c) for c in ("81004", "2A004", "97411")] == ["81", "2A", "974"]
