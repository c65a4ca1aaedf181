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
