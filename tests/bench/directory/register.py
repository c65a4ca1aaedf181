"""How fast the rows of the Annuaire Santé go through the filter of one territory, and in how much memory.

python tests/bench/directory/register.py [--rows 2200000]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from portal.errors import Problem
from portal.importers.annuaire import read_annuaire
from portal.model.identifiers import luhn

HEADER = Path(__file__).parents[2] / "fixtures" / "finess" / "annuaire-header.txt"
WIDTH = 560  # bytes of a row, about as in the published file
OURS = 314  # communes of the territory, of 35,000: one row in a hundred is kept


def write(path: Path, count: int) -> None:
    """So many rows of invented people, in the published layout."""
    names = HEADER.read_text("utf-8").strip().split("|")
    filling = WIDTH // len(names)
    with path.open("w", encoding="utf-8") as file:
        file.write("|".join(names) + "\n")
        cells = ["x" * filling] * len(names)
        commune, profession = names.index("Code commune (coord. structure)"), names.index("Code profession")
        who, kind = names.index("Identifiant PP"), names.index("Type d'identifiant PP")
        cells[kind] = "8"
        for number in range(count):
            cells[commune] = f"{number % (OURS * 100):05}"
            plain = f"99{number:08}"
            cells[who] = plain + str(next(key for key in range(10) if luhn(f"{plain}{key}")))
            cells[profession] = ("10", "60", "70", "21")[number % 4]
            file.write("|".join(cells) + "\n")


def main() -> None:
    """Write the rows, read them, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_200_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ps.txt"
        write(path, given.rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        problems: list[Problem] = []
        begun = time.process_time()
        communes = {f"{number:05}" for number in range(OURS)}
        kept = sum(1 for _ in read_annuaire(path, communes, {"10", "60"}, problems))
        spent = time.process_time() - begun
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{given.rows} rows of {path.stat().st_size // given.rows} bytes in {spent:.1f} s of one core")
        print(f"{given.rows / spent:,.0f} rows a second; {kept} kept, {len(problems)} refused")
        print(f"memory: {before} MB before, {after} MB after")
        sys.exit(given.rows / spent < 150_000)


if __name__ == "__main__":
    main()
