"""Maps as inline SVG: outlines of communes, and what stands there. No tile, no script; a list says it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, floor, radians

from portal.model.catalogue import Rings
from portal.model.directory import Commune, Place
from portal.model.geography import Point

WIDTH = 800  # of the drawing, in its own units
GRAIN = 4  # units: outlines keep no finer detail, so that a map stays light
KM_PER_DEGREE = 111.2  # of latitude; along a meridian
RINGS = (10, 20, 30)  # kilometres
AROUND = 33  # kilometres shown on each side of a commune, and further where a mark is
MARGIN = 4  # kilometres around what must be seen
LABELS = 6  # more would cover each other; the list beside says them all
NUMBERED = 25  # sites that bear their number; more would cover each other

Box = tuple[float, float, float, float]  # south, west, north, east
Located = tuple[Commune, tuple[int, int]]  # where its mark is on the drawing


@dataclass(frozen=True, slots=True)
class Mark:
    """A named place on the map."""

    name: str
    ident: str
    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str  # SVG text-anchor: "start", "middle" or "end"; empty where no room is left to write the name


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a map, and every place that is said to be there."""

    number: int
    x: int
    y: int
    places: tuple[Place, ...]

    @property
    def exact(self) -> bool:
        """All of them are known to be there, at the door."""
        return all(place.position == "exact" for place in self.places)


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """A drawing ready for its template."""

    width: int
    height: int
    land: str  # one SVG path, in grains: the communes in sight
    here: str  # the same for the commune one looks at; empty when its outline is unknown
    centre: Mark | None = None
    rings: tuple[tuple[int, int], ...] = ()  # kilometres and radius in units
    marks: tuple[Mark, ...] = ()
    named: tuple[Mark, ...] = ()  # of the marks, those whose name is written
    spots: tuple[Spot, ...] = ()


class Atlas:
    """The outlines of a territory, found by what they cover."""

    def __init__(self, outlines: Mapping[str, Rings]) -> None:
        self.outlines = outlines
        self.boxes = {insee: _box(p for ring in rings for p in ring) for insee, rings in outlines.items()}

    @cached_property
    def whole(self) -> Box:
        """What holds them all."""
        return _union([*self.boxes.values()])

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[str]]:
        """Codes by cell of a quarter of a degree: the map of a commune does not look at all of them."""
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for insee, box in self.boxes.items():
            for cell in _cells(box):
                cells[cell].append(insee)
        return cells

    def inside(self, box: Box) -> list[Rings]:
        """The outlines that reach into a box, in the order of codes."""
        near = {insee for cell in _cells(box) for insee in self._cells.get(cell, ())}
        return [self.outlines[insee] for insee in sorted(near) if _meet(self.boxes[insee], box)]

    # --- maps

    def around(self, here: Commune, near: list[Commune]) -> TerritoryMap | None:
        """A commune, and the communes where something near is; None when no outline is known."""
        if not self.outlines:
            return None
        sites = [(c, at) for c in (here, *near[:LABELS]) if (at := _centre(c))]
        origin = _centre(here)
        seen = [_meeting(_around(origin, AROUND), self.whole)] if origin else [self.whole]
        box = _union([*seen, *(_around(at, MARGIN) for _, at in sites)])
        projection = _Projection(box)
        marks = labelled([(c, projection.at(at)) for c, at in sites], projection.height)
        return TerritoryMap(
            width=WIDTH,
            height=projection.height,
            land=projection.path(ring for rings in self.inside(box) for ring in rings),
            here=projection.path(self.outlines.get(here.id, ())),
            centre=marks.pop(0) if origin else None,
            rings=tuple((km, round(km / KM_PER_DEGREE * projection.scale)) for km in RINGS) if origin else (),
            marks=tuple(marks),
        )

    def of_commune(self, commune: Commune, places: Iterable[Place]) -> TerritoryMap | None:
        """The sites of one commune; None when its outline is unknown, or no site has a position."""
        points: dict[Point, list[Place]] = defaultdict(list)
        for place in places:
            if place.lat is not None and place.lon is not None:
                points[place.lat, place.lon].append(place)
        if commune.id not in self.outlines or not points:
            return None
        box = _union([self.boxes[commune.id], *(_around(at, 0.5) for at in points)])
        projection = _Projection(box)
        return TerritoryMap(
            width=WIDTH,
            height=projection.height,
            land=projection.path(ring for rings in self.inside(box) for ring in rings),
            here=projection.path(self.outlines[commune.id]),
            spots=tuple(
                Spot(number, *projection.at(at), tuple(found))
                for number, (at, found) in enumerate(sorted(points.items(), reverse=True), 1)
            ),
        )

    def overview(self, communes: Iterable[Commune]) -> TerritoryMap | None:
        """The whole territory, with a mark for each of some communes; None when no outline is known.

        The first of them bear their name, as far as names stay apart.
        """
        if not self.outlines:
            return None
        sites = [(c, at) for c in communes if (at := _centre(c))]
        projection = _Projection(_union([self.whole, *(_around(at, MARGIN) for _, at in sites)]))
        drawn = [(c, projection.at(at)) for c, at in sites]
        return TerritoryMap(
            width=WIDTH,
            height=projection.height,
            land=projection.path(ring for rings in self.outlines.values() for ring in rings),
            here="",
            marks=tuple(Mark(c.title, c.id, x, y, x, y, "middle") for c, (x, y) in drawn),
            named=tuple(m for m in labelled(drawn[:LABELS], projection.height, drawn[LABELS:]) if m.anchor),
        )


class _Projection:
    """Equirectangular around the middle latitude: true enough over one département."""

    def __init__(self, box: Box) -> None:
        south, self.west, self.north, east = box
        self.squeeze = cos(radians((self.north + south) / 2))
        wide = (east - self.west) * self.squeeze
        self.scale = WIDTH / wide if wide else 1.0
        self.height = round((self.north - south) * self.scale)

    def at(self, point: Point) -> tuple[int, int]:
        return (
            round((point[1] - self.west) * self.squeeze * self.scale),
            round((self.north - point[0]) * self.scale),
        )

    def path(self, rings: Iterable[Iterable[Point]]) -> str:
        """Closed rings as relative SVG commands, in whole grains, repeated points dropped."""
        out = []
        for ring in rings:
            points = [(round(x / GRAIN), round(y / GRAIN)) for x, y in map(self.at, ring)]
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
    (0, 46, "middle"),
    (18, 12, "start"),
    (-18, 12, "end"),
    (18, -18, "start"),
    (-18, -18, "end"),
    (18, 46, "start"),
    (-18, 46, "end"),
)
_LETTER, _LINE = 17, 34  # size of the largest type used (phones), in units of the drawing
_HALF = 11  # of a mark


def labelled(sites: list[Located], height: int, others: Iterable[Located] = ()) -> list[Mark]:
    """Names placed one by one, inside, where they cover no name and no mark of what is named.

    Of the sides that are left, that where the fewest other marks are covered. A name without room is not
    written: the mark still bears it, and the list beside.
    """
    taken, beside = ([_around_mark(at) for _, at in some] for some in (sites, others))
    whole = (0.0, 0.0, float(WIDTH), float(height))
    marks = []
    for commune, (x, y) in sites:
        wide = len(commune.title) * _LETTER
        free: list[tuple[int, Box, Mark]] = []
        for dx, dy, anchor in _SIDES:
            left = x + dx - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            box: Box = (left, y + dy - _LINE, left + wide, y + dy)
            if _meeting(box, whole) == box and not _covered(box, taken):
                mark = Mark(commune.title, commune.id, x, y, x + dx, y + dy, anchor)
                free.append((_covered(box, beside), box, mark))
        if free:
            _, box, mark = min(free, key=lambda side: side[0])  # the first of equals
            taken.append(box)
        marks.append(mark if free else Mark(commune.title, commune.id, x, y, x, y, ""))
    return marks


def _around_mark(at: tuple[int, int]) -> Box:
    return at[0] - _HALF, at[1] - _HALF, at[0] + _HALF, at[1] + _HALF


def _covered(box: Box, others: list[Box]) -> int:
    return sum(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def _centre(commune: Commune) -> Point | None:
    return (commune.lat, commune.lon) if commune.lat is not None and commune.lon is not None else None


def _box(points: Iterable[Point]) -> Box:
    lats, lons = zip(*points, strict=True)
    return min(lats), min(lons), max(lats), max(lons)


def _around(at: Point, km: float) -> Box:
    """A square of so many kilometres on each side of a point."""
    tall = km / KM_PER_DEGREE
    wide = tall / cos(radians(at[0]))
    return at[0] - tall, at[1] - wide, at[0] + tall, at[1] + wide


def _union(boxes: list[Box]) -> Box:
    south, west, north, east = zip(*boxes, strict=True)
    return min(south), min(west), max(north), max(east)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _meeting(one: Box, other: Box) -> Box:
    """What two boxes share; the first when they share nothing."""
    shared = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return shared if shared[0] < shared[2] and shared[1] < shared[3] else one


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    south, west, north, east = (floor(edge * 4) for edge in box)
    return ((row, column) for row in range(south, north + 1) for column in range(west, east + 1))
