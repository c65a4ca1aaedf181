"""Who can do what, and where: services and organisations found by specialty, kind, place and commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from portal.model.base import Record
from portal.model.catalogue import Catalogue
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.geography import Nearby, Point, distance_km, shown_km
from portal.model.pathway import Pathway
from portal.model.people import Professional, ProfessionalRole
from portal.model.step import Step
from portal.model.values import Offer

Provider = Service | Organisation
Draw = Callable[[str], tuple[bool, int]]  # a reference to its place among equals: Listing.draw

INDEXED = ("services", "organisations", "professionals", "places", "communes")  # kinds of records


@dataclass(frozen=True, slots=True)
class Near:
    """A provider at a distance from somewhere."""

    record: Provider
    km: float  # as the crow flies
    commune: Commune | None


def _general_first(provider: Provider) -> tuple[bool, str]:
    return isinstance(provider, Service) and bool(provider.specialties), provider.ref


def _meets_both(provider: Provider, offer: Offer) -> bool:
    """True for a service of a specialty and of a kind that an offer asks for."""
    return (
        isinstance(provider, Service)
        and provider.kind in offer.service_kinds
        and not set(offer.specialties).isdisjoint(provider.specialties)
    )


class OfferIndex:
    """The directory of one catalogue, indexed once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._by: dict[tuple[str, str], list[Provider]] = defaultdict(list)  # by vocabulary and code
        # By what was asked for: both at once or not, vocabularies and codes.
        self._found: dict[tuple[bool, tuple[tuple[str, str], ...]], list[Provider]] = {}
        self._at: dict[str, list[Provider]] = defaultdict(list)  # by commune
        self._in: dict[str, list[Provider]] = defaultdict(list)  # by place
        self.services_of: dict[str, list[Service]] = defaultdict(list)  # by reference of the organisation
        for service in catalogue.all(Service):
            self.services_of[service.provided_by].append(service)
            self._by["service_kind", service.kind].append(service)
            for specialty in service.specialties:
                self._by["specialty", specialty].append(service)
        for organisation in catalogue.all(Organisation):
            self._by["organisation_kind", organisation.kind].append(organisation)
        self._covering: dict[str, list[Provider]] = defaultdict(list)
        self._everywhere: list[Provider] = []  # those that serve the whole territory
        self._spots: dict[str, list[tuple[Point, str]]] = {}
        self._grids: dict[tuple[str, str], Nearby[Provider]] = {}
        everyone: list[Provider] = [*catalogue.all(Service), *catalogue.all(Organisation)]
        for provider in everyone:
            self._cover(provider)
            places = self.places(provider)
            for commune in {p.address.insee for p in places}:
                self._at[commune].append(provider)
            for place in {p.id for p in places}:
                self._in[place].append(provider)

    def renewed(self, catalogue: Catalogue) -> OfferIndex:
        """The index of another state of the catalogue: the same while no record of the directory changed."""
        if any(catalogue.records[kind] is not self.catalogue.records[kind] for kind in INDEXED):
            return OfferIndex(catalogue)
        same = copy(self)
        same.catalogue = catalogue
        vars(same).pop("_steps", None)  # of pathways
        return same

    def find(self, offer: Offer) -> list[Provider]:
        """The providers that an offer describes, each once.

        Services that are of a specialty and of a kind asked for come first: they are what the step means.
        The others follow in the order of the codes; those without specialty before those of one that nobody
        asked for, then by their ids.
        """
        keys = (
            *(("specialty", c) for c in offer.specialties),
            *(("service_kind", c) for c in offer.service_kinds),
            *(("organisation_kind", c) for c in offer.organisation_kinds),
        )
        if (offer.both, keys) not in self._found:
            found = {p.ref: p for key in keys for p in sorted(self._by.get(key, ()), key=_general_first)}
            exact = [p for p in found.values() if _meets_both(p, offer)]
            rest = () if offer.both else (p for p in found.values() if not _meets_both(p, offer))
            self._found[offer.both, keys] = [*exact, *rest]
        return self._found[offer.both, keys]

    def of_kind(self, vocabulary: str, code: str) -> list[Provider]:
        """The providers with this ``service_kind``, ``organisation_kind`` or ``specialty``."""
        return self._by.get((vocabulary, code), [])

    def in_commune(self, insee: str) -> list[Provider]:
        """The providers with a place in a commune."""
        return self._at.get(insee, [])

    def at_place(self, place: Place) -> list[Provider]:
        """The providers that are at a place."""
        return self._in.get(place.id, [])

    def covering(self, insee: str) -> list[Provider]:
        """Who serves a commune from elsewhere: its area or its psychiatric sectors hold the commune."""
        commune = self.commune(insee)
        everywhere = self._everywhere if commune and commune.in_territory else []
        here = {p.ref for p in self._at.get(insee, ())}
        return [p for p in (*self._covering.get(insee, ()), *everywhere) if p.ref not in here]

    def _cover(self, provider: Provider) -> None:
        if provider.area == "territory":
            self._everywhere.append(provider)
            return
        named = set(provider.area or ())
        if isinstance(provider, Service):
            named = named.union(*(self._sectors.get(sector, ()) for sector in provider.psychiatric_sectors))
        for insee in named:
            self._covering[insee].append(provider)

    @cached_property
    def _sectors(self) -> dict[str, set[str]]:
        """Each psychiatric sector and its communes."""
        found: dict[str, set[str]] = defaultdict(set)
        for commune in self.catalogue.all(Commune):
            if commune.psychiatric_sector:
                found[commune.psychiatric_sector].add(commune.id)
        return found

    def people_in(self, insee: str) -> list[Professional]:
        """The professionals with a place in a commune."""
        return self._people_in.get(insee, [])

    def places_in(self, insee: str) -> list[Place]:
        """The places of a commune."""
        return self._places_in.get(insee, [])

    @cached_property
    def _people_in(self) -> dict[str, list[Professional]]:
        found: dict[str, list[Professional]] = defaultdict(list)
        for person in self.catalogue.all(Professional):
            for insee in {place.address.insee for place in self.places(person)}:
                found[insee].append(person)
        return found

    @cached_property
    def _places_in(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.catalogue.all(Place):
            found[place.address.insee].append(place)
        return found

    def people_at(self, ref: str) -> list[Professional]:
        """The professionals with a role in a service, an organisation or a place."""
        return self._people.get(ref, [])

    @cached_property
    def _people(self) -> dict[str, list[Professional]]:
        found: dict[str, list[Professional]] = defaultdict(list)
        for person in self.catalogue.all(Professional):
            for ref in {r for role in person.roles for r in (role.organisation, role.place, *role.services)}:
                if ref:
                    found[ref].append(person)
        return found

    def places(self, provider: Record) -> list[Place]:
        """The places of a provider; a service without its own borrows those of its organisation."""
        refs: Iterable[str] = ()
        if isinstance(provider, Service):
            refs = [p.place for p in provider.places]
            owner = self.catalogue.find(provider.provided_by)
            if not refs and isinstance(owner, Organisation):
                refs = owner.places
        elif isinstance(provider, Organisation):
            refs = provider.places
        elif isinstance(provider, Professional):
            refs = dict.fromkeys(ref for role in provider.roles for ref in self._role_places(role))
        return [place for ref in refs if isinstance(place := self.catalogue.shown(ref), Place)]

    def _role_places(self, role: ProfessionalRole) -> Iterable[str]:
        """Where a role is held: its place, or those of its organisation when it names none."""
        if role.place:
            return (role.place,)
        owner = self.catalogue.find(role.organisation)
        return owner.places if isinstance(owner, Organisation) else ()

    def commune(self, insee: str) -> Commune | None:
        """A commune by its INSEE code."""
        found = self.catalogue.find(f"communes/{insee}")
        return found if isinstance(found, Commune) else None

    def position(self, place: Place) -> Point | None:
        """Where a place is: its own coordinates, else the centre of its commune."""
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon
        commune = self.commune(place.address.insee)
        return (
            (commune.lat, commune.lon)
            if commune and commune.lat is not None and commune.lon is not None
            else None
        )

    def spots(self, provider: Provider) -> list[tuple[Point, str]]:
        """Where a provider is, and in which commune; worked out once."""
        if provider.ref not in self._spots:
            self._spots[provider.ref] = [
                (at, place.address.insee)
                for place in self.places(provider)
                if (at := self.position(place)) is not None
            ]
        return self._spots[provider.ref]

    def nearest(self, providers: Iterable[Provider], here: Point, limit: int, draw: Draw) -> list[Near]:
        """The nearest providers to a point, nearest first; those that a reader sees as equal, as drawn."""
        near: dict[str, Near] = {}
        spots = [
            (distance_km(here, at), provider, insee)
            for provider in providers
            for at, insee in self.spots(provider)
        ]
        for km, provider, insee in sorted(spots, key=lambda s: (shown_km(s[0]), draw(s[1].ref), s[0], s[2])):
            if len(near) == limit:
                break
            if provider.ref not in near:
                near[provider.ref] = Near(provider, km, self.commune(insee))
        return [*near.values()]

    def nearest_of_kind(
        self,
        kind: tuple[str, str],
        here: Point,
        limit: int,
        draw: Draw,
        like: Service | None = None,
    ) -> list[Near]:
        """The same among the providers of a kind, without measuring the distance to each of them.

        Args:
            kind: A vocabulary (``service_kind``, ``organisation_kind`` or ``specialty``), and a code of it.
            here: From where.
            limit: How many at most.
            draw: The order of equals.
            like: Only those that share a specialty with this one, if it has any; never itself.
        """
        grid = self._grids.get(kind)
        if grid is None:
            providers = self.of_kind(*kind)
            grid = Nearby((at, one) for one in providers for at, _commune in self.spots(one))
            self._grids[kind] = grid
        wanted = frozenset(like.specialties if like else ())
        found: dict[str, tuple[float, Provider]] = {}  # by reference, with its nearest place
        for reach, ring in grid.around(here):
            for km, one in ring:
                if (like and one.ref == like.ref) or (
                    wanted and wanted.isdisjoint(getattr(one, "specialties", ()))
                ):
                    continue
                if one.ref not in found or km < found[one.ref][0]:
                    found[one.ref] = km, one
            ordered = sorted(km for km, _ in found.values())[:limit]
            if len(ordered) == limit and ordered[-1] + 1 <= reach:
                break  # nothing further out is nearer than these, nor seen as equal
        edge = ordered[-1] + 1 if ordered else 0.0
        return self.nearest([one for km, one in found.values() if km <= edge], here, limit, draw)

    def parts_of(self, organisation: Organisation) -> list[Organisation]:
        """The organisations that belong to one, in the order of their ids."""
        return self._parts.get(organisation.ref, [])

    def steps_through(self, service: Service) -> list[tuple[Pathway, int, Step]]:
        """The steps of pathways that lead to a service, named or found in the directory."""
        return self._steps.get(service.ref, [])

    @cached_property
    def _parts(self) -> dict[str, list[Organisation]]:
        found: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in self.catalogue.all(Organisation):
            if organisation.part_of:
                found[organisation.part_of].append(organisation)
        return found

    @cached_property
    def _steps(self) -> dict[str, list[tuple[Pathway, int, Step]]]:
        found: dict[str, list[tuple[Pathway, int, Step]]] = defaultdict(list)
        for pathway in self.catalogue.all(Pathway):
            for number, step in enumerate(pathway.steps, 1):
                refs = {ref for actor in step.actors for ref in actor.refs}
                for actor in step.actors:
                    refs |= {one.ref for one in self.find(actor.offer)} if actor.offer else set()
                for ref in refs:
                    found[ref].append((pathway, number, step))
        return found
