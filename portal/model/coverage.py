"""Who does each step of a pathway for each commune: in the commune, at a distance, outside, or nobody known.

A cell is never silent: it names somebody with a distance, or somebody whose place is unknown, or it is a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.covered import Cell, Kind, RoleCoverage, StepCoverage
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.geography import Point, distance_km, on_sphere
from portal.model.offer import INDEXED, OfferIndex
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.model.step import Actor, Step

# What rows are worked out from.
_DIRECTORY = (*INDEXED, "teams")


@dataclass(frozen=True, slots=True)
class _Site:
    """A provider at one place."""

    provider: Record
    insee: str
    at: Point | None
    sphere: tuple[float, float, float]  # the same, as on_sphere gives it


@dataclass(frozen=True, slots=True)
class Reach:
    """A pathway seen from one commune."""

    pathway: Pathway
    known: int  # steps that somebody known does
    farthest: Cell | None  # of those whose distance is known


class Coverage:
    """The coverage of a catalogue; rows are computed once for all steps that the same providers do."""

    def __init__(self, catalogue: Catalogue, offers: OfferIndex, before: Coverage | None = None) -> None:
        """Args: what there is, indexed; another state of it, whose rows stay if the directory did."""
        self._catalogue, self._offers = catalogue, offers
        self.communes = sorted(
            (c for c in catalogue.all(Commune) if c.in_territory), key=lambda c: (c.title, c.id)
        )
        self._rows: dict[tuple[str, ...], Mapping[str, Cell]] = {}
        if before and all(catalogue.records[k] is before._catalogue.records[k] for k in _DIRECTORY):
            self._rows = before._rows

    def of(self, pathway: Pathway) -> list[StepCoverage]:
        """Every step of a pathway."""
        return [
            StepCoverage(
                pathway,
                number,
                step,
                tuple(RoleCoverage(actor, self._row(self._fill(actor))) for actor in step.actors),
            )
            for number, step in enumerate(pathway.steps, 1)
        ]

    def reach(self, insee: str) -> list[Reach]:
        """How far each pathway leads from a commune of the territory; none for another."""
        if not any(commune.id == insee for commune in self.communes):
            return []
        found = []
        for pathway, steps in self._all:
            cells = [step.cells[insee] for step in steps]
            far = max((c for c in cells if c.km is not None), key=lambda c: c.km or 0.0, default=None)
            found.append(Reach(pathway, sum(c.kind != "gap" for c in cells), far))
        return found

    @cached_property
    def _all(self) -> list[tuple[Pathway, list[StepCoverage]]]:
        return [(pathway, self.of(pathway)) for pathway in self._catalogue.all(Pathway)]

    def providers(self, step: Step) -> list[Record]:
        """Who does a step here, each once: those named, and those that the directory knows."""
        found = {provider.ref: provider for actor in step.actors for provider in self._fill(actor)}
        return list(found.values())

    def everyone(self, pathway: Pathway) -> list[Record]:
        """Who does the steps of a pathway here, each once."""
        found = {provider.ref: provider for step in pathway.steps for provider in self.providers(step)}
        return list(found.values())

    def _fill(self, actor: Actor) -> list[Record]:
        found = {ref: record for ref in actor.refs if (record := self._catalogue.shown(ref))}
        if actor.offer:
            found |= {provider.ref: provider for provider in self._offers.find(actor.offer)}
        return list(found.values())

    def _row(self, providers: list[Record]) -> Mapping[str, Cell]:
        key = tuple(sorted(p.ref for p in providers))
        if key not in self._rows:
            known: dict[tuple[str, Point | None], _Site] = {}  # of several at one address, the first is named
            for provider in sorted(providers, key=lambda p: p.ref):
                for site in self._sites(provider):
                    known.setdefault((site.insee, site.at), site)
            bounded = any(_area(p) is not None for p in providers)
            sites = list(known.values())
            self._rows[key] = {
                commune.id: self._bounded(commune, providers)
                if bounded
                else self._cell(commune, providers, sites)
                for commune in self.communes
            }
        return self._rows[key]

    def _bounded(self, commune: Commune, providers: list[Record]) -> Cell:
        """The cell of a commune when some providers say whom they serve."""
        serving = [p for p in providers if _serves(p, commune.id)]
        sites = [site for provider in serving for site in self._sites(provider)]
        cell = self._cell(commune, serving, sites)
        comes = next((p for p in serving if _area(p) is not None), None)
        return cell if comes is None or cell.kind == "here" else Cell("comes", comes)

    def _sites(self, provider: Record) -> Iterator[_Site]:
        for place in self._places(provider):
            at = self._offers.position(place)
            yield _Site(provider, place.address.insee, at, on_sphere(at) if at else (0.0, 0.0, 0.0))

    def _places(self, provider: Record) -> list[Place]:
        """Where a provider is; a team without a place of its own is where its members are."""
        if isinstance(provider, Team | Professional):
            refs: Iterable[str] = (
                [role.place or role.organisation for role in provider.roles]
                if isinstance(provider, Professional)
                else provider.places or provider.members
            )
            found = [r for ref in refs if (r := self._catalogue.shown(ref))]
            return [p for r in found for p in ([r] if isinstance(r, Place) else self._offers.places(r))]
        return self._offers.places(provider)

    def _cell(self, commune: Commune, providers: list[Record], sites: list[_Site]) -> Cell:
        within = next((site for site in sites if site.insee == commune.id), None)
        if within:
            return Cell("here", within.provider, commune, 0.0)
        if commune.lat is not None and commune.lon is not None:
            here = commune.lat, commune.lon
            x, y, z = on_sphere(here)
            nearest = max(
                (site for site in sites if site.at),
                key=lambda site: site.sphere[0] * x + site.sphere[1] * y + site.sphere[2] * z,
                default=None,
            )
            if nearest and nearest.at:
                place = self._offers.commune(nearest.insee)
                kind: Kind = "near" if place and place.in_territory else "outside"
                return Cell(kind, nearest.provider, place, distance_km(here, nearest.at))
        return Cell("named", providers[0]) if providers else Cell("gap")


def _area(provider: Record) -> tuple[str, ...] | str | None:
    return provider.area if isinstance(provider, Service | Organisation) else None


def _serves(provider: Record, insee: str) -> bool:
    """False when a provider says which communes it serves, and this is not one of them."""
    area = _area(provider)
    return not isinstance(area, tuple) or insee in area


def cells(coverage: Coverage, pathway: Pathway) -> Iterator[dict[str, str | int | float | None]]:
    """The coverage of a pathway as rows: one per step and commune, none of them silent."""
    for covered in coverage.of(pathway):
        for commune in coverage.communes:
            cell, role = covered.cells[commune.id], covered.by[commune.id]
            yield {
                "pathway": pathway.id,
                "step": covered.number,
                "step_id": covered.step.id,
                "insee": commune.id,
                "commune": commune.title,
                "state": cell.kind,
                "role": role.actor.role if cell.kind != "gap" else None,
                "provider": cell.provider.ref if cell.provider else None,
                "provider_name": cell.provider.title if cell.provider else None,
                "place": cell.place.title if cell.place else None,
                "km": round(cell.km, 1) if cell.km is not None else None,
                "gap": covered.step.local_gap if cell.kind == "gap" else None,
                "missing": "; ".join(actor.role for actor in covered.missing) or None,
            }
