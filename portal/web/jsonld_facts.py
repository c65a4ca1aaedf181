"""The facts of each kind of record in the words of schema.org: those that its page shows, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.model.base import Record, Source
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Agreement, Alert, EmergencyNumber, Faq, Guide, Rule, Term
from portal.model.hours import week
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team
from portal.model.phones import Phone
from portal.model.values import Closure, Contact, NewPatients
from portal.web.page import Page

Facts = dict[str, Any]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def own_facts(page: Page, record: Record) -> Facts:
    """What a page of its own says of a record, beside its name and its address."""
    match record:
        case Pathway():
            name = words(page, record.condition.lay_label)  # what the page is called; the title is for lists
            return {"name": name, "about": _condition(record)} | _citations(page, record)
        case Service():
            return _service(page, record)
        case Organisation():
            return _organisation(page, record)
        case Place():
            return _located(page, [record]) | _opening(page, record.hours)
        case Professional():
            return _person(page, record)
        case Team():
            members = [m for ref in record.members if (m := page.site.catalogue.shown(ref))]
            named = [{"@type": "Thing", "name": page.localised(m).title} for m in members]
            return _phone(record.contacts) | ({"member": named} if named else {}) | _citations(page, record)
        case Term():
            return _term(page, record)
        case Commune():
            return _commune(record)
        case Guide():
            points = [words(page, point) for point in record.key_points]
            return {"abstract": points} | _citations(page, record)
    return _citations(page, record)


def gathered_facts(page: Page, record: Record) -> Facts:
    """What a page shared by records of one kind says of one of them."""
    told = page.localised(record)
    match told:
        case Faq():
            answer = {"@type": "Answer", "text": str(page.prose(told.body).striptags())}
            return {"@type": "Question", "name": words(page, told.title), "acceptedAnswer": answer}
        case EmergencyNumber():
            return {
                "@type": "ContactPoint",
                "name": page.purpose_of(told),
                "telephone": Phone.parse(told.number).shown,
                "description": " ".join(words(page, sign) for sign in told.when_to_call),
            }
        case Alert():
            dates = {"datePosted": told.start.isoformat(), "expires": told.end.isoformat()}
            return {
                "@type": "SpecialAnnouncement",
                "name": words(page, told.title),
                "text": words(page, told.text),
            } | dates
        case Rule():
            said = {"name": words(page, told.title), "text": words(page, told.text)}
            return {"@type": "CreativeWork", "citation": _cited(page, told.source)} | said
        case Agreement():
            parties = [{"@type": "Organization", "name": name} for name in told.parties]
            span = f"{told.start.isoformat()}/{told.end.isoformat()}"
            return {
                "@type": "CreativeWork",
                "name": words(page, told.title),
                "abstract": words(page, told.public_summary),
                "contributor": parties,
                "temporalCoverage": span,
            }
    return {"@type": "Thing", "name": told.title}


def _service(page: Page, record: Service) -> Facts:
    catalogue = page.site.catalogue
    owner = catalogue.shown(record.provided_by)
    contacts = (*record.booking, *(c for at in record.places for c in at.contacts))
    facts = _located(page, page.site.offers.places(record))
    if not record.for_professionals_only:
        facts |= _phone(contacts)
    if owner:
        facts["parentOrganization"] = {"@type": "Organization", "name": owner.title}
    if record.places and catalogue.shown(record.places[0].place):
        facts |= _opening(page, record.places[0].hours)
    facts |= _closed(page, record.closures)
    if record.acts:
        facts["availableService"] = [
            {"@type": "MedicalProcedure", "name": words(page, act)} for act in record.acts
        ]
    if record.specialties:
        facts["medicalSpecialty"] = [page.label("specialty", code) for code in record.specialties]
    return facts | _languages(record.languages) | _accepting(record.new_patients)


def _organisation(page: Page, record: Organisation) -> Facts:
    above = page.site.catalogue.shown(record.part_of) if record.part_of else None
    facts = _located(page, page.site.offers.places(record)) | _phone(record.contacts)
    facts |= _opening(page, record.hours) | _closed(page, record.closures)
    if record.legal_name:
        facts["legalName"] = record.legal_name
    if record.finess_et:
        facts["identifier"] = {"@type": "PropertyValue", "propertyID": "FINESS", "value": record.finess_et}
    return facts | ({"parentOrganization": {"@type": "Organization", "name": above.title}} if above else {})


def _person(page: Page, record: Professional) -> Facts:
    owners = [o for role in record.roles if (o := page.site.catalogue.shown(role.organisation))]
    facts: Facts = {"jobTitle": page.label("profession", record.profession)}
    if record.civility:
        facts["honorificPrefix"] = record.civility
    if owners:
        facts["worksFor"] = [{"@type": "Organization", "name": owner.title} for owner in owners]
    return facts | _languages(record.languages)


def _term(page: Page, record: Term) -> Facts:
    """A word with several meanings has no description of its own."""
    facts: Facts = {"description": words(page, record.definition)} if record.definition else {}
    return facts | ({"alternateName": list(record.aliases)} if record.aliases else {})


def _commune(record: Commune) -> Facts:
    facts: Facts = {"identifier": record.id}
    if record.postcodes:
        facts["address"] = {
            "@type": "PostalAddress",
            "addressCountry": "FR",
            "postalCode": list(record.postcodes),
        }
    if record.epci:
        facts["containedInPlace"] = {"@type": "AdministrativeArea", "name": record.epci.name}
    return facts


def _condition(record: Pathway) -> Facts:
    codes = [
        {"@type": "MedicalCode", "codingSystem": "ICD-10", "codeValue": c} for c in record.condition.icd10
    ]
    about: Facts = {"@type": "MedicalCondition", "name": record.condition.label}
    return about | ({"code": codes} if codes else {})


def _citations(page: Page, record: Record) -> Facts:
    """The sources at the foot of a page."""
    found = [_cited(page, source) for source in record.sources]
    return {"citation": found} if found else {}


def _cited(page: Page, source: Source) -> Facts:
    lang = source.lang or page.site.default_language
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": source.publisher,
        "inLanguage": lang,
    }


def _located(page: Page, places: list[Place]) -> Facts:
    """The address of the first place; its position when that is the door."""
    if not places:
        return {}
    place = places[0]
    commune = page.site.offers.commune(place.address.insee)
    address: Facts = {"@type": "PostalAddress", "addressCountry": "FR"}
    if place.address.lines:
        address["streetAddress"] = ", ".join(place.address.lines)
    if place.address.postcode:
        address["postalCode"] = place.address.postcode
    if commune:
        address["addressLocality"] = commune.title
    facts: Facts = {"address": address}
    if place.position == "exact" and place.lat is not None:
        facts["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return facts


def _opening(page: Page, hours: str | None) -> Facts:
    """The hours of the week of the build; an end before its start is on the next morning."""
    if not hours:
        return {}
    days = week(hours, page.site.as_of)
    if days is None:
        return {"openingHoursSpecification": [_span(_DAYS, "00:00", "23:59")]}
    found: dict[tuple[str, str], list[str]] = {}
    for name, spans in zip(_DAYS, days, strict=True):
        for start, end in spans:
            found.setdefault((f"{start:%H:%M}", f"{end:%H:%M}"), []).append(name)
    return (
        {"openingHoursSpecification": [_span(names, *span) for span, names in found.items()]} if found else {}
    )


def _closed(page: Page, closures: Iterable[Closure]) -> Facts:
    """Closures that are not over: hours that begin and end at midnight (Google, "Local business markup")."""
    found = [
        {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"}
        | {"validFrom": closure.start.isoformat()}
        | ({"validThrough": closure.end.isoformat()} if closure.end else {})
        for closure in closures
        if closure.end is None or closure.end >= page.site.as_of
    ]
    return {"specialOpeningHoursSpecification": found} if found else {}


def _span(days: Iterable[str], opens: str, closes: str) -> Facts:
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": list(days), "opens": opens, "closes": closes}


def _languages(languages: tuple[str, ...]) -> Facts:
    return {"knowsLanguage": list(languages)} if languages else {}


def _accepting(new: NewPatients | None) -> Facts:
    """Yes or no; a waiting list is neither."""
    return {"isAcceptingNewPatients": new.answer == "yes"} if new and new.answer in {"yes", "no"} else {}


def _phone(contacts: Iterable[Contact]) -> Facts:
    public = [c for c in contacts if c.channel == "tel" and c.visibility == "public"]
    return {"telephone": Phone.parse(public[0].value).e164} if public else {}


def words(page: Page, text: str) -> str:
    """A short text of content as it is read: what it refers to is named, marks are gone."""
    return str(page.text(text).striptags())
