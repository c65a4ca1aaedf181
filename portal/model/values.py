"""Values that several kinds share: delays, costs, contacts, access, preparation."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import (
    Day,
    Integer,
    Name,
    Number,
    PartialDay,
    Text,
    Value,
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

    min: Annotated[Integer, Field(ge=0)] = Field(title=N_("At least"))
    max: Annotated[Integer, Field(ge=0)] | None = Field(None, title=N_("At most"))
    unit: code("duration_unit") = Field(title=N_("Unit"))
    kind: code("duration_kind") = Field(title=N_("Kind of delay"))
    source: Name = Field(title=N_("Source"))
    as_of: PartialDay = Field(title=N_("Date"))

    @model_validator(mode="after")
    def _order(self) -> Duration:
        if self.max is not None and self.max < self.min:
            raise PydanticCustomError("range_order", "the highest is below the lowest", {})
        return self


class Cost(Value):
    """What the patient pays: by dated rule; or an amount with its own source and date."""

    label: Text | None = Field(None, title=N_("What is paid for"))
    rule: reference("rules") | None = Field(None, title=N_("Rule"))
    amount: Euros | None = Field(None, title=N_("Amount in euros"))
    amount_max: Euros | None = Field(None, title=N_("Highest amount in euros"))
    reimbursed_in: Percent | None = Field(None, title=N_("Reimbursed within the care pathway (%)"))
    reimbursed_out: Percent | None = Field(None, title=N_("Reimbursed outside the care pathway (%)"))
    note: Text | None = Field(None, title=N_("Note"))
    conditions: Text | None = Field(None, title=N_("Conditions"))
    source: Name | None = Field(None, title=N_("Source"))
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
    value: str = Field(title=N_("Number or address"), min_length=1)
    label: Text | None = Field(None, title=N_("Label"))
    hours: Hours | None = Field(None, title=N_("Hours"))
    visibility: Visibility = Field("public", title=N_("Who may see it"))
    operator: Name | None = Field(None, title=N_("Company that runs the tool"))
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
    as_of: Day = Field(title=N_("Date"))


class Access(Value):
    """How one gets there: directly, with a letter… and the dated rule that says so."""

    mode: code("access_mode") = Field(title=N_("Access"))
    rule: reference("rules") | None = Field(None, title=N_("Rule"))
    note: Text | None = Field(None, title=N_("Note"))


class Preparation(Value):
    """What to bring, do and avoid."""

    bring: tuple[Text, ...] = Field((), title=N_("To bring"))
    do: tuple[Text, ...] = Field((), title=N_("To do"))
    dont: tuple[Text, ...] = Field((), title=N_("Not to do"))
    fasting: YesNo | None = Field(None, title=N_("On an empty stomach"))
    accompanied: YesNo | None = Field(None, title=N_("Come with someone"))


class InformationFlow(Value):
    """One document that the specialist must receive, and what the patient does if it is missing."""

    document: Text = Field(title=N_("Document"))
    sender: Text = Field(title=N_("Sent by"))
    recipient: Text = Field(title=N_("Received by"))
    channel: code("document_channel") = Field(title=N_("Channel"))
    when: Text = Field(title=N_("When"))
    if_missing: Text = Field(title=N_("If it is missing"))


class IfWorse(Value):
    """What to do when things get worse: a level of care, in words, and a number."""

    urgency: code("urgency") = Field(title=N_("Level of care"))
    text: Text = Field(title=N_("Signs"))
    number: reference("emergency") | None = Field(None, title=N_("Number"))


class Public(Value):
    """For whom, or not for whom, a service is."""

    text: Text | None = Field(None, title=N_("In words"))
    age_min: Annotated[Integer, Field(ge=0, le=120)] | None = Field(None, title=N_("From age"))
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
    end: Day | None = Field(None, title=N_("To"))
    reason: Text | None = Field(None, title=N_("Reason"))
    alternative: reference("services", "organisations", "guides") | None = Field(None, title=N_("Instead"))

    @model_validator(mode="after")
    def _order(self) -> Closure:
        if self.end and self.end < self.start:
            raise PydanticCustomError("date_order", "ends before it starts", {})
        return self


class Fees(Value):
    """Sector and amounts of a service."""

    sector: code("sector") | None = Field(None, title=N_("Sector"))
    third_party: YesNo | None = Field(None, title=N_("Nothing to advance"))
    min: Euros | None = Field(None, title=N_("From (euros)"))
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

    specialties: tuple[code("specialty"), ...] = Field((), title=N_("Specialties"))
    service_kinds: tuple[code("service_kind"), ...] = Field((), title=N_("Kinds of service"))
    organisation_kinds: tuple[code("organisation_kind"), ...] = Field((), title=N_("Kinds of organisation"))
