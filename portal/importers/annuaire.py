"""Professionals as the Annuaire Santé publishes them: PS_LibreAcces_Personne_activite, some 2.2 million rows.

The file is read once, row by row; a row is decoded only when its commune and its profession are wanted.
E-mail addresses are never read; phone numbers only when the territory asks for them.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.errors import N_, Message, Problem
from portal.importers.identifiers import RPPS, is_sound
from portal.importers.published import head, without_column

# Our field, and the name of its column.
_COLUMNS = {
    "id_type": "Type d'identifiant PP",
    "rpps": "Identifiant PP",
    "civility": "Libellé civilité d'exercice",
    "family_name": "Nom d'exercice",
    "given_name": "Prénom d'exercice",
    "profession": "Code profession",
    "skill_type": "Code type savoir-faire",
    "skill": "Code savoir-faire",
    "mode": "Code mode exercice",
    "siret": "Numéro SIRET site",
    "finess": "Numéro FINESS site",
    "structure": "Identifiant technique de la structure",
    "legal_name": "Raison sociale site",
    "brand": "Enseigne commerciale site",
    "street_number": "Numéro Voie (coord. structure)",
    "street_index": "Indice répétition voie (coord. structure)",
    "street_kind": "Libellé type de voie (coord. structure)",
    "street_name": "Libellé Voie (coord. structure)",
    "postcode": "Code postal (coord. structure)",
    "insee": "Code commune (coord. structure)",
}
_PHONE = "Téléphone (coord. structure)"
RPPS_TYPE = "8"  # of an identifier; others (ADELI) are being replaced by it
SPECIALTY = "S"  # type of know-how: "spécialité ordinale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity of one professional at one place, as the register says it."""

    line: int
    id_type: str
    rpps: str
    civility: str
    family_name: str  # capitals
    given_name: str
    profession: str  # TRE_G15
    skill_type: str
    skill: str  # TRE_R38 when its type is "S"
    mode: str  # "L" private, "S" salaried, "B" volunteer
    siret: str
    finess: str
    structure: str
    legal_name: str
    brand: str
    street_number: str
    street_index: str
    street_kind: str
    street_name: str
    postcode: str
    insee: str
    phone: str = ""

    @property
    def specialty(self) -> str:
        """Its code of TRE_R38, or nothing."""
        return self.skill if self.skill_type == SPECIALTY else ""


def read_annuaire(
    path: Path,
    communes: Collection[str],
    professions: Collection[str],
    problems: list[Problem],
    *,
    phones: bool = False,
) -> Iterator[Activity]:
    """Read the activities that a territory wants, in bounded memory.

    Args:
        path: UTF-8, vertical bars, a header.
        communes: INSEE codes.
        professions: Codes of TRE_G15.
        problems: Where rows with a wrong number, or of another width, are added with their line.
        phones: Read the phone of the place too.

    Raises:
        PortalError: It lacks a column of the layout.
    """
    head(path)
    with path.open("rb", buffering=2**20) as file:
        names = [
            name.strip().strip('"')
            for name in file.readline().removeprefix(BOM_UTF8).decode("utf-8", "replace").split("|")
        ]
        columns = {**_COLUMNS, **({"phone": _PHONE} if phones else {})}
        if missing := [name for name in columns.values() if name not in names]:
            raise without_column(path, missing[0])
        at = {field: names.index(name) for field, name in columns.items()}
        width = len(names)
        for line, cells in _wanted(file, at, communes, professions):
            if len(cells) != width:
                told = {"found": str(len(cells)), "expected": str(width)}
                message = Message(N_("number of cells: %(found)s; the layout has %(expected)s"), told)
                problems.append(Problem(path.name, line, 1, "import-row", message, severity="warning"))
                continue
            activity = Activity(line=line, **{field: _text(cells[n]) for field, n in at.items()})
            if wrong := _wrong(activity):
                problems.append(Problem(path.name, line, 1, "import-identifier", wrong, severity="warning"))
            else:
                yield activity


def _text(cell: bytes) -> str:
    return cell.decode("utf-8", "replace").strip().strip('"')


def _wanted(
    file: Iterator[bytes], at: dict[str, int], communes: Collection[str], professions: Collection[str]
) -> Iterator[tuple[int, list[bytes]]]:
    """The inner loop: nothing is decoded, and a row is cut only as far as its commune."""
    insee, profession = at["insee"], at["profession"]
    last = max(insee, profession) + 1
    places = frozenset(form for code in communes for form in (code.encode(), b'"%s"' % code.encode()))
    trades = frozenset(form for code in professions for form in (code.encode(), b'"%s"' % code.encode()))
    for line, row in enumerate(file, 2):
        cells = row.split(b"|", last)
        if len(cells) > last and cells[insee] in places and cells[profession] in trades:
            yield line, row.rstrip(b"\r\n").split(b"|")


def _wrong(activity: Activity) -> Message | None:
    """Nobody is listed whose number is not sound: who they are could not be told at the next import."""
    if not activity.family_name:
        return Message(N_("this row names nobody: it is left out"))
    if activity.id_type == RPPS_TYPE and is_sound(RPPS, activity.rpps):
        return None
    text = N_("the number of this professional is not a sound RPPS number: the row is left out")
    return Message(text)
