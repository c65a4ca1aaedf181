"""Records that may be the same, by number, name, phone, address and position; a person merges them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from portal.errors import N_
from portal.exports.csv_rows import ROWS
from portal.exports.directory import Directory
from portal.exports.tables import Column, Row, Table
from portal.exports.trees import tells
from portal.model.geography import distance_km

REASONS = {
    "number": N_("same national number"),
    "name": N_("same name, or nearly"),
    "owner": N_("same organisation"),
    "phone": N_("same phone"),
    "address": N_("same address"),
    "near": N_("less than 100 m apart"),
}
# A national number is enough; otherwise two signs that do not come from sharing a building or a switchboard.
_ENOUGH = (
    {"number"},
    {"name", "owner"},
    {"name", "phone"},
    {"name", "address"},
    {"name", "near"},
    {"phone", "address"},
    {"phone", "near"},
)
NEAR_KM = 0.1
LIKE = 0.9  # ratio of matching letters (Ratcliff and Obershelp, 1988) from which two names are taken as one
_NUMBERS = ("finess_et", "siret")  # of an organisation; those of a service are of its establishment
_ALWAYS = {"id", "url", "name", "kind", "kind_label", "source", "source_date"}  # tell nothing more
_STREETS = {
    "av": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "che": "chemin",
    "pl": "place",
    "rte": "route",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a record from others."""

    ref: str
    title: str
    kind: str  # two records of different kinds are never the same
    name: str  # plain letters, without the names of communes
    numbers: frozenset[str]
    owners: frozenset[str]  # of a service
    phones: frozenset[str]
    addresses: frozenset[str]
    spots: frozenset[tuple[float, float]]
    communes: frozenset[str]
    filled: frozenset[str]  # the columns that say something


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same."""

    keep: Known  # the one that says more
    merge: Known
    reasons: tuple[str, ...]  # codes of REASONS

    @property
    def brings(self) -> list[str]:
        """The columns that only the other one fills."""
        return sorted(self.merge.filled - self.keep.filled)


def plain(text: str) -> str:
    """A text as letters and digits alone: accents, case, signs and double spaces do not count."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", kept).split())


def street(text: str) -> str:
    """An address as it is compared: abbreviations written out."""
    return " ".join(_STREETS.get(word, word) for word in plain(text).split())


def duplicates(directory: Directory) -> list[Pair]:
    """The pairs to look at, the surest first."""
    found: list[Pair] = []
    linked = _Linked(directory)
    for table in ("services", "organisations", "places", "professionals"):
        for one, other in _candidates(_known(directory, linked, table)):
            reasons = _reasons(one, other)
            if any(enough <= set(reasons) for enough in _ENOUGH):
                keep, merge = sorted((one, other), key=lambda k: (-len(k.filled), k.ref))
                found.append(Pair(keep, merge, reasons))
    return sorted(found, key=lambda p: ("number" not in p.reasons, -len(p.reasons), p.keep.ref, p.merge.ref))


def _reasons(one: Known, other: Known) -> tuple[str, ...]:
    """The signs that two records share; two that a register tells apart must bear the very same name."""
    signs = {
        "number": bool(one.numbers & other.numbers),
        "owner": bool(one.owners & other.owners),
        "phone": bool(one.phones & other.phones),
        "address": bool(one.addresses & other.addresses),
        "near": any(distance_km(a, b) < NEAR_KM for a in one.spots for b in other.spots),
    }
    if not any(signs.values()):
        return ()  # a name alone proves nothing: it is not even compared
    apart = bool(one.numbers and other.numbers and not one.numbers & other.numbers)
    signs["name"] = one.name == other.name or (not apart and _alike(one.name, other.name))
    if apart and not signs["name"]:
        return ()
    return tuple(name for name in REASONS if signs[name])


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _candidates(records: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    """Pairs of one kind that share a commune, a phone or a number; each once."""
    blocks: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for record in records:
        for key in {*record.communes, *record.phones, *record.numbers, *record.owners}:
            blocks[record.kind, key].append(record)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for one, other in combinations(block, 2):
            if (one.ref, other.ref) not in seen:
                seen.add((one.ref, other.ref))
                yield one, other


class _Linked:
    """What the tables say of each record beside its own row."""

    def __init__(self, directory: Directory) -> None:
        self.place = {row["id"]: row for row in ROWS["places"](directory)}
        self.commune = {row["insee"]: plain(row["name"]) for row in ROWS["communes"](directory)}
        self.at: dict[str, set[str]] = defaultdict(set)
        for row in ROWS["service_places"](directory):
            self.at[f"services/{row['service']}"].add(row["place"])
        for row in ROWS["organisations"](directory):
            self.at[f"organisations/{row['id']}"].update(row["places"])
        for row in ROWS["roles"](directory):
            self.at[f"professionals/{row['professional']}"].update(row["place"])
        self.phones: dict[str, set[str]] = defaultdict(set)
        for row in ROWS["contacts"](directory):
            if row["channel"] == "tel":
                self.phones[row["of"]].add(row["value"])


def _known(directory: Directory, linked: _Linked, table: str) -> Iterator[Known]:
    for row in ROWS[table](directory):
        ref = f"{table}/{row['id']}"
        places = [row] if table == "places" else [linked.place[ident] for ident in linked.at[ref]]
        communes = frozenset(place["insee"] for place in places)
        yield Known(
            ref,
            row["name"],
            _kind(row),
            _own_name(row["name"], {linked.commune.get(insee, "") for insee in communes}),
            frozenset(str(row[c]) for c in _NUMBERS if table == "organisations" and row[c]),
            frozenset(row["organisation"] if table == "services" else ()),
            frozenset(linked.phones[ref]),
            frozenset(f"{p['insee']} {street(p['address'])}" for p in places if p["address"]),
            frozenset((p["lat"], p["lon"]) for p in places if p["position"] == "exact"),
            communes,
            frozenset(c for c in row if tells(row[c]) and c not in _ALWAYS),
        )


def _kind(row: Row) -> str:
    """What two records must share: two consultations of different specialties are not one."""
    return " ".join((row.get("kind") or row.get("profession") or "", *row.get("specialties", ())))


def _own_name(name: str, communes: Iterable[str]) -> str:
    """A name without those of its communes, unless nothing else is left."""
    told = plain(name)
    for commune in filter(None, communes):
        told = " ".join(re.sub(rf"\b{commune}\b", " ", told).split())
    return told or plain(name)


def proposals(directory: Directory) -> Table:
    """The pairs, which one to keep, and what the other would bring."""
    return Table(
        "duplicates",
        N_("Records that may be the same"),
        N_(
            "Pairs of one kind that share a national number, or two of: name, organisation, phone, address, "
            "position. To merge them: complete the record that is kept, then archive the other."
        ),
        {
            "keep": Column(N_("Keep")),
            "merge": Column(N_("Merge into it")),
            "title": Column(N_("Title")),
            "reasons": Column(N_("Why")),
            "brings": Column(N_("What the other would bring")),
        },
        tuple(
            (
                pair.keep.ref,
                pair.merge.ref,
                pair.keep.title,
                tuple(directory.gettext(REASONS[reason]) for reason in pair.reasons),
                tuple(pair.brings),
            )
            for pair in duplicates(directory)
        ),
    )
