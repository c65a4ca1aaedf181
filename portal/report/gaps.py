"""Care that is far: for each commune, the kinds of care whose nearest place is beyond 30 km."""

from __future__ import annotations

from portal.errors import N_
from portal.exports.directory import Directory
from portal.exports.offer import FAR_KM, home, reaches
from portal.exports.tables import Column, Table

CARE = ("service_kind", "specialty", "profession")  # not organisations: one goes for what they do


def gaps(directory: Directory) -> Table:
    """Each commune and kind of care more than 30 km apart, where most people live first."""
    people = {commune.id: commune.population or 0 for commune in home(directory)}
    far = [
        (insee, key, reach)
        for (insee, key), reach in reaches(directory).items()
        if reach.km > FAR_KM and key[0] in CARE
    ]
    far.sort(key=lambda cell: (-people[cell[0]], cell[0], -cell[2].km, cell[1]))
    return Table(
        "gaps",
        N_("Care that is far, by commune"),
        N_("Rows of the distances above 30 km as the crow flies, for services, specialties and professions."),
        {
            "commune": Column(N_("Commune")),
            "insee": Column(N_("INSEE code")),
            "inhabitants": Column(N_("Inhabitants"), "integer"),
            "vocabulary": Column(N_("Vocabulary")),
            "code": Column(N_("Code")),
            "label": Column(N_("Kind of care")),
            "km": Column(N_("Distance (km)"), "number"),
            "record": Column(N_("Nearest record")),
        },
        tuple(
            (directory.city(insee), insee, people[insee], *key, directory.label(*key), reach.km, reach.ref)
            for insee, key, reach in far
        ),
    )
