"""One sheet to take away for each service: a tagged PDF whose page is its twin."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from portal.errors import N_
from portal.model.base import Record
from portal.model.directory import Organisation, Service
from portal.web.leaflet import FILE, Item, Leaflet, Section, has_letters
from portal.web.page import Page
from portal.web.routes import Route, Values, each
from portal.web.show import record_of
from portal.web.site import Site
from portal.web.typeset import pdf

FEW = 4  # contacts and addresses that one sheet names


def service_sheet(page: Page, ident: str) -> Response:
    """One service on one page."""
    record = record_of(page, Service, ident)
    page.path, page.content_lang = page.path.removesuffix(FILE), page.lang
    sheet = Leaflet(page, record)
    owner = page.site.catalogue.shown(record.provided_by)
    sheet = Leaflet(
        page,
        record,
        title=sheet.spaced(record.title),
        sub=sheet.spaced(owner.title) if owner and owner.title not in record.title else "",
        notes=list(_state(sheet, record)),
        sections=[
            Section(sheet.say(N_("What to know")), tuple(_facts(sheet, record, owner))),
            _bring(sheet, record),
        ],
    )
    return Response(pdf("leaflet", sheet.data()), mimetype="application/pdf")


def _state(sheet: Leaflet, record: Service) -> Iterator[str]:
    page = sheet.page
    for closure in record.closures:
        if closure.end is None or closure.end >= page.site.as_of:
            days = [page.day(closure.start), *([page.day(closure.end)] if closure.end else [])]
            yield sheet.spaced(f"{sheet.say(N_('Closed'))}{page.gettext(': ')}{' – '.join(days)}")
    if record.verified_on:
        yield sheet.say(N_("Verified on %(date)s."), date=page.day(record.verified_on))
    else:
        yield sheet.say(N_("To be confirmed: the team has not read this record yet."))


def _facts(sheet: Leaflet, record: Service, owner: Record | None) -> Iterator[Item]:
    """The questions of the page, in its words; an unknown answer is said to be unknown."""
    page = sheet.page
    unknown = sheet.say(N_("Not communicated"))
    kind = page.meaning("service_kind", record.kind) or page.label("service_kind", record.kind)
    access = record.access
    how = [page.label("access_mode", access.mode), *([access.note] if access.note else [])] if access else []
    wait = next((w for w in (record.wait, *(p.wait for p in record.places)) if w), None)
    delay = ""
    if wait:
        kind_of = page.label("duration_kind", wait.kind)
        delay = f"{page.lasts(wait)} ({kind_of}, {wait.source}, {page.when(wait.as_of)})"
    answers = (
        (N_("What is done"), "; ".join(record.acts) or kind),
        (N_("For whom"), record.for_whom.text if record.for_whom else ""),
        (N_("Not for"), record.not_for_whom.text if record.not_for_whom else ""),
        (N_("How to get in"), ". ".join(how)),
        (N_("Contact"), _contact(sheet, record, owner)),
        (N_("Address"), "; ".join(_addresses(page, record))),
        (N_("Days and hours"), "; ".join(_hours(page, record))),
        (N_("Usual delay"), delay),
        (N_("Cost"), _cost(page, record)),
        (N_("After the visit"), record.after or ""),
    )
    for label, text in answers:
        yield Item(sheet.plain(text) if text else unknown, f"{sheet.say(label)}{page.gettext(': ')}".strip())


def _contact(sheet: Leaflet, record: Service, owner: Record | None) -> str:
    if record.for_professionals_only:
        return sheet.say(N_("A professional asks for you: speak to your doctor."))
    contacts = [*record.booking, *(c for p in record.places for c in p.contacts)]
    contacts += list(owner.contacts) if isinstance(owner, Organisation) else []
    public = [sheet.contact(c) for c in contacts if c.visibility == "public"]
    return "; ".join(dict.fromkeys(public[:FEW]))


def _addresses(page: Page, record: Service) -> Iterator[str]:
    for place in page.site.offers.places(record)[:FEW]:
        commune = page.site.offers.commune(place.address.insee)
        town = " ".join(filter(None, (place.address.postcode, commune.title if commune else "")))
        yield ", ".join(filter(None, (place.title, *place.address.lines, town)))


def _hours(page: Page, record: Service) -> Iterator[str]:
    for at in record.places:
        if at.hours:
            yield from (" ".join(filter(None, (w.since, w.sentence))) for w in page.hours(at.hours).weeks())


def _cost(page: Page, record: Service) -> str:
    fees = record.fees
    if fees is None:
        return ""
    said = [page.label("sector", fees.sector)] if fees.sector else []
    if fees.min is not None:
        most = f" – {page.euros(fees.max)}" if fees.max is not None else ""
        said.append(f"{page.euros(fees.min)}{most} ({fees.source}, {page.when(fees.as_of or '')})")
    return ". ".join([*said, *([fees.note] if fees.note else [])])


def _bring(sheet: Leaflet, record: Service) -> Section:
    bring = record.preparation.bring if record.preparation else ()
    usual = (N_("Always useful: carte Vitale, letter, prescriptions, list of medicines."),)
    texts = [sheet.plain(text) for text in bring] or [sheet.say(text) for text in usual]
    return Section(sheet.say(N_("To bring")), tuple(Item(text) for text in texts))


def written(site: Site, lang: str, _values: Values) -> bool:
    """A sheet exists in each language whose letters its fonts have: only labels are translated."""
    return has_letters(site, lang)


ROUTES = (Route(f"services/<ident>/{FILE}", service_sheet, each(Service), listed=False, shown_in=written),)
