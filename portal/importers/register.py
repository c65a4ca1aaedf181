"""``portal import annuaire``: the professionals whom a territory chose, without those who refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from portal.errors import N_, Message, PortalError, Problem
from portal.importers.annuaire import read_annuaire
from portal.importers.change import Ground, Import, Source, compare, ground
from portal.importers.communes import CommuneRow, from_rows
from portal.importers.editors import written_files
from portal.importers.professionals import SOURCE, Known, Practices


def import_annuaire(root: Path, path: Path, as_of: str, opposed: Path | None = None) -> Import:
    """Compare the Annuaire Santé with the professionals of a territory.

    Who is listed is chosen in territory.yaml (``professionals``). Whoever an editor marked with
    ``consent_to_list: no``, or whose RPPS number is in ``opposed``, is never listed: their record is closed
    if there was one.

    Args:
        root: The territory; its communes and establishments are in content/directory.
        path: The extract ``PS_LibreAcces_Personne_activite``.
        as_of: The date of the extract: "2026-11-20".
        opposed: RPPS numbers of those who do not want to be listed, one a line; kept out of the content.

    Raises:
        PortalError: The file has not the layout, or the territory chose nobody.
    """
    here = ground(root)
    register = here.territory.professionals if here.territory else None
    if register is None:
        hint = Message(
            N_("add for example: %(command)s"), {"command": "professionals: {professions: [10, 60]}"}
        )
        raise PortalError(Message(N_("territory.yaml does not say which professionals are listed")), hint)
    communes = from_rows(here.table("communes"))
    near = {code: communes[code] for code in register.communes or communes if code in communes}
    if not near:
        hint = Message(N_("first: %(command)s"), {"command": "portal import communes LISTE.csv --apply"})
        raise PortalError(Message(N_("the territory has no list of communes")), hint)
    problems: list[Problem] = []
    refused = _opponents(here) | ({*opposed.read_text("utf-8", "replace").split()} if opposed else set())
    found = read_annuaire(path, near, register.professions, problems, phones=register.phones)
    practices = Practices(_known(here, communes), here.vocabularies, as_of)
    practices.add(activity for activity in found if activity.rpps not in refused)
    rows = {name: [*made.values()] for name, made in practices.rows.items()}
    groups = {"address": {SOURCE}, "contacts.0": {SOURCE}}
    change = compare(here, rows, {SOURCE}, groups)
    source = (Source(SOURCE, as_of, path),)
    return replace(change, problems=sorted(problems), dropped=practices.dropped, sources=source)


def _known(here: Ground, communes: Mapping[str, CommuneRow]) -> Known:
    organisations = [*here.remembered("organisations"), *here.table("organisations")]
    people = [*here.remembered("professionals"), *here.table("professionals")]
    return Known(
        communes,
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
