"""What search takes for the same word, and that a browser takes the same."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, stem, tokens

ANALYSIS = Path(__file__).parents[3] / "search" / "client" / "analysis.js"
VOCABULARY = Path(__file__).parents[2] / "fixtures" / "french" / "voc.txt"


def stems(text: str, lang: str = "fr") -> list[str]:
    return [token.stem for token in tokens(text, lang)]


@pytest.mark.parametrize(
    "forms",
    [
        ("épilepsie", "epilepsie", "ÉPILEPSIE", "E\u0301pilepsie"),
        ("cœur", "coeur", "CŒUR"),
        ("l'hôpital", "l’hôpital", "hôpital", "hopital", "L’HÔPITAL"),
        ("télé-expertise", "téléexpertise", "tele expertise", "Télé‑expertise".replace("‑", "-")),
        ("I.R.M.", "IRM", "irm", "i.r.m"),
        ("116117", "116 117", "116\u00a0117", "116\u202f117", "116.117"),
        (
            "05 36 49 00 01",
            "0536490001",
            "05.36.49.00.01",
            "05-36-49-00-01",
            "+33 5 36 49 00 01",
            "+33 (0)536490001",
        ),
        ("0 800 00 00 00", "0800 00 00 00", "0800000000", "0 800 000 000"),
        ("3919", "39 19"),
        ("2ème", "2eme", "2e", "2nd", "2ᵉ"),
        ("infirmier", "infirmière", "infirmiers", "infirmières"),
        ("médical", "médicale", "médicaux", "médicales"),
        ("travail", "travaux"),
        ("public", "publique", "publics", "publiques"),
        ("actif", "active", "actifs", "actives"),
        ("nerveux", "nerveuse", "nerveuses"),
        ("consultant", "consultante", "consultants"),
        ("directeur", "directrice", "directrices"),
        ("ancien", "ancienne", "anciens", "anciennes"),
        ("déclarer", "déclaré", "déclarée", "déclarées", "déclare"),
        ("prud'hommes", "prud’homme", "prudhommes"),
        ("aujourd'hui", "aujourd’hui"),
    ],
)
def test_french_forms_of_one_word(forms: tuple[str, ...]) -> None:
    """Whichever way it is written, the same word is searched."""
    assert len({tuple(stems(form)) for form in forms}) == 1
    assert stems(forms[0])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("les étés d'avant, l'été", ["ete"]),  # "étés" is "êtes" once folded
        ("les", []),
        ("c’est quoi une CPTS ?", ["cpts"]),
        ("A-t-on droit au RSA ?", ["droit", "rsa"]),
        ("qu'est-ce qu'un DAC", ["dac"]),
        ("100 % Santé", ["100", "sante"]),
        ("mal de dos", ["mal", "dos"]),
        ("05 36", ["0536"]),
        ("le 1er mars 2026", ["1e", "mars", "2026"]),
    ],
)
def test_french_words_kept(text: str, kept: list[str]) -> None:
    """Empty words go, numbers and acronyms stay."""
    assert [token.surface for token in tokens(text, "fr")] == kept


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("the nearest emergencies", "en", ["nearest", "emergency"]),
        ("Sağlık ocağı", "tr", ["saglık", "ocagı"]),
        ("أين الصَّيْدَلِيَّة؟", "ar", ["اين", "الصيدلية"]),
        ("où est l'hôpital", "fr-CA", ["hopital"]),
    ],
)
def test_other_languages(text: str, lang: str, expected: list[str]) -> None:
    """English loses its plural, other languages are folded, and a region follows its language."""
    assert stems(text, lang) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """What was folded for the index meets what is folded again for a question."""
    once = " ".join(token.surface for token in tokens(text, "xx"))
    assert " ".join(token.surface for token in tokens(once, "xx")) == once


@given(st.text(alphabet="abcdeilmnoprstuvx", min_size=1))
def test_stems_keep_three_letters(word: str) -> None:
    """No word is shortened to next to nothing."""
    assert len(stem(word, "fr")) >= min(3, len(word) - 1)


def phrases(words: list[str]) -> list[str]:
    """Five thousand phrases with all that French and keyboards put between words; the same at each run."""
    chance = random.Random(20)
    joints = [
        " ",
        " ",
        " ",
        "-",
        " - ",
        "'",
        "’",
        " l'",
        " d’",
        " qu'",
        ". ",
        ", ",
        "\u00a0: ",
        "/",
        "\u202f? ",
        " «\u00a0",
    ]
    numbers = [
        "116 117",
        "05 36 49 00 01",
        "+33 5 36 49 00 02",
        "39 19",
        "2ème",
        "1 000",
        "I.R.M.",
        "c.p.a.m",
        "100 %",
        "½",
    ]

    def phrase() -> str:
        parts: list[str] = []
        for _ in range(chance.randint(2, 9)):
            word = chance.choice(numbers) if chance.random() < 0.1 else chance.choice(words)
            parts += [chance.choice([str.upper, str.title, str, str, str])(word), chance.choice(joints)]
        return "".join(parts)

    return [phrase() for _ in range(5000)]


def test_browser_finds_the_same_words(run_js: Callable[..., str]) -> None:
    """Word for word and stem for stem, on a vocabulary, on phrases, and in languages without rules."""
    words = VOCABULARY.read_text("utf-8").split()
    assert len(words) == 21_655
    strange = [
        "ﬁn ² ① ß ẞ İ Ⅳ",
        "日本語 テスト",
        "😀santé😀",
        "हिन्दी",
        "שָׁלוֹם",
        "Ὀδυσσεύς ΣΑΣ",
        "a\u00ad-b_c·d",
        "naïve Ångström",
    ]
    cases = [(lang, text) for lang in ("fr", "en") for text in words + phrases(words) + strange]
    cases += [(lang, text) for lang in ("ar", "xx") for text in words[::20] + strange]
    answers = run_js("tokens.mjs", ANALYSIS, stdin="".join(f"{lang}\t{text}\n" for lang, text in cases))
    for (lang, text), answer in zip(cases, answers.splitlines(), strict=True):
        assert json.loads(answer) == [[token.surface, token.stem] for token in tokens(text, lang)], (
            lang,
            text,
        )


def test_folding_is_plain() -> None:
    """The folded form is what is compared everywhere else."""
    assert fold("Œdème de Quincke, ﬁn d’été") == "oedeme de quincke, fin d'ete"
