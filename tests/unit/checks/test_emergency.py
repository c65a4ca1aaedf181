"""No slip of a digit in an emergency number goes unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.checks import check_loaded
from portal.loading.registry import emergency_registry
from tests.unit.conftest import Load

REFUSED = {"emergency-pair", "emergency-unknown", "phone"}


def record(number: str, title: str, level: str, channel: str) -> str:
    return (
        f'---\ntitle: "{title}"\nnumber: "{number}"\nlevel: {level}\nchannel: {channel}\n'
        "when_to_call: [Quand il le faut.]\nhours: Jour et nuit.\nverified_on: 2026-11-01\n---\n"
    )


def mutants(number: str) -> Iterator[str]:
    """Every number that one slip away: a digit changed, a digit lost, two neighbours exchanged."""
    for place, digit in enumerate(number):
        yield from (number[:place] + other + number[place + 1 :] for other in "0123456789" if other != digit)
        yield number[:place] + number[place + 1 :]
        swapped = number[:place] + number[place + 1 : place + 2] + digit + number[place + 2 :]
        if swapped not in {number, number[:place] + digit}:
            yield swapped


@pytest.mark.parametrize("number", sorted(n for n, entry in emergency_registry().items() if entry.required))
def test_every_slip_is_refused(load: Load, number: str) -> None:
    """Even one that gives another real number: the title tells what the number is for."""
    entry = emergency_registry()[number]
    title = f"{entry.label['fr']} ({entry.words['fr'][0]})"
    for mutant in sorted(set(mutants(number))):
        loaded = load({"emergency/appel.md": record(mutant, title, entry.level, entry.channels[0])})
        assert REFUSED & {p.code for p in check_loaded(loaded)}, (number, mutant)


@pytest.mark.parametrize("number", sorted(emergency_registry()))
def test_the_right_number_passes(load: Load, number: str) -> None:
    entry = emergency_registry()[number]
    text = record(number, f"{entry.label['fr']} ({entry.words['fr'][0]})", entry.level, entry.channels[0])
    assert not REFUSED & {p.code for p in check_loaded(load({"emergency/appel.md": text}))}


def test_none_of_the_national_numbers_can_be_left_out(load: Load) -> None:
    missing = [p for p in check_loaded(load({})) if p.code == "emergency-missing"]
    assert len(missing) == sum(entry.required for entry in emergency_registry().values())
    assert {"15", "18", "112", "114"} <= {n for n, entry in emergency_registry().items() if entry.required}


def test_an_archived_number_is_left_out(load: Load) -> None:
    text = record("15", "SAMU", "vital", "tel").replace("number:", "status: archived\nnumber:")
    said = [
        p.message.render()
        for p in check_loaded(load({"emergency/15.md": text}))
        if p.code == "emergency-missing"
    ]
    assert any(sentence.startswith("the number 15 ") for sentence in said)


GUIDE = "---\ntitle: Guide\nsummary: Un guide.\nkind: understand\nkey_points: [Un point.]\n---\n"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Appelez le 15.", False),
        ("Appelez vite le **112**.", False),
        ("Composez le 116 117.", False),
        ("Appelez le 05 36 49 12 34.", False),
        ("Appelez le service 2 fois.", False),
        ("Appel gratuit 24 h/24, 7 jours/7.", False),
        ("Appelez le 22 mars, ou le 15 si c’est grave.", False),
        ("You can call 24 hours a day.", False),
        ("Call 112 or 15.", False),
        ("Appelez tout de suite le 16.", True),
        ("Téléphonez au 13.", True),
        ("Dial the 911.", True),
        ("Appelez le 51.", True),
        ("Appelez le **3141**.", True),
        ("Composez le 116 171.", True),
        ("Call 51 now.", True),
    ],
)
def test_numbers_in_texts(load: Load, text: str, refused: bool) -> None:
    codes = {p.code for p in check_loaded(load({"guides/a.md": GUIDE + text + "\n"}))}
    assert ("emergency-text" in codes) is refused
