"""The nearest of many points, found without measuring the distance to each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from math import pi

from portal.model.geography import EARTH_RADIUS_KM, Point, distance_km

KM_PER_DEGREE = EARTH_RADIUS_KM * pi / 180  # of latitude: two points are at least that far apart


class Nearest:
    """Named points in the order of their latitudes: a search goes out from one latitude, and soon stops."""

    def __init__(self, points: Iterable[tuple[Point, str]]) -> None:
        first: dict[Point, str] = {}  # of several names at one point, the first in their order
        for point, name in points:
            first[point] = min(name, first.get(point, name))
        self._points = sorted((lat, lon, name) for (lat, lon), name in first.items())

    def find(self, here: Point) -> tuple[float, str] | None:
        """The distance in kilometres and the name of the nearest point; the first name among equals."""
        best: tuple[float, str] | None = None
        start = bisect_left(self._points, (here[0],))
        for way in (range(start, len(self._points)), range(start - 1, -1, -1)):
            for index in way:
                lat, lon, name = self._points[index]
                if best and abs(lat - here[0]) * KM_PER_DEGREE > best[0]:
                    break
                found = (distance_km(here, (lat, lon)), name)
                if best is None or found < best:
                    best = found
        return best
