"""The directory: services, organisations, places, professionals, teams."""

from __future__ import annotations

from portal.model.completeness import QUESTIONS, completeness
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.offer import Near, Provider
from portal.model.people import Professional, Team
from portal.web.leaflet import has_letters
from portal.web.page import Page
from portal.web.qr import qr_inline
from portal.web.routes import Route, each
from portal.web.show import record_of, show, show_record
from portal.web.views.guidance import agreements_about, current_alerts

NEIGHBOURS = 4  # other providers offered when this one cannot help


def commune_of(page: Page, places: list[Place]) -> Commune | None:
    """The commune of the first place."""
    return page.site.offers.commune(places[0].address.insee) if places else None


def others_like(page: Page, service: Service) -> list[Near]:
    """Other services of the same kind (and specialty, if it has one), nearest first."""
    offers = page.site.offers
    here = next((at for at, _commune in offers.spots(service)), None)
    draw = page.site.listing.draw
    kind = ("service_kind", service.kind)
    return offers.nearest_of_kind(kind, here, NEIGHBOURS, draw, service) if here else []


def service(page: Page, ident: str) -> str:
    """One service."""
    record = record_of(page, Service, ident)
    places = page.site.offers.places(record)
    owner = page.site.catalogue.shown(record.provided_by)
    return show_record(
        page,
        "service.html",
        record,
        owner=owner,
        closures=(*record.closures, *(owner.closures if isinstance(owner, Organisation) else ())),
        people=page.site.offers.people_at(record.ref),
        alerts=current_alerts(page, record),
        places=places,
        commune=commune_of(page, places),
        known=completeness(record, places),
        sheet=has_letters(page.site, page.lang),
        qr=qr_inline(page.canonical),
        questions=QUESTIONS,
        others=others_like(page, record),
        steps=page.site.offers.steps_through(record),
    )


def organisation(page: Page, ident: str) -> str:
    """One organisation, with its services and its places."""
    record = record_of(page, Organisation, ident)
    catalogue = page.site.catalogue
    places = page.site.offers.places(record)
    return show_record(
        page,
        "organisation.html",
        record,
        services=page.site.offers.services_of.get(record.ref, []),
        people=page.site.offers.people_at(record.ref),
        places=places,
        commune=commune_of(page, places),
        parent=catalogue.shown(record.part_of) if record.part_of else None,
        sites=page.site.offers.parts_of(record),
        members=[m for ref in record.members if (m := catalogue.shown(ref))],
        together=record.kind in TOGETHER,
        teams=[t for t in catalogue.all(Team) if record.ref in t.members or t.ref in record.members],
    )


def place(page: Page, ident: str) -> str:
    """One place: how to get there, and who is there."""
    record = record_of(page, Place, ident)
    offers = page.site.offers
    return show_record(
        page,
        "place.html",
        record,
        here=offers.at_place(record),
        people=offers.people_at(record.ref),
        commune=offers.commune(record.address.insee),
    )


def professional(page: Page, ident: str) -> str:
    """One professional who agreed to be listed, with all roles."""
    record = record_of(page, Professional, ident)
    modes = {role.mode for role in record.roles}
    return show_record(page, "professional.html", record, mixed="mixed" in modes or len(modes) > 1)


def team(page: Page, ident: str) -> str:
    """One team: its missions, its commitments, and how a patient benefits."""
    record = record_of(page, Team, ident)
    members = [m for ref in record.members if (m := page.site.catalogue.shown(ref))]
    return show_record(page, "team.html", record, members=members, agreements=agreements_about(page, record))


TOGETHER = ("cpts", "msp", "psp", "ess", "esp", "mss", "cds", "dac")


def teams(page: Page) -> str:
    """Teams, and the organisations in which professionals work together."""
    groups: dict[str, list[Provider]] = {
        kind: found for kind in TOGETHER if (found := page.site.offers.of_kind("organisation_kind", kind))
    }
    return show(page, "teams.html", teams=list(page.site.catalogue.all(Team)), groups=groups)


ROUTES = (
    Route("services/<ident>/", service, each(Service)),
    Route("organisations/<ident>/", organisation, each(Organisation)),
    Route("lieux/<ident>/", place, each(Place)),
    Route("professionnels/<ident>/", professional, each(Professional)),
    Route("equipes/", teams),
    Route("equipes/<ident>/", team, each(Team)),
)
