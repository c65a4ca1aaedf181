"""The map of the territory as inline SVG: outlines, the commune one looks at, and what is near. No tile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from portal.model.catalogue import Catalogue
from portal.model.directory import Commune
from portal.model.geography import Point

WIDTH = 800  # of the drawing, in its own units
KM_PER_DEGREE = 111.2  # of latitude; along a meridian
RINGS = (10, 20, 30)  # kilometres
LABELS = 6  # more would cover each other; the list beside says them all


@dataclass(frozen=True, slots=True)
class Mark:
    """A named place on the map."""

    name: str
    ident: str
    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str  # SVG text-anchor: "start", "middle" or "end"


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """A drawing ready for its template."""

    width: int
    height: int
    land: str  # one SVG path: all communes
    here: str  # the path of the commune one looks at; empty when its outline is unknown
    centre: Mark | None
    rings: tuple[tuple[int, int], ...]  # kilometres and radius in units
    marks: tuple[Mark, ...]


class _Projection:
    """Equirectangular around the middle latitude: true enough over one département."""

    def __init__(self, points: list[Point]) -> None:
        lats, lons = [p[0] for p in points], [p[1] for p in points]
        self.north, self.west = max(lats), min(lons)
        self.squeeze = cos(radians((max(lats) + min(lats)) / 2))
        wide = (max(lons) - self.west) * self.squeeze
        self.scale = WIDTH / wide if wide else 1.0
        self.height = round((self.north - min(lats)) * self.scale)

    def at(self, point: Point) -> tuple[int, int]:
        return (
            round((point[1] - self.west) * self.squeeze * self.scale),
            round((self.north - point[0]) * self.scale),
        )

    def path(self, rings: Iterable[Iterable[Point]]) -> str:
        """Closed rings as relative SVG commands, whole units, repeated points dropped."""
        out = []
        for ring in rings:
            points = [self.at(p) for p in ring]
            x, y = points[0]
            steps = []
            for nx, ny in points[1:-1]:
                if (nx, ny) != (x, y):
                    steps.append(f"{nx - x} {ny - y}")
                    x, y = nx, ny
            if len(steps) > 1:
                out.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
        return "".join(out).replace(" -", "-")


# Where a name may stand beside its mark, best first: shift in x and y, and the side of the text it hangs by.
_SIDES = (
    (0, -20, "middle"),
    (0, 44, "middle"),
    (18, 12, "start"),
    (-18, 12, "end"),
    (18, -18, "start"),
    (-18, -18, "end"),
)
_LETTER, _LINE = 17, 34  # size of the largest type used (phones), in units of the drawing


def _labelled(sites: list[tuple[Commune, tuple[int, int]]]) -> list[Mark]:
    """Names placed one by one, on the first side where they cover no other and stay inside."""
    taken: list[tuple[float, float, float, float]] = []
    marks = []
    for commune, (x, y) in sites:
        wide = len(commune.title) * _LETTER
        boxes = []
        for dx, dy, anchor in _SIDES:
            left = x + dx - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            boxes.append((left, y + dy - _LINE, left + wide, float(y + dy)))
        free = [
            i for i, box in enumerate(boxes) if box[0] >= 0 and box[2] <= WIDTH and not _covers(box, taken)
        ]
        best = free[0] if free else 0
        taken.append(boxes[best])
        dx, dy, anchor = _SIDES[best]
        marks.append(Mark(commune.title, commune.id, x, y, x + dx, y + dy, anchor))
    return marks


def _covers(box: tuple[float, float, float, float], others: list[tuple[float, float, float, float]]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def territory_map(catalogue: Catalogue, here: Commune | None, near: list[Commune]) -> TerritoryMap | None:
    """The map of the territory seen from a commune; None when the outlines are unknown."""
    outlines = catalogue.outlines
    if not outlines:
        return None
    projection = _Projection([p for rings in outlines.values() for ring in rings for p in ring])
    origin = (here.lat, here.lon) if here and here.lat is not None and here.lon is not None else None

    sites = [c for c in (here, *near[:LABELS]) if c and c.lat is not None and c.lon is not None]
    marks = _labelled(
        [(c, projection.at((c.lat, c.lon))) for c in sites if c.lat is not None and c.lon is not None]
    )
    return TerritoryMap(
        width=WIDTH,
        height=projection.height,
        land=projection.path(ring for rings in outlines.values() for ring in rings),
        here=projection.path(outlines.get(here.id, ())) if here else "",
        centre=marks.pop(0) if origin else None,
        rings=tuple((km, round(km / KM_PER_DEGREE * projection.scale)) for km in RINGS) if origin else (),
        marks=tuple(marks),
    )
