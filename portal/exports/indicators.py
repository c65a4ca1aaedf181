"""The indicators of a territory: figures that anyone can count again from the CSV tables of the directory."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from portal.errors import N_
from portal.exports.directory import Directory
from portal.exports.knowledge import fields, fresh, origins
from portal.exports.offer import Key, absent, distances, half_of, home, offer, reaches, records_in, summary
from portal.exports.package import packaged
from portal.exports.tables import Cell, Column, Table
from portal.model.directory import Commune

# What people look for in an emergency, or each month.
NEAR = {
    "emergency_km": ("service_kind", "emergency_department"),
    "pharmacy_km": ("organisation_kind", "pharmacy"),
}
ALONE = "sans-intercommunalite"  # stands for the group of communes that have none


@lru_cache(maxsize=1)
def indicators(directory: Directory) -> dict[str, Table]:
    """All tables by name."""
    tables = (
        summary(directory),
        groups(directory),
        offer(directory),
        distances(directory),
        absent(directory),
        fresh(directory),
        origins(directory),
        fields(directory),
    )
    return {table.name: table for table in tables}


def export(directory: Directory) -> dict[str, bytes]:
    """One CSV file per table, and what describes them."""
    tables = indicators(directory)
    files = {f"{name}.csv": table.as_csv() for name, table in tables.items()}
    schemas = {f"{name}.csv": table.schema() for name, table in tables.items()}
    return packaged(directory, files, schemas)


def by_group(directory: Directory) -> dict[str, list[Commune]]:
    """The communes of the territory by the code of their group of communes."""
    found: dict[str, list[Commune]] = defaultdict(list)
    for commune in home(directory):
        found[commune.epci.code if commune.epci else ALONE].append(commune)
    return dict(sorted(found.items()))


def groups(directory: Directory) -> Table:
    """Each group of communes in one line."""
    return Table(
        "groups",
        N_("By group of communes"),
        N_(
            "Communes of communes.csv by epci; records with a place in one of them; distances within which "
            "half of the inhabitants live."
        ),
        {
            "epci": Column(N_("Code")),
            "name": Column(N_("Group of communes")),
            "communes": Column(N_("Communes"), "integer"),
            "inhabitants": Column(N_("Inhabitants"), "integer"),
            "organisations": Column(N_("Organisations"), "integer"),
            "services": Column(N_("Services"), "integer"),
            "professionals": Column(N_("Professionals"), "integer"),
            "emergency_km": Column(N_("Emergency department (km)"), "number"),
            "pharmacy_km": Column(N_("Pharmacy (km)"), "number"),
        },
        tuple(_group(directory, code, communes) for code, communes in by_group(directory).items()),
    )


def _group(directory: Directory, code: str, communes: list[Commune]) -> tuple[Cell, ...]:
    """The line of a group: who has a place there, and how far half of its inhabitants have to go."""
    at = records_in(directory)
    kinds = [ref.partition("/")[0] for ref in frozenset[str]().union(*(at.get(c.id, ()) for c in communes))]
    epci = communes[0].epci
    return (
        code,
        epci.name if epci else None,
        len(communes),
        sum(c.population or 0 for c in communes),
        *(kinds.count(kind) for kind in ("organisations", "services", "professionals")),
        *(_half_within(directory, communes, key) for key in NEAR.values()),
    )


def _half_within(directory: Directory, communes: list[Commune], key: Key) -> float | None:
    """The distance to the nearest of a kind within which half of the inhabitants live, in km."""
    found = ((reaches(directory).get((c.id, key)), c.population or 0) for c in communes)
    return half_of((reach.km, people) for reach, people in found if reach)
