"""Identifiers: what is right passes unchanged, what is wrong is refused."""

from __future__ import annotations

import pytest
from babel import Locale
from pydantic import TypeAdapter, ValidationError

from portal.model.fields import Day, Degrees, Integer, Number, PartialDay, Slug, YesNo
from portal.model.hours import Hours
from portal.model.identifiers import Finess, Insee, Language, Postcode, Rpps, Siret, language_name
from portal.model.pathway import Icd10
from portal.model.phones import Phone


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Finess, "010000024"),  # the leading zero stays
        (Finess, "2A0000008"),
        (Siret, "12345678200010"),
        (Insee, "81004"),
        (Insee, "01004"),
        (Insee, "2A004"),
        (Insee, "97411"),
        (Postcode, "01000"),
        (Postcode, "20090"),
        (Postcode, "97400"),
        (Language, "fr"),
        (Language, "pt-BR"),
        (Language, "zh-Hant"),
        (Language, "rom"),
        (Language, "rcf"),
        (Language, "swb"),
        (Language, "fsl"),
        (Hours, "Mo-Fr 09:00-12:30,14:00-18:00; PH off"),
        (Hours, "24/7"),
        (Icd10, "I50.0"),
        (Icd10, "E11"),
        (PartialDay, "2024"),
        (PartialDay, "2024-02-29"),
        (Slug, "second-avis"),
        (Slug, "15"),
    ],
)
def test_accepted(kind: object, value: str) -> None:
    assert str(TypeAdapter(kind).validate_python(value)) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Finess, "810000019"),
        (Finess, "81000001"),
        (Finess, "8100000١9"),
        (Siret, "12345678901234"),
        (Rpps, "10000000001"),
        (Rpps, "1234"),
        (Insee, "20004"),
        (Insee, "96001"),
        (Insee, "8100"),
        (Insee, "81004\n"),
        (Postcode, "1000"),
        (Postcode, "99123"),
        (Language, "français"),
        (Language, ""),
        (Language, "xx"),
        (Language, "FR"),
        (Language, "fr_FR"),
        (Hours, "lundi 9h"),
        (Icd10, "150.0"),
        (PartialDay, "2024-13"),
        (PartialDay, "2023-02-29"),
        (Day, "2026-02-30"),
        (Day, "22/11/2026"),
        (Day, "2026-1-1"),
        (YesNo, "on"),
        (YesNo, "1"),
        (Slug, "Second-Avis"),
        (Slug, "second--avis"),
        (Slug, "été"),
        (Integer, "1_000"),
        (Integer, "012"),
        (Integer, "1e3"),
        (Integer, "+5"),
        (Integer, "1.5"),
        (Integer, "١٢"),
        (Number, "12,50"),
        (Number, "NaN"),
        (Degrees, "nan"),
        (Degrees, "inf"),
        (Degrees, "43.6°"),
    ],
)
def test_refused(kind: object, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("typed", "meant"), [("yes", True), ("oui", True), ("True", True), ("no", False), ("Non", False)]
)
def test_yes_and_no(typed: str, meant: bool) -> None:
    assert TypeAdapter(YesNo).validate_python(typed) is meant


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("05 36 49 12 34", "+33536491234", "05 36 49 12 34"),
        ("05.36.49.12.34", "+33536491234", "05 36 49 12 34"),
        ("+33 (0)5 36 49 12 34", "+33536491234", "05 36 49 12 34"),
        ("0639981234", "+33639981234", "06 39 98 12 34"),  # fiction, though 0639 is also Mayotte
        ("0262 90 20 00", "+262262902000", "0262 90 20 00"),
        ("15", "15", "15"),
        ("3114", "3114", "3114"),
        ("116 117", "116117", "116 117"),
        ("116117", "116117", "116 117"),
    ],
)
def test_phones(typed: str, stored: str, shown: str) -> None:
    phone = Phone.parse(typed)
    assert (phone.e164, phone.shown, phone.href) == (stored, shown, f"tel:{stored}")


@pytest.mark.parametrize(
    "typed", ["", "05 36 49", "05 36 49 12 345", "1", "5", "116", "accueil", "00 00 00 00 00"]
)
def test_no_phones(typed: str) -> None:
    with pytest.raises(ValueError):
        Phone.parse(typed)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ar", "arabe"),
        ("pt-BR", "portugais (Brésil)"),
        ("rom", "romani"),
        ("rcf", "Réunion Creole"),
        ("swb", "comorien"),
    ],
)
def test_names_of_languages(tag: str, name: str) -> None:
    """Each language that the model accepts has a name to show."""
    assert language_name(tag, Locale("fr"), str) == name
