"""The quality of each record of the directory: ten named criteria, worth a tenth each; worst first.

All is counted on the rows of the CSV export, so that anyone may count it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from portal.errors import N_
from portal.exports.csv_rows import ROWS
from portal.exports.directory import Directory
from portal.exports.tables import Column, Row, Table
from portal.exports.trees import as_json as tree_as_json
from portal.exports.trees import tells
from portal.model.review import freshness

CRITERIA: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "services": {
            "identified": N_("a national number (FINESS, SIRET or ROR), its own or that of its organisation"),
            "described": N_("what is done"),
            "for_whom": N_("for whom, or not for whom"),
            "access": N_("how to get in, or whether a letter is needed"),
            "contact": N_("a phone, an e-mail or an online booking"),
            "place": N_("a street, or the exact position of the door"),
            "hours": N_("opening hours"),
            "cost": N_("sector or amounts"),
            "accessible": N_("getting in with a disability"),
            "fresh": N_("verified within six months; worth less each month until two years"),
        },
        "organisations": {
            "identified": N_("a national number (FINESS or SIRET)"),
            "described": N_("a summary"),
            "services": N_("a service of the directory, or members"),
            "contact": N_("a phone"),
            "online": N_("an e-mail, a website or an online booking"),
            "street": N_("a street"),
            "place": N_("the exact position of the door"),
            "hours": N_("opening hours"),
            "accessible": N_("getting in with a disability"),
            "fresh": N_("verified within six months; worth less each month until two years"),
        },
    }
)
Where = Callable[[str], tuple[str, int]]  # from a reference of an export to the file and line of its record
_REACH, _ONLINE = {"tel", "email", "booking"}, {"email", "web", "booking"}


@dataclass(frozen=True, slots=True)
class Quality:
    """What a record is worth to a patient."""

    ref: str
    title: str
    points: Mapping[str, float]  # by criterion, from 0 to 1

    @property
    def score(self) -> float:
        """From 0 to 10, to a tenth."""
        return round(sum(self.points.values()), 1)

    @property
    def missing(self) -> list[str]:
        """The criteria that are worth nothing."""
        return [name for name, points in self.points.items() if not points]


class _Linked:
    """The rows of the tables that services and organisations refer to."""

    def __init__(self, directory: Directory) -> None:
        rows = {name: list(ROWS[name](directory)) for name in ("services", "organisations", "places")}
        self.services, self.organisations = rows["services"], rows["organisations"]
        self.place = {row["id"]: row for row in rows["places"]}
        self.organisation = {row["id"]: row for row in self.organisations}
        self.channels: dict[str, set[str]] = defaultdict(set)
        for row in ROWS["contacts"](directory):
            self.channels[row["of"]].add(row["channel"])
        self.at: dict[str, list[Row]] = defaultdict(list)
        for row in ROWS["service_places"](directory):
            self.at[row["service"]].append(row)
        self.filled = {row["organisation"][0] for row in self.services if row["organisation"]} | {
            row["of"].partition("/")[2] for row in ROWS["members"](directory)
        }


@lru_cache(maxsize=1)
def quality(directory: Directory) -> tuple[Quality, ...]:
    """Every service and organisation, worst first; equal scores in the order of references."""
    linked = _Linked(directory)
    found = [*_services(linked, directory), *_organisations(linked, directory)]
    return tuple(sorted(found, key=lambda q: (q.score, q.ref)))


def _services(linked: _Linked, directory: Directory) -> Iterator[Quality]:
    for row in linked.services:
        places = [linked.place[at["place"]] for at in linked.at[row["id"]]]
        owner = linked.organisation.get(row["organisation"][0]) if row["organisation"] else None
        channels = linked.channels[f"services/{row['id']}"]
        if owner:
            channels = channels | linked.channels[f"organisations/{owner['id']}"]
        known = {
            "identified": _any(row, "finess", "siret", "ror")
            or _any(owner, "finess_et", "finess_ej", "siret"),
            "described": _any(row, "summary", "acts", "text"),
            "for_whom": _any(row, "for_whom", "age_min", "age_max", "audiences", "not_for_whom"),
            "access": _any(row, "access", "letter_required"),
            "contact": bool(channels & _REACH),
            "place": any(_street(p) or p["position"] == "exact" for p in places),
            "hours": any(at.get("opening_hours") for at in linked.at[row["id"]]),
            "cost": _any(row, "sector", "third_party", "fee_min", "fee_max", "fee_note"),
            "accessible": any(map(_accessible, places)),
        }
        yield _worth(f"services/{row['id']}", row, known, directory)


def _organisations(linked: _Linked, directory: Directory) -> Iterator[Quality]:
    for row in linked.organisations:
        places = [linked.place[ident] for ident in row["places"]]
        channels = linked.channels[f"organisations/{row['id']}"]
        known = {
            "identified": _any(row, "finess_et", "finess_ej", "siret"),
            "described": _any(row, "summary"),
            "services": row["id"] in linked.filled,
            "contact": "tel" in channels,
            "online": bool(channels & _ONLINE),
            "street": any(map(_street, places)),
            "place": any(p["position"] == "exact" for p in places),
            "hours": _any(row, "opening_hours") or any(_any(p, "opening_hours") for p in places),
            "accessible": any(map(_accessible, places)),
        }
        yield _worth(f"organisations/{row['id']}", row, known, directory)


def _worth(ref: str, row: Row, known: Mapping[str, bool], directory: Directory) -> Quality:
    points = {name: float(value) for name, value in known.items()}
    points["fresh"] = round(freshness(row["verified_on"], directory.as_of), 2)
    return Quality(ref, row["name"], points)


def _any(row: Row | None, *columns: str) -> bool:
    """Does one of these cells say something? False is an answer too."""
    return row is not None and any(tells(row.get(column)) for column in columns)


def _street(place: Row) -> bool:
    return bool(place["address"])


def _accessible(place: Row) -> bool:
    return _any(place, "step_free", "lift", "disabled_parking", "accessibility_url")


def scores(directory: Directory, where: Where) -> Table:
    """The to-do list: every record with its score and what it lacks, worst first."""
    words = {kind: {n: directory.gettext(w) for n, w in named.items()} for kind, named in CRITERIA.items()}
    rows = []
    for found in quality(directory):
        file, line = where(found.ref)
        lacks = tuple(words[found.ref.partition("/")[0]][name] for name in found.missing)
        rows.append((found.ref, found.title, found.score, lacks, f"{file}:{line}"))
    return Table(
        "quality",
        N_("Quality of each record, worst first"),
        N_(
            "Ten criteria worth a tenth each, counted on the CSV tables; a verification is worth less from "
            "six months on, and nothing from two years on."
        ),
        {
            "record": Column(N_("Record")),
            "title": Column(N_("Title")),
            "score": Column(N_("Score out of 10"), "number"),
            "missing": Column(N_("What is missing")),
            "where": Column(N_("File and line")),
        },
        tuple(rows),
    )


def as_json(directory: Directory, where: Where) -> bytes:
    """The same for programs, with what each criterion is worth."""
    rows = []
    for found in quality(directory):
        file, line = where(found.ref)
        named = {"record": found.ref, "title": found.title, "url": directory.address(found.ref)}
        rows.append(
            named | {"score": found.score, "criteria": dict(found.points), "file": file, "line": line}
        )
    return tree_as_json(rows)


def criteria(directory: Directory) -> Table:
    """How many records meet each criterion."""
    rows = []
    for kind, named in CRITERIA.items():
        of_kind = [q for q in quality(directory) if q.ref.startswith(f"{kind}/")]
        for name, words in named.items():
            met = sum(q.points[name] > 0 for q in of_kind)
            rows.append((kind, name, directory.gettext(words), met, len(of_kind)))
    return Table(
        "criteria",
        N_("Criteria of quality"),
        N_("Records that meet each criterion, if only in part."),
        {
            "table": Column(N_("Table")),
            "criterion": Column(N_("Criterion")),
            "label": Column(N_("In words")),
            "met": Column(N_("Met by"), "integer"),
            "records": Column(N_("Records"), "integer"),
        },
        tuple(rows),
        bars="met",
    )
