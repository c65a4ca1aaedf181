"""Who does each step of each pathway, for each commune: in sentences, and cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from portal.errors import N_
from portal.model.catalogue import Catalogue
from portal.model.coverage import Coverage, cells
from portal.model.covered import KINDS, StepCoverage
from portal.model.offer import OfferIndex
from portal.model.pathway import Pathway

Gettext = Callable[[str], str]
WORDS = {  # of each state of a cell
    "here": N_("in the commune"),
    "comes": N_("served from elsewhere"),
    "near": N_("at a distance"),
    "outside": N_("outside the territory"),
    "named": N_("distance unknown"),
    "gap": N_("nobody known"),
}


def chosen(catalogue: Catalogue, idents: Iterable[str]) -> list[Pathway]:
    """The pathways with these ids; all that visitors see when there is none."""
    wanted = set(idents)
    return [p for p in catalogue.all(Pathway) if not wanted or p.id in wanted]


def matrix(catalogue: Catalogue, pathways: Iterable[Pathway]) -> list[dict[str, str | int | float | None]]:
    """One row per pathway, step and commune; none is silent."""
    coverage = Coverage(catalogue, OfferIndex(catalogue))
    return [row for pathway in pathways for row in cells(coverage, pathway)]


def sentences(catalogue: Catalogue, pathways: Iterable[Pathway], gettext: Gettext) -> Iterator[str]:
    """A line per pathway, then one per step: how many communes are in each state, and how far they go."""
    coverage = Coverage(catalogue, OfferIndex(catalogue))
    communes = gettext(N_("communes"))
    for pathway in pathways:
        yield f"{pathway.id} ({len(coverage.communes)} {communes})"
        yield from (f"  {_step(covered, gettext)}" for covered in coverage.of(pathway))


def _step(covered: StepCoverage, gettext: Gettext) -> str:
    counts = covered.counts
    said = [f"{gettext(WORDS[kind])} {counts[kind]}" for kind in KINDS if counts[kind]]
    if covered.middle_km is not None and covered.farthest:
        far = gettext(N_("half within %(half).0f km, at most %(most).0f km"))
        said.append(far % {"half": covered.middle_km, "most": covered.farthest[1].km})
    if covered.lead and covered.missing:
        nobody = gettext(N_("nobody known here for %(roles)s"))
        said.append(nobody % {"roles": "; ".join(actor.role for actor in covered.missing)})
    return f"{covered.number}. {covered.step.id}: {', '.join(said)}"
