"""The services of one establishment, as far as the sources attest them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.importers.activities import PURPOSES, SAE, Attested, attested, equipped
from portal.importers.finess import Establishment
from portal.importers.kinds import for_children, is_day_hospital
from portal.importers.names import bare, service_title

_SAID = {"imaging": ("SCANNER", "IRM")}  # words that say the purpose as well as its title does


@dataclass(frozen=True, slots=True)
class Offered:
    """One service, ready to be written."""

    kind: str
    label: str  # « Urgences »: what its id starts with
    title: str  # « Urgences du centre hospitalier d’Albi »
    in_finess: bool  # False: only the SAE attests it
    whole: bool = False  # it is all that the establishment does: the same id
    specialties: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def offered(place: Establishment, title: str, purpose: str, declared: frozenset[str]) -> list[Offered]:
    """The services of an establishment, each once, in the order of their labels.

    Args:
        place: The establishment, with its activities.
        title: Its readable name.
        purpose: The kind of service when it has one single purpose, or nothing.
        declared: The forms of the SAE that it filled in.
    """
    found: dict[tuple[str, str], Offered] = {}
    if purpose:
        found[purpose, ""] = _purposeful(place, title, purpose)
    for in_finess, one in (*((True, a) for a in _in_finess(place)), *((False, a) for a in _in_sae(declared))):
        if one.kind == purpose:
            continue
        key = (one.kind, one.title)
        before = found.get(key) or Offered(one.kind, one.title, service_title(one.title, title), in_finess)
        found[key] = replace(
            before,
            specialties=tuple(dict.fromkeys((*before.specialties, *one.specialties))),
            acts=tuple(dict.fromkeys((*before.acts, *one.acts))),
        )
    return sorted(found.values(), key=lambda o: o.label)


def _in_finess(place: Establishment) -> Iterator[Attested]:
    for activity, form in sorted(place.activities):
        one = attested(activity, form)
        if one and activity == "04" and for_children(place):
            one = replace(one, specialties=("SM43",))
        if one:
            yield one
    if is_day_hospital(place):
        yield Attested(
            "day_hospital", "Hôpital de jour en psychiatrie", ("SM43",) if for_children(place) else ("SM42",)
        )
    for equipment, mode in sorted(place.equipments):
        if one := equipped(equipment, mode):
            yield one


def _in_sae(declared: frozenset[str]) -> Iterator[Attested]:
    for form in sorted(declared & SAE.keys()):
        yield SAE[form]
    if "MCO" in declared and not declared & {
        "BLOC",
        "MATERNITE",
    }:  # beds, and neither surgery nor births: medicine
        yield Attested("hospital_stay", "Hospitalisation en médecine")


def _purposeful(place: Establishment, title: str, purpose: str) -> Offered:
    """The service of an establishment with one purpose, which opens its title unless the name says it."""
    what = PURPOSES.get(purpose, Attested(purpose, ""))
    words = set(re.findall(r"\w+", bare(title)))
    said = not what.title or bool(words & {bare(what.title).split()[0], *_SAID.get(purpose, ())})
    psychiatry = ("SM43",) if for_children(place) else ("SM42",)
    dental = purpose == "dental_care"
    nursing = purpose == "health_centre" and "INFIRMIER" in bare(title)
    return Offered(
        purpose,
        what.title or title,
        title if said else f"{what.title}, {title}",
        in_finess=True,
        whole=True,
        specialties=psychiatry if purpose == "day_hospital" else what.specialties,
        professions=("40",) if dental else ("60",) if nursing else (),
    )
