"""People who care, alone and in teams."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Record, Value
from portal.model.directory import Photo
from portal.model.fields import Name, Number, PartialDay, Text, Visibility, code, reference
from portal.model.hours import Hours
from portal.model.identifiers import Language, Rpps
from portal.model.values import Contact


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

    title: Name = Field(title=N_("Name"), examples=["Camille Exemple"])
    civility: Name | None = Field(None, title=N_("Civility"), examples=["Dr"])
    profession: code("profession") = Field(title=N_("Profession"))
    specialty: code("specialty") | None = Field(None, title=N_("Specialty"))
    rpps: Rpps | None = Field(None, title=N_("RPPS"), description=N_("For imports only: it is never shown."))
    roles: Annotated[tuple[ProfessionalRole, ...], Field(min_length=1)] = Field(title=N_("Roles"))
    consent_to_list: code("consent") = Field(
        title=N_("Agrees to be listed"),
        description=N_("Nobody is listed without agreement; public_extract: taken from the public register."),
    )
    languages: tuple[Language, ...] = Field((), title=N_("Languages"))
    photo: Photo | None = Field(None, title=N_("Photo"))


class Commitment(Value):
    """What a team promises, and how it is measured."""

    text: Text = Field(title=N_("Commitment"), examples=["Répondre à un avis sous une semaine"])
    indicator: Text | None = Field(
        None, title=N_("Indicator"), examples=["Part des avis rendus sous une semaine"]
    )
    value: Number | None = Field(None, title=N_("Value"), examples=["80"])
    unit: Text | None = Field(None, title=N_("Unit"), examples=["% des demandes"])
    as_of: PartialDay = Field(title=N_("Date"))

    @model_validator(mode="after")
    def _measured(self) -> Commitment:
        if self.value is not None and not (self.indicator and self.unit):
            raise PydanticCustomError("commitment_measure", "a value without what it measures", {})
        return self


class ProfessionalAccess(Value):
    """How a professional reaches the team; not for the public unless said."""

    text: Text = Field(title=N_("In words"))
    visibility: Visibility = Field("professionals", title=N_("Who may see it"))


class Team(Record):
    """People of several places who care together: ESS, MSP team, therapeutic education…"""

    kind_id: ClassVar[str] = "teams"

    kind: code("team_kind") = Field(title=N_("Kind"))
    specialties: tuple[code("specialty"), ...] = Field((), title=N_("Specialties"))
    perimeter: Text | None = Field(
        None,
        title=N_("Perimeter"),
        description=N_("Where and for whom it works."),
        examples=["Le nord du Val Fictif"],
    )
    coordinator: Contact | None = Field(
        None, title=N_("Coordinator"), description=N_("Without it, the page says that nobody is named.")
    )
    members: tuple[reference("organisations", "professionals", "services"), ...] = Field(
        (), title=N_("Members")
    )
    missions: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        title=N_("Missions"), examples=["Donner un avis au médecin traitant"]
    )
    commitments: tuple[Commitment, ...] = Field(
        (),
        title=N_("Commitments"),
        description=N_("What is promised can be measured; an ESS needs at least one."),
    )
    access_for_patients: Text = Field(
        title=N_("How a patient benefits"),
        description=N_("What a patient does to benefit from it; often: ask the family doctor."),
        examples=["Parlez-en à votre médecin traitant : il demande l’avis."],
    )
    access_for_professionals: ProfessionalAccess | None = Field(
        None, title=N_("How a professional reaches the team")
    )
    contacts: tuple[Contact, ...] = Field((), title=N_("Contacts"))
    places: tuple[reference("places"), ...] = Field((), title=N_("Places"))
