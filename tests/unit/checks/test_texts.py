"""What texts may hold: hostile ones are refused at their line, legitimate ones never."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.checks import check_loaded
from tests.unit.conftest import Load

GUIDE = "---\ntitle: Guide\nsummary: Un guide.\nkind: understand\nkey_points: [Un point.]\n---\n"
ELSEWHERE = {"emergency-missing", "untranslated"}  # said of a territory that has nothing else


def codes(load: Load, body: str) -> set[str]:
    return {p.code for p in check_loaded(load({"guides/a.md": GUIDE + body + "\n"}))} - ELSEWHERE


@pytest.mark.parametrize(
    "body",
    [
        "Un enfant de moins de 3 ans, si la fièvre est < 40 °C et > 38 °C.",
        "Le taux a < b, et c > d : I <3 cela.",
        "L’« IRM » (imagerie), l’HbA1c, la vitamine B12 & le fer.",
        "Écrivez à [l’accueil](mailto:accueil@fictif.example) ou [appelez](tel:+33536491234).",
        "Voir [la page](/guides/a/), [le site](https://fictif.example/a_b*c), [ci-dessous](#suite).",
        "## Un titre\n\n### Un sous-titre\n\n## Un autre\n\n- un\n  - deux\n    - trois\n\n1. un\n2. deux",
        "Un renvoi : [[guides/a]] ou [[guides/a|ce guide]].",
        "Du code : `<b>` et `[[rien]]`.",
        "> Une citation.\n>\n> > Une autre dedans.",
        "Dates : 22/11/2026 ; dossier n° 2026-11-22-001 ; SIRET 123 456 789 00012.",
        "Un rendez-vous dans les 48 heures, puis au bout de 3 mois.",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "שלום, مرحبا, 你好, 👩‍⚕️.",
        "Prenez 2 comprimés * 3 fois * par jour_matin_soir.",
        "https://fictif.example/?a=1&copy=2",
    ],
)
def test_legitimate_texts_pass(load: Load, body: str) -> None:
    """A false refusal blocks a hospital."""
    assert codes(load, body) <= {"html-entity"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script>alert(1)</script>", "raw-html"),
        ("<img src=x onerror=alert(1)>", "raw-html"),
        ("<!-- caché -->", "raw-html"),
        ("[x](javascript:alert(1))", "link-target"),
        ("[x](data:text/html,x)", "link-target"),
        ("[x](//ailleurs.example/)", "link-target"),
        ("[x](file:///etc/passwd)", "link-target"),
        ("[x](guides/a)", "link-target"),
        ("[[guides/absent]]", "dangling-reference"),
        ("[[guide/a]]", "dangling-reference"),
        ("[x](/guides/absent/)", "dangling-reference"),
        ("[x](/parcours/absent/#etape)", "dangling-reference"),
        ("![](a.svg)", "image-alt"),
        ("![a](absent.svg)", "image-missing"),
        ("# Titre", "heading"),
        ("## A\n\n#### B", "heading"),
        ("Cela coûte 12,50 €.", "bare-figure"),
        ("Remboursé à 70 %.", "bare-figure"),
        ("Un forfait de 24 euros.", "bare-figure"),
        ("It costs €30.", "bare-figure"),
        ("Cela coûte trente euros.", "bare-figure"),
        ("Remboursé à soixante-dix pour cent.", "bare-figure"),
        ("It is paid back at 60 per cent.", "bare-figure"),
        ("Voir [[rules/exemple|30 €]].", "bare-figure"),
        ("Vous avez droit à 12 séances remboursées par an.", "bare-condition"),
        ("Sont pris en charge, chaque année, huit rendez-vous.", "bare-condition"),
        ("Five visits without a letter.", "bare-condition"),
        ("Le test est gratuit jusqu’à 74 ans.", "bare-condition"),
        ("Le délai d’attente est de 6 mois.", "bare-delay"),
        ("1 85 05 81 004 123 45", "personal-number"),
        ("285058100412345", "personal-number"),
    ],
)
def test_what_is_refused(load: Load, body: str, code: str) -> None:
    assert code in codes(load, body)


@pytest.mark.parametrize(
    "body",
    [
        "Prenez 2 comprimés à 8 h, puis 500 mg après 3 jours.",
        "Appelez le 15 avant 20 h, ou le 05 36 49 00 01.",
        "Un enfant de 6 ans marche après 2 séances d’essai.",
        "Le service est gratuit pour tous, surtout pour les parents fatigués des enfants de 6 ans.",
        "L’offre « 100 % Santé » existe. Le 100 % Santé aussi. On dit « cent pour cent ».",
        "Voir [le site](https://exemple.fr/a%20b%2030) et https://exemple.fr/50%25.",
        "Deux personnes sur dix attendent cinq jours. Trois consultations suffisent.",
    ],
)
def test_other_figures_stay(load: Load, body: str) -> None:
    """Doses, ages, numbers to call, days of a treatment and names are no prices, rates or conditions."""
    assert not codes(load, body) & {"bare-figure", "bare-condition", "bare-delay"}


@pytest.mark.parametrize(
    "body",
    [
        *(
            ink * 50_000
            for ink in (
                "[",
                "[](",
                "]( ",
                "http://",
                "« ",
                "deux ",
                "gratuit ",
                "![a](",
                "[[a",
                "<a ",
                "- ",
                "> ",
                "*a ",
                "`a",
                "a@",
                "<!-- ",
                "1 ",
            )
        ),
        *(word * 50_000 for word in ("délai ", "appelez ", "délai 1 ", "appelez le 1 ")),
        "\n".join(" " * 2 * n + "- x" for n in range(300)),
    ],
)
def test_costly_texts_are_judged_at_once(load: Load, body: str) -> None:
    start = time.process_time()
    codes(load, body)
    assert time.process_time() - start < 5


_INK = st.sampled_from([*"[]()!<>`|# \n&a", "[[", "guides/a", "15 €"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_INK))
def test_no_text_makes_it_crash(load: Load, ink: list[str]) -> None:
    codes(load, "".join(ink))


def test_problems_in_a_text_stand_at_their_line(load: Load) -> None:
    found = check_loaded(load({"guides/a.md": GUIDE + "\nUn.\n\nDeux et [[guides/absent]].\n"}))
    assert [(p.line, p.column) for p in found if p.code == "dangling-reference"] == [(10, 9)]
