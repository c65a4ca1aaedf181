"""FINESS, SAE and older contacts together: the rows of places, organisations and services."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.errors import N_, Message, Problem
from portal.importers.communes import CommuneRow, known_commune
from portal.importers.contacts import Known, e164, readable_street, trusted
from portal.importers.finess import Establishment
from portal.importers.kinds import HOSPITALS, PSYCHIATRIC, kinds
from portal.importers.names import Names, bare, of_commune, slug
from portal.importers.offered import Offered, offered
from portal.importers.tables import Row, degrees
from portal.model.geography import distance_km
from portal.model.vocabularies import Entry

FAR_KM = 25.0  # a position further than this from the centre of its commune is a mistake
PART_OF_HOSPITAL = frozenset(
    {
        "public_hospital",
        "local_hospital",
        "psychiatric_hospital",
        "cmp",
        "cattp",
        "long_term_care",
        "ehpad",
        "ssiad",
    }
    | {"sexual_health_centre", "cegidd", "vaccination_centre", "dialysis", "had", "imaging", "other"}
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the directory is made of."""

    establishments: Mapping[str, Establishment]  # by FINESS number
    communes: Mapping[str, CommuneRow]  # by INSEE code
    categories: Mapping[str, Entry]  # vocabulary finess_category, by code
    as_of: str  # date of the FINESS stock: "2026-01"
    sae: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sae_year: str = ""
    contacts: Mapping[str, Known] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)  # ids already given, by FINESS number


@dataclass(frozen=True, slots=True)
class _Published:
    """An establishment that patients see."""

    place: Establishment
    kind: str
    purpose: str  # kind of service when it has one single purpose
    title: str
    id: str
    commune: CommuneRow


class Directory:
    """The rows made of one set of inputs."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.dropped: Counter[str] = Counter()  # why establishments were left out, and how many
        self.problems: list[Problem] = []  # what the source says and nobody can use
        self._published = {p.place.finess_et: p for p in self._identified(list(self._chosen()))}
        weights = {f: self._weight(f) for f in inputs.establishments}
        self._heads = self._find_heads(weights)
        # Legal entities whose long-term care is an establishment of its own.
        self._long_term = {p.place.finess_ej for p in self._published.values() if p.place.category == "362"}
        postcodes = {insee: commune.postcodes for insee, commune in inputs.communes.items()}
        older = trusted(inputs.contacts, inputs.establishments, postcodes, weights)
        self._contacts = {f: self._known(e, older.get(f)) for f, e in inputs.establishments.items()}
        self._shared = Counter(e.position for e in inputs.establishments.values())

    def _chosen(self) -> Iterator[_Published]:
        """The establishments for patients, named; not yet identified."""
        sources = (n for e in self.inputs.establishments.values() for n in (e.short_name, e.long_name))
        names = Names((c.name for c in self.inputs.communes.values()), sources)
        for place in self.inputs.establishments.values():
            commune = self.inputs.communes.get(known_commune(place.insee, self.inputs.communes))
            if commune is None:
                self._problem(place, N_("the commune %(value)s is not in the list of communes"), place.insee)
                continue
            kind, purpose = kinds(place, self.inputs.categories)
            if place.category not in self.inputs.categories:
                self._problem(place, N_("the FINESS category “%(value)s” is unknown"), place.category)
                continue
            if not kind:
                label = self.inputs.categories[place.category].text("fr")
                self.dropped[label] += 1
                continue
            title = _title(names, place, kind, commune.name).strip()
            if not title:
                self._problem(place, N_("the establishment %(value)s has no name"), place.finess_et)
                continue
            yield _Published(place, kind, purpose, title, "", commune)

    def _problem(self, place: Establishment, text: str, value: str) -> None:
        message = Message(text, {"value": value})
        self.problems.append(Problem(place.path, place.line, 1, "import-row", message, severity="warning"))

    def _identified(self, chosen: list[_Published]) -> Iterator[_Published]:
        """Shared titles get their commune; ids are those already given, or made of title and commune."""
        titles = Counter(bare(p.title) for p in chosen)
        taken = set(self.inputs.ids.values())
        for p in sorted(chosen, key=lambda p: p.place.finess_et):
            title = p.title
            if titles[bare(title)] > 1 and bare(p.commune.name) not in bare(title):
                title = f"{title} ({p.commune.name})"
            ident = self.inputs.ids.get(p.place.finess_et)
            if ident is None:
                ident = slug(title if bare(p.commune.name) in bare(title) else f"{title} {p.commune.name}")
                ident = ident if ident not in taken else f"{ident}-{p.place.finess_et}"
                taken.add(ident)
            yield _Published(p.place, p.kind, p.purpose, title, ident, p.commune)

    def _weight(self, finess: str) -> int:
        place = self.inputs.establishments[finess]
        declared = self.inputs.sae.get(finess, frozenset())
        return len(place.activities) + len(declared) if place.category in HOSPITALS else len(declared)

    def _find_heads(self, weights: Mapping[str, int]) -> dict[str, str]:
        """The main hospital of each legal entity: the one with more activities than all others."""
        by_entity: dict[str, list[str]] = defaultdict(list)
        for finess, p in self._published.items():
            if p.place.category in HOSPITALS and weights[finess]:
                by_entity[p.place.finess_ej].append(finess)
        heads = {}
        for entity, found in by_entity.items():
            ranked = sorted(found, key=lambda f: -weights[f])
            if len(ranked) == 1 or weights[ranked[0]] > weights[ranked[1]]:
                heads[entity] = ranked[0]
        return heads

    def _known(self, place: Establishment, older: Known | None) -> Known | None:
        """The address and phones of FINESS, or those of older data where it has none."""
        street, phones, origin = (
            readable_street(place.street),
            e164(place.phones),
            ("FINESS", self.inputs.as_of),
        )
        if not street and not phones:
            return older
        return Known(
            street or (older.street if older else ""),
            place.postcode if street else (older.postcode if older else ""),
            phones or (older.phones if older else ()),
            origin if street or not older else older.street_origin,
            origin if phones or not older else older.phones_origin,
        )

    def rows(self) -> dict[str, list[Row]]:
        """The rows of the three tables, by the name of the table."""
        return {
            "places": [self._place(p) for p in self._published.values()],
            "organisations": [self._organisation(p) for p in self._published.values()],
            "services": [row for p in self._published.values() for row in self._services(p)],
        }

    def _finess(self) -> Row:
        return {"provenance.source": "FINESS", "provenance.as_of": self.inputs.as_of}

    def _place(self, p: _Published) -> Row:
        row: Row = {
            "id": p.id,
            "title": p.title,
            "address.insee": p.commune.insee,
            "address.postcode": p.place.postcode or _only_postcode(p.commune),
            "lat": "",
            "lon": "",
            "position": "approximate",
            **self._finess(),
        }
        known = self._contacts.get(p.place.finess_et)
        if known and known.street:
            source, as_of = known.street_origin
            row |= {"address.lines": known.street, "address.source": source, "address.as_of": as_of}
            if not p.place.postcode and known.postcode in p.commune.postcodes:
                row["address.postcode"] = known.postcode
        at, centre = p.place.position, p.commune.centre
        if at and centre and distance_km(at, centre) > FAR_KM:
            self._problem(
                p.place, N_("“%(value)s” stands far from its commune: no position is kept"), p.title
            )
        elif at and centre:
            row |= {"lat": degrees(at[0]), "lon": degrees(at[1])}
            row["position"] = "exact" if self._shared[at] == 1 else "approximate"
        return row

    def _organisation(self, p: _Published) -> Row:
        row: Row = {
            "id": p.id,
            "title": p.title,
            "aliases": "|".join(self._aliases(p)),
            "kind": p.kind,
            "places": f"places/{p.id}",
            "finess_et": p.place.finess_et,
            "finess_ej": p.place.finess_ej,
            "finess_category": p.place.category,
            **({"siret": p.place.siret} if p.place.siret else {}),
            **({"part_of": ""} if self.inputs.sae else {}),  # without it, the main hospital may be unknown
            "provenance.name": p.place.short_name,
            **self._finess(),
        }
        head = self._heads.get(p.place.finess_ej)
        if head and head != p.place.finess_et and p.kind in PART_OF_HOSPITAL:
            row["part_of"] = f"organisations/{self._published[head].id}"
        known = self._contacts.get(p.place.finess_et)
        for number, phone in enumerate(known.phones[:2] if known else ()):
            source, as_of = known.phones_origin if known else ("", "")
            row |= {
                f"contacts.{number}.channel": "tel",
                f"contacts.{number}.value": phone,
                f"contacts.{number}.source": source,
                f"contacts.{number}.as_of": as_of,
            }
        return row

    def _aliases(self, p: _Published) -> list[str]:
        """What people call a public hospital."""
        if p.kind not in {"public_hospital", "local_hospital"} or p.place.category not in HOSPITALS:
            return []
        return [f"hôpital {of_commune(p.commune.name)}", f"CH {p.commune.name}"]

    def _services(self, p: _Published) -> Iterator[Row]:
        declared = self.inputs.sae.get(p.place.finess_et, frozenset())
        if self._heads.get(p.place.finess_ej) == p.place.finess_et:
            declared |= self.inputs.sae.get(p.place.finess_ej, frozenset())
        if p.place.finess_ej in self._long_term:
            declared -= {"USLD"}
        for one in offered(p.place, p.title, p.purpose, declared):
            yield self._service(p, one)

    def _service(self, p: _Published, one: Offered) -> Row:
        from_sae = {"provenance.source": "SAE (DREES)", "provenance.as_of": self.inputs.sae_year}
        return {
            "id": p.id if one.whole else f"{slug(one.label)}-{p.id}"[:100].rstrip("-"),
            "title": one.title,
            "kind": one.kind,
            "provided_by": f"organisations/{p.id}",
            "places.0.place": f"places/{p.id}",
            "specialties": "|".join(one.specialties),
            "professions": "|".join(one.professions),
            "acts": "|".join(one.acts),
            "identifiers.finess": p.place.finess_et,
            **(self._finess() if one.in_finess else from_sae),
        }


def _only_postcode(commune: CommuneRow) -> str:
    """The postcode of a commune that has no other."""
    return commune.postcodes[0] if len(commune.postcodes) == 1 and commune.all_postcodes else ""


def _title(names: Names, place: Establishment, kind: str, commune: str) -> str:
    unit = {"156": "CMP", "425": "CATTP"}.get(place.category, "")
    if place.category in PSYCHIATRIC and kind in {"cmp", "cattp", "psychiatric_hospital"}:
        title = names.psychiatric(place.short_name, place.long_name, commune, unit)
    else:
        telling = kind == "imaging" and "IMAGERIE" in bare(place.long_name)
        title = names.readable(place.long_name if telling else place.short_name, place.long_name, commune)
    if kind == "pharmacy" and not {"PHARMACIE", "OFFICINE"} & set(bare(title).split()):
        return f"Pharmacie {title}"
    if kind == "imaging" and not {"IMAGERIE", "SCANNER", "IRM"} & set(re.findall(r"\w+", bare(title))):
        return f"Imagerie médicale, {title}"
    return title
