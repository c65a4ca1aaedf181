"""What is said to be in the territory is there, and is there once."""

from __future__ import annotations

from collections.abc import Iterator

from portal.checks.references import known_ids
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.tree import locate
from portal.model.catalogue import Catalogue
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.geography import Nearby, Point
from portal.model.guidance import Alert

MARGIN_KM = 50  # care is sought beyond the border; further away a coordinate is more likely mistyped


def check_positions(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Places and communes lie in the surroundings of the territory."""
    communes = [c for c in catalogue.records["communes"].values() if isinstance(c, Commune)]
    points = [(c.lat, c.lon) for c in communes if c.in_territory and c.lat is not None and c.lon is not None]
    communes_around = Nearby((point, None) for point in points)
    for record in catalogue.records["places"].values():
        if not isinstance(record, Place):
            continue
        if (record.lat is None) != (record.lon is None):
            yield loaded.at(record.ref).problem(
                "half-position", Message(N_("a latitude and a longitude go together"))
            )
        elif record.lat is not None and record.lon is not None and points:
            here = (record.lat, record.lon)
            if not _near(communes_around, here):
                message = Message(N_("%(lat)s, %(lon)s is more than %(km)s km away from the territory"),
                                  {"lat": here[0], "lon": here[1], "km": MARGIN_KM})  # fmt: skip
                hint = Message(N_("are latitude and longitude exchanged?"))
                yield loaded.at(record.ref, "lat").problem("outside-territory", message, hint)


def _near(communes: Nearby[None], here: Point) -> bool:
    for reach, ring in communes.around(here):
        if any(km <= MARGIN_KM for km, _ in ring):
            return True
        if reach > MARGIN_KM:
            break
    return False


def check_communes(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A commune that is named is one of the table."""
    known = known_ids(loaded)["communes"]
    if not known:
        return
    for ref, path, insee in _named(catalogue):
        if insee not in known:
            message = Message(N_("the commune %(insee)s is not in the table of communes"), {"insee": insee})
            yield loaded.at(ref, *path).problem("unknown-commune", message)
    for insee in catalogue.territory.communes:
        if insee not in known:
            message = Message(N_("the commune %(insee)s is not in the table of communes"), {"insee": insee})
            hint = Message(N_("import the list of communes, or correct the code"))
            at = locate(loaded.territory, ("communes", catalogue.territory.communes.index(insee)))
            yield at.problem("territory-commune", message, hint, severity="warning")


def _named(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every commune that a record names: the record, where in it, and the INSEE code."""
    for kind in ("places", "services", "organisations", "alerts"):
        for record in catalogue.records[kind].values():
            if isinstance(record, Place):
                yield record.ref, ("address", "insee"), record.address.insee
            elif isinstance(record, Service | Organisation) and isinstance(record.area, tuple):
                for place, insee in enumerate(record.area):
                    yield record.ref, ("area", place), insee
            elif isinstance(record, Alert):
                for place, insee in enumerate(record.communes):
                    yield record.ref, ("communes", place), insee


def check_identifiers(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A FINESS number names one establishment."""
    first: dict[str, str] = {}
    for record in catalogue.records["organisations"].values():
        if not isinstance(record, Organisation) or record.finess_et is None:
            continue
        if record.finess_et in first:
            message = Message(
                N_("FINESS number %(finess)s is already that of “%(ref)s”"),
                {"finess": record.finess_et, "ref": first[record.finess_et]},
            )
            yield loaded.at(record.ref, "finess_et").problem("duplicate-finess", message)
        first.setdefault(record.finess_et, record.ref)
