"""Indicators and report, counted again from the CSV tables alone: it imports nothing of the portal.

Run as a program: ``python indicators.py CSV INDICATORS``, two folders of an export, says whether they agree;
the second folder may be that of a report.

It is written from the notes of the published tables, not from the program that makes them: it measures every
distance, and keeps the least.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from functools import cached_property
from itertools import zip_longest
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

Row = dict[str, str]
Rows = list[tuple[Any, ...]]
EARTH_RADIUS_KM = 6371.0088
FAR_KM = 30
COUNTED = {
    "summary", "groups", "offer", "distances", "absent", "freshness", "sources", "fields",
    "questions", "criteria", "quality", "contacts", "gaps",
}  # fmt: skip
OFFERED = ("service_kind", "specialty", "profession", "organisation_kind")


def rows(folder: Path, table: str) -> list[Row]:
    """The rows of a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(cell: str) -> list[str]:
    """What one cell lists."""
    return cell.split("|") if cell else []


def kilometres(here: Row, there: Row) -> float:
    """Great circle (haversine) between two rows that have a latitude and a longitude."""
    lat1, lon1, lat2, lon2 = (radians(float(r[c])) for r in (here, there) for c in ("lat", "lon"))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def rank(key: tuple[str, str]) -> tuple[int, str]:
    """The order of the tables: by vocabulary, then by code."""
    return OFFERED.index(key[0]), key[1]


def band_of(age: int | None) -> str:
    """How fresh a record is, from the whole months since its verification."""
    if age is None:
        return "never"
    return "fresh" if age <= 6 else "ageing" if age < 24 else "old"


class Counted:
    """Every table, from a folder of CSV tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.as_of = json.loads((folder / "datapackage.json").read_text("utf-8"))["created"][:10]
        self.place = {place["id"]: place for place in rows(folder, "places")}
        self.communes = {commune["insee"]: commune for commune in rows(folder, "communes")}
        self.home = [c for c in self.communes.values() if c["in_territory"] == "true"]
        self.keys: dict[str, list[tuple[str, str]]] = {}  # of a record: vocabulary and code
        self.places: dict[str, list[str]] = defaultdict(list)
        self._read()

    def _read(self) -> None:
        for service in rows(self.folder, "services"):
            codes = [("specialty", code) for code in several(service["specialties"])]
            self.keys[f"services/{service['id']}"] = [("service_kind", service["kind"]), *codes]
        for link in rows(self.folder, "service_places"):
            self.places[f"services/{link['service']}"].append(link["place"])
        for organisation in rows(self.folder, "organisations"):
            ref = f"organisations/{organisation['id']}"
            self.keys[ref] = [("organisation_kind", organisation["kind"])]
            self.places[ref] = several(organisation["places"])
        for person in rows(self.folder, "professionals"):
            known = [("profession", person["profession"]), ("specialty", person["specialty"])]
            self.keys[f"professionals/{person['id']}"] = [key for key in known if key[1]]
        for role in rows(self.folder, "roles"):
            there = [role["place"]] if role["place"] else self.places[f"organisations/{role['organisation']}"]
            self.places[f"professionals/{role['professional']}"] += there

    def spot(self, place: str) -> Row | None:
        """What has the position of a place: itself, else its commune."""
        found = [self.place[place], self.communes.get(self.place[place]["insee"], {})]
        return next((row for row in found if row.get("lat")), None)

    def offer(self) -> Rows:
        """INSEE code, vocabulary, code, how many, which ones."""
        found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for ref, keys in self.keys.items():
            for place in self.places[ref]:
                for key in keys:
                    found[self.place[place]["insee"], *key].add(ref)
        return [(*cell, len(refs), "|".join(sorted(refs))) for cell, refs in sorted(found.items())]

    def distances(self) -> Rows:
        """INSEE code, vocabulary, code, kilometres, the nearest record."""
        spots: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
        for ref, keys in self.keys.items():
            for spot in filter(None, map(self.spot, self.places[ref])):
                for key in keys:
                    spots[key].append((ref, spot))
        found: Rows = []
        for commune in self.home:
            if not commune["lat"]:
                continue
            for key, known in sorted(spots.items()):
                km, ref = min((kilometres(commune, spot), ref) for ref, spot in known)
                found.append((commune["insee"], *key, round(km, 1), ref))
        return found

    def half(self, key: tuple[str, str], communes: list[Row]) -> float | None:
        """The distance within which half of the inhabitants of some communes have a kind of care."""
        km = self.by_key.get(key, {})
        known = sorted((km[c["insee"]], int(c["population"] or 0)) for c in communes if c["insee"] in km)
        total, seen = sum(people for _, people in known), 0
        for far, people in known:
            seen += people
            if total and seen * 2 >= total:
                return far
        return None

    @cached_property
    def by_key(self) -> dict[tuple[str, str], dict[str, float]]:
        """The distance from each commune to each kind of care."""
        found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for insee, vocabulary, code, far, _ in self.distances():
            found[vocabulary, code][insee] = far
        return found

    def summary(self) -> Rows:
        """Each kind of care in one line."""
        people = {c["insee"]: int(c["population"] or 0) for c in self.home}
        everyone = sum(people.values())
        offered = {(insee, vocabulary, code) for insee, vocabulary, code, *_ in self.offer()}
        found: Rows = []
        for key in sorted(
            {k for keys in self.keys.values() for k in keys}, key=lambda k: (OFFERED.index(k[0]), k[1])
        ):
            here = [insee for insee in people if (insee, *key) in offered]
            km = self.by_key.get(key, {})
            far = [insee for insee in km if km[insee] > FAR_KM]
            served = sum(people[insee] for insee in here)
            found.append(
                (
                    *key,
                    sum(key in keys for keys in self.keys.values()),
                    len(here),
                    served,
                    round(100 * served / everyone, 1) if everyone else None,
                    self.half(key, self.home),
                    max(km.values(), default=None),
                    len(far),
                    sum(people[insee] for insee in far),
                )
            )
        return found

    def groups(self) -> Rows:
        """Each group of communes in one line."""
        by_code: dict[str, list[Row]] = defaultdict(list)
        for commune in self.home:
            by_code[commune["epci"] or "sans-intercommunalite"].append(commune)
        found: Rows = []
        for code, communes in sorted(by_code.items()):
            inside = {c["insee"] for c in communes}
            refs = [r for r in self.keys if {self.place[p]["insee"] for p in self.places[r]} & inside]
            kinds = Counter(ref.partition("/")[0] for ref in refs)
            found.append(
                (
                    code,
                    len(communes),
                    sum(int(c["population"] or 0) for c in communes),
                    kinds["organisations"],
                    kinds["services"],
                    kinds["professionals"],
                    self.half(("service_kind", "emergency_department"), communes),
                    self.half(("organisation_kind", "pharmacy"), communes),
                )
            )
        return found

    def absent(self) -> Rows:
        """Codes that no record bears."""
        known = {key for keys in self.keys.values() for key in keys}
        told = [
            (row["vocabulary"], row["code"])
            for row in rows(self.folder, "codes")
            if row["vocabulary"] in {"service_kind", "organisation_kind", "specialty"}
            and (row["vocabulary"] != "specialty" or row["meaning"])
        ]
        return sorted((key for key in told if key not in known), key=rank)

    def months(self, day: str) -> int:
        """Whole months from a day to that of the export."""
        (y1, m1, d1), (y2, m2, d2) = (map(int, text.split("-")) for text in (day, self.as_of))
        return (y2 - y1) * 12 + m2 - m1 - (d2 < d1)

    def freshness(self) -> Rows:
        """Services and organisations by the age of their verification."""
        found: Rows = []
        for table in ("services", "organisations"):
            bands = Counter()
            for row in rows(self.folder, table):
                age = self.months(row["verified_on"]) if row["verified_on"] else None
                bands[
                    "never" if age is None else "fresh" if age <= 6 else "ageing" if age < 24 else "old"
                ] += 1
            found += [(table, band, bands[band]) for band in ("fresh", "ageing", "old", "never")]
        return found

    def sources(self) -> Rows:
        """Records by table, source and date."""
        tables = ("communes", "organisations", "places", "services", "professionals")
        found = Counter(
            (table, row["source"], row["source_date"]) for table in tables for row in rows(self.folder, table)
        )
        return [(*key, count) for key, count in sorted(found.items())]

    def fields(self, asked: list[Row]) -> Rows:
        """How many records have each of the fields that the published table names."""
        contacts, at = rows(self.folder, "contacts"), rows(self.folder, "service_places")
        found: Rows = []
        for row in asked:
            table, field = row["table"], row["field"]
            records = rows(self.folder, table)
            other, _, name = field.partition(".")
            if other == "contacts":
                owners = {c["of"] for c in contacts if c["channel"] == name}
                filled = sum(f"{table}/{r['id']}" in owners for r in records)
            elif other == "service_places":
                filled = len({link["service"] for link in at if link[name]})
            else:
                filled = sum(bool(r[field]) for r in records)
            share = round(100 * filled / len(records), 1) if records else None
            found.append((table, field, filled, len(records), share))
        return found


class Report(Counted):
    """The tables of the report of a team that stand on the exports."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.services = rows(folder, "services")
        self.organisations = {row["id"]: row for row in rows(folder, "organisations")}
        self.links = rows(folder, "service_places")
        self.channels: dict[str, set[str]] = defaultdict(set)
        for row in rows(folder, "contacts"):
            self.channels[row["of"]].add(row["channel"])

    def there(self, ref: str) -> list[Row]:
        """The rows of the places of a record."""
        return [self.place[ident] for ident in self.places[ref]]

    def hours(self, service: Row) -> bool:
        """Does one of its places say when it is open?"""
        return any(link["opening_hours"] for link in self.links if link["service"] == service["id"])

    def questions(self) -> Rows:
        """How many services answer each of the twelve questions, in their order."""
        known: list[Counter[int]] = []
        for row in self.services:
            ref = f"services/{row['id']}"
            places = self.there(ref)
            waits = [link["wait_min"] for link in self.links if link["service"] == row["id"]]
            answers = (
                row["acts"] or row["summary"] or row["text"],
                self.for_whom(row),
                row["not_for_whom"],
                row["access"] or self.channels[ref],
                row["wait_min"] or any(waits),
                self.cost(row),
                row["to_bring"],
                any(place["address"] for place in places),
                self.hours(row),
                any(place["step_free"] for place in places),
                row["languages"] or row["sign_language"] == "true" or row["interpreter"] == "true",
                row["after"],
            )
            known.append(Counter(rank for rank, answer in enumerate(answers) if answer))
        total = sum(known, Counter())
        return [(total[rank], len(self.services)) for rank in range(12)]

    @staticmethod
    def for_whom(row: Row) -> bool:
        """Does a service say for whom it is?"""
        return any(row[c] for c in ("for_whom", "age_min", "age_max", "audiences"))

    @staticmethod
    def cost(row: Row) -> bool:
        """Does a service say what it costs?"""
        return any(row[c] for c in ("sector", "third_party", "fee_min", "fee_max", "fee_note"))

    def fresh(self, row: Row) -> float:
        """What a verification is worth: whole for six months, nothing from two years on."""
        if not row["verified_on"]:
            return 0.0
        return round(min(1.0, max(0.0, (24 - self.months(row["verified_on"])) / 18)), 2)

    def worth(self) -> dict[str, list[float]]:
        """The ten criteria of each record."""
        found = {}
        members = {row["of"].partition("/")[2] for row in rows(self.folder, "members")}
        owners = {row["organisation"] for row in self.services}
        for row in self.services:
            ref, owner = f"services/{row['id']}", self.organisations.get(row["organisation"])
            places = self.there(ref)
            reach = self.channels[ref] | (self.channels[f"organisations/{owner['id']}"] if owner else set())
            numbers = [row["finess"], row["siret"], row["ror"], *(self.numbers(owner) if owner else ())]
            points = [
                any(numbers),
                row["summary"] or row["acts"] or row["text"],
                row["for_whom"]
                or row["age_min"]
                or row["age_max"]
                or row["audiences"]
                or row["not_for_whom"],
                row["access"] or row["letter_required"],
                reach & {"tel", "email", "booking"},
                any(place["address"] or place["position"] == "exact" for place in places),
                self.hours(row),
                self.cost(row),
                any(map(self.open_to_all, places)),
            ]
            found[ref] = [*(float(bool(point)) for point in points), self.fresh(row)]
        for ident, row in self.organisations.items():
            ref = f"organisations/{ident}"
            places, reach = self.there(ref), self.channels[ref]
            points = [
                any(self.numbers(row)),
                row["summary"],
                ident in owners or ident in members,
                "tel" in reach,
                reach & {"email", "web", "booking"},
                any(place["address"] for place in places),
                any(place["position"] == "exact" for place in places),
                row["opening_hours"] or any(place["opening_hours"] for place in places),
                any(map(self.open_to_all, places)),
            ]
            found[ref] = [*(float(bool(point)) for point in points), self.fresh(row)]
        return found

    @staticmethod
    def numbers(organisation: Row) -> list[str]:
        """Its national numbers."""
        return [organisation["finess_et"], organisation["finess_ej"], organisation["siret"]]

    @staticmethod
    def open_to_all(place: Row) -> bool:
        """Does a place say something of getting in with a disability?"""
        return any(place[c] for c in ("step_free", "lift", "disabled_parking", "accessibility_url"))

    def quality(self) -> Rows:
        """Each record and its score, worst first."""
        scored = [(ref, round(sum(points), 1)) for ref, points in self.worth().items()]
        return sorted(scored, key=lambda pair: (pair[1], pair[0]))

    def criteria(self) -> Rows:
        """How many records meet each criterion."""
        worth = self.worth()
        found: Rows = []
        for table in ("services", "organisations"):
            points = [known for ref, known in worth.items() if ref.startswith(f"{table}/")]
            found += [(table, sum(p[rank] > 0 for p in points), len(points)) for rank in range(10)]
        return found

    def gaps(self) -> Rows:
        """Kinds of care more than 30 km from a commune, where most people live first."""
        people = {commune["insee"]: int(commune["population"] or 0) for commune in self.home}
        care = {"service_kind", "specialty", "profession"}
        far = [row for row in self.distances() if row[1] in care and row[3] > FAR_KM]
        far.sort(key=lambda row: (-people[row[0]], row[0], -row[3], row[1:3]))
        return [(row[0], people[row[0]], *row[1:]) for row in far]

    def contacts(self) -> Rows:
        """By kind, how many records have each channel, and how many have none."""
        ways = ("tel", "email", "web", "booking")
        totals: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        tables = (("organisations", self.organisations.values()), ("services", self.services))
        for table, records in tables:
            for row in records:
                known = self.channels[f"{table}/{row['id']}"]
                counts = totals[table, row["kind"]]
                counts.update(
                    {"all": 1, "none": int(not known & {*ways}), **{way: int(way in known) for way in ways}}
                )
        told = [(*key, c["all"], *(c[way] for way in ways), c["none"]) for key, c in totals.items()]
        return sorted(told, key=lambda row: (-row[-1], row[:2]))


# What a column of codes says for a reader, or what only the files of the territory know.
WORDS = {"commune", "label", "name", "question", "criterion", "title", "missing", "where"}


def differences(folder: Path, published: Path) -> list[str]:
    """Where published figures are not those that the CSV tables give; empty when all agree."""
    counted = Report(folder)
    found = []
    for file in sorted(published.glob("*.csv")):
        name = file.stem
        if name not in COUNTED:
            continue
        expected = counted.fields(rows(published, name)) if name == "fields" else getattr(counted, name)()
        told = [tuple(v for k, v in row.items() if k not in WORDS) for row in rows(published, name)]
        mine = [tuple("" if cell is None else str(cell) for cell in row) for row in expected]
        found += [f"{name}: published {a}, counted {b}" for a, b in zip_longest(told, mine) if a != b]
    return found


if __name__ == "__main__":
    wrong = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(wrong) or "all figures agree")
    sys.exit(bool(wrong))
