"""What every record shares: identity, review, visibility."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from portal.errors import N_
from portal.model.fields import (
    Day,
    Integer,
    Markdown,
    Name,
    PartialDay,
    Slug,
    Text,
    Url,
    Visibility,
    code,
    reference,
)
from portal.model.identifiers import Language

_GIVEN: dict[frozenset[str], set[str]] = {}


class Value(BaseModel):
    """A group of fields inside a record."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def model_post_init(self, context: object, /) -> None:
        """Share the set of the keys that were given: a table has as few as it has kinds of row.

        Pydantic makes one for each value, almost a kilobyte; it copies them before it changes any.
        """
        given = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))


class Source(Value):
    """Where a statement comes from: a named publication."""

    title: Name = Field(
        title=N_("Title of the publication"), examples=["Guide du parcours de soins : insuffisance cardiaque"]
    )
    publisher: Name = Field(title=N_("Who published it"), examples=["Haute Autorité de santé"])
    date: PartialDay = Field(title=N_("Date of the publication"), examples=["2024-05"])
    url: Url | None = Field(None, title=N_("Address"))
    lang: Language | None = Field(
        None,
        title=N_("Language of the title"),
        description=N_("Left out when it is the first language of the territory."),
        examples=["en"],
    )


class Provenance(Value):
    """Which open data a record was imported from."""

    source: Name = Field(
        title=N_("Source"), examples=["FINESS"], description=N_("Written by importers: leave it as it is.")
    )
    as_of: PartialDay = Field(title=N_("Date of the data"))
    name: Name | None = Field(None, title=N_("Name as the source spells it"))


class EasyRead(Value):
    """A version in easy-to-read language; the logo shows only when someone validated it."""

    text: Markdown = Field(title=N_("Easy-to-read text"))
    validated_by: Name | None = Field(
        None,
        title=N_("Who validated it"),
        description=N_("The person or group of readers; without a name, the logo does not show."),
    )


class Record(Value):
    """What every file of content may say of itself."""

    kind_id: ClassVar[str]  # the folder in content/, and the first half of references
    clinical: ClassVar[bool] = False  # text about health: needs a signature to be published
    required_body: ClassVar[bool] = False

    id: Slug = Field(
        title=N_("Identifier"),
        description=N_("The name of the file; it never changes."),
        examples=["insuffisance-cardiaque"],
    )
    former_ids: tuple[Slug, ...] = Field(
        (),
        title=N_("Former identifiers"),
        description=N_("Oldest first: old addresses lead here, and open data keep the first one for ever."),
        examples=["coeur-fatigue"],
    )
    title: Text = Field(title=N_("Title"), description=N_("What visitors read first, in plain words."))
    summary: Text | None = Field(
        None, max_length=200, title=N_("Summary"), description=N_("One sentence, 200 characters at most.")
    )
    aliases: tuple[Text, ...] = Field(
        (),
        title=N_("Other words"),
        description=N_("What people type: lay words, abbreviations, old names."),
        examples=["cœur fatigué"],
    )
    status: code("status") = Field(
        "published",
        title=N_("Status"),
        description=N_("Drafts do not show. A text about health stays in review until a clinician signs it."),
    )
    owner: Name | None = Field(
        None,
        title=N_("Owner"),
        description=N_("Who keeps this page up to date."),
        examples=["Équipe de coordination"],
    )
    reviewer: Name | None = Field(
        None,
        title=N_("Reviewer"),
        description=N_("The clinician who read it."),
        examples=["Dr Camille Exemple, cardiologue"],
    )
    reviewed_on: Day | None = Field(
        None,
        title=N_("Last review"),
        description=N_("The day when someone last read the whole page; not when a comma changed."),
    )
    review_every: Annotated[Integer, Field(ge=1, le=36)] | None = Field(
        None,
        title=N_("Review every (months)"),
        description=N_("Without it, the number of months of territory.yaml holds."),
        examples=["12"],
    )
    sources: tuple[Source, ...] = Field(
        (),
        title=N_("Sources"),
        description=N_("The publications that the text rests on; visitors see them at the foot of the page."),
    )
    provenance: Provenance | None = Field(None, title=N_("Imported from"))
    visibility: Visibility = Field(
        "public", title=N_("Who may see it"), description=N_("What is not public never leaves this folder.")
    )
    audience: tuple[code("audience"), ...] = Field(
        (), title=N_("Audience"), description=N_("Only when the page is not for everyone.")
    )
    easy_read: EasyRead | None = Field(None, title=N_("Easy to read"))
    see_also: tuple[reference(), ...] = Field(
        (), title=N_("See also"), description=N_("Pages to read next."), examples=["guides/second-avis"]
    )
    body: Markdown = Field(
        "", title=N_("Text"), description=N_("Everything below the second line of dashes.")
    )

    @property
    def ref(self) -> str:
        """How other records name this one: ``kind/id``."""
        return f"{self.kind_id}/{self.id}"

    @property
    def permanent_id(self) -> str:
        """The identifier that outsiders keep: the first that the record had, whatever it was renamed to."""
        return self.former_ids[0] if self.former_ids else self.id
