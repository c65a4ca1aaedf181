"""Values that several kinds share: delays, costs, contacts, access, preparation."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import (
    Day,
    Integer,
    Name,
    Number,
    PartialDay,
    Text,
    Visibility,
    YesNo,
    code,
    reference,
)
from portal.model.hours import Hours
from portal.model.phones import Phone

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_WEB = re.compile(r"https://[^\s/@]+\.[^\s/@]+(?:/\S*)?")
Percent = Annotated[Integer, Field(ge=0, le=100)]
Euros = Annotated[Number, Field(ge=0, decimal_places=2)]


class Duration(Value):
    """A delay: never without its kind, its source and its date."""

    min: Annotated[Integer, Field(ge=0)] = Field(
        title=N_("At least"),
        description=N_("A single figure goes here, without a highest one."),
        examples=["2"],
    )
    max: Annotated[Integer, Field(ge=0)] | None = Field(None, title=N_("At most"), examples=["4"])
    unit: code("duration_unit") = Field(title=N_("Unit"))
    kind: code("duration_kind") = Field(
        title=N_("Kind of delay"),
        description=N_("Target: wanted here; observed: measured; usual: what the team announces."),
    )
    source: Name = Field(
        title=N_("Source"),
        description=N_("Who says so. A delay without source and date is refused."),
        examples=["Secrétariat de cardiologie"],
    )
    as_of: PartialDay = Field(title=N_("Date"))

    @model_validator(mode="after")
    def _order(self) -> Duration:
        if self.max is not None and self.max < self.min:
            raise PydanticCustomError("range_order", "the highest is below the lowest", {})
        return self


class Cost(Value):
    """What the patient pays: by dated rule; or an amount with its own source and date."""

    label: Text | None = Field(None, title=N_("What is paid for"), examples=["Électrocardiogramme"])
    rule: reference("rules") | None = Field(
        None,
        title=N_("Rule"),
        description=N_("Prefer a rule to an amount: when the tariff changes, one file changes."),
        examples=["rules/consultation-generaliste"],
    )
    amount: Euros | None = Field(
        None,
        title=N_("Amount in euros"),
        description=N_("An amount or a rate needs its source and its date."),
        examples=["26.50"],
    )
    amount_max: Euros | None = Field(None, title=N_("Highest amount in euros"))
    reimbursed_in: Percent | None = Field(
        None, title=N_("Reimbursed within the care pathway (%)"), examples=["70"]
    )
    reimbursed_out: Percent | None = Field(
        None, title=N_("Reimbursed outside the care pathway (%)"), examples=["30"]
    )
    note: Text | None = Field(None, title=N_("Note"))
    conditions: Text | None = Field(None, title=N_("Conditions"))
    source: Name | None = Field(None, title=N_("Source"), examples=["Assurance maladie"])
    as_of: PartialDay | None = Field(None, title=N_("Date"))

    @model_validator(mode="after")
    def _dated(self) -> Cost:
        figures = (self.amount, self.amount_max, self.reimbursed_in, self.reimbursed_out)
        if any(f is not None for f in figures) and not (self.source and self.as_of):
            raise PydanticCustomError("undated_figure", "a figure without source and date", {})
        if not (self.rule or self.label or self.note):
            raise PydanticCustomError("empty_cost", "an empty cost", {})
        return self


class Contact(Value):
    """One way to reach someone. What is not public never leaves the folder of content."""

    channel: code("channel") = Field(title=N_("Channel"))
    value: str = Field(
        title=N_("Number or address"),
        min_length=1,
        description=N_("A phone number as people dial it; a web address with https."),
        examples=["05 36 49 00 01"],
    )
    label: Text | None = Field(
        None,
        title=N_("Label"),
        description=N_("Which door it opens: secretary, appointments, admission…"),
        examples=["Secrétariat"],
    )
    hours: Hours | None = Field(
        None, title=N_("Hours"), description=N_("When somebody answers; not when the place is open.")
    )
    visibility: Visibility = Field(
        "public",
        title=N_("Who may see it"),
        description=N_("A direct line between professionals is “professionals”: it is never published."),
    )
    operator: Name | None = Field(
        None,
        title=N_("Company that runs the tool"),
        description=N_("For online booking: visitors see whose site they go to."),
    )
    source: Name | None = Field(None, title=N_("Source"))
    as_of: PartialDay | None = Field(None, title=N_("Date"))

    @model_validator(mode="after")
    def _shape(self) -> Contact:
        check_contact(self.channel, self.value)
        return self


def check_contact(channel: str, value: str) -> None:
    """Refuse a phone, e-mail or web address that cannot be one."""
    if channel in {"tel", "sms", "fax"}:
        Phone.parse(value)
    elif channel in {"email", "mssante"} and not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "not an e-mail address", {"given": value})
    elif channel in {"web", "booking", "video"} and not _WEB.fullmatch(value):
        raise PydanticCustomError("web", "not a web address", {"given": value})


class NewPatients(Value):
    """Does the service take new patients, and since when is that known?"""

    answer: code("new_patients") = Field(title=N_("New patients"))
    as_of: Day = Field(title=N_("Date"), description=N_("The day when the service said so."))


class Access(Value):
    """How one gets there: directly, with a letter… and the dated rule that says so."""

    mode: code("access_mode") = Field(title=N_("Access"))
    rule: reference("rules") | None = Field(
        None,
        title=N_("Rule"),
        description=N_("The dated rule that says whether a letter or a prescription is needed."),
        examples=["rules/acces-direct-kinesitherapeute"],
    )
    note: Text | None = Field(None, title=N_("Note"), examples=["Dites dès l’appel que vous êtes essoufflé."])


class Preparation(Value):
    """What to bring, do and avoid."""

    bring: tuple[Text, ...] = Field((), title=N_("To bring"), examples=["La liste de vos médicaments."])
    do: tuple[Text, ...] = Field((), title=N_("To do"), examples=["Notez depuis quand vous êtes gêné."])
    dont: tuple[Text, ...] = Field(
        (), title=N_("Not to do"), examples=["N’arrêtez aucun médicament de vous-même."]
    )
    fasting: YesNo | None = Field(None, title=N_("On an empty stomach"))
    accompanied: YesNo | None = Field(None, title=N_("Come with someone"))


class InformationFlow(Value):
    """One document that the specialist must receive, and what the patient does if it is missing."""

    document: Text = Field(title=N_("Document"), examples=["Courrier du médecin traitant"])
    sender: Text = Field(title=N_("Sent by"), examples=["Votre médecin traitant"])
    recipient: Text = Field(title=N_("Received by"), examples=["Le cardiologue"])
    channel: code("document_channel") = Field(title=N_("Channel"))
    when: Text = Field(title=N_("When"), examples=["Avant le rendez-vous"])
    if_missing: Text = Field(
        title=N_("If it is missing"),
        description=N_("What the patient does: whom to call, what to ask."),
        examples=["Appelez le cabinet de votre médecin et demandez une copie."],
    )


class IfWorse(Value):
    """What to do when things get worse: a level of care, in words, and a number."""

    urgency: code("urgency") = Field(title=N_("Level of care"))
    text: Text = Field(
        title=N_("Signs"),
        description=N_("Signs that a patient recognises alone."),
        examples=["Vous êtes essoufflé même au repos."],
    )
    number: reference("emergency") | None = Field(None, title=N_("Number"), examples=["emergency/15"])


class Public(Value):
    """For whom, or not for whom, a service is."""

    text: Text | None = Field(None, title=N_("In words"), examples=["Adultes qui ont une maladie du cœur."])
    age_min: Annotated[Integer, Field(ge=0, le=120)] | None = Field(
        None, title=N_("From age"), examples=["18"]
    )
    age_max: Annotated[Integer, Field(ge=0, le=120)] | None = Field(None, title=N_("To age"))
    audiences: tuple[code("audience"), ...] = Field((), title=N_("Audience"))

    @model_validator(mode="after")
    def _order(self) -> Public:
        if self.age_min is not None and self.age_max is not None and self.age_max < self.age_min:
            raise PydanticCustomError("range_order", "the highest is below the lowest", {})
        return self


class Closure(Value):
    """A temporary closure; it shows and vanishes by date."""

    start: Day = Field(title=N_("From"))
    end: Day | None = Field(
        None, title=N_("To"), description=N_("The day before it opens again; left out when nobody knows.")
    )
    reason: Text | None = Field(None, title=N_("Reason"), examples=["Travaux"])
    alternative: reference("services", "organisations", "guides") | None = Field(
        None,
        title=N_("Instead"),
        description=N_("Where to go meanwhile."),
        examples=["services/cardiologie-exemple"],
    )

    @model_validator(mode="after")
    def _order(self) -> Closure:
        if self.end and self.end < self.start:
            raise PydanticCustomError("date_order", "ends before it starts", {})
        return self


class Fees(Value):
    """Sector and amounts of a service."""

    sector: code("sector") | None = Field(None, title=N_("Sector"))
    third_party: YesNo | None = Field(
        None,
        title=N_("Nothing to advance"),
        description=N_("The patient pays nothing on the spot for what is reimbursed."),
    )
    min: Euros | None = Field(
        None,
        title=N_("From (euros)"),
        description=N_("An amount needs its source and its date."),
        examples=["30.00"],
    )
    max: Euros | None = Field(None, title=N_("To (euros)"))
    note: Text | None = Field(None, title=N_("Note"))
    source: Name | None = Field(None, title=N_("Source"))
    as_of: PartialDay | None = Field(None, title=N_("Date"))

    @model_validator(mode="after")
    def _dated(self) -> Fees:
        if (self.min is not None or self.max is not None) and not (self.source and self.as_of):
            raise PydanticCustomError("undated_figure", "a figure without source and date", {})
        return self


class Offer(Value):
    """Which local services or organisations can do this: by specialty or kind, found in the directory."""

    specialties: tuple[code("specialty"), ...] = Field(
        (),
        title=N_("Specialties"),
        description=N_("All that the directory holds of these specialties or kinds is listed."),
    )
    service_kinds: tuple[code("service_kind"), ...] = Field((), title=N_("Kinds of service"))
    organisation_kinds: tuple[code("organisation_kind"), ...] = Field((), title=N_("Kinds of organisation"))
    both: YesNo = Field(
        False,
        title=N_("Specialty and kind at once"),
        description=N_(
            "Only the services of one of these specialties that are also of one of these kinds: the heart "
            "ward, but not the rehabilitation of the heart. Otherwise either is enough."
        ),
    )

    @model_validator(mode="after")
    def _both_are_said(self) -> Offer:
        if self.both and not (self.specialties and self.service_kinds):
            raise PydanticCustomError("offer_both", "specialty and kind at once, one is missing", {})
        return self
