"""Every reference leads to a record that visitors may see, and every record can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from portal.checks.walk import Spot, once, spots
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.tree import Mark
from portal.loading.wording import did_you_mean, is_slip, meant, near
from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.directory import Organisation, Place, Service
from portal.model.fields import SLUG
from portal.model.kinds import KINDS
from portal.model.offer import OfferIndex
from portal.model.pathway import Pathway

FEW = 15  # so many references are told when none is near
Ids = Mapping[str, Collection[str]]  # ids by kind, quick to look up, in the order of files


def check_references(loaded: Loaded) -> Iterator[Problem]:
    """A reference names a record that exists."""
    known = known_ids(loaded)
    for spot in spots(loaded):
        if spot.shape.kinds is not None and spot.lang is None and _well_shaped(spot):
            yield from dangling(spot.at, spot.value, known)


def dangling(at: Mark, ref: str, known: Ids) -> Iterator[Problem]:
    """The problem of a reference that leads nowhere; nothing when it leads somewhere."""
    kind, _, ident = ref.partition("/")
    if kind not in KINDS:
        message = Message(N_("“%(ref)s”: there is no kind of record “%(kind)s”"), {"ref": ref, "kind": kind})
        yield at.problem("dangling-reference", message, did_you_mean(kind, KINDS))
    elif ident not in known[kind]:
        message = Message(N_("“%(ref)s” does not exist"), {"ref": ref})
        yield at.problem("dangling-reference", message, _meant(kind, ident, known[kind]))


def _meant(kind: str, ident: str, known: Collection[str]) -> Message:
    """The nearest reference; all of them when they are few and none is near; else what may have happened."""
    close = next((one for one in near(ident, known) if is_slip(ident, one)), None)
    if close is not None:
        return meant(f"{kind}/{close}")
    if not 0 < len(known) <= FEW:
        return Message(N_("mend the identifier, or write this record first"))
    return Message(N_("expected: %(codes)s"), {"codes": ", ".join(f"{kind}/{one}" for one in sorted(known))})


@once
def known_ids(loaded: Loaded) -> Ids:
    """The ids of all records by kind, sound or not: a record with an error is not a missing one."""
    known: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for ref in (*loaded.gathered.originals, *loaded.gathered.unread):
        kind, _, ident = ref.partition("/")
        known[kind][ident] = None
    return known


def check_former_ids(loaded: Loaded) -> Iterator[Problem]:
    """An identifier that a record had is nobody else's: old addresses and open data lead to one record."""
    known = known_ids(loaded)
    taken: dict[tuple[str, str], str] = {}
    for spot in spots(loaded):
        if spot.path[0] != "former_ids" or spot.lang is not None:
            continue
        owner = taken.setdefault((spot.kind, spot.value), spot.ref)
        if owner != spot.ref or spot.value in known[spot.kind]:
            by = f"{spot.kind}/{spot.value}" if spot.value in known[spot.kind] else owner
            message = Message(N_("“%(id)s” is also an identifier of %(ref)s"), {"id": spot.value, "ref": by})
            hint = Message(N_("an identifier is used once and for all: take another for the new record"))
            yield spot.at.problem("former-id-taken", message, hint)


def _well_shaped(spot: Spot) -> bool:
    kind, slash, ident = spot.value.partition("/")
    return bool(slash) and bool(SLUG.fullmatch(ident)) and (not spot.shape.kinds or kind in spot.shape.kinds)


def check_visibility(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """What visitors see never leads to what they may not see."""
    for spot in spots(loaded):
        if spot.shape.kinds is None or spot.lang is not None:
            continue
        source, target = catalogue.find(spot.ref), catalogue.find(spot.value)
        if not source or not target or not _seen(source) or _seen(target):
            continue
        if target.visibility != "public":
            message = Message(
                N_("a public page leads to “%(ref)s”, which is not public"), {"ref": spot.value}
            )
            yield spot.at.problem("visibility", message)
        else:
            message = Message(
                N_("“%(ref)s” is not published yet, or no longer: visitors get no link"), {"ref": spot.value}
            )
            yield spot.at.problem("hidden-reference", message, severity="warning")


def _seen(record: Record) -> bool:
    return record.status in VISIBLE and record.visibility == "public"


def check_parents(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """No organisation is part of itself, however far the chain."""
    for organisation in catalogue.records["organisations"].values():
        seen = [organisation.ref]
        parent: Record | None = organisation
        while isinstance(parent, Organisation) and parent.part_of and parent.part_of not in seen:
            seen.append(parent.part_of)
            parent = catalogue.find(parent.part_of)
        if isinstance(parent, Organisation) and parent.part_of == organisation.ref:
            chain = " → ".join([*seen, organisation.ref])
            message = Message(N_("an organisation is part of itself: %(chain)s"), {"chain": chain})
            yield loaded.at(organisation.ref, "part_of").problem("cycle", message)


def check_reach(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A visitor finds every service by pathway, specialty or commune, and every place by what is there."""
    index = OfferIndex(catalogue)
    named = {spot.value for spot in spots(loaded) if spot.shape.kinds is not None}
    offered = {
        provider.ref
        for pathway in catalogue.all(Pathway)
        for offer in [a.offer for s in pathway.steps for a in s.actors] + [pathway.social_support.offer]
        if offer
        for provider in index.find(offer)
    }
    for service in catalogue.all(Service):
        by_pathway = service.ref in offered or service.ref in named
        if not (by_pathway or service.specialties or service.area or index.places(service)):
            message = Message(N_("no pathway, specialty or commune leads to this service"))
            hint = Message(N_("give it a place, or a specialty"))
            yield loaded.at(service.ref).problem("unreachable-service", message, hint)
    for place in catalogue.all(Place):
        if place.ref not in named:
            message = Message(N_("nothing is at this place: no service, organisation or team names it"))
            yield loaded.at(place.ref).problem("orphan-place", message)
