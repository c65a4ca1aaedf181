"""The offer by commune and kind, from the CSV files alone: it imports nothing of the portal.

Run as a program: ``python indicators.py FOLDER`` prints one line per commune and kind.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

Offer = Counter[tuple[str, str, str]]  # INSEE code, "service" or "organisation", kind; how many


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def offer(folder: Path) -> Offer:
    """How many services and organisations of each kind have a place in each commune."""
    commune = {place["id"]: place["insee"] for place in rows(folder, "places")}
    kind = {service["id"]: service["kind"] for service in rows(folder, "services")}
    found: set[tuple[str, str, str, str]] = set()
    for link in rows(folder, "service_places"):
        found.add((commune[link["place"]], "service", kind[link["service"]], link["service"]))
    for organisation in rows(folder, "organisations"):
        for place in filter(None, organisation["places"].split("|")):
            found.add((commune[place], "organisation", organisation["kind"], organisation["id"]))
    return Counter((insee, what, code) for insee, what, code, _ in found)


if __name__ == "__main__":
    for cell, count in sorted(offer(Path(sys.argv[1])).items()):
        print(*cell, count, sep=",")
