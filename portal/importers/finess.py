"""FINESS, whichever its layout: rows of a published file become establishments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.errors import N_, Message, Problem
from portal.importers.identifiers import FINESS, INSEE, POSTCODE, SIRET, is_sound
from portal.importers.projections import located
from portal.model.geography import Point

# Départements of FINESS overseas: 9A Guadeloupe, 9B Martinique, 9C Guyane, 9D La Réunion,
# 9E Saint-Pierre-et-Miquelon, 9F Mayotte, 9G to 9J Pacific. The commune then has three digits of its own.
_OVERSEAS = dict.fromkeys("ABCDEF", "97") | dict.fromkeys("GHIJ", "98")
_EARTH = 1e8  # metres: no projected coordinate is as large
# Communes of Guadeloupe until 2007, collectivities since (Code officiel géographique).
_MOVED = {"97123": "97701", "97127": "97801"}


@dataclass(frozen=True, slots=True)
class FinessRow:
    """One row of a file: an establishment, with one of its activities or equipments if it has any."""

    line: int  # in the file, from 1
    finess_et: str
    finess_ej: str
    short_name: str  # capitals, cut at 38 characters
    long_name: str
    category: str  # code of the FINESS category: "355"
    insee: str
    x: float | None = None  # east in metres, or longitude in degrees
    y: float | None = None
    projection: str = ""  # as the source names it
    activity: str = ""  # code of the care activity: "14" is emergency medicine; "" when there is none
    form: str = ""  # code of the form of care: "01" is a stay, "03" a day
    equipment: str = ""  # label of the social equipment: "Accueil pour Personnes Âgées"
    equipment_mode: str = ""  # "Accueil de Jour"
    street: str = ""  # "900 RTE DE PARIS"
    postcode: str = ""
    phones: tuple[str, ...] = ()  # as typed
    siret: str = ""


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
    lat: float | None  # WGS 84
    lon: float | None
    activities: set[tuple[str, str]] = field(default_factory=set)  # (activity, form)
    equipments: set[tuple[str, str]] = field(default_factory=set)  # (equipment, mode)
    street: str = ""
    postcode: str = ""
    phones: tuple[str, ...] = ()
    siret: str = ""
    path: str = ""  # the file of its first row

    @property
    def position(self) -> Point | None:
        """Latitude and longitude."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def full_number(text: str) -> str:
    """A FINESS number with the zeros that a spreadsheet ate; nothing stays nothing."""
    text = text.strip().upper()
    return text and text.zfill(9)


def insee_code(departement: str, commune: str) -> str:
    """The INSEE code of a commune from two codes: « 9D » and « 411 » are 97411, « 1 » and « 4 » 01004."""
    departement, commune = departement.strip().upper(), commune.strip().upper().zfill(3)
    start = _OVERSEAS.get(departement[1:]) if departement.startswith("9") else None
    code = f"{start or departement.zfill(2)}{commune}"
    return _MOVED.get(code, code)


def whole_code(insee: str) -> str:
    """An INSEE code as some files write it: 9122 is 09122, 9D411 is 97411."""
    insee = insee.strip().upper().removesuffix(".0").zfill(5)
    if re.fullmatch(r"9[A-J]\d{3}", insee):
        return insee_code(insee[:2], insee[2:])
    return _MOVED.get(insee, insee)


def number(text: str) -> float | None:
    """A decimal number of degrees or metres, with a point or a comma; None when there is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < _EARTH else None  # neither infinite nor « nan »


def establishments(
    rows: Iterable[FinessRow],
    path: str,
    problems: list[Problem],
    known: dict[str, Establishment] | None = None,
    *,
    once: bool = False,
) -> dict[str, Establishment]:
    """Gather the rows of each establishment; a row that cannot be trusted is told and left out.

    Args:
        rows: In any order.
        path: Named in the problems.
        problems: Where wrong check digits, wrong communes, duplicates and wrong positions are added, by line.
        known: Those of the files read before: they are completed, not replaced.
        once: The layout has one row per establishment: a second one is told.

    Returns:
        By FINESS number of the establishment, in the order of the files.
    """
    gathering = _Gathering(path, problems, {} if known is None else known, once)
    for row in rows:
        gathering.add(row)
    if lines := gathering.exchanged:
        text = N_("exchanged coordinates put in order: %(count)s, the first on this line")
        message = Message(text, {"count": len(lines)})
        problems.append(Problem(path, lines[0], 1, "import-exchanged", message, severity="warning"))
    return gathering.found


@dataclass(slots=True)
class _Gathering:
    """One file on its way: what is found so far, and what is told of it."""

    path: str
    problems: list[Problem]
    found: dict[str, Establishment]
    once: bool
    refused: set[str] = field(default_factory=set)  # numbers told once, whatever rows follow
    seen: set[str] = field(default_factory=set)
    exchanged: list[int] = field(default_factory=list)  # lines whose coordinates were exchanged

    def add(self, row: FinessRow) -> None:
        if row.finess_et in self.refused:
            return
        if not row.insee and row.activity:  # a file of activities alone
            if row.finess_et in self.found:
                self._complete(self.found[row.finess_et], row)
        elif wrong := _wrong(row):
            if row.finess_et:
                self.refused.add(row.finess_et)
            self.problems.append(Problem(self.path, row.line, 1, "import-identifier", wrong))
        elif row.finess_et in self.seen and self.once:
            self._warn(row, "import-duplicate", N_("“%(value)s” is there twice: the first row is kept"))
        else:
            self.seen.add(row.finess_et)
            self._complete(self.found.setdefault(row.finess_et, _establishment(row, self.path)), row)

    def _complete(self, place: Establishment, row: FinessRow) -> None:
        """What this row adds to its establishment; what was said first stays."""
        if place.position is None and row.x is not None and row.y is not None:
            self._place(place, row, row.x, row.y)
        if row.activity:
            place.activities.add((row.activity, row.form))
        if row.equipment:
            place.equipments.add((row.equipment, row.equipment_mode))
        place.street = place.street or row.street
        place.phones = place.phones or row.phones
        if row.postcode and is_sound(POSTCODE, row.postcode):
            place.postcode = place.postcode or row.postcode
        elif row.postcode:
            said = N_("“%(value)s” is not a postcode: it is left out")
            self._warn(row, "import-postcode", said, row.postcode)
        if row.siret and is_sound(SIRET, row.siret):
            place.siret = place.siret or row.siret
        elif row.siret:
            said = N_("“%(value)s” is not a SIRET number: it is left out")
            self._warn(row, "import-siret", said, row.siret)

    def _place(self, place: Establishment, row: FinessRow, x: float, y: float) -> None:
        """Put the establishment where the row says, unless it is outside its part of France."""
        at, exchanged = located(x, y, row.insee, row.projection)
        if at is None:
            said = N_("the position of “%(value)s” is outside France: it is left out")
            self._warn(row, "import-position", said, row.short_name)
            return
        place.lat, place.lon = at
        if exchanged:
            self.exchanged.append(row.line)

    def _warn(self, row: FinessRow, code: str, text: str, value: str = "") -> None:
        message = Message(text, {"value": value or row.finess_et})
        self.problems.append(Problem(self.path, row.line, 1, code, message, severity="warning"))


def _establishment(row: FinessRow, path: str) -> Establishment:
    return Establishment(
        row.line, row.finess_et, row.finess_ej, row.short_name, row.long_name, row.category, row.insee,
        None, None, path=path,
    )  # fmt: skip


def _wrong(row: FinessRow) -> Message | None:
    if not row.finess_et:
        return Message(N_("the FINESS number is missing"))
    for kind, value, text in (
        (FINESS, row.finess_et, N_("“%(value)s” is not a FINESS number: its check digit is wrong")),
        (FINESS, row.finess_ej, N_("“%(value)s” is not a FINESS number: its check digit is wrong")),
        (INSEE, row.insee, N_("“%(value)s” is not the code of a commune")),
    ):
        if not is_sound(kind, value):
            return Message(text, {"value": value})
    return None
