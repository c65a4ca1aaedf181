"""The same thing said otherwise: films in sign language, films, pictures; all on the sites of others."""

from __future__ import annotations

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import Markdown, Name, SecureUrl, Text, code

FILMS = frozenset({"sign_language", "video"})


class Material(Value):
    """A film or pictures elsewhere: a plain link, never shown in our pages, with its words beside it."""

    kind: code("material_kind") = Field(title=N_("Kind"))
    title: Text = Field(title=N_("Title"), examples=["Se préparer à l’échographie du cœur"])
    url: SecureUrl = Field(
        title=N_("Address"),
        description=N_("The page that shows it, on its own site: visitors choose to go there."),
    )
    publisher: Name = Field(title=N_("Who published it"), examples=["Association fictive Exemple"])
    transcript: Markdown = Field(
        "",
        title=N_("Transcript"),
        description=N_("What is said and shown, in words; needed for a film, unless its own site has them."),
        examples=["Une femme entre. Elle s’allonge. Le médecin pose un appareil sur sa poitrine."],
    )
    transcript_url: SecureUrl | None = Field(
        None,
        title=N_("Address of the transcript"),
        description=N_("When the words stand on a page of the publisher, which nobody may copy here."),
    )

    @model_validator(mode="after")
    def _in_words(self) -> Material:
        if self.kind in FILMS and not (self.transcript.strip() or self.transcript_url):
            raise PydanticCustomError("material_transcript", "a film without its words", {})
        return self
