"""A pathway: the ordered steps from the first sign to the follow-up, and who does what at each."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Record, Value
from portal.model.fields import Integer, Name, Slug, Text, Written, YesNo, code, reference
from portal.model.signing import Change, Core, Signatory
from portal.model.step import Step
from portal.model.values import (
    Contact,
    Offer,
)

# ICD-10 (CIM-10): a letter, a digit, a digit or letter, and up to four more after a dot.
_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


def _icd10(value: str) -> str:
    if not _ICD10.fullmatch(value):
        raise PydanticCustomError("icd10", "not an ICD-10 code", {"given": value})
    return value


Icd10 = Annotated[str, Written(N_("ICD-10 code"), "I50.0"), AfterValidator(_icd10)]


class Condition(Value):
    """What the pathway is about, in medical and in lay words."""

    label: Text = Field(title=N_("Medical name"), examples=["Insuffisance cardiaque"])
    lay_label: Text = Field(title=N_("In everyday words"), examples=["Cœur fatigué, qui pompe moins bien"])
    icd10: tuple[Icd10, ...] = Field(
        (),
        title=N_("ICD-10 codes"),
        description=N_("They link the page to the software of professionals."),
        examples=["I50.0"],
    )


class RedFlag(Value):
    """A sign, how fast to act, and the number to call."""

    text: Text = Field(
        title=N_("Sign"),
        description=N_("What the person feels or sees, in one sentence, without a link."),
        examples=["Vous avez une douleur qui serre la poitrine."],
    )
    urgency: code("urgency") = Field(
        title=N_("Level of care"), description=N_("Seven signs at most for each level.")
    )
    number: reference("emergency") | None = Field(
        None, title=N_("Number"), description=N_("Always there for a vital sign."), examples=["emergency/15"]
    )


class Variant(Value):
    """What changes for some people: a child, a pregnancy, a carer, no family doctor…"""

    id: Slug = Field(title=N_("Identifier"))
    audience: code("audience") = Field(title=N_("Audience"))
    title: Text = Field(title=N_("Title"), examples=["Vous n’avez pas de médecin traitant"])
    text: Text = Field(title=N_("What changes"))


class After(Value):
    """After the last visit."""

    results: Text = Field(
        title=N_("Results"),
        description=N_("When and from whom they come."),
        examples=["Le médecin vous donne les résultats à la visite suivante."],
    )
    follow_up: Text = Field(
        title=N_("Follow-up"), examples=["Votre médecin vous revoit tous les trois mois."]
    )
    self_care: Text = Field(title=N_("What you can do yourself"), examples=["Pesez-vous chaque matin."])
    recovery: Text | None = Field(None, title=N_("Recovery"))


class SocialSupport(Value):
    """Who helps beside care; or why there is nobody to name."""

    refs: tuple[reference("services", "organisations", "teams", "guides"), ...] = Field(
        (), title=N_("Support")
    )
    offer: Offer | None = Field(None, title=N_("Found in the directory"))
    none_because: Text | None = Field(
        None, title=N_("None, because"), description=N_("When there is really nothing to name.")
    )

    @model_validator(mode="after")
    def _said(self) -> SocialSupport:
        if not (self.refs or self.offer or self.none_because):
            raise PydanticCustomError("support_empty", "nothing is said", {})
        return self


class Coordinator(Value):
    """Whom to call when the way is blocked."""

    name: Name = Field(title=N_("Name"))
    role: Text | None = Field(None, title=N_("Role"), examples=["Infirmière coordinatrice"])
    contact: Contact = Field(title=N_("Contact"))


class Level(Value):
    """One level of care of a pathway: when one goes up to it, and how one comes back."""

    level: Annotated[Integer, Field(ge=1, le=3)] = Field(title=N_("Level of care (1 to 3)"), examples=["3"])
    up: Text | None = Field(
        None,
        title=N_("When one goes up"),
        description=N_("What makes the level below send a patient here."),
        examples=["Le cardiologue propose une opération."],
    )
    where: Text | None = Field(
        None,
        title=N_("Where it is"),
        description=N_("Needed when no step of the pathway is of this level."),
        examples=["Au centre hospitalier universitaire, hors du territoire."],
    )
    back: Text | None = Field(
        None,
        title=N_("When one comes back"),
        description=N_("Who follows the patient afterwards, near home."),
        examples=["Le cardiologue de ville reprend le suivi."],
    )


class Pathway(Record):
    """The way through care for one condition, in one territory."""

    kind_id: ClassVar[str] = "pathways"
    clinical: ClassVar[bool] = True

    summary: Text = Field(max_length=200, title=N_("Summary"))
    condition: Condition = Field(title=N_("Condition"))
    theme: code("theme") | None = Field(
        None,
        title=N_("Theme"),
        description=N_("Under which heading patients find it on the home page and in the list."),
        examples=["heart_breath"],
    )
    population: Annotated[tuple[code("audience"), ...], Field(min_length=1)] = Field(
        title=N_("Population"), description=N_("For whom the pathway was written.")
    )
    chronic: YesNo = Field(False, title=N_("Long-term condition"))
    specialties: tuple[code("specialty"), ...] = Field(
        (),
        title=N_("Specialties"),
        description=N_("It makes the pathway appear on the pages of these specialties."),
    )
    entry_points: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        title=N_("How patients say it"),
        description=N_("Sentences that a patient would say or type; search reads them."),
        examples=["Je suis essoufflé dans les escaliers."],
    )
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1)] = Field(
        title=N_("When to act at once"), description=N_("Before anything else on the page.")
    )
    steps: Annotated[tuple[Step, ...], Field(min_length=2)] = Field(title=N_("Steps"))
    levels: tuple[Level, ...] = Field(
        (),
        title=N_("Levels of care"),
        description=N_("Where to go up and where to come back; what is left out is read from the steps."),
    )
    variants: tuple[Variant, ...] = Field((), title=N_("Special situations"))
    options: tuple[Text, ...] = Field(
        (),
        title=N_("Choices to discuss"),
        description=N_("What the patient may weigh with the doctor."),
        examples=["Se faire opérer maintenant, ou attendre."],
    )
    after: After = Field(title=N_("After"))
    social_support: SocialSupport = Field(title=N_("Support in daily life"))
    rules: tuple[reference("rules"), ...] = Field((), title=N_("Rules that apply"))
    coordinator: Coordinator | None = Field(
        None,
        title=N_("Coordinator"),
        description=N_(
            "Whom to call when the way is blocked; without it, the page says that nobody is named."
        ),
    )
    signatories: tuple[Signatory, ...] = Field(
        (),
        title=N_("Signatories"),
        description=N_("Needed to publish: a family doctor and a specialist of the territory."),
    )
    changelog: tuple[Change, ...] = Field((), title=N_("History"))
    core: Core | None = Field(
        None,
        title=N_("Shared text"),
        description=N_("When the text comes from elsewhere: the territory then writes in content/inserts."),
    )
