"""The directory: services, organisations, places, people, teams, communes. No kind stands for another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from portal.errors import N_
from portal.model.base import (
    Day,
    Degrees,
    Integer,
    Name,
    Number,
    PartialDay,
    Record,
    SecureUrl,
    Text,
    Value,
    Visibility,
    YesNo,
    code,
    reference,
)
from portal.model.hours import Hours
from portal.model.identifiers import Finess, Insee, Language, Postcode, Rpps, Siret
from portal.model.values import Access, Closure, Contact, Duration, Fees, NewPatients, Preparation, Public

Latitude = Annotated[Degrees, Field(ge=-90, le=90)]
Longitude = Annotated[Degrees, Field(ge=-180, le=180)]


class ServicePlace(Value):
    """A service at one place: hours, contacts and delays may differ from place to place."""

    place: reference("places") = Field(title=N_("Place"))
    hours: Hours | None = Field(None, title=N_("Opening hours"))
    by_appointment: YesNo | None = Field(None, title=N_("By appointment only"))
    contacts: tuple[Contact, ...] = Field((), title=N_("Contacts"))
    new_patients: NewPatients | None = Field(None, title=N_("New patients"))
    wait: Duration | None = Field(None, title=N_("Usual delay"))
    sector: code("sector") | None = Field(None, title=N_("Sector"))


class Remote(Value):
    """What can be done at a distance."""

    teleconsultation: YesNo | None = Field(None, title=N_("Video consultation"))
    equipped_place: YesNo | None = Field(None, title=N_("Place with equipment"))


class ServiceIds(Value):
    """Identifiers of a service."""

    finess: Finess | None = Field(None, title=N_("FINESS of the establishment"))
    siret: Siret | None = Field(None, title=N_("SIRET"))
    ror: Name | None = Field(None, title=N_("ROR identifier"))


class Service(Record):
    """What someone does for patients, somewhere, under certain conditions."""

    kind_id: ClassVar[str] = "services"

    provided_by: reference("organisations") = Field(title=N_("Provided by"))
    kind: code("service_kind") = Field(title=N_("Kind"))
    places: tuple[ServicePlace, ...] = Field((), title=N_("Places"))
    specialties: tuple[code("specialty"), ...] = Field((), title=N_("Specialties"))
    professions: tuple[code("profession"), ...] = Field((), title=N_("Professions"))
    acts: tuple[Text, ...] = Field((), title=N_("What is done"))
    level: Annotated[Integer, Field(ge=1, le=3)] | None = Field(None, title=N_("Level of care (1 to 3)"))
    for_whom: Public | None = Field(None, title=N_("For whom"))
    not_for_whom: Public | None = Field(None, title=N_("Not for"))
    access: Access | None = Field(None, title=N_("Access"))
    letter_required: code("yes_no_depends") | None = Field(None, title=N_("Letter needed"))
    booking: tuple[Contact, ...] = Field((), title=N_("How to book"))
    new_patients: NewPatients | None = Field(None, title=N_("New patients"))
    wait: Duration | None = Field(None, title=N_("Usual delay"))
    area: tuple[Insee, ...] | Literal["territory"] | None = Field(None, title=N_("Area covered"))
    fees: Fees | None = Field(None, title=N_("Cost"))
    preparation: Preparation | None = Field(None, title=N_("Preparation"))
    after: Text | None = Field(None, title=N_("After the visit"))
    languages: tuple[Language, ...] = Field((), title=N_("Languages"))
    sign_language: YesNo | None = Field(None, title=N_("French sign language"))
    interpreter: YesNo | None = Field(None, title=N_("Interpreter"))
    remote: Remote | None = Field(None, title=N_("At a distance"))
    closures: tuple[Closure, ...] = Field((), title=N_("Closures"))
    verified_on: Day | None = Field(None, title=N_("Last verified"))
    verified_by: Name | None = Field(None, title=N_("Verified by"))
    identifiers: ServiceIds | None = Field(None, title=N_("Identifiers"))


class Organisation(Record):
    """Who is responsible: an establishment, a health centre, a community of professionals…"""

    kind_id: ClassVar[str] = "organisations"

    kind: code("organisation_kind") = Field(title=N_("Kind"))
    legal_name: Name | None = Field(None, title=N_("Legal name"))
    short_name: Name | None = Field(None, title=N_("Short name"))
    part_of: reference("organisations") | None = Field(None, title=N_("Part of"))
    finess_et: Finess | None = Field(None, title=N_("FINESS of the establishment"))
    finess_ej: Finess | None = Field(None, title=N_("FINESS of the legal entity"))
    finess_category: Name | None = Field(None, title=N_("FINESS category"))
    siret: Siret | None = Field(None, title=N_("SIRET"))
    contacts: tuple[Contact, ...] = Field((), title=N_("Contacts"))
    places: tuple[reference("places"), ...] = Field((), title=N_("Places"))
    members: tuple[reference("organisations", "professionals", "teams"), ...] = Field((), title=N_("Members"))
    area: tuple[Insee, ...] | Literal["territory"] | None = Field(None, title=N_("Area covered"))
    hours: Hours | None = Field(None, title=N_("Opening hours"))
    closures: tuple[Closure, ...] = Field((), title=N_("Closures"))
    networks: tuple[Name, ...] = Field((), title=N_("Networks"))
    verified_on: Day | None = Field(None, title=N_("Last verified"))
    verified_by: Name | None = Field(None, title=N_("Verified by"))


class Address(Value):
    """Where a letter arrives."""

    lines: tuple[Name, ...] = Field((), title=N_("Street"))
    postcode: Postcode | None = Field(None, title=N_("Postcode"))
    insee: Insee = Field(title=N_("Commune (INSEE code)"))
    source: Name | None = Field(None, title=N_("Source"))
    as_of: PartialDay | None = Field(None, title=N_("Date"))


class PlaceAccess(Value):
    """Getting there and getting in."""

    bus: Text | None = Field(None, title=N_("By bus or train"))
    parking: Text | None = Field(None, title=N_("Parking"))
    disabled_parking: YesNo | None = Field(None, title=N_("Disabled parking"))
    step_free: YesNo | None = Field(None, title=N_("Step-free entrance"))
    lift: YesNo | None = Field(None, title=N_("Lift"))
    floor: Name | None = Field(None, title=N_("Floor"))
    entrance: Text | None = Field(None, title=N_("Entrance"))


class Photo(Value):
    """A picture, with the words that replace it."""

    src: Name = Field(title=N_("File"))
    alt: Text = Field(title=N_("Text alternative"))


class Place(Record):
    """A place one can go to."""

    kind_id: ClassVar[str] = "places"

    address: Address = Field(title=N_("Address"))
    lat: Latitude | None = Field(None, title=N_("Latitude"))
    lon: Longitude | None = Field(None, title=N_("Longitude"))
    position: code("position") = Field("approximate", title=N_("Precision"))
    accessibility_url: SecureUrl | None = Field(None, title=N_("Acceslibre page"))
    access: PlaceAccess | None = Field(None, title=N_("Getting there"))
    hours: Hours | None = Field(None, title=N_("Opening hours"))
    photos: tuple[Photo, ...] = Field((), title=N_("Photos"))


class Epci(Value):
    """The group of communes."""

    code: Name = Field(title=N_("Code"))
    name: Name = Field(title=N_("Name"))


class Commune(Record):
    """A commune: its id is its INSEE code (Code officiel géographique)."""

    kind_id: ClassVar[str] = "communes"

    id: Insee = Field(title=N_("INSEE code"))
    title: Name = Field(title=N_("Name"))
    postcodes: tuple[Postcode, ...] = Field((), title=N_("Postcodes"))
    population: Annotated[Integer, Field(ge=0)] | None = Field(None, title=N_("Inhabitants"))
    population_year: Annotated[Integer, Field(ge=1900, le=2100)] | None = Field(
        None, title=N_("Year of the count")
    )
    lat: Latitude | None = Field(None, title=N_("Latitude"))
    lon: Longitude | None = Field(None, title=N_("Longitude"))
    epci: Epci | None = Field(None, title=N_("Group of communes"))
    neighbours: tuple[Insee, ...] = Field((), title=N_("Neighbours"))
    in_territory: YesNo = Field(True, title=N_("In the territory"))
    psychiatric_sector: Name | None = Field(None, title=N_("Psychiatric sector"))
    emergency_road_km: Number | None = Field(None, title=N_("Road to the nearest emergency department (km)"))


class ProfessionalRole(Value):
    """One role of a professional: where, how, when."""

    organisation: reference("organisations") = Field(title=N_("Organisation"))
    place: reference("places") | None = Field(None, title=N_("Place"))
    mode: code("practice_mode") = Field(title=N_("Mode of practice"))
    hours: Hours | None = Field(None, title=N_("Opening hours"))
    sector: code("sector") | None = Field(None, title=N_("Sector"))
    services: tuple[reference("services"), ...] = Field((), title=N_("Services"))


class Professional(Record):
    """A person who agreed to be listed. The RPPS number is never shown."""

    kind_id: ClassVar[str] = "professionals"

    title: Name = Field(title=N_("Name"))
    civility: Name | None = Field(None, title=N_("Civility"))
    profession: code("profession") = Field(title=N_("Profession"))
    specialty: code("specialty") | None = Field(None, title=N_("Specialty"))
    rpps: Rpps | None = Field(None, title=N_("RPPS"))
    roles: Annotated[tuple[ProfessionalRole, ...], Field(min_length=1)] = Field(title=N_("Roles"))
    consent_to_list: code("consent") = Field(title=N_("Agrees to be listed"))
    languages: tuple[Language, ...] = Field((), title=N_("Languages"))
    photo: Photo | None = Field(None, title=N_("Photo"))


class Commitment(Value):
    """What a team promises, and how it is measured."""

    text: Text = Field(title=N_("Commitment"))
    indicator: Text | None = Field(None, title=N_("Indicator"))
    value: Number | None = Field(None, title=N_("Value"))
    unit: Text | None = Field(None, title=N_("Unit"))
    as_of: PartialDay = Field(title=N_("Date"))


class ProfessionalAccess(Value):
    """How a professional reaches the team; not for the public unless said."""

    text: Text = Field(title=N_("In words"))
    visibility: Visibility = Field("professionals", title=N_("Who may see it"))


class Team(Record):
    """People of several places who care together: ESS, MSP team, therapeutic education…"""

    kind_id: ClassVar[str] = "teams"

    kind: code("team_kind") = Field(title=N_("Kind"))
    specialties: tuple[code("specialty"), ...] = Field((), title=N_("Specialties"))
    perimeter: Text | None = Field(None, title=N_("Perimeter"))
    coordinator: Contact | None = Field(None, title=N_("Coordinator"))
    members: tuple[reference("organisations", "professionals", "services"), ...] = Field(
        (), title=N_("Members")
    )
    missions: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(title=N_("Missions"))
    commitments: tuple[Commitment, ...] = Field((), title=N_("Commitments"))
    access_for_patients: Text = Field(title=N_("How a patient benefits"))
    access_for_professionals: ProfessionalAccess | None = Field(
        None, title=N_("How a professional reaches the team")
    )
    contacts: tuple[Contact, ...] = Field((), title=N_("Contacts"))
    places: tuple[reference("places"), ...] = Field((), title=N_("Places"))
