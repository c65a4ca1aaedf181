"""What editors write for search: synonyms, danger phrases, golden queries, stop words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import Day, Name, Slug, YesNo


class Synonyms(Value):
    """Words that mean the same to a patient; one way: the first finds the others, not the reverse."""

    words: Annotated[tuple[Name, ...], Field(min_length=2)] = Field(title=N_("Words"), examples=["ophtalmo"])
    one_way: YesNo = Field(
        False,
        title=N_("One way only"),
        description=N_("Yes: who types the first finds the others, not the reverse."),
    )
    lang: Name | None = Field(
        None,
        title=N_("Language"),
        description=N_("Of who types; that of the territory unless said: it finds untranslated pages too."),
        examples=["en"],
    )


class DangerCard(Value):
    """What the card says, by language."""

    title: dict[str, Name] = Field(title=N_("Title"))
    text: dict[str, Name] = Field(title=N_("Text"))


class Danger(Value):
    """Phrases that mean danger, and the card that shows before any result."""

    id: Slug = Field(title=N_("Identifier"))
    card: DangerCard = Field(title=N_("Card"))
    numbers: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(
        title=N_("Numbers"), description=N_("The first one is the one to call."), examples=["15"]
    )
    phrases: dict[str, tuple[Name, ...]] = Field(
        title=N_("Phrases"), description=N_("The head of the file tells how to write them.")
    )
    safe: dict[str, tuple[Name, ...]] = Field(
        default_factory=dict,
        title=N_("Harmless neighbours"),
        description=N_("What the phrases would take for a danger, and is none."),
    )


class Dangers(Value):
    """content/search/dangers.yaml: what search/danger.py reads."""

    ignored: dict[str, str] = Field(default_factory=dict, title=N_("Words without meaning here, by language"))
    lookalikes: dict[str, str] = Field(
        default_factory=dict, title=N_("Words that are not misspellings, by language")
    )
    words: dict[str, dict[str, tuple[Name, ...]]] = Field(default_factory=dict, title=N_("Groups of words"))
    dangers: tuple[Danger, ...] = Field((), title=N_("Dangers"))
    reviewer: Name | None = Field(
        None,
        title=N_("Reviewer"),
        description=N_("The clinician who read the phrases and the cards."),
        examples=["Dr Camille Exemple, urgentiste"],
    )
    reviewed_on: Day | None = Field(
        None,
        title=N_("Last review"),
        description=N_("A year later, the site is not built any more until someone reads them again."),
    )


class Golden(Value):
    """A query and what must come in the first three results; or the danger that must show."""

    query: Name = Field(
        title=N_("Query"),
        description=N_("What patients type, mistakes included."),
        examples=["docteur oreille"],
    )
    lang: Name = Field("fr", title=N_("Language"))
    expects: tuple[Name, ...] = Field((), title=N_("One of these pages"), examples=["specialties/SM39"])
    danger: Slug | None = Field(None, title=N_("Danger card"))
    kept_apart: YesNo = Field(
        False,
        title=N_("Kept apart while tuning"),
        description=N_("Such a search only judges; nobody tunes for it."),
    )


class SearchAssets(Value):
    """All of content/search/."""

    synonyms: tuple[Synonyms, ...] = ()
    dangers: Dangers = Dangers()
    golden: tuple[Golden, ...] = ()
    stopwords: tuple[Name, ...] = ()
