"""The configuration of one territory: territory.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from portal.errors import N_
from portal.model.base import Value
from portal.model.fields import (
    Email,
    Integer,
    Name,
    PartialDay,
    SecureUrl,
    Slug,
    Text,
    Url,
    Written,
    YesNo,
    code,
)
from portal.model.identifiers import Departement, Insee, Language

Colour = Annotated[
    str, Written(N_("colour, in small hexadecimal digits"), "#1f5a4c"), Field(pattern=r"^#[0-9a-f]{6}$")
]
BaseUrl = Annotated[
    str,
    Written(N_("web address that starts with https and ends with a slash"), "https://soins.exemple.fr/"),
    Field(pattern=r"^https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?/(?:[^\s?#@]+/)?$"),
]


class Colours(Value):
    """Two colours that replace those of the theme, in light and dark; contrast is checked."""

    brand: Colour = Field(title=N_("Main colour"))
    brand_dark: Colour = Field(title=N_("Main colour on a dark ground"))


class Publisher(Value):
    """Who answers for the site (loi pour la confiance dans l'économie numérique, article 6)."""

    name: Name = Field(title=N_("Name"))
    address: Name | None = Field(None, title=N_("Address"))
    director: Name | None = Field(None, title=N_("Director of publication"))
    email: Email | None = Field(None, title=N_("E-mail"))
    host: Name | None = Field(None, title=N_("Host"))


class Publication(Value):
    """Where the site is published."""

    base_url: BaseUrl = Field(title=N_("Address of the site"))


class Reports(Value):
    """Where visitors report an error."""

    email: Email | None = Field(None, title=N_("E-mail"))
    form_url: SecureUrl | None = Field(None, title=N_("Form"))


class DataSource(Value):
    """An open data set used by the site, credited as its licence asks."""

    id: Slug = Field(title=N_("Identifier"))
    title: Name = Field(title=N_("Title"))
    publisher: Name = Field(title=N_("Publisher"))
    date: PartialDay = Field(title=N_("Date"))
    licence: Name = Field(title=N_("Licence"))
    url: Url | None = Field(None, title=N_("Address"))


class ReviewDefaults(Value):
    """Who reviews what by default, and how often."""

    owner: Name = Field(title=N_("Owner"), examples=["Équipe de coordination"])
    every: Annotated[Integer, Field(ge=1, le=36)] = Field(12, title=N_("Every (months)"))
    delay_max_age: Annotated[Integer, Field(ge=1, le=36)] = Field(
        6, title=N_("A delay is stale after (months)")
    )


class Register(Value):
    """Which professionals of the public register are listed."""

    professions: Annotated[tuple[code("profession"), ...], Field(min_length=1)] = Field(
        title=N_("Professions"), description=N_("Only those that a visitor looks for."), examples=["60"]
    )
    communes: tuple[Insee, ...] = Field(
        (), title=N_("Communes"), description=N_("Empty: all those of the territory."), examples=["81004"]
    )
    phones: YesNo = Field(
        False,
        title=N_("With the phone of the practice"),
        description=N_("As the register gives it; ask the practices first."),
    )


class Translation(Value):
    """The texts of the territory in one more language."""

    site_name: Text | None = Field(None, title=N_("Name of the site"))
    place_phrase: Text | None = Field(None, title=N_("Where, in words"))
    tagline: Text | None = Field(None, title=N_("Tagline"))
    description: Text | None = Field(None, title=N_("Description"))
    funding: Text | None = Field(None, title=N_("Funding"))
    method: Text | None = Field(None, title=N_("Method"))


class Territory(Value):
    """One territory of care: its names, languages, people to reach, and how its site is published."""

    id: Slug = Field(title=N_("Identifier"), examples=["val-fictif"])
    name: Name = Field(title=N_("Name of the territory"), examples=["Tarn"])
    site_name: Text = Field(title=N_("Name of the site"), examples=["Soins du Val Fictif"])
    place_phrase: Text = Field(title=N_("Where, in words"), examples=["dans le Tarn"])
    tagline: Text | None = Field(None, title=N_("Tagline"))
    description: Text = Field(
        max_length=200,
        title=N_("Description"),
        description=N_("What search engines show: 200 characters at most."),
    )
    default_language: Language = Field("fr", title=N_("Default language"))
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = Field(
        ("fr",),
        title=N_("Languages"),
        description=N_("The default one and the others; each needs a catalogue in translations/."),
    )
    translations: dict[str, Translation] = Field(default_factory=dict, title=N_("In other languages"))
    departement: Departement | None = Field(None, title=N_("Département"))
    communes: tuple[Insee, ...] = Field(
        (), title=N_("Communes"), description=N_("Empty: all those of the table."), examples=["81004"]
    )
    timezone: Name = Field("Europe/Paris", title=N_("Time zone"))
    holidays: Literal["FR", "FR-alsace-moselle", "GP", "MQ", "GF", "RE", "YT"] = Field(
        "FR", title=N_("Holidays"), description=N_("Which public holidays opening hours follow.")
    )
    professionals: Register | None = Field(
        None,
        title=N_("Professionals of the public register"),
        description=N_("Which of them “portal import annuaire” lists; without it, none."),
    )
    logo: Name | None = Field(None, title=N_("Logo (SVG file)"))
    colours: Colours | None = Field(
        None, title=N_("Colours"), description=N_("They replace those of the theme; contrast is checked.")
    )
    publisher: Publisher = Field(title=N_("Publisher"))
    publication: Publication = Field(title=N_("Publication"))
    reports: Reports = Field(title=N_("Report an error"))
    accessibility_email: str | None = Field(None, title=N_("Accessibility contact"))
    security_contact: str | None = Field(None, title=N_("Security contact"))
    funding: Text | None = Field(
        None,
        title=N_("Funding"),
        description=N_("Who pays for the site: visitors read it on the page about trust."),
    )
    method: Text | None = Field(
        None, title=N_("Method"), description=N_("How texts are written and read again.")
    )
    licence: Name = Field("CC BY 4.0", title=N_("Licence of the texts"))
    data_sources: tuple[DataSource, ...] = Field((), title=N_("Open data used"))
    review: ReviewDefaults = Field(title=N_("Review"))
    offline: YesNo = Field(
        True,
        title=N_("Pages answer without network"),
        description=N_(
            "Browsers keep the emergency pages and those that were read; a copy says its age. With “no”, the "
            "next visit of each browser takes away what it kept."
        ),
    )
    demonstration: YesNo = Field(False, title=N_("Demonstration site: says so on every page"))

    def text(self, name: str, lang: str) -> str:
        """One of its texts in a language, or in the default language."""
        translated = self.translations.get(lang)
        return (translated and getattr(translated, name)) or getattr(self, name) or ""
