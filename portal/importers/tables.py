"""Tables of content/directory: deterministic CSV, a row per record, a header of dotted keys of the model."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]  # dotted key to text; a missing key and an empty text both mean unknown

FOLDER = Path("content") / "directory"
REMEMBERED = FOLDER / ".imported"  # the tables as the last import wrote them: what editors changed shows
ROLES = 6  # of one professional that a table holds
_ORIGIN = ("provenance.source", "provenance.as_of", "provenance.name")
COLUMNS: dict[str, tuple[str, ...]] = {
    "communes": (
        "id", "title", "status", "postcodes", "population", "lat", "lon", "epci.code", "epci.name",
        "in_territory", "neighbours", "emergency_road_km", *_ORIGIN[:2],
    ),
    "places": (
        "id", "title", "status", "address.lines", "address.postcode", "address.insee",
        "address.source", "address.as_of", "lat", "lon", "position", *_ORIGIN[:2],
    ),
    "organisations": (
        "id", "title", "aliases", "status", "kind", "part_of", "places", "finess_et", "finess_ej", "siret",
        "finess_category", "contacts.0.channel", "contacts.0.value", "contacts.0.source", "contacts.0.as_of",
        "contacts.1.channel", "contacts.1.value", "contacts.1.source", "contacts.1.as_of", *_ORIGIN,
    ),
    "services": (
        "id", "title", "status", "kind", "provided_by", "places.0.place", "specialties", "professions",
        "acts", "identifiers.finess", *_ORIGIN[:2],
    ),
    "professionals": (
        "id", "title", "status", "civility", "profession", "specialty", "rpps",
        *(f"roles.{n}.{key}" for n in range(ROLES) for key in ("organisation", "place", "mode", "services")),
        "consent_to_list", *_ORIGIN,
    ),
}  # fmt: skip


def degrees(value: float | None) -> str:
    """A coordinate as the tables write it: 0.000074 is not 7.4e-05."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The text of a table, rows in the order of their ids: the same rows give the same bytes.

    Columns that an editor added come after those of the table.
    """
    ordered = sorted(rows, key=lambda row: row["id"])
    more = sorted({key for row in ordered for key in row} - {*columns})
    out = io.StringIO()
    writer = csv.DictWriter(out, (*columns, *more), lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    return out.getvalue()


def read_table(path: Path) -> list[Row]:
    """The rows of a table as they were written; none when the file is missing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: text or "" for key, text in row.items() if key} for row in csv.DictReader(file)]


def replace_files(texts: Mapping[Path, str]) -> None:
    """Write several files: all are complete on the disk before the first takes the place of another."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
            ) as file:
                ready.append((Path(file.name), path))
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for written, path in ready:
            written.chmod(0o644)
            written.replace(path)
    finally:
        for written, _path in ready:
            written.unlink(missing_ok=True)
