"""Each state of a record says itself in words, and only when it is so."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient


def words(client: FlaskClient, path: str) -> str:
    """What a reader gets in the main part of a page, spaces made ordinary."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    main = answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(section|div|p)\b[^>]* hidden>.*?</\1>", " ", main, flags=re.S)
    text = unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", "<main" + main, flags=re.S))
    return re.sub(r" (?=[.,])", "", " ".join(text.split()))


@pytest.mark.parametrize(
    ("path", "said", "unsaid"),
    [
        # unknown, stale, complete, closed
        (
            "/services/imagerie-sans-rien/",
            ["Non communiqué", ": 0 sur 12", "jamais", "À confirmer"],
            ["À vérifier"],
        ),
        (
            "/services/consultation-toux/",
            [
                "10 jours (observé) À vérifier",
                "Ne prend pas de nouveaux",
                "Il faut une lettre fictive. Accès au rhumatologue",
            ],
            ["Fermé 1"],
        ),
        (
            "/services/consultation-genou/",
            [
                ": 12 sur 12",
                "Fermé 16 novembre 2026 – 4 décembre 2026",
                "À la place : Consultation de la toux imaginaire",
                "2 à 3 semaines (observé) Équipe fictive",
                "Liste d’attente",
                "français, anglais et arabe",
                "05 36 49 00 12",
            ],
            ["autrefois", "Nous cherchons encore", "Non communiqué"],
        ),
        (
            "/services/soins-sur-demande/",
            ["Seulement sur demande d’un professionnel", "parlez-en à votre médecin"],
            ["05 36 49 00 77", "soins.fictif.example"],
        ),
        ("/en/services/consultation-genou/", ["Imaginary knee clinic", "Imaginary works."], ["pas traduite"]),
        # said otherwise: what a link opens and where, then its words
        (
            "/parcours/boiterie-fictive/",
            [
                "Film en langue des signes française : Voir le médecin, en signes imaginaires "
                "S’ouvre sur un autre site : Association fictive des signes.",
                "Elle montre son genou.",
                "Film : La visite imaginaire",
                "Transcription La visite imaginaire S’ouvre sur un autre site : Studio fictif.",
            ],
            [],
        ),
        ("/guides/second-avis/", ["Dit autrement Images qui expliquent : Demander un avis, en"], ["Transc"]),
        ("/organisations/antenne-fictive/", ["Fermé 1er novembre 2026", "Refuge de soins"], []),
        ("/organisations/hopital-fictif/", ["Relevé (2020), à confirmer", "Tous les jours"], ["À la place"]),
        # signed, in review, overdue
        (
            "/parcours/boiterie-fictive/",
            [
                "Signée par Dre Camille Fictive",
                "Prochaine relecture 1er mars 2027",
                "30 € – 45,50 €",
                "Non connu ici.",
            ],
            ["En relecture", "Relecture en retard", "Non désigné"],
        ),
        (
            "/parcours/boiterie-fictive/",
            ["1 à 2 semaines (objectif) Objectif fictif, mars 2026"],  # a target does not grow old
            ["À vérifier"],
        ),
        ("/parcours/toux-fictive/", ["En relecture", "Haute Autorité fictive", "non désigné"], ["en retard"]),
        (
            "/parcours/fatigue-fictive/",
            ["Relecture en retard Dernière relecture le 15 janvier 2024, à relire au plus tard le 15 jan"],
            ["En relecture"],
        ),
        ("/parcours/", ["En relecture"], ["Motsecret"]),
        # the number that the level says is the number that the button calls
        (
            "/parcours/fatigue-fictive/",
            ["appelez le 3114 Idées de mourir Appeler le 3114"],
            ["appelez le 15"],
        ),
        ("/orientation/qui-voir/fin/danger-1/", ["appelez le 15", "Appeler le 15"], []),
        ("/orientation/qui-voir/fin/danger-2/", ["Envoyer un SMS au 114"], ["appelez le 114"]),
        ("/orientation/qui-voir/fin/quoi-2/", ["Aujourd’hui : appelez le 116 117"], []),
        # alerts: in force today, where they belong; the first and the last day count
        ("/", ["Brume imaginaire"], ["Pont fictif", "Orage", "Neige imaginaire"]),
        ("/alertes/", ["Brume imaginaire", "Pont fictif"], ["Orage", "Neige"]),
        ("/communes/98993/", ["Pont fictif fermé"], ["Brume"]),
        ("/communes/98991/", ["Bourg-Exemple"], ["Pont fictif"]),
        ("/services/imagerie-sans-rien/", ["Pont fictif fermé"], ["Brume"]),
        # agreements, rules
        ("/accords/", ["31 décembre 2025 Expiré", "Accord fictif sur la boiterie"], ["décembre 2026 Expiré"]),
        (
            "/accords/",
            [
                "Alix Inventée, coordinatrice fictive",
                "15 décembre 2025 : Accord signé",
                "Signée par : Non com",
            ],
            [],
        ),
        ("/regles/", ["12,50 €", "42 %", "1 234,5 jours"], ["abrogée"]),
        # people and teams
        (
            "/professionnels/camille-fictive/",
            ["Salarié", "En libéral", "Dre Camille Fictive"],
            ["0000000001"],
        ),
        ("/equipes/ess-genou/", ["87,5 %", "juin 2026", "Coordinateur Non communiqué"], ["99 94"]),
        ("/equipes/ess-genou/", ["donne elle-même aux professionnels", "Accord fictif sur la boi"], []),
        ("/equipes/equipe-msp/", ["Appelez l’accueil fictif avant midi"], ["donne elle-même"]),
        # a shared text, and what the territory writes beside it; each signed and dated
        (
            "/parcours/boiterie-fictive/",
            [
                "Au Val d’Exemple : Au Val on marche le mardi",
                "Collectif fictif des sentiers, version 2.1, 15",
                "médecin généraliste, Maison de santé fictive du Bourg (2 avril 2026)",
                "Équipe de la maison de s",
            ],
            ["Médecin traitant fictif"],
        ),
        # levels of care: said, read from the steps, or unknown
        (
            "/parcours/boiterie-fictive/",
            [
                "Dans une grande ville imaginaire",
                "On monte ici quand : Le médecin fictif demande un avis",
                "Le genou reste gêné : de l’étape 1 à l’étape 2",
                "On redescend quand : Le médecin fictif reprend",
            ],
            [],
        ),
        ("/parcours/fatigue-fictive/", ["Niveau 3 : le centre spécialisé Non communiqué"], []),
        # what comes back by a dated rule
        ("/regles/", ["à partir de 50 ans jusqu’à 74 ans", "Me le rappeler tous les 24 mois"], []),
        ("/parcours/boiterie-fictive/", ["Rappels Accès au rhumatologue imaginaire"], []),
        # a specialty by level
        (
            "/specialites/SM48/",
            ["On monte quand : le médecin traitant", "Aucun de connu dans le territoire"],
            [],
        ),
        # codes
        ("/c/cim10/M25/", ["Code M25", "Je boite en marchant (Gonopathie fictive)"], []),
        ("/c/specialite/SM48/", ["Code SM48"], []),
        ("/c/", ["M255", "M25.5", "en majuscules"], []),
        # who hands what to whom
        (
            "/parcours/boiterie-fictive/equipe/",
            [
                "Passe le relais à : Le genou reste gêné : étape 2, Rhumatologue fictif",
                "Lettre",
                "Envoyé par : Médecin fictif",
                "Une visite chaque printemps imaginaire",
            ],
            [],
        ),
        # coverage: no cell is silent
        (
            "/parcours/boiterie-fictive/couverture/",
            ["Personne de connu ici Personne ne le fait dans le Val", "personne de connu"],
            [],
        ),
        # places and communes
        ("/lieux/place-du-bourg/", ["Entrée de plain-pied", "Ligne fictive A"], ["Non communiqué"]),
        ("/lieux/refuge/", ["Rue non communiquée", "Non communiqué"], ["plain-pied"]),
        ("/communes/98992/", ["1 habitant"], ["1 habitants", "psychiatri"]),
        ("/communes/98995/", ["0 habitant", "n’indiquent aucun établissement"], ["vol d’oiseau 0"]),
        ("/communes/", ["Œuvreville-sur-Rien", "Outre-Val"], []),
        (
            "/communes/98993/",
            ["Secteur de psychiatrie : 98F01", "Centre d’écoute imaginaire", "Hôpital fictif du Val"],
            [],
        ),
        ("/communes/98991/", ["Camille Fictive", "Où précisément", "Position approchée", "tiré au sort"], []),
        ("/carte/", ["Bourg-Exemple 2 1", "position approchée"], []),
        (
            "/professionnels/camille-fictive/",
            [
                "Exercice mixte",
                "Hôpital public",
                "Secteur 2 à dépassements maîtrisés",
                "La colline",
                "Place du Bourg",
            ],
            [],
        ),
        (
            "/services/ecoute-fictive/",
            ["depuis plus de deux ans", "Secteur de psychiatrie : 98F01", "Jours fériés non communiqué"],
            [],
        ),
        (
            "/services/consultation-genou/",
            [
                "Courrier nécessaire Oui",
                "Détails sur Acceslibre",
                "Fiche Acceslibre : non communiquée",
                "de 14 h à 17 h",
            ],
            [],
        ),
        # several meanings, several languages
        ("/glossaire/mse/", ["plusieurs sens", "Mission sociale d’exemple"], []),
        ("/en/parcours/toux-fictive/", ["not translated yet", "Je tousse dans la brume"], []),
        ("/ar/guides/lire-une-fiche/", ["قراءة بطاقة المثال", "السعر"], ["not translated"]),
        ("/urgences/", ["Ligne fictive du refuge", "Appel payant"], []),
        ("/ar/urgences/", ["الإسعاف الطبي"], []),
    ],
)
def test_states(client: FlaskClient, path: str, said: list[str], unsaid: list[str]) -> None:
    """A newcomer adds a line: a page, what it says, what it does not."""
    text = words(client, path)
    assert [s for s in said if s not in text] == []
    assert [s for s in unsaid if s in text] == []


@pytest.mark.parametrize(
    "path", ["/parcours/brouillon-fictif/", "/services/reunion-interne/", "/parcours/rien/"]
)
def test_hidden(client: FlaskClient, path: str) -> None:
    """What visitors do not see is not found."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/ar/", "/404.html", "/urgences/", "/recherche/", "/en/parcours/toux-fictive/"]
)
def test_emergency_first(client: FlaskClient, path: str) -> None:
    """The numbers stand before anything else, in the first bytes, and dial what they show."""
    html = client.get(path).get_data()
    for link in (b'<a href="tel:15">15</a>', b'<a href="tel:112">112</a>', b'<a href="sms:114">114</a>'):
        assert 0 < html.find(link) < min(14_000, html.find(b"<main"))


def test_numbers_dial_what_they_show(client: FlaskClient) -> None:
    """The digits of a link are those that the reader sees, and short ones have no prefix."""
    for path in (
        "/urgences/",
        "/parcours/boiterie-fictive/",
        "/services/consultation-genou/",
        "/equipes/ess-genou/",
    ):
        html = client.get(path).get_data(as_text=True)
        links = re.findall(r'<a [^>]*href="(?:tel|sms):([^"]+)"[^>]*>(.*?)</a>', html, re.S)
        assert links
        for dialled, inner in links:
            shown = re.sub(
                r"\D", "", unescape(re.sub(r"<span.*?</span>|<svg.*?</svg>|<[^>]+>", "", inner, flags=re.S))
            )
            assert shown == re.sub(r"^\+33", "0", dialled), path
