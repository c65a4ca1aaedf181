"""What a territory adds to a shared pathway, in a file that no update of the shared text touches."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from portal.errors import N_
from portal.model.base import Record, Value
from portal.model.fields import Slug, Text
from portal.model.pathway import Coordinator, Pathway
from portal.model.signing import Change, Signatory
from portal.model.step import Actor, Step
from portal.model.values import Duration


class LocalStep(Value):
    """What is different here at one step: what is given replaces what the shared text says."""

    step: Slug = Field(
        title=N_("Step"),
        description=N_("The identifier of a step of the shared text."),
        examples=["medecin-traitant"],
    )
    actors: tuple[Actor, ...] = Field(
        (), title=N_("Who"), description=N_("Who does it here; they replace those of the shared text.")
    )
    delay_before: Duration | None = Field(None, title=N_("Delay before"))
    local_gap: Text | None = Field(
        None,
        title=N_("What is missing here, and the way round"),
        examples=["Personne ne le fait ici. Demandez à votre médecin."],
    )
    note: Text | None = Field(
        None,
        title=N_("Good to know here"),
        description=N_("It stands beside the shared text, under the name of the territory."),
        examples=["Au Val Fictif, l’accueil est au premier étage."],
    )


class Insert(Record):
    """The block of a territory beside a shared pathway; its identifier is that of the pathway."""

    kind_id: ClassVar[str] = "inserts"
    clinical: ClassVar[bool] = True

    title: Text = Field(title=N_("Title"), examples=["Au Val Fictif"])
    steps: tuple[LocalStep, ...] = Field((), title=N_("Steps that differ here"))
    coordinator: Coordinator | None = Field(None, title=N_("Coordinator"))
    signatories: tuple[Signatory, ...] = Field((), title=N_("Signatories"))
    changelog: tuple[Change, ...] = Field((), title=N_("History"))


def with_insert(pathway: Pathway, insert: Insert) -> Pathway:
    """The pathway as patients of the territory walk it; steps that the pathway lacks are left out."""
    here = {local.step: local for local in insert.steps}
    steps = tuple(_local(step, here[step.id]) if step.id in here else step for step in pathway.steps)
    coordinator = insert.coordinator or pathway.coordinator
    return pathway.model_copy(update={"steps": steps, "coordinator": coordinator})


def _local(step: Step, local: LocalStep) -> Step:
    update = {
        "actors": local.actors or step.actors,
        "delay_before": local.delay_before or step.delay_before,
        # Once somebody is named here, what the shared text said of a gap is no longer true.
        "local_gap": local.local_gap or (None if local.actors else step.local_gap),
    }
    return step.model_copy(update=update)
