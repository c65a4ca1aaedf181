"""Turns a text into the words that search compares; client/analysis.js gives the same words in a browser.

Every rule is a substitution on folded text, or a table, so that both versions read alike line by line.
Character classes are written out: the two languages do not agree on what ``\\w`` holds beyond ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """One word that search keeps."""

    position: int  # rank among the words kept, from 0: a dropped word leaves no gap
    surface: str  # folded, as written: "infirmieres"
    stem: str  # what its plural, feminine and other accents share: "infirmi"


# Marks on Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowels and the Arabic stretching stroke.
MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]"
)
APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`]")
# Whatever is none of these is part of a word: ASCII and Latin-1 signs, then punctuation and symbols by block.
WORD = re.compile(
    "[^\\x00-/:-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589"
    "\u058a\u05be\u05c0\u05f3\u05f4\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u10fb\u1360-\u1368"
    "\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u303f\ufe10-\ufe6f\uff00-\uff0f\ufffd"
    "\U0001f000-\U0001faff]+"
)

# In this order. A replacement keeps group 1 and gives up the rest; an empty one loses its separators.
ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b|(?![a-z0-9]))", re.ASCII)  # I.R.M. is IRM
ABROAD = re.compile(r"\+33 ?(?:\(0\) ?)?(?=[1-9])", re.ASCII)  # +33 5 63… is 05 63…
NUMBER = re.compile(
    r"\b0[1-9](?:[ .-]\d\d){1,4}\b"  # 05 63 47 47 47, or its beginning
    r"|\b0[ .]?8\d\d(?:[ .]\d\d){3}\b|\b0[ .]?8\d\d(?:[ .]\d{3}){2}\b"  # 0 800 12 34 56
    r"|\b\d{1,3}(?:[ .]\d{3})+\b"  # 116 117, 10 000
    r"|\b3\d[ .]\d\d\b(?![ .]?\d)",  # 39 19
    re.ASCII,
)
SEPARATORS = re.compile(r"[ .-]")
DOTTED = re.compile(r"\.[a-z]\.")
DIGIT = re.compile(r"[0-9]")
ORDINAL = re.compile(r"\b(\d+)(?:ers?|eres?|res?|e|emes?|iemes?|nde?s?)\b", re.ASCII)  # 2ème, 2nd, 2e
BOUND = re.compile(r"\b(tele|anti|inter|post|pre|peri)[ -](?=[a-z]{5})", re.ASCII)  # no words of their own
BOUND_BEGUN = [prefix + sign for prefix in ("tele", "anti", "inter", "post", "pre", "peri") for sign in " -"]
ELISION = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)'(?=[a-z0-9])", re.ASCII)

FRENCH_EMPTY = """
    a ai aie ainsi alors apres as assez au aucun aucune aucuns auquel aussi autre autres aux auxquelles
    auxquels avaient avais avait avant avec avez avoir avons ayant c ca car ce ceci cela celle celles celui
    ces cest cet cette ceux chez ci combien comme comment d dans de depuis des desquelles desquels doit
    doivent donc dont du dun duquel elle elles en encore entre es est et etaient etais etait etant etes etre
    eu eux faire fait faites faudrait faut font hors ici il ils j jai je jusque l la laquelle le lequel les
    lesquelles lesquels leur leurs lon lors lorsque lui m ma mais me meme memes mes moi moins mon n ne nest ni
    non nos notre nous on ont or ou par parce pas pendant peu peut peuvent peux plus plusieurs pour pourquoi
    pourrait pouvez puis puisque qu quand que quel quelle quelles quelquun quels quest qui quil quils quoi
    quon s sa sans se sera serait seront ses si sil sils sinon soi soient soit sommes son sont sous suis sur t
    ta tandis te tel telle tels tes toi ton tous tout toute toutes tres tu un une va vers veut veux voici
    voila vos votre vous y
"""
FRENCH_STOP = frozenset(FRENCH_EMPTY.split())
ENGLISH_EMPTY = """
    a about an and are as at be been but by can do does for from had has have he her his how i if in into is
    it its me my no not of on or our she so that the their them there they this to was we were what when where
    which who why will with you your
"""
ENGLISH_STOP = frozenset(ENGLISH_EMPTY.split())


def fold(text: str) -> str:
    """The text in small letters without accents nor ligatures: "Œdème" gives "oedeme", "ﬁn" gives "fin"."""
    small = APOSTROPHES.sub("'", text).lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    if small.isascii():
        return small  # most words of most texts; the rest is many times slower
    return unicodedata.normalize("NFKC", MARKS.sub("", unicodedata.normalize("NFKD", small)))


def _french_text(folded: str) -> str:
    if DOTTED.search(folded):  # quick to see, and seldom there
        folded = ACRONYM.sub(_closed, folded)
    if DIGIT.search(folded):
        folded = ORDINAL.sub(r"\1e", NUMBER.sub(_closed, ABROAD.sub("0", folded)))
    if any(begun in folded for begun in BOUND_BEGUN):
        folded = BOUND.sub(r"\1", folded)
    return ELISION.sub(" ", folded).replace("'", "") if "'" in folded else folded


def _closed(found: re.Match[str]) -> str:
    return SEPARATORS.sub("", found[0])


def _plain_text(folded: str) -> str:
    return folded.replace("'", "")


# Endings and what they become; only the first that fits is applied at each step, and three letters must stay.
FRENCH_STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("eaux", "eau"), ("aux", "al"), ("s", ""), ("x", "")),
    (("trice", "teu"), ("euse", "eu"), ("ee", ""), ("er", ""), ("e", "")),
    (("er", ""), ("eur", "eu"), ("qu", "c"), ("gu", "g"), ("v", "f")),
)
DOUBLED = re.compile(r"(?<=..)([bcdfgklmnprstz])\1$")
ENGLISH_STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("s", "")),
    (("ing", ""), ("ed", ""), ("e", "")),
)


def _shorten(word: str, steps: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    for step in steps:
        for ending, instead in step:
            if word.endswith(ending):
                if len(word) - len(ending) + len(instead) >= 3:
                    word = word[: len(word) - len(ending)] + instead
                break
    return DOUBLED.sub(r"\1", word)


def _french_stem(word: str) -> str:
    short = _shorten(word, FRENCH_STEPS)
    return short[:-2] + "l" if len(short) > 4 and short.endswith("ail") else short  # travail, travaux


def _english_stem(word: str) -> str:
    return _shorten(word, ENGLISH_STEPS)


class Language(NamedTuple):
    """How one language is cut into words."""

    prepare: Callable[[str], str]  # folded text to text whose words are runs of word characters
    stop: frozenset[str]
    shorten: Callable[[str], str]


LANGUAGES = {
    "fr": Language(_french_text, FRENCH_STOP, _french_stem),
    "en": Language(_plain_text, ENGLISH_STOP, _english_stem),
}
OTHER = Language(_plain_text, frozenset(), str)


def language(lang: str) -> Language:
    """The rules of a BCP 47 language: "fr-CA" follows "fr"; one without rules of its own is only folded."""
    return LANGUAGES.get(lang.split("-", maxsplit=1)[0].lower(), OTHER)


@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of one folded word: itself if it holds a digit or has fewer than four letters."""
    if len(word) < 4 or any(sign in "0123456789" for sign in word):
        return word
    return language(lang).shorten(word)


def words(text: str, lang: str) -> list[str]:
    """Every word of the text, folded, stop words included."""
    return WORD.findall(language(lang).prepare(fold(text)))


def tokens(text: str, lang: str) -> list[Token]:
    """The words of the text that search keeps, in order."""
    stop = language(lang).stop
    kept = (word for word in words(text, lang) if word not in stop)
    return [Token(position, word, stem(word, lang)) for position, word in enumerate(kept)]
