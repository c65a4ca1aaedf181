"""Who answers for a text: those who signed it, what changed since, and where a shared text comes from."""

from __future__ import annotations

from pydantic import Field

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import Day, Name, SecureUrl, Text, YesNo


class Signatory(Value):
    """A person who signed for an organisation of the territory."""

    name: Name = Field(title=N_("Name"))
    organisation: Name = Field(title=N_("Organisation"))
    role: Text = Field(title=N_("Role"), examples=["Cardiologue"])
    date: Day = Field(title=N_("Date"))


class Change(Value):
    """One line of the history of a page."""

    date: Day = Field(title=N_("Date"))
    what: Text = Field(
        title=N_("What changed"),
        description=N_("In the words of a patient."),
        examples=["Le test sanguin se fait avant l’échographie."],
    )
    major: YesNo = Field(False, title=N_("Changes what patients do"))


class Core(Value):
    """The shared text that a territory took over, beside which it writes an insert of its own."""

    publisher: Name = Field(title=N_("Who publishes the shared text"), examples=["Collectif national fictif"])
    version: Name = Field(title=N_("Version"), examples=["2.1"])
    date: Day = Field(title=N_("Date of this version"))
    url: SecureUrl | None = Field(None, title=N_("Address of the shared text"))
