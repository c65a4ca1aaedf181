"""What each commune has for a step and for each of its roles, and what all communes say together.

Each role has its own cells, so that a pharmacy nearby never stands for the doctor that a step names first:
the cell of a step is that of its first role that somebody fills, and says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal

from portal.model.base import Record
from portal.model.directory import Commune
from portal.model.pathway import Pathway
from portal.model.step import Actor, Step

Kind = Literal["here", "comes", "near", "outside", "named", "gap"]
FIRST_LINE = frozenset(
    {"msp", "psp", "cds", "practice", "pharmacy"}
)  # they alone never make a specialist step
KINDS: tuple[Kind, ...] = ("here", "comes", "near", "outside", "named", "gap")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a commune has for a step."""

    kind: Kind  # comes: it serves this commune from elsewhere; named: nobody says where it is
    provider: Record | None = None  # None: a gap
    place: Commune | None = None  # where one goes
    km: float | None = None  # as the crow flies, from the centre of the commune; None when not known


class _Spread:
    """What the cells of all communes say together."""

    cells: Mapping[str, Cell]  # INSEE code to cell, in the order of names

    @property
    def counts(self) -> Counter[Kind]:
        """How many communes are in each state."""
        return Counter(cell.kind for cell in self.cells.values())

    @property
    def distances(self) -> list[float]:
        """The distances known, zero in the commune itself."""
        return [cell.km for cell in self.cells.values() if cell.km is not None]

    @property
    def middle_km(self) -> float | None:
        """Half of the communes are nearer."""
        return median(self.distances) if self.distances else None

    @property
    def farthest(self) -> tuple[str, Cell] | None:
        """The INSEE code of the commune that goes farthest, and its cell."""
        known = [(insee, cell) for insee, cell in self.cells.items() if cell.km is not None]
        return max(known, key=lambda pair: (pair[1].km or 0.0, pair[0]), default=None)


@dataclass(frozen=True)
class RoleCoverage(_Spread):
    """One role of a step, and what each commune of the territory has for it."""

    actor: Actor
    cells: Mapping[str, Cell]

    @cached_property
    def known(self) -> bool:
        """True when somebody fills the role for a commune at least."""
        return any(cell.kind != "gap" for cell in self.cells.values())


@dataclass(frozen=True)
class StepCoverage(_Spread):
    """A step, and what each commune of the territory has for it."""

    pathway: Pathway
    number: int
    step: Step
    roles: tuple[RoleCoverage, ...]  # in the order of the step, at least one

    @cached_property
    def by(self) -> Mapping[str, RoleCoverage]:
        """INSEE code to the role that answers for the step there: the first that somebody fills."""
        return {
            insee: next((role for role in self._counted if role.cells[insee].kind != "gap"), self._nobody)
            for insee in self.roles[0].cells
        }

    @cached_property
    def _counted(self) -> list[RoleCoverage]:
        return [role for role in self.roles if self.step.level == 1 or not _first_line(role.actor)]

    @cached_property
    def _nobody(self) -> RoleCoverage:
        return RoleCoverage(self.step.actors[0], dict.fromkeys(self.roles[0].cells, Cell("gap")))

    @cached_property
    def cells(self) -> Mapping[str, Cell]:  # type: ignore[override]  # worked out rather than stored
        """INSEE code to the cell of the role that answers."""
        return {insee: role.cells[insee] for insee, role in self.by.items()}

    @cached_property
    def lead(self) -> RoleCoverage | None:
        """The first role that somebody fills somewhere; None: the step is a gap everywhere."""
        return next((role for role in self._counted if role.known), None)

    @property
    def sought(self) -> list[RoleCoverage]:
        """The roles that one looks for: not the patients themselves, nor who answers an emergency call."""
        called = self.step.access.mode == "regulation"
        return [
            role
            for role in self.roles
            if not role.actor.oneself and (role.actor.refs or role.actor.offer or not called)
        ]

    @property
    def missing(self) -> list[Actor]:
        """The roles that nobody known fills here."""
        return [role.actor for role in self.sought if not role.known]


def _first_line(actor: Actor) -> bool:
    """True when only teams of the first line are looked for: they help a specialist, they replace none."""
    offer = actor.offer
    return bool(
        offer
        and not (actor.refs or offer.specialties or offer.service_kinds)
        and FIRST_LINE.issuperset(offer.organisation_kinds)
    )
