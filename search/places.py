"""The communes that a visitor may choose to see what is near: a small piece that the search page asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """A commune as the picker knows it."""

    code: str  # INSEE code
    name: str
    postcodes: tuple[str, ...]
    latitude: float  # WGS 84 degrees
    longitude: float


def compile_places(places: Iterable[Place]) -> bytes:
    """A script that hands the list to search/client/page.js; positions are kept to about 100 metres."""
    rows = [
        [
            place.code,
            place.name,
            " ".join(place.postcodes),
            round(place.latitude, 3),
            round(place.longitude, 3),
        ]
        for place in places
    ]
    return f"portalPlaces({json.dumps(rows, separators=(',', ':'))})\n".encode()
