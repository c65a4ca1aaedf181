"""Activities of the Annuaire Santé as records: people, and the practices that are in no other source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from portal.errors import N_
from portal.importers.annuaire import Activity
from portal.importers.communes import CommuneRow
from portal.importers.contacts import e164, readable_street
from portal.importers.names import Names, bare, of_commune, slug
from portal.importers.tables import ROLES, Row
from portal.model.vocabularies import Vocabularies

SOURCE = "Annuaire Santé"
TABLES = ("places", "organisations", "services", "professionals")
NO_PLACE = N_("nothing says where they practise")
NO_MODE = N_("neither private nor salaried")
UNKNOWN_PLACE = N_("their establishment is not in the directory")
_MODES = {"L": "private", "S": "salaried"}
_PARTICLES = frozenset({"DE", "DU", "DES", "D"})
_DENTISTS = "40"


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory already holds."""

    communes: Mapping[str, CommuneRow]
    establishments: Mapping[str, str]  # FINESS number to the id of the organisation
    practices: Mapping[str, str]  # SIRET to the id of a practice
    people: Mapping[str, str]  # RPPS number to the id of the professional
    taken: Collection[str]  # every id of the tables of organisations and professionals


@dataclass(slots=True)
class Practices:
    """Rows made of activities; each list goes to the table of its name."""

    known: Known
    vocabularies: Vocabularies
    as_of: str
    dropped: Counter[str] = field(default_factory=Counter)
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})

    def add(self, activities: Iterable[Activity]) -> None:
        """Turn activities into rows, the same whatever their order in the file."""
        people: dict[str, list[Activity]] = defaultdict(list)
        for activity in activities:
            people[activity.rpps].append(activity)
        taken = set(self.known.taken)
        for rpps, found in sorted(people.items()):
            ordered = sorted(found, key=_order)
            if roles := self._roles(ordered):
                self._person(rpps, ordered[0], roles, taken)

    def _roles(self, activities: list[Activity]) -> list[Row]:
        roles: dict[tuple[str, str], Row] = {}
        for activity in activities:
            mode = _MODES.get(activity.mode)
            if mode is None:
                self.dropped[NO_MODE] += 1
                continue
            organisation, service = self._organisation(activity)
            if organisation:
                roles[organisation, mode] = {
                    "organisation": f"organisations/{organisation}",
                    "place": f"places/{organisation}",
                    "mode": mode,
                    "services": f"services/{service}" if service else "",
                }
        return [*roles.values()][:ROLES]

    def _organisation(self, activity: Activity) -> tuple[str, str]:
        """The id of the establishment, or of the practice, which is made if need be; and its service."""
        if activity.finess:
            found = self.known.establishments.get(activity.finess, "")
            if not found:
                self.dropped[UNKNOWN_PLACE] += 1
            return found, ""
        key = activity.siret or activity.structure
        if not key:
            self.dropped[NO_PLACE] += 1
            return "", ""
        ident = self._practice(activity, key)
        return ident, self._service(activity, ident) if activity.mode == "L" else ""

    def _practice(self, activity: Activity, key: str) -> str:
        commune = self.known.communes[activity.insee]
        named = activity.brand or activity.legal_name
        title = _practice_name(activity, named, commune.name)
        # The end of the key tells namesakes apart, the same at each import; a SIRET is public.
        fresh = f"{slug(f'{title} {commune.name}')[:70].strip('-')}-{slug(key[-5:])}"
        ident = self.known.practices.get(key, fresh)
        parts = (activity.street_number, activity.street_index, activity.street_kind, activity.street_name)
        street = readable_street(" ".join(filter(None, parts)))
        origin = {"provenance.source": SOURCE, "provenance.as_of": self.as_of}
        dated = {"address.source": SOURCE, "address.as_of": self.as_of} if street else {}
        self.rows["places"].setdefault(ident, {
            "id": ident, "title": title, "address.lines": street, **dated, "address.insee": activity.insee,
            "address.postcode": activity.postcode if activity.postcode in commune.postcodes else "",
            "position": "approximate", **origin,
        })  # fmt: skip
        row = self.rows["organisations"].setdefault(ident, {
            "id": ident, "title": title, "kind": "practice", "places": f"places/{ident}",
            "siret": activity.siret, "provenance.name": named, **origin,
        })  # fmt: skip
        for phone in e164((activity.phone,)):
            row |= {"contacts.0.channel": "tel", "contacts.0.value": phone}
            row |= {"contacts.0.source": SOURCE, "contacts.0.as_of": self.as_of}
        return ident

    def _service(self, activity: Activity, organisation: str) -> str:
        """The consultation of one profession, or one specialty, at one practice."""
        specialty = self._specialty(activity)
        code, vocabulary = (specialty, "specialty") if specialty else (activity.profession, "profession")
        ident = f"consultation-{code.lower()}-{organisation}"[:100].rstrip("-")
        label = self.vocabularies.entry(vocabulary, code).text("fr")
        title = self.rows["organisations"].get(organisation, {}).get("title", "")
        self.rows["services"].setdefault(ident, {
            "id": ident, "title": f"{label}, {title}" if title else label,
            "kind": "dental_care" if activity.profession == _DENTISTS else "consultation",
            "provided_by": f"organisations/{organisation}", "places.0.place": f"places/{organisation}",
            "specialties": specialty, "professions": activity.profession,
            "provenance.source": SOURCE, "provenance.as_of": self.as_of,
        })  # fmt: skip
        return ident

    def _specialty(self, activity: Activity) -> str:
        known = activity.specialty in self.vocabularies.codes("specialty")
        return activity.specialty if known else ""

    def _person(self, rpps: str, first: Activity, roles: list[Row], taken: set[str]) -> None:
        ident = self.known.people.get(rpps)
        if ident is None:
            ident = plain = slug(_full_name(first)) or "professionnel"
            number = 2
            while ident in taken:
                ident, number = f"{plain}-{number}", number + 1
            taken.add(ident)
        keys = ("organisation", "place", "mode", "services")
        empty = {f"roles.{n}.{key}": "" for n in range(ROLES) for key in keys}
        filled = {f"roles.{n}.{key}": value for n, role in enumerate(roles) for key, value in role.items()}
        self.rows["professionals"][ident] = {
            "id": ident,
            "title": _full_name(first),
            "civility": "Dr" if first.civility.startswith("Docteur") else "",
            "profession": first.profession,
            "specialty": self._specialty(first),
            "rpps": rpps,
            **empty,
            **filled,
            "consent_to_list": "public_extract",
            "provenance.source": SOURCE,
            "provenance.as_of": self.as_of,
            "provenance.name": f"{first.family_name} {first.given_name}",
        }


def _practice_name(activity: Activity, named: str, commune: str) -> str:
    if named:
        return Names(()).readable(named, named, commune)
    return f"Cabinet {of_commune(_full_name(activity))}"


def _order(activity: Activity) -> tuple[str, ...]:
    place = (activity.mode, activity.finess, activity.siret, activity.structure, activity.skill)
    return (*place, activity.family_name, activity.given_name)


def _full_name(activity: Activity) -> str:
    return f"{_name(activity.given_name)} {_name(activity.family_name)}".strip()


def _name(text: str) -> str:
    """« Jean-Noël de La Fiction » from capitals; letters keep the accents that the register gives them."""

    def spelt(match: re.Match[str]) -> str:
        word = match[0]
        return word.lower() if bare(word) in _PARTICLES else word.capitalize()

    if not text.isupper():
        return text
    return re.sub(r"[^\W\d_]+", spelt, text).replace("'", "’")
