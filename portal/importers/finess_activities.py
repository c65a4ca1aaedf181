"""FINESS as regional open data publish it: a CSV with a header, one row per activity or equipment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portal.importers.finess import FinessRow, full_number, number, whole_code
from portal.importers.published import records, without_column

_NEEDED = {"numero finess etablissement", "nofinessej_1", "raison_sociale", "categetab", "code_insee"}


def read_activities(path: Path) -> Iterator[FinessRow]:
    """Read the file row by row, in constant memory.

    Args:
        path: Commas, a header (FINESS stock of January 2026, Licence Ouverte). The legal entity is in
            ``nofinessej_1``: the column that bears its name is mostly empty.

    Raises:
        PortalError: The header lacks a column of this layout.
    """
    checked = False
    for line, row in records(path):
        if not checked:
            if missing := _NEEDED - row.keys():
                raise without_column(path, min(missing))
            checked = True
        yield FinessRow(
            line=line,
            finess_et=full_number(row["numero finess etablissement"]),
            finess_ej=full_number(row["nofinessej_1"]),
            short_name=row["raison_sociale"],
            long_name=row.get("rslongue", ""),
            category=row["categetab"],
            insee=whole_code(row["code_insee"]),
            x=number(row.get("longitude", "")),
            y=number(row.get("latitude", "")),
            activity=row.get("activite", ""),
            form=row.get("forme", ""),
            equipment=row.get("libelle description equipement sociaux", ""),
            equipment_mode=row.get("libta_equipement", ""),
        )
