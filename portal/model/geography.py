"""Where things are: distances as the crow flies between centres of communes and sites, départements."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import asin, cos, floor, radians, sin, sqrt
from typing import Generic, TypeVar

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)

T = TypeVar("T")
Cell = tuple[int, int]
CELLS = 4  # of a grid, in one degree
CLOSE = 4  # rings of cells looked at one by one; further out, those that hold something

Point = tuple[float, float]  # latitude, longitude in WGS 84 degrees


def departement(insee: str) -> str:
    """The département of a commune: two characters of its INSEE code, three overseas."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat1, lat2 = radians(here[0]), radians(there[0])
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(there[1] - here[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def shown_km(km: float) -> float:
    """The distance that a reader sees: to 50 metres below a kilometre, then to a whole one; never nothing."""
    fine = max(round(km * 20), 1) / 20
    return fine if fine < 1 else float(round(km))


def on_sphere(at: Point) -> tuple[float, float, float]:
    """The point on a sphere of radius 1: the straight line between two of them grows with their distance."""
    lat, lon = radians(at[0]), radians(at[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


class Closest:
    """Named points in the order of their latitudes, to find the nearest of many again and again.

    A search goes out from one latitude both ways, and ends where latitudes alone are further apart than the
    nearest point so far: quicker than ``Nearby`` when one answer is enough.
    """

    def __init__(self, points: Iterable[tuple[Point, str]]) -> None:
        first: dict[Point, str] = {}  # of several names at one point, the least
        for at, name in points:
            first[at] = min(name, first.get(at, name))
        ordered = sorted((radians(lat), lon, name) for (lat, lon), name in first.items())
        self._lats = [lat for lat, _, _ in ordered]
        self._points = [(lat, lon, cos(lat), name) for lat, lon, name in ordered]

    def first(self, here: Point) -> tuple[float, str] | None:
        """The distance in kilometres and the name of the nearest; of equals, the least; None without any."""
        lat, lon, wide = radians(here[0]), here[1], cos(radians(here[0]))
        best = (2.0, "")  # the haversine is at most 1
        middle = bisect_left(self._lats, lat)
        for way in (range(middle, len(self._lats)), range(middle - 1, -1, -1)):
            for index in way:
                there, away, narrow, name = self._points[index]
                half = sin((there - lat) / 2) ** 2
                if half > best[0]:
                    break
                half += wide * narrow * sin(radians(away - lon) / 2) ** 2
                if half <= best[0]:
                    best = min(best, (half, name))
        return (2 * EARTH_RADIUS_KM * asin(sqrt(best[0])), best[1]) if best[0] < 2 else None


class Nearby(Generic[T]):
    """Things that stand somewhere, found by distance without looking at them all.

    They are sorted into cells of a quarter of a degree; a search goes from the cell of the point outwards,
    and ends when no cell further away can hold anything nearer than what it has.
    """

    def __init__(self, things: Iterable[tuple[Point, T]]) -> None:
        self._cells: dict[Cell, list[tuple[Point, T]]] = defaultdict(list)
        for at, thing in things:
            self._cells[_cell(at)].append((at, thing))

    def around(self, here: Point) -> Iterator[tuple[float, list[tuple[float, T]]]]:
        """Rings of cells, from the nearest on: nothing in a later ring is nearer than the distance given.

        No territory lies across the antimeridian, where cells would not meet.

        Yields:
            A distance in kilometres, and the things of one ring with theirs, in no order.
        """
        row, column = _cell(here)
        for ring in range(CLOSE):
            side = range(-ring, ring + 1)
            yield (
                _reach(here, ring),
                self._measured(
                    here, ((row + i, column + j) for i in side for j in side if max(abs(i), abs(j)) == ring)
                ),
            )
        far: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._cells:
            far[max(abs(cell[0] - row), abs(cell[1] - column))].append(cell)
        for ring in sorted(ring for ring in far if ring >= CLOSE):
            yield _reach(here, ring), self._measured(here, far[ring])

    def _measured(self, here: Point, cells: Iterable[Cell]) -> list[tuple[float, T]]:
        return [(distance_km(here, at), thing) for cell in cells for at, thing in self._cells.get(cell, ())]


def _cell(at: Point) -> Cell:
    return floor(at[0] * CELLS), floor(at[1] * CELLS)


def _reach(here: Point, ring: int) -> float:
    """Nothing beyond this ring is nearer: whole cells lie between, narrowest furthest from the equator."""
    north = min(90.0, abs(here[0]) + (ring + 1) / CELLS)
    across = sin(radians(ring / CELLS) / 2)
    return 2 * EARTH_RADIUS_KM * asin(cos(radians(north)) * across)
