"""A step of a pathway: who does it, how one gets in, what to prepare, and where it leads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import Integer, Slug, Text, YesNo, code, reference
from portal.model.material import Material
from portal.model.values import Access, Cost, Duration, IfWorse, InformationFlow, Offer, Preparation


class Actor(Value):
    """Who does the step: a role, and the local teams that fill it."""

    role: Text = Field(
        title=N_("Role"),
        description=N_("Who, in words that do not change when somebody leaves."),
        examples=["Médecin traitant"],
    )
    profession: code("profession") | None = Field(None, title=N_("Profession"))
    refs: tuple[reference("services", "teams", "organisations", "professionals"), ...] = Field(
        (),
        title=N_("Local teams"),
        description=N_("The teams that agreed to be named here."),
        examples=["services/cardiologie-exemple"],
    )
    offer: Offer | None = Field(
        None,
        title=N_("Found in the directory"),
        description=N_("When no team is named: those of the directory that do this."),
    )
    oneself: YesNo = Field(
        False,
        title=N_("The patient, or somebody close"),
        description=N_("Nobody to look for: one does it oneself."),
    )


class Choice(Value):
    """A fork in the pathway."""

    condition: Text = Field(title=N_("If"), examples=["Le médecin pense à une insuffisance cardiaque"])
    then_step: Slug = Field(
        title=N_("Then go to step"),
        description=N_("The identifier of a step of this pathway."),
        examples=["premiers-examens"],
    )


class Step(Value):
    """One step: who, where, when, at what cost, what to prepare, what must travel, what if it gets worse."""

    id: Slug = Field(title=N_("Identifier"), examples=["medecin-traitant"])
    title: Text = Field(
        title=N_("Title"),
        description=N_("An action, from the patient’s side."),
        examples=["Parler de vos signes au médecin traitant"],
    )
    purpose: Text = Field(
        title=N_("Purpose"),
        description=N_("Why this step, in one or two sentences."),
        examples=["Le médecin vous examine et décide des premiers examens."],
    )
    domain: code("domain") = Field("health", title=N_("Domain"))
    actors: Annotated[tuple[Actor, ...], Field(min_length=1)] = Field(title=N_("Who"))
    place_kind: code("place_kind") = Field(title=N_("Where it happens"))
    level: Annotated[Integer, Field(ge=1, le=3)] = Field(
        title=N_("Level of care (1 to 3)"),
        description=N_("1: first line; 2: specialist; 3: regional centre. From 2 on, say how to prepare."),
        examples=["1"],
    )
    delay_before: Duration | None = Field(
        None, title=N_("Delay before"), description=N_("How long before this step begins.")
    )
    access: Access = Field(title=N_("Access"))
    preparation: Preparation | None = Field(
        None, title=N_("Preparation"), description=N_("Needed from level 2 on.")
    )
    questions: tuple[Text, ...] = Field(
        (),
        title=N_("Questions to ask"),
        description=N_("What a patient may ask on that day."),
        examples=["Quels examens faut-il faire, et dans quel délai ?"],
    )
    information_flow: tuple[InformationFlow, ...] = Field(
        (),
        title=N_("What the specialist must receive"),
        description=N_("Needed from level 2 on: one entry per document."),
    )
    costs: tuple[Cost, ...] = Field((), title=N_("Cost"), description=N_("Rules first."))
    decision: tuple[Choice, ...] = Field((), title=N_("What happens next"))
    if_worse: IfWorse = Field(title=N_("If it gets worse"))
    follow_up: Text | None = Field(
        None,
        title=N_("What follows"),
        description=N_("Needed for the last step: who calls whom, and when."),
        examples=["Le cardiologue vous revoit une fois par an."],
    )
    local_gap: Text | None = Field(
        None,
        title=N_("What is missing here, and the way round"),
        description=N_("Needed when nobody is known here: say it, and where to go."),
        examples=["Il n’y a pas de rééducation du cœur ici. Parlez-en au cardiologue."],
    )

    materials: tuple[Material, ...] = Field(
        (),
        title=N_("Said otherwise"),
        description=N_("Films in sign language, films, pictures about this step."),
    )

    @model_validator(mode="after")
    def _specialist_step(self) -> Step:
        """Beyond the first level, the patient prepares, asks, and sees documents travel."""
        if self.level >= 2:
            if self.preparation is None:
                raise PydanticCustomError(
                    "step_preparation", "a specialist step without preparation", {"step": self.id}
                )
            if len(self.questions) < 3:
                raise PydanticCustomError(
                    "step_questions", "a specialist step with few questions", {"step": self.id}
                )
            if not self.information_flow:
                raise PydanticCustomError(
                    "step_information", "a specialist step without documents", {"step": self.id}
                )
        return self
