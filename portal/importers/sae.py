"""Hospital activity: which forms of the yearly survey (SAE) each establishment filled in."""

from __future__ import annotations

import csv
from pathlib import Path


def read_sae(path: Path) -> dict[str, frozenset[str]]:
    """The activities that each hospital declared.

    Args:
        path: UTF-8, semicolons, columns ``finess_et`` and ``bordereaux_sae`` (DREES, Licence Ouverte); codes
            separated by spaces: ``MCO URGENCES MATERNITE``.

    Returns:
        By FINESS number; psychiatric hospitals answer under the number of their legal entity.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["finess_et"].zfill(9): frozenset(row["bordereaux_sae"].split())
            for row in csv.DictReader(file, delimiter=";")
        }
