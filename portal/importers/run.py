"""Import FINESS into the tables of a territory: what would change, then the change itself."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.errors import Problem
from portal.importers.communes import commune_row, read_communes, read_neighbours
from portal.importers.contacts import read_contacts
from portal.importers.directory import Directory, Inputs
from portal.importers.finess import establishments, read_rows
from portal.importers.merge import Diff, merge
from portal.importers.sae import read_sae
from portal.importers.tables import COLUMNS, Row, read_table, to_csv
from portal.model.vocabularies import Entry


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one import; only the first two are needed."""

    finess: Path  # one row per activity
    communes: Path
    finess_as_of: str  # "2026-01"
    communes_as_of: str = ""
    sae: Path | None = None
    sae_year: str = ""
    contacts: Path | None = None  # addresses and phones of older open data


@dataclass(frozen=True, slots=True)
class Import:
    """What an import found; nothing is written until ``apply``."""

    tables: Mapping[str, list[Row]]
    diffs: Mapping[str, Diff]
    problems: list[Problem]
    dropped: Counter[str]  # why establishments were left out, and how many

    def apply(self, root: Path) -> None:
        """Write the tables; each file is replaced whole, or not at all."""
        folder = root / "content" / "directory"
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            _replace(folder / f"{name}.csv", to_csv(COLUMNS[name], rows))


def import_finess(sources: Sources, root: Path, categories: Mapping[str, Entry]) -> Import:
    """Compare what the sources say with the tables of a territory.

    Args:
        sources: The published files.
        root: The territory; ``content/directory/outlines.json`` gives the neighbours when it is there.
        categories: The vocabulary ``finess_category``, by code.

    Raises:
        PortalError: A file has not the layout it should have.
    """
    folder = root / "content" / "directory"
    problems: list[Problem] = []
    communes = {c.insee: c for c in read_communes(sources.communes)}
    outlines = folder / "outlines.json"
    neighbours = read_neighbours(outlines) if outlines.exists() else {}
    directory = Directory(
        Inputs(
            establishments(read_rows(sources.finess), sources.finess.name, problems),
            communes,
            categories,
            sources.finess_as_of,
            sources.finess.name,
            read_sae(sources.sae) if sources.sae else {},
            sources.sae_year,
            read_contacts(sources.contacts) if sources.contacts else {},
            {row["finess_et"]: row["id"] for row in read_table(folder / "organisations.csv")},
        )
    )
    origin = ("INSEE, Etalab", sources.communes_as_of)
    rows = {
        "communes": [commune_row(c, neighbours.get(c.insee, ()), *origin) for c in communes.values()],
        **directory.rows(),
    }
    merged = {name: merge(read_table(folder / f"{name}.csv"), rows[name]) for name in COLUMNS}
    return Import(
        {name: rows for name, (rows, _) in merged.items()},
        {name: diff for name, (_, diff) in merged.items()},
        sorted([*problems, *directory.problems]),
        directory.dropped,
    )


def _replace(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
