"""The traps of the published files, each on real lines of them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from portal.errors import PortalError, Problem
from portal.importers.contacts import e164
from portal.importers.finess import Establishment, establishments, insee_code, whole_code
from portal.importers.layouts import reading
from portal.importers.published import encoding
from portal.importers.run import Sources, import_communes, import_finess
from portal.importers.tables import Row
from tests.unit.importers.conftest import begin

FIXTURES = Path(__file__).parents[2] / "fixtures"
TARN, FINESS = FIXTURES / "tarn", FIXTURES / "finess"
NOT_FOR_PATIENTS = {"462", "177", "175", "295", "441", "214", "443", "241"}
OFFICIAL_2026 = FINESS / "etalab-cs1100502-extrait-20260512.csv"
OFFICIAL_2016 = FINESS / "etalab-cs1100507-geolocalisation-extrait-2016.csv"


def read(*paths: Path) -> tuple[dict[str, Establishment], list[Problem], list[str]]:
    """Establishments, problems, and the date that each file gives."""
    problems: list[Problem] = []
    found: dict[str, Establishment] = {}
    dates = []
    for path in paths:
        one = reading(path, problems)
        establishments(one.rows, path.name, problems, found, once=one.once)
        dates.append(one.as_of())
    return found, problems, dates


@pytest.fixture(scope="module")
def tarn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """The rows that the real file of the Tarn gives, with the SAE."""
    root = begin(tmp_path_factory.mktemp("tarn"))
    sources = Sources(
        (TARN / "finess-81-brut.csv",), "2026-01", (TARN / "communes-81.csv",), "2026",
        TARN / "activites-sae2021-81.csv", "2021", TARN / "etablissements-81.csv",
    )  # fmt: skip
    return dict(import_finess(root, sources).tables)


def test_missing_contacts_stay_missing(tarn: dict[str, list[Row]]) -> None:
    """Only numbers that a source gives are there; most establishments have none, and none is guessed."""
    with (TARN / "etablissements-81.csv").open(encoding="utf-8-sig") as file:
        given = {number for row in csv.DictReader(file) for number in e164(row["telephone"].split(" ou "))}
    shown = [row.get("contacts.0.value", "") for row in tarn["organisations"]]
    assert {*filter(None, shown)} <= given
    assert 20 < sum(map(bool, shown)) <= 44 < shown.count("")
    assert not any("web" in row.get("contacts.0.channel", "") for row in tarn["organisations"])


def test_discreet_places_are_not_published(tarn: dict[str, list[Row]]) -> None:
    """Child protection, shelters, asylum, justice: 81 rows of the file, none in the tables."""
    with (TARN / "finess-81-brut.csv").open(encoding="utf-8-sig") as file:
        discreet = {
            row["numero finess etablissement"]
            for row in csv.DictReader(file)
            if row["categetab"] in NOT_FOR_PATIENTS
        }
    assert len(discreet) > 20
    assert not discreet & {row["finess_et"] for row in tarn["organisations"]}


def test_names_are_readable_and_the_source_stays_beside(tarn: dict[str, list[Row]]) -> None:
    """No shouting, no doubled space, no quotation mark; what the source wrote is kept beside."""
    rows = tarn["organisations"]
    titles = [row["title"] for row in rows]
    assert not [t for t in titles if "  " in t or '"' in t or t != t.strip()]
    assert not [t for t in titles if len(t) > 12 and t.isupper()]
    by_source = {row["provenance.name"]: row["title"] for row in rows}
    msp = by_source["ASSO MSP DU PAYS RABASTINOIS"]
    assert msp == "Maison de santé pluriprofessionnelle du Pays Rabastinois"
    assert not [t for t in titles if re.search(r"CTPS|D4|dospositif", t, re.IGNORECASE)]
    doubled = [name for name in by_source if "  " in name or '"' in name]
    assert len(doubled) >= 1
    assert all(row["provenance.name"] for row in rows)
    places = Counter((row["title"], row["address.insee"]) for row in tarn["places"])
    assert max(places.values()) <= 2  # namesakes of one commune are told apart by their address alone
    assert len({row["id"] for row in rows}) == len(rows)


def test_shared_coordinates_are_said_to_be_approximate(tarn: dict[str, list[Row]]) -> None:
    """Two establishments at one point: neither is where the map shows it, for all that we know."""
    at = Counter((row["lat"], row["lon"]) for row in tarn["places"])
    for row in tarn["places"]:
        if at[row["lat"], row["lon"]] > 1:
            assert row["position"] == "approximate", row["id"]
    assert Counter(row["position"] for row in tarn["places"])["exact"] > 400


@pytest.mark.parametrize(
    ("departement", "commune", "insee"),
    [
        ("81", "004", "81004"),
        ("1", "4", "01004"),
        ("2A", "004", "2A004"),
        ("2B", "33", "2B033"),
        ("9A", "105", "97105"),
        ("9B", "207", "97207"),
        ("9C", "302", "97302"),
        ("9D", "411", "97411"),
        ("9F", "606", "97606"),
        ("9J", "613", "98613"),
        ("9A", "123", "97701"),  # Saint-Barthélemy, no longer of Guadeloupe
        ("9A", "127", "97801"),  # Saint-Martin
    ],
)
def test_codes_of_communes(departement: str, commune: str, insee: str) -> None:
    """Two codes of FINESS make one code of INSEE, in Corsica and overseas too."""
    assert insee_code(departement, commune) == insee


@pytest.mark.parametrize(
    ("written", "insee"), [("9122", "09122"), ("9D411", "97411"), ("2a004", "2A004"), ("1004.0", "01004")]
)
def test_whole_codes(written: str, insee: str) -> None:
    """Lost zeros come back."""
    assert whole_code(written) == insee


def test_the_legal_entity_is_where_it_is_filled_in() -> None:
    """The column that bears its name is empty in this row; the number stands in another."""
    found, _, _ = read(TARN / "finess-81-brut.csv")
    assert len(found) == 758
    assert all(place.finess_ej != "000000000" for place in found.values())


def test_the_sae_says_what_finess_does_not(tarn: dict[str, list[Row]]) -> None:
    """The maternity of Albi is in the SAE alone, and says so."""
    (maternity,) = [row for row in tarn["services"] if row["id"] == "maternite-centre-hospitalier-d-albi"]
    assert (maternity["provenance.source"], maternity["provenance.as_of"]) == ("SAE (DREES)", "2021")


def test_two_layouts_tell_the_same_establishments() -> None:
    """The rebuilt header-less file and the file of activities agree, to ten metres."""
    stock, problems, dates = read(FINESS / "etalab-cs1100507-81.csv")
    activities, _, _ = read(FINESS / "finess-activites.csv")
    assert problems == [] and dates == ["2026-01-08"]
    assert stock.keys() == activities.keys()
    for finess, place in stock.items():
        other = activities[finess]
        assert (place.short_name, place.category, place.insee) == (
            " ".join(other.short_name.split()), other.category, other.insee,
        )  # fmt: skip
        assert place.position and other.position
        assert max(abs(a - b) for a, b in zip(place.position, other.position, strict=True)) < 1e-4


def test_official_lines_of_2026() -> None:
    """Overseas communes, streets, phones, quotes inside quotes, the date of the first line."""
    found, problems, dates = read(OFFICIAL_2026)
    assert dates == ["2026-05-12"] and encoding(OFFICIAL_2026) == "utf-8-sig"
    assert len(found) == 10
    assert [p.code for p in problems if p.code != "import-siret"] == []
    assert {place.insee for place in found.values()} >= {"01451", "97701", "97801", "97207", "97411", "98613"}
    fleyriat = found["010000024"]
    assert (fleyriat.street, fleyriat.postcode, fleyriat.phones) == (
        "900 RTE DE PARIS",
        "01440",
        ("0474454647",),
    )
    assert fleyriat.siret == "26010004500012"
    assert found["980501506"].short_name == 'LIEU DE VIE "MAVOUNA MEMA 1"'
    assert (
        found["970409645"].street == "1 R RAYMOND BARRE" or found["970409645"].street == "1 C R RAYMOND BARRE"
    )
    assert e164(found["970409645"].phones) == ("+262262202820",)


def test_official_lines_of_2016() -> None:
    """Lost zeros, a SIRET in scientific notation, dates of another shape, a position cut by semicolons."""
    found, problems, dates = read(OFFICIAL_2016)
    assert dates == ["2016-02-29"]
    pharmacy = found["010002301"]
    assert (pharmacy.insee, e164(pharmacy.phones), pharmacy.siret) == ("01004", ("+33474350415",), "")
    assert pharmacy.position == pytest.approx((45.961162, 5.357285), abs=1e-6)
    assert found["010002335"].short_name == "PHARMACIE DE FLAUGERGUES"
    assert [(p.line, p.code) for p in problems] == [(1, "import-siret"), (2, "import-siret")]


@pytest.mark.parametrize(
    ("name", "codec"), [("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("iso-8859-15", "iso-8859-15")]
)
def test_encodings(tmp_path: Path, name: str, codec: str) -> None:
    """« Cœur », « Œuvre » and « é » are read whatever the years of the file."""
    text = OFFICIAL_2026.read_text("utf-8").replace("CMPP INTERSECTORIEL;", "Maison du cœur, été;")
    path = tmp_path / "finess.csv"
    path.write_bytes(text.encode(codec))
    assert encoding(path) == name
    found, _, _ = read(path)
    assert found["970210126"].long_name == "Maison du cœur, été"


def test_a_second_row_and_a_wrong_digit_are_told(tmp_path: Path) -> None:
    """Each with its line; the first row and all others are kept."""
    lines = OFFICIAL_2026.read_text("utf-8").splitlines()
    bad = lines[1].replace("010000024", "010000025")
    cut = ";".join(lines[2].split(";")[:12])
    path = tmp_path / "finess.csv"
    path.write_text("\n".join((*lines, lines[1], bad, cut)) + "\n", encoding="utf-8")
    found, problems, _ = read(path)
    assert len(found) == 10
    told = [(p.line, p.code) for p in problems if p.code != "import-siret"]
    assert told == [(12, "import-duplicate"), (13, "import-identifier"), (14, "import-row")]


def feed(x: str, y: str) -> dict[str, object]:
    """One real establishment in the shape of schema-structures-v1.json."""
    address = {
        "cogCommune": "01451", "numeroVoie": "900", "typeVoie": "RTE", "libelleVoie": "DE PARIS",
        "codePostal": "01440",
        "coordonneesGeographique": {
            "coordonneeX": x, "coordonneeY": y, "directionLatitude": "N", "directionLongitude": "E",
        },
    }  # fmt: skip
    establishment = {
        "informationsGeneralesEGE": {
            "egeId": "1", "numFinessEge": "010000024", "denominationEge": "CH DE FLEYRIAT",
            "denominationLongueEge": "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT",
        },
        "categorieEntiteGeographiqueExercice": {"code": "355", "system": "…"},
        "siret": "26010004500012",
        "dateDerniereMaj": {"dateEvenement": "2026-03-02T10:00:00Z"},
        "adresse": [address],
        "contact": [{"typeContact": {"roleContact": "1"}, "telecom": {"telephone": "474454647"}}],
    }  # fmt: skip
    entity = {"informationsGeneralesPmej": {"numFinessPm": "010780054"}, "ege": [establishment]}
    return {"pmej": [entity], "gco": {}, "gcc": {}}


@pytest.mark.parametrize(
    ("x", "y", "exchanged"),
    [
        ("5.2084", "46.2221", False),
        ("46.2221", "5.2084", True),  # as in the official example of March 2026
        ("870413.0", "6571424.5", False),  # Lambert 93
        ("6571424.5", "870413.0", True),
    ],
)
def test_the_national_feed(tmp_path: Path, x: str, y: str, exchanged: bool) -> None:
    """Structures, then their activities; exchanged coordinates are put in order, and told."""
    structures, activities = tmp_path / "structures.json", tmp_path / "activites.json"
    structures.write_text(json.dumps(feed(x, y), indent=1), encoding="utf-8")
    generic = {"activiteAeId": "1", "etatObjet": "1"}
    emergency = {
        "caracteristiquesGeneriques": generic,
        "caracteristiquesSpecifiquesASA": {"codeActivite": {"code": "14"}, "codeForme": {"code": "14"}},
    }
    ended = {
        "caracteristiquesGeneriques": {**generic, "dateFinEffectiveActivite": "2024-01-01"},
        "caracteristiquesSpecifiquesASA": {"codeActivite": {"code": "16"}},
    }
    ege = {
        "egeId": "1",
        "numFinessEge": "010000024",
        "activitesExercees": [{"natureAASA": emergency}, {"natureAASA": ended}],
    }
    entity = {"numeroFiness": "010780054", "pmSmsseId": "1", "activitesAutorisees": [], "ege": [ege]}
    activities.write_text(json.dumps({"pmej": [entity]}), encoding="utf-8")
    found, problems, dates = read(structures, activities)
    (place,) = found.values()
    assert (place.finess_et, place.finess_ej, place.short_name, place.category, place.insee) == (
        "010000024", "010780054", "CH DE FLEYRIAT", "355", "01451",
    )  # fmt: skip
    assert place.position == pytest.approx((46.2221, 5.2084), abs=0.01)
    assert place.activities == {("14", "14")}
    assert (place.street, e164(place.phones)) == ("900 RTE DE PARIS", ("+33474454647",))
    assert dates[0] == "2026-03-02"
    assert [p.code for p in problems] == (["import-exchanged"] if exchanged else [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><html><body>Erreur 503</body></html>", "is a web page"),
        (b"\xef\xbb\xbf <html>", "is a web page"),
        (b"PK\x03\x04....", "is an archive"),
        (b"\x1f\x8b....", "is an archive"),
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b'{"pmej": [{"a": 1}, {"b"', "cannot be read from line 1 on"),
        (b'{"other": []}', "lacks the key “pmej”"),
        (b'{"pmej": null}', "lacks the key “pmej”"),
        (b'{"pmej": [' + b'{"a":' * 100_000, "cannot be read from line 1 on"),
        (b"a,b\n1,2\n", "lacks the column “categetab”"),
        (b'a;"' + b"x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_data_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """An error page saved under the name of the file, an archive, a download that was cut."""
    path = tmp_path / "finess.csv"
    path.write_bytes(content)
    with pytest.raises(PortalError, match=re.escape(said)):
        read(path)


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        (FINESS / "isere-hopitaux-20260311-extrait.csv", "--contacts"),
        (FINESS / "annuaire-header.txt", "portal import annuaire"),
        (FINESS / "communes.csv", "portal import communes"),
    ],
)
def test_a_file_for_another_command_says_which(file: Path, hint: str) -> None:
    """Whoever takes the wrong file is told what it is for."""
    with pytest.raises(PortalError) as error:
        read(file)
    assert error.value.hint is not None and hint in error.value.hint.render()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the layout of data.gouv.fr, as a spreadsheet wrote it
            "code_insee,nom_standard,typecom,epci_code,epci_nom,code_postal,population,latitude_centre,"
            "longitude_centre,distance_urgence_km\n9122,L'Exemple,COM,200,CC,9000.0,12,42.97,1.6,11.025199\n",
            ("09122", "L’Exemple", "09000", "12", "42.97", "11.0"),
        ),
        (  # INSEE, Code officiel géographique: delegated communes are left out
            "TYPECOM,COM,REG,DEP,LIBELLE,COMPARENT\nCOMD,09121,76,09,Ancienne,09122\nCOM,09122,76,09,L'Exemple,\n",
            ("09122", "L’Exemple", "", "", "", ""),
        ),
        (  # La Poste
            "#Code_commune_INSEE;Nom_de_la_commune;Code_postal\n09122;L EXEMPLE;09000\n"
            "09122;L EXEMPLE;09100\n",
            ("09122", "L EXEMPLE", "09000|09100", "", "", ""),
        ),
        (  # Etalab and geo.api.gouv.fr
            '[{"code": "09122", "nom": "L\'Exemple", "codesPostaux": ["09000"], "population": 12, '
            '"centre": {"type": "Point", "coordinates": [1.6, 42.97]}}]',
            ("09122", "L’Exemple", "09000", "12", "42.97", ""),
        ),
    ],
)
def test_lists_of_communes(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    """Each published list gives what it has, and nothing of what it has not."""
    begin(tmp_path)
    path = tmp_path / "communes.txt"
    path.write_text(text, encoding="utf-8")
    (row,) = import_communes(tmp_path, (path,), "2026").tables["communes"]
    keys = ("id", "title", "postcodes", "population", "lat", "emergency_road_km")
    assert tuple(row.get(key, "") for key in keys) == expected


def test_lists_complete_each_other(tmp_path: Path) -> None:
    """Centres of one list, postcodes of two, the name that has its accents; a wrong code is told by line."""
    begin(tmp_path)
    one, other = tmp_path / "un.csv", tmp_path / "deux.csv"
    one.write_text("code_insee,nom,codes_postaux\n81004,ALBI,81000\n99999,NULLE PART,\n81,TROP COURT,\n")
    other.write_text(
        "code_insee,nom,codes_postaux,lat,lon\n81004,Albi,81990,43.9,2.1\n81005,Ailleurs,,2.1,43.9\n"
    )
    found = import_communes(tmp_path, (one, other), "2026")
    albi, elsewhere = sorted(found.tables["communes"], key=lambda row: row["id"])[-2:]
    assert (albi["title"], albi["postcodes"], albi["lat"]) == ("Albi", "81000|81990", "43.9")
    assert elsewhere["lat"] == "43.9"  # exchanged in the list
    assert [(p.path, p.line) for p in found.problems] == [("un.csv", 3), ("un.csv", 4)]


def test_one_postcode_of_several_completes_no_address(tmp_path: Path) -> None:
    """The list of data.gouv.fr gives one postcode of each commune; only a whole list is believed."""
    begin(tmp_path)
    partial = tmp_path / "un.csv"
    partial.write_text("code_insee,nom_standard,typecom,code_postal\n81004,Albi,COM,81000.0\n")
    sources = Sources((FINESS / "finess-activites.csv",), "2026-01", (partial,), "2026")
    found = import_finess(tmp_path, sources)
    assert {row["provenance.source"] for row in found.tables["communes"]} == {
        "INSEE, Etalab (un seul code postal par commune)"
    }
    assert {row["address.postcode"] for row in found.tables["places"]} == {""}
    found.apply(tmp_path)
    import_communes(tmp_path, (FINESS / "communes.csv",), "2026").apply(tmp_path)
    again = import_finess(tmp_path, Sources((FINESS / "finess-activites.csv",), "2026-01"))
    assert {row["address.postcode"] for row in again.tables["places"]} >= {"81000"}
