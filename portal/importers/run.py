"""The imports of ``portal import``: what would change, then the change itself.

``import_communes(root, …).apply(root)`` then ``import_finess(root, …).apply(root)`` fill the directory of a
folder that holds no more than ``content/territory.yaml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from portal.errors import N_, Message, PortalError, Problem
from portal.importers.change import Ground, Import, Source, compare, ground
from portal.importers.communes import (
    PARTIAL_SOURCE,
    SOURCE,
    CommuneRow,
    commune_row,
    from_rows,
    has_merges,
    joined,
    known_commune,
    of_territory,
    read_communes,
    read_merges,
)
from portal.importers.contacts import SOURCES, read_contacts
from portal.importers.directory import Directory, Inputs
from portal.importers.finess import Establishment, FinessRow, establishments
from portal.importers.layouts import Reading, reading
from portal.importers.merge import CLOSED
from portal.importers.outlines import Polygons, centre_of, drawn, merged, neighbours, read_outlines
from portal.importers.published import date_in_name, head, year_in_name
from portal.importers.sae import read_sae
from portal.importers.tables import Row
from portal.model.geography import departement

FINESS = "FINESS"
UNKNOWN_COMMUNE = N_("their commune is not in the territory")  # beside it, reasons are kinds of establishment


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one import of FINESS; only the first is needed."""

    finess: tuple[Path, ...]  # any of the published layouts; the first that gives a value is heard
    as_of: str = ""  # date of the data: "2026-01"; needed when the file does not say it
    communes: tuple[Path, ...] = ()  # lists to import at the same time
    communes_as_of: str = ""
    sae: Path | None = None
    sae_year: str = ""
    contacts: Path | None = None  # addresses and phones of older open data


def import_communes(root: Path, paths: Iterable[Path], as_of: str = "") -> Import:
    """Compare published lists and outlines of communes with the table of a territory.

    Args:
        root: The territory; its territory.yaml says which communes are its own.
        paths: Lists (CSV or JSON), outlines (GeoJSON) and events of INSEE, which merge the outlines of
            communes that have become one; the first list that gives a value is heard.
        as_of: The date of the lists: "2026"; needed when the name of the first does not say it.

    Raises:
        PortalError: A file has no known layout, no date, or none of its communes is in the territory.
    """
    return _communes(ground(root), tuple(paths), as_of)[0]


def _communes(here: Ground, paths: tuple[Path, ...], as_of: str) -> tuple[Import, dict[str, CommuneRow]]:
    problems: list[Problem] = []
    shapes = [path for path in paths if _is_geojson(path)]
    events = [path for path in paths if path not in shapes and has_merges(path)]
    lists = [path for path in paths if path not in shapes and path not in events]
    as_of = as_of or next((_dated(path) for path in lists), "")
    found = joined(read_communes(path, problems) for path in lists)
    if not lists:  # outlines alone: for the communes of the table
        found = from_rows(here.table("communes"))
    chosen = of_territory(found, here.territory)
    if not chosen:
        hint = Message(N_("territory.yaml names the communes, or the département"))
        raise PortalError(Message(N_("no commune of the territory is in these files")), hint)
    outlines = {code: shape for path in shapes for code, shape in read_outlines(path).items()}
    into = {old: new for path in events for old, new in read_merges(path).items() if old not in chosen}
    outlines = merged(outlines, into)
    problems += _unmatched(chosen, outlines, here, shapes, lists)
    drawable = {code: shape for code, shape in outlines.items() if code in chosen}
    chosen = {code: _centred(commune, drawable.get(code)) for code, commune in chosen.items()}
    problems += _without_centre(chosen, lists)
    rows = [commune_row(commune, as_of) for commune in chosen.values()]
    if drawable:
        around = neighbours(drawable)
        rows = [{**row, "neighbours": "|".join(around.get(row["id"], ()))} for row in rows]
    if not lists:  # the outlines say nothing of the names
        kept = {row["id"]: row for row in here.remembered("communes")}
        rows = [{**kept.get(row["id"], row), "neighbours": row.get("neighbours", "")} for row in rows]
    change = compare(here, {"communes": rows}, {SOURCE, PARTIAL_SOURCE} if lists else ())
    sources = tuple(Source(SOURCE, as_of, path) for path in lists)
    sources += tuple(Source("contours", as_of, path) for path in shapes)
    files = {Path("outlines.json"): drawn(drawable)} if drawable else {}
    alarms = (*change.alarms, *_boundless(here, change.diffs["communes"].new))
    return replace(change, problems=sorted(problems), alarms=alarms, sources=sources, files=files), chosen


def _dated(path: Path) -> str:
    if found := date_in_name(path.name) or year_in_name(path.name):
        return found
    hint = Message(N_("add --data-date 2026, or --communes-date 2026 with “import finess”"))
    raise PortalError(Message(N_("%(file)s does not say its date"), {"file": path.name}), hint)


def _boundless(here: Ground, new: tuple[str, ...]) -> Iterator[Message]:
    """A territory that does not say what is its own takes in all that a file holds: France, maybe."""
    limited = here.territory.communes or here.territory.departement
    if not limited and len({departement(code) for code in new}) > 1:
        told = N_("territory.yaml names no commune and no département: all %(count)s communes would come in")
        yield Message(told, {"count": len(new)})


def _without_centre(communes: Mapping[str, CommuneRow], lists: list[Path]) -> Iterator[Problem]:
    """Nothing can be measured from a commune whose centre is unknown: once said, or a list would drown it."""
    if lists and (missing := sum(commune.centre is None for commune in communes.values())):
        told = N_("communes without a centre: %(count)s; no distances from there, no positions there")
        hint = Message(N_("give beside it a list that has coordinates, or outlines"))
        message = Message(told, {"count": missing})
        yield Problem(lists[0].name, 1, 1, "import-centre", message, hint, severity="warning")


def _is_geojson(path: Path) -> bool:
    start = head(path).lstrip()
    return start.startswith(b"{") and b"Feature" in start


def _centred(commune: CommuneRow, outline: Polygons | None) -> CommuneRow:
    """A commune without a centre takes that of its outline."""
    if commune.centre or outline is None:
        return commune
    lon, lat = centre_of(outline)
    return replace(commune, lat=round(lat, 3), lon=round(lon, 3))


def _unmatched(
    chosen: Mapping[str, CommuneRow],
    outlines: Mapping[str, Polygons],
    here: Ground,
    shapes: list[Path],
    lists: list[Path],
) -> Iterator[Problem]:
    """Communes that the files name on one side only: a list and outlines of different years."""
    if lists:
        for code in here.territory.communes:
            if code not in chosen:
                message = Message(N_("the commune %(value)s is not in the list of communes"), {"value": code})
                yield Problem(lists[0].name, 1, 1, "import-row", message, severity="warning")
    for code in sorted(outlines.keys() - chosen.keys()):
        if any(code.startswith(other[:2]) for other in chosen):
            text = N_("the outline %(value)s is of no commune of the list: it is left out")
            message = Message(text, {"value": code})
            yield Problem(shapes[0].name, 1, 1, "import-outline", message, severity="warning")
    for code in sorted(chosen.keys() - outlines.keys()) if outlines else ():
        message = Message(N_("the commune %(value)s has no outline: it is not on the map"), {"value": code})
        yield Problem(shapes[0].name, 1, 1, "import-outline", message, severity="warning")


def import_finess(root: Path, sources: Sources) -> Import:
    """Compare what FINESS says with the tables of a territory.

    Args:
        root: The territory; its communes are those of ``sources.communes``, else of content/directory.
        sources: The published files.

    Raises:
        PortalError: A file has no known layout, no date, or there is no list of communes yet.
    """
    here = ground(root)
    problems: list[Problem] = []
    dropped: Counter[str] = Counter()
    lists, communes = (
        _communes(here, sources.communes, sources.communes_as_of) if sources.communes else (None, None)
    )
    if communes is None:
        communes = from_rows(here.table("communes"))
    if not communes:
        hint = Message(N_("first: %(command)s"), {"command": "portal import communes LISTE.csv --apply"})
        raise PortalError(Message(N_("the territory has no list of communes")), hint)
    found, readings = _establishments(sources.finess, problems, _filter(communes, here, dropped))
    as_of = sources.as_of or max(one.as_of() for one in readings)
    if not as_of:
        hint = Message(N_("add --data-date, for example --data-date 2026-01"))
        raise PortalError(Message(N_("the FINESS file does not say its date")), hint)
    contacts = read_contacts(sources.contacts) if sources.contacts else {}
    directory = Directory(
        Inputs(
            found, communes, here.categories(), as_of, read_sae(sources.sae) if sources.sae else {},
            sources.sae_year, contacts, _ids(here),
        )
    )  # fmt: skip
    rows = directory.rows()
    if not any(one.has_activities for one in readings):
        rows["services"] += _standing(here, rows)
    change = compare(here, rows, *_speaking(sources, readings))
    told = [*problems, *directory.problems]
    read = [Source(FINESS, as_of, path) for path in sources.finess]
    read += [Source("SAE (DREES)", sources.sae_year, sources.sae)] if sources.sae else []
    read += [Source("contacts", "", sources.contacts)] if sources.contacts else []
    whole = replace(change, problems=sorted(told), dropped=directory.dropped + dropped, sources=tuple(read))
    return whole if lists is None else _both(lists, whole)


def _standing(here: Ground, rows: Mapping[str, list[Row]]) -> Iterator[Row]:
    """The services that activities attested before: a layout without activities says nothing of them."""
    told = {row["id"] for row in rows["services"]}
    owners = {f"organisations/{row['id']}" for row in rows["organisations"]}
    for row in here.remembered("services"):
        ours = row.get("provenance.source") == FINESS and row.get("provided_by") in owners
        if ours and row["id"] not in told and row.get("status") != CLOSED:
            yield row


def _ids(here: Ground) -> dict[str, str]:
    """Ids already given, by FINESS number; those of records that an editor removed from the table too."""
    rows = [*here.remembered("organisations"), *here.table("organisations")]
    return {row["finess_et"]: row["id"] for row in rows if row.get("finess_et")}


def _speaking(sources: Sources, readings: list[Reading]) -> tuple[set[str], dict[str, set[str]]]:
    """The sources that this import reads, for records and for addresses and contacts."""
    contacts = {name for name, _year in SOURCES.values()} if sources.contacts else set()
    contacts |= {FINESS} if any(one.has_contacts for one in readings) else set()
    records = {FINESS, "SAE (DREES)"} if sources.sae else {FINESS}
    return records, dict.fromkeys(("address", "contacts.0", "contacts.1"), contacts)


def _both(lists: Import, finess: Import) -> Import:
    return Import(
        {**lists.tables, **finess.tables},
        {**lists.remembered, **finess.remembered},
        {**lists.diffs, **finess.diffs},
        sorted([*lists.problems, *finess.problems]),
        finess.dropped,
        (*lists.alarms, *finess.alarms),
        (*lists.sources, *finess.sources),
        lists.files,
    )


def _establishments(
    paths: Iterable[Path],
    problems: list[Problem],
    keep: Callable[[Iterable[FinessRow]], Iterator[FinessRow]],
) -> tuple[dict[str, Establishment], list[Reading]]:
    """Read every file, those that name establishments before those that only complete them."""
    readings = sorted(
        (reading(path, problems) for path in paths), key=lambda r: r.layout == "feed-activities"
    )
    found: dict[str, Establishment] = {}
    for one in readings:
        establishments(keep(one.rows), one.path.name, problems, found, once=one.once)
    return found, readings


def _filter(
    communes: Mapping[str, CommuneRow], here: Ground, dropped: Counter[str]
) -> Callable[[Iterable[FinessRow]], Iterator[FinessRow]]:
    """What the territory needs of a file that may be national; what is wrong elsewhere is not told."""
    # Without a list of its own, every commune of its départements is in the list of communes.
    whole = not here.territory.communes
    ours = {departement(code) for code in communes}
    elsewhere: set[str] = set()

    def keep(rows: Iterable[FinessRow]) -> Iterator[FinessRow]:
        for row in rows:
            near = known_commune(row.insee, communes) in communes or not row.insee
            if near or (whole and row.insee.startswith(tuple(ours))):
                yield row
            elif row.finess_et not in elsewhere:
                elsewhere.add(row.finess_et)
                dropped[UNKNOWN_COMMUNE] += 1

    return keep
