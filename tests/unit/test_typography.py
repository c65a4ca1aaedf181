"""French spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.typography import french_spaces, whole_phones


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Où aller ?", "Où aller\u202f?"),
        ("Vite ! Appelez ; restez", "Vite\u202f! Appelez\u202f; restez"),
        ("Horaires : 8 h", "Horaires\u00a0: 8\u202fh"),
        ("de 8 h 30 à 12 h", "de 8\u202fh\u202f30 à 12\u202fh"),
        ("à 9:00", "à 9:00"),
        ("« bonjour »", "«\u00a0bonjour\u00a0»"),
        ("«bonjour»", "«\u00a0bonjour\u00a0»"),
        ("1 234 567 habitants", "1\u202f234\u202f567 habitants"),
        ("30,50 € ou 70 %", "30,50\u202f€ ou 70\u202f%"),
        ("05 36 49 12 34", "05\u00a036\u00a049\u00a012\u00a034"),
        ("le 116 117", "le 116\u202f117"),
        ("38 °C pendant 3 jours", "38\u202f°C pendant 3\u202fjours"),
        ("le Dr Imaginaire et Mme Fictive", "le Dr\u00a0Imaginaire et Mme\u00a0Fictive"),
        ("n° 5", "n°\u00a05"),
        ("https://exemple.fr/?q=a", "https://exemple.fr/?q=a"),
        ("Voir https://exemple.fr/a:b ?", "Voir https://exemple.fr/a:b\u202f?"),
        ("fiche@portail.example ?", "fiche@portail.example\u202f?"),
        ("12 mg matin", "12\u202fmg matin"),
        ("3 mois", "3\u202fmois"),
        ("2 hommes", "2 hommes"),
        ("rien à changer", "rien à changer"),
        (" ? après une balise", "\u202f? après une balise"),
    ],
)
def test_french_spaces(written: str, shown: str) -> None:
    """No line starts with a punctuation mark, and no number loses its unit."""
    assert french_spaces(written) == shown


@given(st.text(alphabet="ab 0123456789:;!?«»€%h.@/\u00a0\u202f", max_size=60))
def test_twice_is_once(text: str) -> None:
    """A text already set is left alone, and no letter is lost."""
    once = french_spaces(text)
    assert french_spaces(once) == once
    assert "".join(once.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("call 05 36 49 12 34.", "call 05\u00a036\u00a049\u00a012\u00a034."),
        ("اتصل بـ 116 117", "اتصل بـ 116\u00a0117"),
        ("in 2026 117 people", "in 2026 117 people"),
        ("12 34", "12 34"),
    ],
)
def test_whole_phones(written: str, shown: str) -> None:
    """No line breaks a phone, and no direction turns its groups round."""
    assert whole_phones(written) == shown
    assert whole_phones(shown) == shown
