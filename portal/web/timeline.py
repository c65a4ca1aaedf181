"""A pathway drawn: its steps from left to right, each at the height of its level of care.

The drawing repeats what the list of steps says in words; without it nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from portal.model.gradation import LEVELS
from portal.model.pathway import Pathway

STEP, LANE, EDGE = 84, 72, 44  # pixels of the drawing: between two steps, between two levels, around


@dataclass(frozen=True, slots=True)
class Stone:
    """A step of the drawing."""

    number: int
    place_kind: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the template draws."""

    width: int
    height: int
    lanes: tuple[tuple[int, int], ...]  # level, height
    stones: tuple[Stone, ...]
    way: str  # the line from stone to stone, as an SVG path


def timeline(pathway: Pathway) -> Timeline:
    """The drawing of a pathway."""
    top = {level: EDGE + LANE * (LEVELS[-1] - level) for level in LEVELS}
    stones = tuple(
        Stone(number, step.place_kind, EDGE + 40 + STEP * (number - 1), top[step.level])
        for number, step in enumerate(pathway.steps, 1)
    )
    way = f"M{stones[0].x} {stones[0].y}"
    for before, after in pairwise(stones):
        middle = (before.x + after.x) // 2
        way += f"C{middle} {before.y} {middle} {after.y} {after.x} {after.y}"
    return Timeline(
        stones[-1].x + EDGE, EDGE * 2 + LANE * (len(LEVELS) - 1), tuple(sorted(top.items())), stones, way
    )
