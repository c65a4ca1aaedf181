"""The order of a French index."""

import pytest

from portal.web.collation import by_letter, collation_key, letter_of


@pytest.mark.parametrize(
    "ordered",
    [
        ["cote", "côte", "coté", "côté"],
        ["Eau", "École", "Edmond", "Église", "Et"],
        ["Odeur", "Œil", "Œuvreville", "Ombre"],
        ["L’Île", "L’Isle", "L’Isle-Fictive", "Lisle"],
        ["Saint-Exemple", "Saint Exemple-le-Haut", "Sainte"],
        ["aérer", "æsthétique", "après"],
        ["2 médecins", "Abri"],
    ],
)
def test_order(ordered: list[str]) -> None:
    """Accents, ligatures, apostrophes and hyphens do not count."""
    letters = [collation_key(word)[0] for word in ordered]
    assert letters == sorted(letters)


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("Été", "E"),
        ("œil", "O"),
        ("Æthuse", "A"),
        ("çà", "C"),
        ("L’Isle", "L"),
        ("« Aide »", "A"),
        ("3114", "0-9"),
        ("", "0-9"),
        ("عيادة", "0-9"),
    ],
)
def test_letter(word: str, letter: str) -> None:
    """Where a word is filed."""
    assert letter_of(word) == letter


def test_by_letter() -> None:
    """Letters in order, words in order inside."""
    filed = by_letter([("Œil", 1), ("école", 2), ("Eau", 3), ("3114", 4)])
    assert filed == {"0-9": [("3114", 4)], "E": [("Eau", 3), ("école", 2)], "O": [("Œil", 1)]}
