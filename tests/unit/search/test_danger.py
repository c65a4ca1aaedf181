"""Danger comes first: every phrasing gets its card, no harmless neighbour does, in browsers as in Python."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from search.danger import Dangers, compile_dangers

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests/fixtures/dangers"
NATIONAL = {"15", "17", "18", "112", "114", "115", "116117", "119", "3114", "3919"}


def rows(name: str) -> list[list[str]]:
    """The lines of a fixture, cut at tabs."""
    return [line.split("\t") for line in (FIXTURES / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def data() -> dict[str, object]:
    """What editors wrote."""
    loaded: dict[str, object] = yaml.safe_load((ROOT / "content/search/dangers.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def dangers(data: dict[str, object]) -> Dangers:
    """What editors wrote, ready."""
    return Dangers.from_data(data)


def small(**changes: object) -> dict[str, object]:
    """A list of one danger."""
    danger = {
        "id": "fire",
        "numbers": ["18", "112"],
        "card": {"title": {"fr": "Au feu ?", "en": "Fire?"}, "text": {"fr": "Sortez.", "en": "Get out."}},
        "phrases": {"fr": ["maison brûl*", "(prend feu)", "$fumée+(noire|épaisse)"], "en": ["house fire"]},
        "safe": {"fr": ["(brûle parfum)"]},
        **changes,
    }
    return {
        "ignored": {"fr": "la ma le de du", "en": "my the"},
        "lookalikes": {"fr": "boule raison*"},
        "words": {"fr": {"fumée": ["fumée*", "vapeurs"]}},
        "dangers": [danger],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ma maison brûle", True),
        ("ça brule dans la maison", True),  # any order, accents or not
        ("brulent, nos maison", True),  # whatever begins so
        ("ma maisson brule", True),  # one error in five letters or more
        ("ma masson brulle", True),  # two in all
        ("ma moissonn brulle", False),  # three
        ("ma raison brûle", False),  # a lookalike
        ("mai son brûle", True),  # a word cut in two
        ("lamaison brûle", True),  # an empty word glued
        ("le salon prend du feu", True),  # empty words between those that follow each other
        ("le feu prend", False),  # in parentheses, the order counts
        ("fumée très noire", False),  # a word between what must follow
        ("vapeurs noires", True),  # a list, and an error
        ("la maison brûle parfum d’intérieur", False),  # harmless
        ("maison : qui brûle parfum ? ma maison brûle", True),  # harmless once, danger all the same
        ("maison un deux trois quatre cinq six brûle", False),  # too far
        ("house on fire", True),  # another language than that of the page
        ("", False),
    ],
)
def test_matching(query: str, found: bool) -> None:
    """What phrases allow, and no more."""
    assert (Dangers.from_data(small()).recognise(query, "fr") is not None) == found


def test_card_is_in_the_language_of_the_page() -> None:
    """The first language stands in where a card is not translated."""
    dangers = Dangers.from_data(small())
    found = [dangers.recognise("ma maison brûle", lang) for lang in ("fr", "en", "ar")]
    assert [card.title for card in found if card] == ["Au feu ?", "Fire?", "Au feu ?"]
    assert found[0] and found[0].numbers == ("18", "112")


def test_fewest_errors_among_languages() -> None:
    """A French danger typed on an English page is not taken for an English one misspelt."""
    dangers = small()["dangers"]
    assert isinstance(dangers, list)
    faint = {**dangers[0], "id": "faint", "phrases": {"en": ["faint son"]}, "safe": {}}
    hit = {**dangers[0], "id": "hit", "phrases": {"fr": ["fait frapper"]}, "safe": {}}
    found = Dangers.from_data({**small(), "dangers": [faint, hit]}).recognise(
        "se fait frapper par son mec", "en"
    )
    assert found is not None
    assert found.id == "hit"


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("de la", "danger 'fire' (fr): phrase 'de la' holds no word that can be recognised"),
        ("$flamme maison", "danger 'fire' (fr): no list of words is called '$flamme'"),
    ],
)
def test_unreadable_phrase(phrase: str, message: str) -> None:
    """An editor learns which phrase cannot be read."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Dangers.from_data(small(phrases={"fr": [phrase]}))


@pytest.mark.parametrize(("lang", "phrasings", "neighbours"), [("fr", 300, 150), ("en", 300, 150)])
def test_every_danger_and_no_other(dangers: Dangers, lang: str, phrasings: int, neighbours: int) -> None:
    """All phrasings get a card with the number that theirs calls first; no harmless neighbour gets any."""
    first = {card.id: card.numbers[0] for card in dangers.cards(lang)}
    asked, harmless = rows(f"phrasings-{lang}.tsv"), rows(f"harmless-{lang}.tsv")
    assert len(asked) >= phrasings
    assert len(harmless) >= neighbours
    found = {phrase: dangers.recognise(phrase, lang) for _, phrase in asked}
    assert [phrase for _, phrase in asked if not found[phrase]] == []
    numbers = {phrase: card.numbers[0] for phrase, card in found.items() if card}
    assert [(phrase, numbers[phrase]) for id_, phrase in asked if numbers[phrase] != first[id_]] == []
    assert [phrase for (phrase,) in harmless if dangers.recognise(phrase, lang)] == []


def mistyped(phrase: str, chance: random.Random) -> str:
    """A phrase with one letter lost, added, changed or swapped, in a word of five letters or more."""
    long = list(re.finditer(r"[^\W\d_]{5,}", phrase))
    if not long:
        return phrase
    word = chance.choice(long)
    at, letter = word.start() + chance.randrange(len(word[0]) - 1), chance.choice("aeiousrtnl")
    wrong = chance.choice(["", letter + phrase[at], letter, phrase[at + 1] + phrase[at]])
    return phrase[:at] + wrong + phrase[at + 1 + (len(wrong) == 2 and wrong[0] == phrase[at + 1]) :]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_in_the_browser(dangers: Dangers, run_js: Callable[..., str], lang: str) -> None:
    """Browsers find what Python finds, misspelt or not; nearly all phrasings survive a typing error."""
    chance = random.Random(2)
    asked = [phrase for _, phrase in rows(f"phrasings-{lang}.tsv")]
    wrong = [mistyped(phrase, chance) for phrase in asked]
    queries = [
        *asked,
        *wrong,
        *(phrase for (phrase,) in rows(f"harmless-{lang}.tsv")),
        "",
        "🙂 ?",
        "I want to die",
    ]
    found = [dangers.recognise(query, lang) for query in queries]
    data = json.loads(compile_dangers(dangers, lang))
    answers = json.loads(run_js("dangers.mjs", stdin=json.dumps({"data": data, "queries": queries})))
    assert answers == [card.id if card else None for card in found]
    survived = sum(card is not None for card in found[len(asked) : 2 * len(asked)])
    assert survived / len(wrong) >= 0.96


def test_data_may_stand_inside_a_page() -> None:
    """Nothing that an editor writes can end the script element that holds the data."""
    card = {"title": {"fr": "</script><!--"}, "text": {"fr": "é"}}
    written = compile_dangers(Dangers.from_data(small(card=card)), "fr")
    assert b"<" not in written
    assert json.loads(written)["cards"][0]["title"] == "</script><!--"


def test_cards_are_short_and_their_numbers_national(dangers: Dangers) -> None:
    """A card holds at most two sentences and shows numbers that answer everywhere in France."""
    assert dangers.numbers <= NATIONAL
    for lang in ("fr", "en"):
        for card in dangers.cards(lang):
            assert len(re.findall(r"[.!?](?:\s|$)", card.text)) <= 2, card.id
            assert len(card.text) <= 170, card.id
