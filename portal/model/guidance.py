"""Guidance: guides, glossary, questions, decision guides, alerts, agreements, rules, emergency numbers."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Record, Source, Value
from portal.model.fields import Day, Integer, Name, Number, PartialDay, Slug, Text, YesNo, code, reference
from portal.model.identifiers import Insee
from portal.model.material import Material
from portal.model.phones import Phone
from portal.model.signing import Change, Signatory


class Guide(Record):
    """An article: how to do something, what one is entitled to."""

    kind_id: ClassVar[str] = "guides"
    required_body: ClassVar[bool] = True

    summary: Text = Field(max_length=200, title=N_("Summary"))
    kind: code("guide_kind") = Field(title=N_("Kind"))
    key_points: Annotated[tuple[Text, ...], Field(min_length=1, max_length=5)] = Field(
        title=N_("Key points"),
        description=N_("What one must remember when one reads nothing else."),
        examples=["Vous pouvez demander un second avis sans vous justifier."],
    )
    steps: tuple[Text, ...] = Field((), title=N_("What to do, in order"))
    related: tuple[reference(), ...] = Field((), title=N_("Related pages"))
    rules: tuple[reference("rules"), ...] = Field(
        (), title=N_("Rules that apply"), examples=["rules/consultation-generaliste"]
    )
    materials: tuple[Material, ...] = Field(
        (),
        title=N_("Said otherwise"),
        description=N_("Films in sign language, films, pictures on the subject."),
    )


class Sense(Value):
    """One meaning of a word that has several."""

    id: Slug = Field(title=N_("Identifier"))
    title: Text = Field(title=N_("Long form"), examples=["Messagerie sécurisée de santé"])
    definition: Text = Field(title=N_("Definition"))
    target: reference() | None = Field(None, title=N_("Page about it"))


class Term(Record):
    """A word to understand."""

    kind_id: ClassVar[str] = "glossary"

    definition: Text | None = Field(
        None,
        title=N_("Definition"),
        description=N_("40 words at most, in lay words."),
        examples=["Une maladie longue, reconnue par l’Assurance maladie."],
    )
    acronym: Text | None = Field(None, title=N_("Abbreviation"), examples=["ALD"])
    expansion: Text | None = Field(None, title=N_("Long form"), examples=["Affection de longue durée"])
    senses: tuple[Sense, ...] = Field(
        (),
        title=N_("Several meanings"),
        description=N_("When one word means several things: two entries or more."),
    )
    pronunciation: Text | None = Field(None, title=N_("How to say it"), examples=["a-elle-dé"])
    avoid_in_body: YesNo = Field(
        False,
        title=N_("Not to be used bare in a text"),
        description=N_("A warning is given when a text uses it without saying what it means."),
    )
    related: tuple[reference(), ...] = Field((), title=N_("Related pages"))

    @model_validator(mode="after")
    def _meaning(self) -> Term:
        if len(self.senses) == 1 or not (self.definition or self.senses):
            raise PydanticCustomError("term_meaning", "a definition, or two meanings", {})
        return self


class EmergencyNumber(Record):
    """A number to call; its pair (number, label) is checked against the national registry."""

    kind_id: ClassVar[str] = "emergency"

    number: Name = Field(title=N_("Number"), examples=["15"])
    level: code("emergency_level") = Field(title=N_("Level"))
    channel: code("channel") = Field("tel", title=N_("Channel"))
    when_to_call: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        title=N_("When to call"), examples=["Une douleur dans la poitrine"]
    )
    when_not: Text | None = Field(
        None, title=N_("When not to call"), examples=["Pour un renouvellement d’ordonnance"]
    )
    hours: Text = Field(title=N_("Hours"), examples=["24 heures sur 24, 7 jours sur 7"])
    cost: Text | None = Field(None, title=N_("Price of the call"), examples=["Gratuit"])
    accessible_alternative: Text | None = Field(None, title=N_("If one cannot speak or hear"))
    local: YesNo = Field(
        False, title=N_("Belongs to the territory"), description=N_("Yes for a number that only exists here.")
    )
    priority: Annotated[Integer, Field(ge=1, le=99)] = Field(
        50, title=N_("Order"), description=N_("The lowest comes first."), examples=["10"]
    )
    scope: code("emergency_scope") = Field("national", title=N_("Scope"))
    verified_on: Day = Field(
        title=N_("Verified on"),
        description=N_("When someone last called or read it. A year later, the site is not built any more."),
    )

    @model_validator(mode="after")
    def _dialled(self) -> EmergencyNumber:
        Phone.parse(self.number)
        return self


class Faq(Record):
    """A question as patients ask it, and its answer (120 words at most)."""

    kind_id: ClassVar[str] = "faq"
    required_body: ClassVar[bool] = True

    action: reference() | None = Field(
        None,
        title=N_("What to do next"),
        description=N_("The page that lets one act."),
        examples=["guides/trouver-un-medecin-traitant"],
    )


class Alert(Record):
    """A message that appears and vanishes by date."""

    kind_id: ClassVar[str] = "alerts"

    level: code("alert_level") = Field(title=N_("Level"))
    text: Text = Field(
        max_length=200, title=N_("Text"), examples=["Le cabinet de l’Exemple est fermé cette semaine."]
    )
    start: Day = Field(title=N_("From"))
    end: Day = Field(title=N_("To"), description=N_("The last day on which it shows."))
    communes: tuple[Insee, ...] = Field((), title=N_("Only for these communes"))
    services: tuple[reference("services"), ...] = Field((), title=N_("Only for these services"))
    link: reference() | None = Field(None, title=N_("Link"))

    @model_validator(mode="after")
    def _order(self) -> Alert:
        if self.end < self.start:
            raise PydanticCustomError("date_order", "ends before it starts", {})
        return self


class Rule(Record):
    """A dated fact: one place to update when the law or a tariff changes; pages refer to it."""

    kind_id: ClassVar[str] = "rules"

    kind: code("rule_kind") = Field(title=N_("Kind"))
    text: Text = Field(
        title=N_("In words"),
        description=N_("One sentence that stays true until the law changes."),
        examples=["Une consultation chez le médecin traitant coûte 30 euros."],
    )
    value: Number | None = Field(
        None, title=N_("Value"), description=N_("The figure that pages show by [[rules/…]]."), examples=["30"]
    )
    unit: code("rule_unit") | None = Field(None, title=N_("Unit"), description=N_("Together with the value."))
    answer: code("yes_no_depends") | None = Field(None, title=N_("Prescription or letter needed"))
    profession: code("profession") | None = Field(None, title=N_("Profession"))
    specialty: code("specialty") | None = Field(None, title=N_("Specialty"))
    service_kinds: tuple[code("service_kind"), ...] = Field(
        (),
        title=N_("Kinds of service"),
        description=N_("Services whose page gives this rule as long as they do not say themselves."),
        examples=["laboratory"],
    )
    conditions: Text | None = Field(
        None, title=N_("Conditions"), description=N_("Exceptions, and for whom it holds.")
    )
    age_min: Annotated[Integer, Field(ge=0, le=120)] | None = Field(
        None, title=N_("From age"), description=N_("For whom the rule holds."), examples=["50"]
    )
    age_max: Annotated[Integer, Field(ge=0, le=120)] | None = Field(None, title=N_("To age"), examples=["74"])
    repeat_months: Annotated[Integer, Field(ge=1, le=240)] | None = Field(
        None,
        title=N_("Comes back every (months)"),
        description=N_("For what is done again, such as a screening: visitors get a calendar file."),
        examples=["24"],
    )
    source: Source = Field(title=N_("Source"))
    valid_from: PartialDay = Field(title=N_("In force since"))
    valid_to: Day | None = Field(
        None, title=N_("In force until"), description=N_("Left out while the rule holds.")
    )
    checked_on: Day | None = Field(
        None, title=N_("Checked on"), description=N_("The day when someone read the source again.")
    )

    @model_validator(mode="after")
    def _unit(self) -> Rule:
        if (self.value is None) != (self.unit is None):
            raise PydanticCustomError("rule_unit", "a value and its unit go together", {})
        return self


class Agreement(Record):
    """What the actors of the territory signed together, in plain words."""

    kind_id: ClassVar[str] = "agreements"

    parties: Annotated[tuple[Name, ...], Field(min_length=2)] = Field(
        title=N_("Parties"), examples=["Hôpital de l’Exemple"]
    )
    subject: Text = Field(title=N_("Subject"))
    start: Day = Field(title=N_("From"))
    end: Day = Field(title=N_("To"))
    commitments: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(title=N_("Commitments"))
    public_summary: Text = Field(
        title=N_("Summary for the public"), description=N_("What it changes for a patient.")
    )
    about: tuple[reference("pathways", "teams"), ...] = Field(
        (),
        title=N_("What it is about"),
        description=N_("The agreement is told on these pages."),
        examples=["pathways/essoufflement"],
    )
    signatories: tuple[Signatory, ...] = Field((), title=N_("Signatories"))
    changelog: tuple[Change, ...] = Field((), title=N_("History"))

    @model_validator(mode="after")
    def _order(self) -> Agreement:
        if self.end < self.start:
            raise PydanticCustomError("date_order", "ends before it starts", {})
        return self


class Leaf(Value):
    """Where a decision guide ends: an action, never a diagnosis."""

    urgency: code("urgency") = Field(title=N_("Level of care"))
    text: Text = Field(
        title=N_("What to do"),
        description=N_("An action, never a diagnosis."),
        examples=["Prenez rendez-vous chez votre médecin traitant."],
    )
    action: reference() | None = Field(
        None, title=N_("Page"), examples=["guides/trouver-un-medecin-traitant"]
    )
    number: reference("emergency") | None = Field(None, title=N_("Number"), examples=["emergency/15"])

    @model_validator(mode="after")
    def _acts(self) -> Leaf:
        if not (self.action or self.number):
            raise PydanticCustomError("leaf_action", "an end without an action", {})
        return self


class Answer(Value):
    """One answer: another question, or an end."""

    label: Text = Field(title=N_("Answer"), examples=["Oui"])
    next: Slug | None = Field(
        None,
        title=N_("Next question"),
        description=N_("The identifier of another question of this guide."),
        examples=["ordonnance"],
    )
    leaf: Leaf | None = Field(None, title=N_("End"))

    @model_validator(mode="after")
    def _one_way(self) -> Answer:
        if (self.next is None) == (self.leaf is None):
            raise PydanticCustomError("answer_way", "either a next question or an end", {})
        return self


class Node(Value):
    """A question of a decision guide."""

    id: Slug = Field(title=N_("Identifier"), examples=["depart"])
    question: Text = Field(title=N_("Question"), examples=["Avez-vous un médecin traitant ?"])
    help: Text | None = Field(None, title=N_("Help"))
    choices: Annotated[tuple[Answer, ...], Field(min_length=2)] = Field(title=N_("Answers"))


class Decision(Record):
    """A decision guide: questions that end in an action; the first node is the start."""

    kind_id: ClassVar[str] = "decisions"
    clinical: ClassVar[bool] = True

    summary: Text = Field(max_length=200, title=N_("Summary"))
    nodes: Annotated[tuple[Node, ...], Field(min_length=1)] = Field(
        title=N_("Questions"), description=N_("The first question is the start; five in a row at most.")
    )
