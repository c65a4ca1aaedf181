"""The levels of care of a pathway: what is done at each, when one goes up to it, and when one comes back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.model.pathway import Level, Pathway

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Move:
    """A way from a step to another, of another level."""

    start: int  # numbers of steps, from 1
    end: int
    condition: str | None  # None: the second simply follows the first


@dataclass(frozen=True, slots=True)
class Graded:
    """One level of a pathway."""

    level: int
    steps: tuple[int, ...]  # numbers of the steps of this level
    up: tuple[Move, ...]  # from below to here
    back: tuple[Move, ...]  # from here to below
    told: Level | None  # what the authors say of it

    @property
    def known(self) -> bool:
        """False when nothing is said of this level: neither a step nor a place."""
        return bool(self.steps or (self.told and self.told.where))


def gradation(pathway: Pathway) -> tuple[Graded, ...]:
    """The three levels, what the authors wrote beside what the steps show."""
    moves = _moves(pathway)
    level = {number: step.level for number, step in enumerate(pathway.steps, 1)}
    told = {said.level: said for said in pathway.levels}
    return tuple(
        Graded(
            at,
            tuple(number for number in level if level[number] == at),
            tuple(m for m in moves if level[m.end] == at > level[m.start]),
            tuple(m for m in moves if level[m.start] == at > level[m.end]),
            told.get(at),
        )
        for at in LEVELS
    )


def _moves(pathway: Pathway) -> list[Move]:
    """The forks that authors wrote; where a step has none, the next step follows it."""
    number = {step.id: place for place, step in enumerate(pathway.steps, 1)}
    moves = []
    for place, step in enumerate(pathway.steps, 1):
        for choice in step.decision:
            if choice.then_step in number:
                moves.append(Move(place, number[choice.then_step], choice.condition))
        if not step.decision and place < len(pathway.steps):
            moves.append(Move(place, place + 1, None))
    return moves
