"""``portal import annuaire``: the professionals whom a territory chose, without those who refuse."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from portal.errors import N_, Message, PortalError, Problem
from portal.importers.annuaire import read_annuaire
from portal.importers.change import Ground, Import, Source, compare, ground
from portal.importers.communes import from_rows
from portal.importers.editors import written_files
from portal.importers.identifiers import RPPS, is_sound
from portal.importers.professionals import SOURCE, Known, Practices
from portal.importers.published import lines
from portal.importers.tables import FOLDER, REMEMBERED, read_table, to_csv
from portal.model.territory import Register

REFUSALS = REMEMBERED / "refusals.csv"  # fingerprints of the RPPS numbers of those who refuse to be listed


def import_annuaire(root: Path, path: Path, as_of: str, opposed: Path | None = None) -> Import:
    """Compare the Annuaire Santé with the professionals of a territory.

    Who is listed is chosen in territory.yaml (``professionals``). Whoever an editor marked with
    ``consent_to_list: no``, or whose RPPS number is in ``opposed``, is never listed: their record is closed
    if there was one.

    Args:
        root: The territory; its communes and establishments are in content/directory.
        path: The extract ``PS_LibreAcces_Personne_activite``.
        as_of: The date of the extract: "2026-11-20".
        opposed: RPPS numbers of those who do not want to be listed, one a line. Their fingerprints are
            remembered, so that they do not come back once the file is gone.

    Raises:
        PortalError: The file has not the layout, or the territory chose nobody.
    """
    here = ground(root)
    known = _known(here)
    register, communes = _chosen(here, known)
    problems: list[Problem] = []
    refusals = {row["id"] for row in read_table(here.root / REFUSALS)}
    if opposed:
        refusals |= {_fingerprint(rpps) for rpps in _numbers(opposed, problems)}
    refused = _opponents(here)
    found = read_annuaire(path, communes, register.professions, problems, phones=register.phones)
    practices = Practices(known, here.vocabularies, as_of)
    practices.add(a for a in found if a.rpps not in refused and _fingerprint(a.rpps) not in refusals)
    rows = {name: [*made.values()] for name, made in practices.rows.items()}
    change = compare(here, rows, {SOURCE}, {"address": {SOURCE}, "contacts.0": {SOURCE}})
    kept = to_csv(("id",), [{"id": each} for each in refusals])
    return replace(
        change,
        problems=sorted(problems),
        dropped=practices.dropped,
        sources=(Source(SOURCE, as_of, path),),
        files={REFUSALS.relative_to(FOLDER): kept} if refusals else {},
    )


def _chosen(here: Ground, known: Known) -> tuple[Register, Collection[str]]:
    """The professionals whom a territory lists, and the communes of its table where it lists them."""
    register = here.territory.professionals
    if register is None:
        example = {"command": "professionals: {professions: [10, 60]}"}
        hint = Message(N_("add for example: %(command)s"), example)
        raise PortalError(Message(N_("territory.yaml does not say which professionals are listed")), hint)
    communes = {code for code in register.communes or known.communes if code in known.communes}
    if not communes:
        hint = Message(N_("first: %(command)s"), {"command": "portal import communes LISTE.csv --apply"})
        raise PortalError(Message(N_("the territory has no list of communes")), hint)
    return register, communes


def _numbers(path: Path, problems: list[Problem]) -> Iterator[str]:
    """The RPPS numbers of a file; what is none is told, but not repeated: it may be a name."""
    for line, text in lines(path):
        for word in re.split(r"[\s,;|]+", text.strip()):
            if is_sound(RPPS, word):
                yield word
            elif word:
                message = Message(N_("no RPPS number here: nobody is left out for this line"))
                problems.append(Problem(path.name, line, 1, "import-identifier", message, severity="warning"))


def _fingerprint(rpps: str) -> str:
    """What is kept of somebody who refuses: enough to know the number again, not to read it."""
    return hashlib.sha256(f"RPPS {rpps}".encode()).hexdigest()


def _known(here: Ground) -> Known:
    organisations = [*here.remembered("organisations"), *here.table("organisations")]
    people = [*here.remembered("professionals"), *here.table("professionals")]
    return Known(
        from_rows(here.table("communes")),
        {row["finess_et"]: row["id"] for row in organisations if row.get("finess_et")},
        {
            row["siret"]: row["id"]
            for row in organisations
            if row.get("siret") and row.get("kind") == "practice"
        },
        {row["rpps"]: row["id"] for row in people if row.get("rpps")},
        {row["id"] for row in people},
    )


def _opponents(here: Ground) -> set[str]:
    """RPPS numbers of those whom an editor marked, in the table or in a file of their own."""
    people = {row["id"]: row for row in here.table("professionals")}
    refused = {row.get("rpps", "") for row in people.values() if row.get("consent_to_list") == "no"}
    for ident, tree in written_files(here.snapshot, "professionals"):
        if tree.text("consent_to_list") in {"no", "non"}:
            refused |= {tree.text("rpps") or "", people.get(ident, {}).get("rpps", "")}
    return refused - {""}
