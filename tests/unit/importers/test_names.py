"""Names come out as a patient reads them; accents only where something proves them."""

from __future__ import annotations

import pytest

from portal.importers.names import Names, bare, of_commune, service_title, slug

COMMUNES = ["Albi", "Anglès", "Castres", "Lavaur", "Le Sequestre", "Mazamet", "Orban", "Réalmont", "Graulhet",
            "Saint-Sulpice-la-Pointe", "Valence-d’Albigeois", "Blaye-les-Mines", "Arthès",
            "Rabastens"]  # fmt: skip
NAMES = Names(COMMUNES, ["SAMSAH LA PLANÉSIE", "CENTRE DE SANTÉ"])


@pytest.mark.parametrize(
    ("short", "long", "commune", "shown"),
    [
        ("CH ALBI", "", "Albi", "Centre hospitalier d’Albi"),
        ("CH LAVAUR SITE GUIRAUD", "", "Lavaur", "Centre hospitalier de Lavaur, site Guiraud"),
        ("CL CLAUDE BERNARD UAD CASTRES", "", "Castres",
         "Clinique Claude Bernard, unité d’autodialyse de Castres"),
        ("MSP DE LA MONTAGNE NOIRE", "", "Mazamet",
         "Maison de santé pluriprofessionnelle de la Montagne Noire"),
        ("MSP RABASTENS", "", "Rabastens", "Maison de santé pluriprofessionnelle de Rabastens"),
        ("SAD EXEMPLE CH. DE LA FICTION", "", "Albi", "Aide à domicile Exemple Chemin de la Fiction"),
        ("SAMSAH APF ESRP", "", "Albi", "SAMSAH APF ESRP"),
        ("MSP CARMAUX", "", "Carmaux", "Maison de santé pluriprofessionnelle (Carmaux)"),  # unlisted commune
        ("EHPAD \"SAINT VINCENT  DE PAUL\"", "", "Albi", "EHPAD Saint Vincent de Paul"),
        ("EHPAD LA RENAUDIE CH ALBI", "", "Albi", "EHPAD La Renaudie, centre hospitalier d’Albi"),
        ("C.A.M.S.P. DE CASTRES", "", "Castres", "CAMSP de Castres"),
        ("SAAD ADMR  DE ORBAN", "", "Orban", "Aide à domicile ADMR d’Orban"),
        ("SAAD AMDR REALMONT", "", "Réalmont", "Aide à domicile ADMR (Réalmont)"),  # misspelt in the source
        ("CTPS DU GRAND ALBIGEOIS", "", "Albi", "CPTS du Grand Albigeois"),
        ("DISPOSITIF D4APPUI A LA COORDINATION", "", "Albi", "Dispositif d’appui à la coordination"),
        ("PHARMACIE DU SEQUESTRE", "", "Le Sequestre", "Pharmacie du Sequestre"),
        ("SELARL PHARMACIE DU CEDRE", "", "Albi", "Pharmacie du Cèdre"),
        ("CENTRE DE SANTE DE MA REGION A ARTHES", "", "Arthès", "Centre de santé de Ma Région à Arthès"),
        # A family name that is also a commune keeps its letters where nothing says that it is one.
        ("ANGLES PHARMACIE", "", "Albi", "Angles pharmacie"),
        # Accents that the source wrote once prove those that it forgot elsewhere.
        ("SAVS LA PLANESIE", "", "Castres", "SAVS La Planésie"),
        # Cut at 38 characters: the full name is read instead.
        ("LBM CERBALLIANCE OCCITANIE CASTRES ALB", "LBM CERBALLIANCE OCCITANIE CASTRES ALBERT IER", "Castres",
         "Laboratoire d’analyses Cerballiance Occitanie Castres Albert Ier"),
        # One acronym alone says nothing.
        ("EAID", "ESPACE ACCUEIL INFORMATION SUR LES DEPENDANCES", "Albi",
         "Espace accueil information sur les dépendances"),
    ],
)  # fmt: skip
def test_readable(short: str, long: str, commune: str, shown: str) -> None:
    """Abbreviations are spelt out, capitals and doubled spaces go, the commune finds its accents."""
    assert NAMES.readable(short, long, commune) == shown


@pytest.mark.parametrize(
    ("short", "commune", "unit", "shown"),
    [
        ("CHS JAMET ADULTE CMP ALBI", "Albi", "CMP", "CMP adultes d’Albi"),
        ("CHS JAMET ADULTE CMP CANTEPAU", "Albi", "CMP", "CMP adultes, Cantepau (Albi)"),
        ("CHS JAMET ADULTE CMP CATTP CREALMONT", "Réalmont", "CMP", "CMP et CATTP adultes de Réalmont"),
        ("CHS JAMET PIJ CMPEA ALBI", "Albi", "CMP", "CMP enfants et adolescents d’Albi"),
        ("CHS JAMET PIJ CMP ENF CANTEPAU ALBI", "Albi", "CMP", "CMP enfants, Cantepau (Albi)"),
        ("CMP CATTP PIJ GRAULHET CH LAVAUR", "Graulhet", "CMP",
         "CMP et CATTP enfants et adolescents de Graulhet"),
        ("CHS JAMET ADULTE LE RANCH", "Albi", "CATTP", "CATTP adultes, Le Ranch (Albi)"),
        ("CMP PSY ADULTE ST SULPICE", "Saint-Sulpice-la-Pointe", "",
         "CMP adultes de Saint-Sulpice-la-Pointe"),
        ("CMP CATTP HDJ PSY ADULTE MAZAMET", "Mazamet", "",
         "CMP, CATTP et hôpital de jour adultes de Mazamet"),
        ("CH ALBI", "Albi", "", "Centre hospitalier d’Albi"),  # no unit: an ordinary name
    ],
)  # fmt: skip
def test_psychiatric_units(short: str, commune: str, unit: str, shown: str) -> None:
    """The unit and its public come first; the hospital is told by ``part_of``."""
    assert NAMES.psychiatric(short, "", commune, unit) == shown


@pytest.mark.parametrize(
    ("label", "title", "shown"),
    [
        ("Urgences", "Centre hospitalier d’Albi", "Urgences du centre hospitalier d’Albi"),
        ("Chirurgie", "Clinique Exemple", "Chirurgie de la clinique Exemple"),
        ("Accueil de jour", "EHPAD Exemple", "Accueil de jour à l’EHPAD Exemple"),
        ("Traitement du cancer", "Polyclinique Exemple", "Traitement du cancer à la polyclinique Exemple"),
        ("Urgences", "CHEXEMPLE Nord", "Urgences, CHEXEMPLE Nord"),  # gender unknown
        ("Accueil de jour", "Accueil de jour Exemple", "Accueil de jour Exemple"),
    ],
)
def test_service_titles(label: str, title: str, shown: str) -> None:
    """A service is named after its organisation, in correct French or after a comma."""
    assert service_title(label, title) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Albi", "d’Albi"), ("Castres", "de Castres"), ("Le Bez", "du Bez"), ("Les Cabannes", "des Cabannes"),
     ("Émeringes", "d’Émeringes"), ("Yèvre", "d’Yèvre")],
)  # fmt: skip
def test_of_commune(name: str, shown: str) -> None:
    """The article of a commune melts into « de »."""
    assert of_commune(name) == shown


def test_slugs_are_short_ascii_and_end_with_a_word() -> None:
    """Identifiers stay readable whatever the length of the name."""
    assert slug("Hôpital de jour « L’Œuvre », Réalmont") == "hopital-de-jour-l-oeuvre-realmont"
    long = slug("centre " * 30)
    assert len(long) <= 80 and long.endswith("-centre")


def test_bare_ignores_accents_and_apostrophes() -> None:
    """Two spellings of one name compare equal."""
    assert bare("Valence-d’Albigeois") == bare("VALENCE-D'ALBIGEOIS")
