"""Distances as the crow flies, between centres of communes and sites."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)

Point = tuple[float, float]  # latitude, longitude in WGS 84 degrees


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat1, lat2 = radians(here[0]), radians(there[0])
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(there[1] - here[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def on_sphere(at: Point) -> tuple[float, float, float]:
    """The point on a sphere of radius 1: the straight line between two of them grows with their distance."""
    lat, lon = radians(at[0]), radians(at[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
