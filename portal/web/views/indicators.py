"""The indicators of the territory: what is where, how far, what is missing, how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import abort

from portal.errors import N_
from portal.exports.indicators import by_group, indicators
from portal.exports.knowledge import BANDS, FIELDS
from portal.exports.offer import Key, reaches, records_in
from portal.exports.publication import FOLDER
from portal.model.directory import Commune
from portal.model.kinds import TITLES
from portal.web.collation import collation_key
from portal.web.figures import Figure, Row, Shown, View, figure
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.show import show
from portal.web.site import Site

KINDS = {
    "service_kind": N_("Kinds of service"),
    "specialty": N_("Specialties"),
    "profession": N_("Professions"),
    "organisation_kind": N_("Kinds of organisation"),
}
# What the page of a group of communes says of each commune: the nearest of these.
SOUGHT: tuple[Key, ...] = (
    ("service_kind", "emergency_department"),
    ("service_kind", "maternity"),
    ("service_kind", "imaging"),
    ("service_kind", "laboratory"),
    ("service_kind", "mental_health_centre"),
    ("organisation_kind", "msp"),
    ("organisation_kind", "pharmacy"),
)
NO_GROUP = N_("Communes without a group")


def overview(page: Page) -> str:
    """All indicators of the territory."""
    offers = [(title, _offer(page, name)) for name, title in KINDS.items()]
    gaps = [(title, _gaps(page, name)) for name, title in KINDS.items()]
    fields = [(TITLES[kind][0], _fields(page, kind)) for kind in FIELDS]
    return show(
        page,
        "indicators.html",
        offers=[(title, found) for title, found in offers if found.rows],
        gaps=[(title, found) for title, found in gaps if found.rows],
        groups=_groups(page),
        fresh=[(TITLES[kind][0], _fresh(page, kind)) for kind in ("services", "organisations")],
        fields=[(title, found) for title, found in fields if found.rows],
        origins=_origins(page),
    )


def _figure(page: Page, name: str, view: View) -> Figure:
    return figure(page, indicators(page.site.directory)[name], csv_of(page, name), view)


def csv_of(page: Page, name: str) -> str:
    """The link to the file of a table."""
    return page.file(f"{FOLDER}/indicators/{name}.csv")


def _named(page: Page, row: Row) -> dict[str, Shown]:
    """A kind of care in the language of the page; a specialty leads to its own page when it has one."""
    vocabulary, code = str(row["vocabulary"]), str(row["code"])
    entry = page.site.catalogue.vocabularies.entry(vocabulary, code)
    leads = vocabulary == "specialty" and entry.definition
    return {"label": Shown(page.label(vocabulary, code), page.link(f"specialties/{code}") if leads else "")}


def _offer(page: Page, vocabulary: str) -> Figure:
    columns = ("label", "records", "communes", "share", "half_km", "max_km", "far_inhabitants")
    words, keep = partial(_named, page), lambda row: row["vocabulary"] == vocabulary
    return _figure(page, "summary", View(columns, words, keep, sort=True, bars="half_km"))


def _gaps(page: Page, vocabulary: str) -> Figure:
    words, keep = partial(_named, page), lambda row: row["vocabulary"] == vocabulary
    return _figure(page, "absent", View(("label",), words, keep, sort=True))


def _groups(page: Page) -> Figure:
    def words(row: Row) -> dict[str, Shown]:
        name = str(row["name"] or page.gettext(NO_GROUP))
        return {"name": Shown(name, page.link(f"indicateurs/{row['epci']}/"))}

    columns = [name for name in indicators(page.site.directory)["groups"].columns if name != "epci"]
    return _figure(page, "groups", View(columns, words))


def _fresh(page: Page, kind: str) -> Figure:
    def words(row: Row) -> dict[str, Shown]:
        return {"label": Shown(page.gettext(BANDS[str(row["band"])]))}

    keep = lambda row: row["table"] == kind  # noqa: E731 - a line of the view
    return _figure(page, "freshness", View(("label", "records"), words, keep, bars="records"))


def _fields(page: Page, kind: str) -> Figure:
    def words(row: Row) -> dict[str, Shown]:
        return {"label": Shown(page.gettext(FIELDS[kind][str(row["field"])]))}

    columns = ("label", "filled", "records", "share")
    keep = lambda row: row["table"] == kind and row["records"]  # noqa: E731 - a line of the view
    return _figure(page, "fields", View(columns, words, keep, bars="share", full=100))


def _origins(page: Page) -> Figure:
    def words(row: Row) -> dict[str, Shown]:
        source, day = str(row["source"]), str(row["source_date"])
        return {
            "table": Shown(page.gettext(TITLES[str(row["table"])][0])),
            "source": Shown(source or page.gettext(N_("Written by the team"))),
            "source_date": Shown(page.when(day) if day else "–"),
        }

    return _figure(page, "sources", View(words=words))


def group(page: Page, code: str) -> str:
    """One group of communes: what each of its communes has, and how far the nearest is."""
    communes = by_group(page.site.directory).get(code)
    if communes is None:
        abort(404)
    heads = [N_("Commune"), N_("Inhabitants"), N_("Records")]
    rows = [_commune(page, commune) for commune in sorted(communes, key=lambda c: collation_key(c.title))]
    title = communes[0].epci.name if communes[0].epci else page.gettext(NO_GROUP)
    found = Figure(
        "distances",
        title,
        page.gettext(
            N_("Kilometres as the crow flies, from the centre of the commune to the nearest place.")
        ),
        (
            *((page.gettext(head), head != heads[0]) for head in heads),
            *((page.label(*key), True) for key in SOUGHT),
        ),
        tuple(rows),
        None,
        csv_of(page, "distances"),
    )
    return show(page, "indicators_group.html", title=title, figure=found)


def _commune(page: Page, commune: Commune) -> tuple[Shown, ...]:
    directory = page.site.directory
    unknown = Shown(page.gettext(N_("Not communicated")))
    population = commune.population
    cells = [
        Shown(commune.title, page.link(f"communes/{commune.id}")),
        Shown(page.number(population)) if population is not None else unknown,
        Shown(page.number(len(records_in(directory).get(commune.id, ())))),
    ]
    for key in SOUGHT:
        reach = reaches(directory).get((commune.id, key))
        link = page.link(directory.current(reach.ref)) if reach else ""
        cells.append(Shown(page.number(reach.km), link) if reach else unknown)
    return tuple(cells)


def _groups_of(site: Site) -> Iterable[Values]:
    return ({"code": code} for code in by_group(site.directory))


ROUTES = (
    Route("indicateurs/", overview),
    Route("indicateurs/<code>/", group, _groups_of),
)
