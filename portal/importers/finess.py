"""FINESS as regional open data publish it: one row per activity or equipment of an establishment."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from portal.errors import N_, Message, PortalError, Problem
from portal.model.identifiers import Finess, Insee

_FINESS: TypeAdapter[str] = TypeAdapter(Finess)
_INSEE: TypeAdapter[str] = TypeAdapter(Insee)


@dataclass(frozen=True, slots=True)
class FinessRow:
    """One row of the file: an establishment with one of its activities or equipments, or none."""

    line: int  # in the file, from 1
    finess_et: str
    finess_ej: str
    short_name: str  # capitals, cut at 38 characters
    long_name: str
    category: str  # code of the FINESS category: "355"
    insee: str
    lat: float | None  # WGS 84
    lon: float | None
    activity: str  # code of the care activity: "14" is emergency medicine; "" when there is none
    form: str  # code of the form of care: "01" is a stay, "03" a day
    equipment: str  # label of the social equipment: "Accueil pour Personnes Âgées"
    equipment_mode: str  # "Accueil de Jour"


@dataclass(slots=True)
class Establishment:
    """One establishment with all its activities."""

    line: int  # of its first row
    finess_et: str
    finess_ej: str
    short_name: str
    long_name: str
    category: str
    insee: str
    lat: float | None
    lon: float | None
    activities: set[tuple[str, str]] = field(default_factory=set)  # (activity, form)
    equipments: set[tuple[str, str]] = field(default_factory=set)  # (equipment, mode)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def read_rows(path: Path) -> Iterator[FinessRow]:
    """Read the file row by row, in constant memory.

    Args:
        path: UTF-8, commas, a header (FINESS stock of January 2026, Licence Ouverte).

    Raises:
        PortalError: The header lacks a column of this layout.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"numero finess etablissement", "nofinessej_1", "categetab", "code_insee"} - {
            *(reader.fieldnames or ())
        }
        if missing:
            params = {"file": path.name, "column": min(missing)}
            raise PortalError(Message(N_("%(file)s lacks the column “%(column)s”"), params))
        for row in reader:
            yield FinessRow(
                line=reader.line_num,
                finess_et=row["numero finess etablissement"].strip().zfill(9),
                finess_ej=row["nofinessej_1"].strip().zfill(9),
                short_name=row["raison_sociale"].strip(),
                long_name=row["rslongue"].strip(),
                category=row["categetab"].strip(),
                insee=row["code_insee"].strip().zfill(5),
                lat=_degrees(row["latitude"]),
                lon=_degrees(row["longitude"]),
                activity=row["activite"].strip(),
                form=row["forme"].strip(),
                equipment=row["libelle description equipement sociaux"].strip(),
                equipment_mode=row["libta_equipement"].strip(),
            )


def _degrees(text: str) -> float | None:
    try:
        return round(float(text), 6)
    except ValueError:
        return None


def establishments(rows: Iterable[FinessRow], path: str, problems: list[Problem]) -> dict[str, Establishment]:
    """Gather the rows of each establishment; a row that cannot be trusted is told and left out.

    Args:
        rows: In any order.
        path: Named in the problems.
        problems: Where wrong check digits and wrong communes are added, with their line.

    Returns:
        By FINESS number of the establishment, in the order of the file.
    """
    found: dict[str, Establishment] = {}
    refused: set[str] = set()
    for row in rows:
        if row.finess_et in refused:
            continue
        if row.finess_et not in found:
            wrong = _wrong(row)
            if wrong:
                refused.add(row.finess_et)
                problems.append(Problem(path, row.line, 1, "import-identifier", wrong))
                continue
            found[row.finess_et] = Establishment(
                row.line, row.finess_et, row.finess_ej, row.short_name, row.long_name, row.category,
                row.insee, row.lat, row.lon,
            )  # fmt: skip
        if row.activity:
            found[row.finess_et].activities.add((row.activity, row.form))
        if row.equipment:
            found[row.finess_et].equipments.add((row.equipment, row.equipment_mode))
    return found


def _wrong(row: FinessRow) -> Message | None:
    for adapter, value, text in (
        (_FINESS, row.finess_et, N_("“%(value)s” is not a FINESS number: its check digit is wrong")),
        (_FINESS, row.finess_ej, N_("“%(value)s” is not a FINESS number: its check digit is wrong")),
        (_INSEE, row.insee, N_("“%(value)s” is not the code of a commune")),
    ):
        try:
            adapter.validate_python(value)
        except ValidationError:
            return Message(text, {"value": value})
    return None
