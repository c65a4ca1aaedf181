"""Establishments for the curve: the real rows first, then copies of them under numbers of their own."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from portal.model.identifiers import luhn

FINESS, LEGAL = "numero finess etablissement", "nofinessej_1"
ABOUT = 0.02  # degrees: a copy stands within about two kilometres


def number(serial: int) -> str:
    """A number that no département uses, with a sound check digit."""
    return next(text for key in range(10) if luhn(text := f"99{serial:06}{key}"))


def establishments(path: Path) -> list[list[dict[str, str]]]:
    """The rows of each establishment of a file."""
    found: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row[FINESS], []).append(row)
    return [*found.values()]


def endless(real: list[list[dict[str, str]]]) -> Iterator[list[dict[str, str]]]:
    """The real ones in an order that chance fixes, so that few come from everywhere; then copies."""
    chance = random.Random(81)
    chance.shuffle(real)
    yield from real
    serial = 0
    while True:
        for rows in real:
            serial += 1
            moved = {"latitude": chance.uniform(-ABOUT, ABOUT), "longitude": chance.uniform(-ABOUT, ABOUT)}
            changed = {key: f"{float(rows[0][key]) + by:.6f}" for key, by in moved.items()}
            name = f"{rows[0]['raison_sociale']} {serial}"
            yield [{**row, **changed, FINESS: number(serial), "raison_sociale": name} for row in rows]


def write(source: Path, target: Path, count: int) -> None:
    """Write so many establishments in the layout of the source."""
    chosen = [*islice(endless(establishments(source)), count)]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, chosen[0][0].keys())
        writer.writeheader()
        writer.writerows(row for rows in chosen for row in rows)
