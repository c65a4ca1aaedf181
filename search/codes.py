"""How the browser index writes numbers, and which piece holds what; client/index.js reads it back.

Numbers are digits of base 64 without sign, five bits a digit, the sixth saying that another follows: the code
of source maps (ECMA-426), with their alphabet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
VALUES = {digit: value for value, digit in enumerate(ALPHABET)}


class _Digits(dict[int, str]):
    """The digits of every number: those of small ones, which nearly all are, are looked up."""

    def __missing__(self, number: int) -> str:
        low = ALPHABET[number & 31 | 32 * (number > 31)]
        return low + self[number >> 5] if number > 31 else low


class _Numbers(dict[str, int]):
    """The number that digits stand for."""

    def __missing__(self, digits: str) -> int:
        return sum((VALUES[digit] & 31) << 5 * place for place, digit in enumerate(digits))


DIGITS = _Digits()
DIGITS.update((number, DIGITS[number]) for number in range(1 << 12))
NUMBERS = _Numbers((digits, number) for number, digits in DIGITS.items())
NUMBER = re.compile("[g-z0-9+/]*[A-Za-f]")


def write(numbers: Iterable[int]) -> str:
    """The numbers, each at least 0, one after the other, least significant digit first."""
    return "".join([DIGITS[number] for number in numbers])


def write_growing(numbers: Sequence[int]) -> str:
    """A list that grows, by its gaps."""
    return write(after - before for before, after in pairwise([0, *numbers]))


def split(text: str) -> list[str]:
    """The digits of each number that `write` wrote."""
    return NUMBER.findall(text)


def read(text: str) -> list[int]:
    """The numbers that `write` wrote."""
    return [NUMBERS[digits] for digits in split(text)]


def read_growing(text: str) -> list[int]:
    """The list that `write_growing` wrote."""
    return list(accumulate(read(text)))


def piece_of(key: str, pieces: int) -> int:
    """Which of the pieces, from 0, holds a stem (FNV-1a on its UTF-8 bytes): none needs a directory."""
    code = 0x811C9DC5
    for byte in key.encode():
        code = (code ^ byte) * 0x01000193 & 0xFFFFFFFF
    return code % pieces


BUCKETS = (
    (re.compile(r"^h(?=.)"), ""),
    (re.compile(r"^ph"), "f"),
    (re.compile(r"^c(?=[eiy])"), "s"),
    (re.compile(r"^[kq]"), "c"),
    (re.compile(r"^y"), "i"),
    (re.compile(r"^z"), "s"),
    (re.compile(r"^oe"), "e"),
)


def bucket_of(word: str) -> str:
    """The list of words, named by one character, that holds a word and those that begin alike to the ear.

    Two letters decide, so that a beginning of two letters leads to the list of what it begins.
    """
    for pattern, instead in BUCKETS:
        word = pattern.sub(instead, word, count=1)
    return f"{ord(word[0]):x}"
