"""Tables of content/directory: deterministic CSV, a row per record, a header of dotted keys of the model."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]  # dotted key to text; a missing key and an empty text both mean unknown

_ORIGIN = ("provenance.source", "provenance.as_of", "provenance.name")
COLUMNS: dict[str, tuple[str, ...]] = {
    "communes": (
        "id", "title", "postcodes", "population", "lat", "lon", "epci.code", "epci.name",
        "in_territory", "neighbours", "emergency_road_km", *_ORIGIN[:2],
    ),
    "places": (
        "id", "title", "status", "address.lines", "address.postcode", "address.insee",
        "address.source", "address.as_of", "lat", "lon", "position", *_ORIGIN[:2],
    ),
    "organisations": (
        "id", "title", "aliases", "status", "kind", "part_of", "places", "finess_et", "finess_ej",
        "finess_category", "contacts.0.channel", "contacts.0.value", "contacts.0.source", "contacts.0.as_of",
        "contacts.1.channel", "contacts.1.value", "contacts.1.source", "contacts.1.as_of", *_ORIGIN,
    ),
    "services": (
        "id", "title", "status", "kind", "provided_by", "places.0.place", "specialties", "professions",
        "acts", "identifiers.finess", *_ORIGIN[:2],
    ),
}  # fmt: skip


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The text of a table, rows in the order of their ids: the same rows give the same bytes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["id"]))
    return out.getvalue()


def read_table(path: Path) -> list[Row]:
    """The rows of a table as they were written; none when the file is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
