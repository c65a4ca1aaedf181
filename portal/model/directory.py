"""The directory: services, organisations, places, communes. No kind stands for another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from portal.errors import N_
from portal.model.base import Record, Value
from portal.model.fields import (
    Day,
    Degrees,
    Integer,
    Name,
    Number,
    PartialDay,
    SecureUrl,
    Text,
    YesNo,
    code,
    reference,
)
from portal.model.hours import Hours
from portal.model.identifiers import Finess, Insee, Language, Postcode, Siret
from portal.model.values import Access, Closure, Contact, Duration, Fees, NewPatients, Preparation, Public

Latitude = Annotated[Degrees, Field(ge=-90, le=90)]
Longitude = Annotated[Degrees, Field(ge=-180, le=180)]


class ServicePlace(Value):
    """A service at one place: hours, contacts and delays may differ from place to place."""

    place: reference("places") = Field(title=N_("Place"), examples=["places/hopital-exemple"])
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
    ror: Name | None = Field(
        None,
        title=N_("ROR identifier"),
        description=N_("In the national directory of what hospitals offer (ROR)."),
    )


class Service(Record):
    """What someone does for patients, somewhere, under certain conditions."""

    kind_id: ClassVar[str] = "services"

    provided_by: reference("organisations") = Field(
        title=N_("Provided by"),
        description=N_("The establishment that answers for it."),
        examples=["organisations/hopital-exemple"],
    )
    kind: code("service_kind") = Field(title=N_("Kind"))
    places: tuple[ServicePlace, ...] = Field(
        (), title=N_("Places"), description=N_("One entry per place: hours, contacts and delays may differ.")
    )
    specialties: tuple[code("specialty"), ...] = Field((), title=N_("Specialties"))
    professions: tuple[code("profession"), ...] = Field((), title=N_("Professions"))
    acts: tuple[Text, ...] = Field((), title=N_("What is done"), examples=["Échographie du cœur"])
    level: Annotated[Integer, Field(ge=1, le=3)] | None = Field(
        None,
        title=N_("Level of care (1 to 3)"),
        description=N_("1: first line; 2: specialist; 3: regional centre."),
        examples=["2"],
    )
    for_whom: Public | None = Field(None, title=N_("For whom"))
    not_for_whom: Public | None = Field(
        None, title=N_("Not for"), description=N_("Who would come for nothing, and where they should go.")
    )
    access: Access | None = Field(None, title=N_("Access"))
    letter_required: code("yes_no_depends") | None = Field(
        None,
        title=N_("Letter needed"),
        description=N_("As the service says it; the law stands in the rule of “access”."),
    )
    booking: tuple[Contact, ...] = Field(
        (),
        title=N_("How to book"),
        description=N_("The way to an appointment; other contacts stand with the place."),
    )
    new_patients: NewPatients | None = Field(
        None, title=N_("New patients"), description=N_("As the service says it, with the day.")
    )
    wait: Duration | None = Field(None, title=N_("Usual delay"))
    area: tuple[Insee, ...] | Literal["territory"] | None = Field(
        None,
        title=N_("Area covered"),
        description=N_("Only when some communes are served and others are not."),
    )
    psychiatric_sectors: tuple[Name, ...] = Field(
        (),
        title=N_("Psychiatric sectors"),
        description=N_("Those that it serves, as communes name theirs: their pages then show it."),
        examples=["81G01"],
    )
    fees: Fees | None = Field(None, title=N_("Cost"))
    preparation: Preparation | None = Field(None, title=N_("Preparation"))
    after: Text | None = Field(
        None,
        title=N_("After the visit"),
        examples=["Le compte rendu part chez votre médecin dans la semaine."],
    )
    languages: tuple[Language, ...] = Field(
        (), title=N_("Languages"), description=N_("Spoken by someone of the team, French included.")
    )
    sign_language: YesNo | None = Field(None, title=N_("French sign language"))
    interpreter: YesNo | None = Field(None, title=N_("Interpreter"))
    remote: Remote | None = Field(None, title=N_("At a distance"))
    closures: tuple[Closure, ...] = Field((), title=N_("Closures"))
    verified_on: Day | None = Field(
        None,
        title=N_("Last verified"),
        description=N_("The day when someone of the service confirmed the page."),
    )
    verified_by: Name | None = Field(None, title=N_("Verified by"), examples=["Secrétariat du service"])
    identifiers: ServiceIds | None = Field(None, title=N_("Identifiers"))

    @property
    def for_professionals_only(self) -> bool:
        """Only a professional may ask: nothing invites a patient to call or to book."""
        return self.access is not None and self.access.mode == "professionals_only"


class Organisation(Record):
    """Who is responsible: an establishment, a health centre, a community of professionals…"""

    kind_id: ClassVar[str] = "organisations"

    kind: code("organisation_kind") = Field(title=N_("Kind"))
    legal_name: Name | None = Field(None, title=N_("Legal name"))
    short_name: Name | None = Field(None, title=N_("Short name"))
    part_of: reference("organisations") | None = Field(
        None,
        title=N_("Part of"),
        description=N_("The establishment or group that it belongs to."),
        examples=["organisations/hopital-exemple"],
    )
    finess_et: Finess | None = Field(None, title=N_("FINESS of the establishment"))
    finess_ej: Finess | None = Field(None, title=N_("FINESS of the legal entity"))
    finess_category: Name | None = Field(None, title=N_("FINESS category"))
    siret: Siret | None = Field(None, title=N_("SIRET"))
    contacts: tuple[Contact, ...] = Field((), title=N_("Contacts"))
    places: tuple[reference("places"), ...] = Field(
        (), title=N_("Places"), examples=["places/hopital-exemple"]
    )
    members: tuple[reference("organisations", "professionals", "teams"), ...] = Field(
        (),
        title=N_("Members"),
        description=N_("Who takes part: for a community of professionals, a team, a network."),
    )
    area: tuple[Insee, ...] | Literal["territory"] | None = Field(None, title=N_("Area covered"))
    hours: Hours | None = Field(None, title=N_("Opening hours"))
    closures: tuple[Closure, ...] = Field((), title=N_("Closures"))
    networks: tuple[Name, ...] = Field((), title=N_("Networks"))
    verified_on: Day | None = Field(None, title=N_("Last verified"))
    verified_by: Name | None = Field(None, title=N_("Verified by"))


class Address(Value):
    """Where a letter arrives."""

    lines: tuple[Name, ...] = Field(
        (),
        title=N_("Street"),
        description=N_("Number and street, one line each."),
        examples=["1 rue de l’Exemple"],
    )
    postcode: Postcode | None = Field(None, title=N_("Postcode"))
    insee: Insee = Field(title=N_("Commune (INSEE code)"))
    source: Name | None = Field(None, title=N_("Source"))
    as_of: PartialDay | None = Field(None, title=N_("Date"))


class PlaceAccess(Value):
    """Getting there and getting in."""

    bus: Text | None = Field(None, title=N_("By bus or train"), examples=["Ligne 1, arrêt Hôpital"])
    parking: Text | None = Field(None, title=N_("Parking"))
    disabled_parking: YesNo | None = Field(None, title=N_("Disabled parking"))
    step_free: YesNo | None = Field(None, title=N_("Step-free entrance"))
    lift: YesNo | None = Field(None, title=N_("Lift"))
    floor: Name | None = Field(None, title=N_("Floor"), examples=["1er étage"])
    entrance: Text | None = Field(
        None,
        title=N_("Entrance"),
        description=N_("What one sees on arriving; the code is never written here."),
        examples=["Entrée par la cour, porte bleue"],
    )


class Photo(Value):
    """A picture, with the words that replace it."""

    src: Name = Field(title=N_("File"), description=N_("A file of content/images."), examples=["entree.jpg"])
    alt: Text = Field(
        title=N_("Text alternative"),
        description=N_("What one would see: read aloud to those who do not."),
        examples=["La porte bleue au fond de la cour"],
    )


class Place(Record):
    """A place one can go to."""

    kind_id: ClassVar[str] = "places"

    address: Address = Field(title=N_("Address"))
    lat: Latitude | None = Field(None, title=N_("Latitude"), examples=["43.926"])
    lon: Longitude | None = Field(None, title=N_("Longitude"), examples=["2.147"])
    position: code("position") = Field(
        "approximate", title=N_("Precision"), description=N_("Say when the point on the map is not the door.")
    )
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
        None, title=N_("Year of the count"), examples=["2023"]
    )
    lat: Latitude | None = Field(None, title=N_("Latitude"))
    lon: Longitude | None = Field(None, title=N_("Longitude"))
    epci: Epci | None = Field(None, title=N_("Group of communes"))
    neighbours: tuple[Insee, ...] = Field((), title=N_("Neighbours"), examples=["81063"])
    in_territory: YesNo = Field(
        True, title=N_("In the territory"), description=N_("No for a neighbour that patients go to.")
    )
    psychiatric_sector: Name | None = Field(None, title=N_("Psychiatric sector"))
    emergency_road_km: Number | None = Field(None, title=N_("Road to the nearest emergency department (km)"))
