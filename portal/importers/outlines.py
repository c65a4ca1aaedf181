"""Outlines of communes, simplified together: a border that two communes share stays one line.

Rings are cut into arcs at the points where three borders meet (as in TopoJSON); each arc is simplified once,
by the effective area of its points (Visvalingam and Whyatt, Line generalisation by repeated elimination of
points, The Cartographic Journal 30, 1993), and put back in all the rings that it belongs to.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal.errors import N_, Message, PortalError
from portal.importers.published import head

Point = tuple[float, float]  # longitude, latitude, as in GeoJSON
Ring = tuple[Point, ...]  # closed: its last point is its first
Polygons = list[list[Ring]]  # of one commune: outer ring, then holes
TOLERANCE = 2.5e-5  # square degrees; a triangle smaller than this (about 22 hectares) is not drawn
DECIMALS = 4  # about ten metres
LARGEST = 1_900_000  # bytes of the file: the loader reads 2 MB
_CODES = ("code", "code_insee", "insee", "insee_com", "codgeo", "com")


def read_outlines(path: Path) -> dict[str, Polygons]:
    """The outlines of a GeoJSON file, by INSEE code.

    Args:
        path: Polygons in WGS 84 degrees; the code is the ``id`` of the feature, or a property (``code``,
            ``INSEE_COM``…), as Etalab and IGN write it.

    Raises:
        PortalError: It is no such file.
    """
    head(path)
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return {_code(feature): _polygons(feature["geometry"]) for feature in features}
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        hint = Message(N_("a GeoJSON collection of polygons is expected, each with the INSEE code as its id"))
        message = Message(N_("%(file)s cannot be read as outlines"), {"file": path.name})
        raise PortalError(message, hint) from None


def _code(feature: Mapping[str, Any]) -> str:
    properties = {key.lower(): value for key, value in (feature.get("properties") or {}).items()}
    code = next((properties[name] for name in _CODES if properties.get(name)), None) or feature["id"]
    return str(code).zfill(5)


def _polygons(geometry: Mapping[str, Any]) -> Polygons:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = ([tuple((float(p[0]), float(p[1])) for p in ring) for ring in polygon] for polygon in polygons)
    return _drawable(rings)


def _drawable(polygons: Iterable[Sequence[Ring]]) -> Polygons:
    """Without holes nor polygons that have no inside."""
    return [[ring for ring in polygon if len(ring) >= 4] for polygon in polygons if len(polygon[0]) >= 4]


def merged(outlines: Mapping[str, Polygons], into: Mapping[str, str]) -> dict[str, Polygons]:
    """The outlines with those of communes that have merged as one; the border between them is gone.

    Args:
        outlines: Whose common borders have the same points.
        into: The commune that holds each former one.
    """
    groups: dict[str, list[Polygons]] = defaultdict(list)
    for code, polygons in outlines.items():
        groups[into.get(code, code)].append(polygons)
    return {
        code: members[0] if len(members) == 1 else _union(r for m in members for p in m for r in p)
        for code, members in groups.items()
    }


def _union(rings: Iterable[Ring]) -> Polygons:
    """What is left of several rings when the sides that two of them share are taken away."""
    sides = Counter(frozenset(side) for ring in rings for side in pairwise(ring) if side[0] != side[1])
    around: dict[Point, set[Point]] = defaultdict(set)
    for side, times in sides.items():
        if times == 1:
            one, other = side
            around[one].add(other)
            around[other].add(one)
    found: list[Ring] = []
    for start in sorted(around):
        while around[start]:
            walk = [start]
            while len(walk) == 1 or walk[-1] != start:
                onward = min(around[walk[-1]])
                around[walk[-1]].discard(onward)
                around[onward].discard(walk[-1])
                walk.append(onward)
            found.append(tuple(walk))
    polygons: list[list[Ring]] = []
    for ring in sorted(
        found, key=lambda ring: -abs(_signed(ring))
    ):  # the largest first: a hole comes after what it is in
        outer = [polygon for polygon in polygons if _inside(ring, polygon[0])]
        if len(outer) % 2:
            outer[-1].append(ring)
        else:
            polygons.append([ring])
    return polygons


def _inside(ring: Ring, outer: Ring) -> bool:
    """True when a point of a ring, half-way along its first side, lies in another (ray casting)."""
    x, y = (ring[0][0] + ring[1][0]) / 2, (ring[0][1] + ring[1][1]) / 2
    crossed = [
        (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] > x
        for a, b in pairwise(outer)
        if (a[1] > y) != (b[1] > y)
    ]
    return sum(crossed) % 2 == 1


def simplified(outlines: Mapping[str, Polygons], tolerance: float) -> dict[str, Polygons]:
    """The outlines with fewer points; borders in common keep exactly the same points.

    Args:
        outlines: Whose common borders have the same points.
        tolerance: The smallest triangle of three neighbouring points that is kept, in square degrees.
    """
    corners = _corners(ring for polygons in outlines.values() for polygon in polygons for ring in polygon)
    done: dict[Ring, Ring] = {}  # an arc in its canonical direction, and what is left of it

    def arc(points: Ring) -> Ring:
        key = min(points, points[::-1])
        if key not in done:
            done[key] = _fewer(key, tolerance)
        return done[key] if key == points else done[key][::-1]

    def ring(points: Ring) -> Ring:
        joined: list[Point] = []
        for piece in _arcs(points, corners):
            joined += arc(piece)[:-1]
        return (*joined, joined[0])

    return {code: [[ring(r) for r in polygon] for polygon in polygons] for code, polygons in outlines.items()}


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Points that have not exactly two neighbours: borders meet there."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            around[one].add(other)
            around[other].add(one)
    return {point for point, near in around.items() if len(near) != 2}


def _arcs(ring: Ring, corners: set[Point]) -> Iterator[Ring]:
    """The ring from corner to corner; a ring alone starts at its first point in sorted order."""
    open_ring = ring[:-1]
    cuts = [n for n, point in enumerate(open_ring) if point in corners]
    if not cuts:
        cuts = [open_ring.index(min(open_ring))]
    turned = open_ring[cuts[0] :] + open_ring[: cuts[0]]
    ends = [cut - cuts[0] for cut in cuts[1:]] + [len(turned)]
    start = 0
    for end in ends:
        yield (*turned[start:end], turned[end % len(turned)])
        start = end


def _fewer(arc: Ring, tolerance: float) -> Ring:
    """The arc without the points that matter least; its ends stay, and enough for an inside."""
    least = 4 if arc[0] == arc[-1] else 3
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    heap = [(_area(arc[n - 1], arc[n], arc[n + 1]), n) for n in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    current = {n: area for area, n in heap}
    while heap and len(current) + 2 > least:
        area, n = heapq.heappop(heap)
        if current.get(n) != area:
            continue
        if area >= tolerance:
            break
        del current[n]
        left, right = before[n], after[n]
        after[left], before[right] = right, left
        for m in (left, right):
            if m in current:  # never less than what was just removed: effective areas grow
                current[m] = max(area, _area(arc[before[m]], arc[m], arc[after[m]]))
                heapq.heappush(heap, (current[m], m))
    return tuple(point for n, point in enumerate(arc) if n in {0, len(arc) - 1} or n in current)


def _area(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def centre_of(polygons: Polygons) -> Point:
    """Longitude and latitude of the centroid of the largest polygon of a commune."""
    ring = max((polygon[0] for polygon in polygons), key=lambda r: abs(_signed(r)))
    whole = _signed(ring)
    if not whole:
        return ring[0]
    weights = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    return (
        sum((a[0] + b[0]) * w for a, b, w in weights) / (6 * whole),
        sum((a[1] + b[1]) * w for a, b, w in weights) / (6 * whole),
    )


def _signed(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def neighbours(outlines: Mapping[str, Polygons]) -> dict[str, tuple[str, ...]]:
    """Which communes share a border, from outlines whose common borders have the same points."""
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, polygons in outlines.items():
        for ring in (ring for polygon in polygons for ring in polygon):
            for one, other in pairwise(ring):
                owners[frozenset((one, other))].add(code)
    around: dict[str, set[str]] = defaultdict(set)
    for shared in owners.values():
        for code in shared:
            around[code] |= shared - {code}
    return {code: tuple(sorted(found)) for code, found in around.items()}


def drawn(outlines: Mapping[str, Polygons]) -> str:
    """The text of outlines.json: simplified until the loader reads it, a line per commune (RFC 7946)."""
    tolerance = TOLERANCE
    while len(text := _geojson(simplified(outlines, tolerance))) > LARGEST:
        tolerance *= 2
    return text


def _geojson(outlines: Mapping[str, Polygons]) -> str:
    features = []
    for code, polygons in sorted(outlines.items()):
        shape = _drawable([[_rounded(ring) for ring in polygon] for polygon in polygons])
        one = len(shape) == 1
        geometry = {"type": "Polygon" if one else "MultiPolygon", "coordinates": shape[0] if one else shape}
        feature = {"type": "Feature", "id": code, "properties": {}, "geometry": geometry}
        features.append(json.dumps(feature, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _rounded(ring: Ring) -> Ring:
    points = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]
    kept = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
    return tuple(kept if kept[0] == kept[-1] else [*kept, kept[0]])
