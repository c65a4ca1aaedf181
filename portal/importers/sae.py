"""Hospital activity: which forms of the yearly survey (SAE) each establishment filled in."""

from __future__ import annotations

from pathlib import Path

from portal.importers.finess import full_number
from portal.importers.published import records, without_column


def read_sae(path: Path) -> dict[str, frozenset[str]]:
    """The activities that each hospital declared.

    Args:
        path: Columns ``finess_et`` and ``bordereaux_sae`` (DREES, Licence Ouverte); codes separated by
            spaces: ``MCO URGENCES MATERNITE``.

    Returns:
        By FINESS number; psychiatric hospitals answer under the number of their legal entity.

    Raises:
        PortalError: It lacks one of the columns.
    """
    found: dict[str, frozenset[str]] = {}
    for _line, row in records(path):
        if missing := {"finess_et", "bordereaux_sae"} - row.keys():
            raise without_column(path, min(missing))
        found[full_number(row["finess_et"])] = frozenset(row["bordereaux_sae"].split())
    return found
