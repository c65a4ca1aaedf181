"""Old addresses and numbers are kept only where nothing contradicts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.importers.contacts import Known, read_contacts, readable_street, trusted
from portal.importers.finess import Establishment

FIXTURES = Path(__file__).parents[2] / "fixtures" / "finess"
POSTCODES = {"81004": ("81000",), "81099": ("81600",), "81105": ("81300",)}


def place(finess: str, insee: str) -> Establishment:
    return Establishment(2, finess, "810000331", "", "", "355", insee, None, None)


def known(postcode: str, *phones: str) -> Known:
    return Known("1 rue Exemple", postcode, phones, ("Eurostat", "2020"), ("Eurostat", "2020"))


def test_an_address_of_another_commune_is_dropped_with_its_phone() -> None:
    """A postcode that belongs to other communes contradicts; a CEDEX code belongs to none and does not."""
    places = {"a": place("a", "81099"), "b": place("b", "81004")}
    kept = trusted(
        {"a": known("81300", "+33536490001"), "b": known("81013", "+33536490002")}, places, POSTCODES, {}
    )
    assert kept == {"b": known("81013", "+33536490002")}


def test_a_shared_number_belongs_to_the_main_hospital() -> None:
    """The switchboard is not the number of each unit."""
    places = {"unit": place("unit", "81004"), "hospital": place("hospital", "81004")}
    both = {"unit": known("81000", "+33536490001"), "hospital": known("81000", "+33536490001")}
    kept = trusted(both, places, POSTCODES, {"hospital": 9, "unit": 1})
    assert (kept["hospital"].phones, kept["unit"].phones) == (("+33536490001",), ())
    assert kept["unit"].street == "1 rue Exemple"


def test_a_number_shared_by_equals_belongs_to_nobody() -> None:
    """When nothing tells whose number it is, nobody shows it."""
    places = {"a": place("a", "81004"), "b": place("b", "81004")}
    kept = trusted({f: known("81000", "+33536490001") for f in places}, places, POSTCODES, {"a": 1, "b": 1})
    assert [k.phones for k in kept.values()] == [(), ()]


def test_an_establishment_that_closed_is_dropped() -> None:
    """Contacts of what FINESS no longer lists go nowhere."""
    assert trusted({"gone": known("81000")}, {}, POSTCODES, {}) == {}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("22 BD SIBILLE", "22 boulevard Sibille"),
        ("19 R DU DOCTEUR BASTIE BP 49", "19 rue du Docteur Bastie"),
        ("10 BD RAYMOND D'HAUTPOUL", "10 boulevard Raymond d’Hautpoul"),
        ("CHE DE ST HIPPOLYTE", "chemin de Saint Hippolyte"),
        ("AV RENE CASSIN BP 36", "avenue René Cassin"),
        ("", ""),
    ],
)
def test_readable_street(source: str, shown: str) -> None:
    """Streets are written as people write them."""
    assert readable_street(source) == shown


def test_numbers_as_people_typed_them(tmp_path: Path) -> None:
    """Two numbers in one cell are two numbers, what is none is nothing; hours of 2021 are not read."""
    path = tmp_path / "contacts.csv"
    path.write_text(
        "finess_et,adresse,cp_adresse,telephone,horaires,sources_jointes\n"
        "810000505,1 R EXEMPLE,81000,0536490001 ou 05 36 49 00 02,lundi 9h,prelevements2021\n"
        "810000513,1 R EXEMPLE,81600,voir site,,SAE2021 Eurostat2020\n"
        "810000521,,,,,\n"
    )
    found = read_contacts(path)
    assert found["810000505"].phones == ("+33536490001", "+33536490002")
    assert found["810000513"].phones == ()
    assert found["810000513"].phones_origin == ("Eurostat", "2020")
    assert "810000521" not in found


def test_addresses_of_finess_end_with_their_postcode() -> None:
    """Real rows of the Isère: street, postal box left out, postcode, number, date of the last update."""
    found = read_contacts(FIXTURES / "isere-hopitaux-20260311-extrait.csv")
    assert found["380000133"] == Known(
        "3 rue de la Gare",
        "38521",
        ("+33476564256",),
        ("FINESS", "2020-02-04"),
        ("FINESS", "2020-02-04"),
    )
    assert (found["380022178"].street, found["380022178"].phones) == ("8 place du Cn de la Resistance", ())
    assert (found["380020040"].street, found["380020040"].postcode) == ("", "38760")


def test_another_table_is_no_table_of_contacts(tmp_path: Path) -> None:
    """A file of another layout stops the import."""
    path = tmp_path / "autre.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PortalError, match=r"autre\.csv lacks the column “adresse”"):
        read_contacts(path)
