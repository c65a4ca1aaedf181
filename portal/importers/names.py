"""Readable names: « Centre hospitalier d’Albi » from « CH ALBI ». The source's spelling is kept beside."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from portal.importers.words import (
    ACCENTED,
    ACRONYMS,
    ARTICLES,
    COMMON,
    KINDS,
    LEGAL_FORMS,
    OF_COMMUNE,
    OPERATORS,
    PREPOSITIONS,
    PUBLICS,
    TYPOS,
    UNITS,
)

SHORT_WIDTH = 38  # FINESS cuts the short name at this many characters
_LONGEST = max(len(kind.split()) for kind in KINDS)
_FEMININE = ("clinique", "polyclinique", "maison", "résidence", "fondation", "pharmacie", "consultation")
_MASCULINE = ("centre", "dispositif", "foyer", "laboratoire", "service")
_MASCULINE_ACRONYMS = ("CMP", "CMPP", "CSAPA", "CAMSP", "SSIAD")
_ELIDED = (
    "hôpital",
    "unité",
    "institut",
    "accueil",
    "atelier",
    "hospitalisation",
    "aide",
    "antenne",
    "EHPAD",
)


def bare(text: str) -> str:
    """Capitals without accents: two spellings of one name are the same bare text."""
    letters = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'"))
    return "".join(c for c in letters if not unicodedata.combining(c)).upper()


def slug(text: str) -> str:
    """An identifier made of a text: ASCII letters, digits, single hyphens; whole words, 80 characters."""
    whole = re.sub(r"[^a-z0-9]+", "-", bare(text).lower()).strip("-")
    return whole if len(whole) <= 80 else whole[:81].rpartition("-")[0]


def of_commune(name: str) -> str:
    """« d’Albi », « de Castres », « du Bez », « des Cammazes », « de La Boulbène » stays with its article."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if bare(name)[0] in "AEIOUYH" else f"de {name}"


def service_title(label: str, title: str) -> str:
    """« Urgences du centre hospitalier d’Albi », « Traitement du cancer au centre hospitalier d’Albi ».

    The name of the organisation follows a comma when its gender is not known.
    """
    if bare(title).startswith(bare(label)):
        return title
    of = _of_title(title)
    if re.search(r"\bd[eu]\b|[dl]’", label):  # two « du » in a row would read badly
        of = re.sub(r"^ (du|de la|de l’)", lambda m: {"du": " au"}.get(m[1], f" à{m[1][2:]}"), of)
    return label + of


def _of_title(title: str) -> str:
    inner = title if title.split(maxsplit=1)[0].isupper() else title[0].lower() + title[1:]
    word = inner.split(maxsplit=1)[0].rstrip(",")
    if word in _FEMININE:
        return f" de la {inner}"
    if word in _MASCULINE + _MASCULINE_ACRONYMS:
        return f" du {inner}"
    return f" de l’{inner}" if word in _ELIDED else f", {title}"


class Names:
    """A namer that knows where accents are proved: in names of communes, and where the source wrote them."""

    def __init__(self, communes: Iterable[str], sources: Iterable[str] = ()) -> None:
        """Learn from the names of the communes of the territory, and from all names of the source."""
        self._communes = {tuple(_words(name)): name for name in communes}
        self._longest = max((len(words) for words in self._communes), default=1)
        spellings: dict[str, set[str]] = defaultdict(set)
        for word in (w for source in sources for w in re.findall(r"[^\W\d_]{4,}", source.upper())):
            if bare(word) != word:
                spellings[bare(word)].add(word)
        self._proved = {
            word: found.pop().capitalize() for word, found in spellings.items() if len(found) == 1
        }

    def readable(self, short: str, long: str, commune: str) -> str:
        """A name that a patient can read, from the two names of the source and the commune of the place."""
        lone = len(short.split()) == 1 and short not in KINDS
        source = long if long and (lone or len(short) >= SHORT_WIDTH) else short
        words = [w for w in _words(source) if w not in LEGAL_FORMS] or _words(source)
        return _assemble(self._pieces(words, commune), commune)

    def psychiatric(self, short: str, long: str, commune: str, unit: str) -> str:
        """« CMP adultes d’Albi »: unit, public and place, in this order, without the hospital it belongs to.

        Args:
            short: The name cut at 38 characters.
            long: The full name, or nothing.
            commune: Where it is.
            unit: What it is when the name does not say so; "" when the name must.
        """
        words = _words(long if long and len(short) >= SHORT_WIDTH else short)
        units = list(dict.fromkeys(UNITS[w] for w in words if w in UNITS)) or [unit]
        if "LIAISON" in words or "PENITENTIERE" in words or not units[0]:
            return self.readable(short, long, commune)
        publics = list(dict.fromkeys(PUBLICS[w] for w in words if w in PUBLICS))
        narrow = [p for p in publics if p != "enfants et adolescents"] or publics
        head = " ".join((_enumerated(units), *narrow[:1])).strip()
        rest = _place_words(words)
        if set(rest) <= set(_words(commune)):
            return f"{head[:1].upper()}{head[1:]} {of_commune(commune)}"
        own = [p for p in self._pieces(rest, commune) if p not in {commune, of_commune(commune)}]
        tail = f", {_assemble(own, commune)} ({commune})"
        return head[:1].upper() + head[1:] + tail

    def _pieces(self, words: list[str], commune: str) -> list[str]:
        """The words in their final spelling; those that open a phrase are marked by a leading comma."""
        own = tuple(_words(commune))
        pieces: list[str] = []
        index = 0
        while index < len(words):
            before = words[index - 1] if index else ""
            kind, size = _longest_kind(words, index)
            place, length = self._commune_at(words, index, own, pieces[-1] if pieces else "")
            if size and not (size == 1 and before in ARTICLES | PREPOSITIONS):
                pieces.append(f",{kind}")
            elif length:
                behind = pieces[-1] if pieces else ""
                opened = behind in OF_COMMUNE or (behind.startswith(",") and place == commune)
                pieces.append(of_commune(place) if opened else place)
            else:
                pieces.append(self._spelt(words[index], before, pieces[-1] if pieces else ""))
            index += size or length or 1
        return pieces

    def _commune_at(self, words: list[str], index: int, own: tuple[str, ...], behind: str) -> tuple[str, int]:
        """The commune named here, and in how many words; one word counts only where it must be a commune."""
        without_article = tuple(words[index : index + len(own) - 1])
        if own in self._communes and own[0] in ARTICLES and without_article == own[1:]:
            return " ".join(self._communes[own].split()[1:]), len(own) - 1
        for size in range(min(self._longest, len(words) - index), 0, -1):
            candidate = tuple(words[index : index + size])
            name = self._communes.get(candidate)
            if name and (size > 1 or candidate == own or behind in {"de", "d", *OF_COMMUNE}):
                return name, size
        return "", 0

    def _spelt(self, word: str, before: str, behind: str) -> str:
        if word in ACRONYMS:
            return word
        if word in ARTICLES:
            return word.lower() if before in PREPOSITIONS or before in ARTICLES else word.capitalize()
        if word in PREPOSITIONS:
            return "à" if word == "A" else word.lower()
        if word in COMMON and (before in {*ACRONYMS, "FONDATION"} or behind == ",aide à domicile"):
            return COMMON[word][:1].upper() + COMMON[word][1:]
        if word in COMMON or word in ACCENTED:
            return COMMON.get(word) or ACCENTED[word]
        letters = re.search(r"[0-9&+]", word) or not re.search(r"[AEIOUY]", word)
        return word if letters else self._proved.get(word, word.capitalize().replace("'", "’"))


def _place_words(words: list[str]) -> list[str]:
    """The words of a psychiatric unit that are neither unit, public nor hospital."""
    kept: list[str] = []
    operator = False
    for word in words:
        known = word in UNITS or word in PUBLICS
        operator = word in OPERATORS or (operator and not known)
        if not operator and not known and word not in {"PSY", "LIEU"}:
            kept.append(word)
    return kept[1:] if kept[:1] == ["ET"] else kept


def _enumerated(items: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return " et ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _words(source: str) -> list[str]:
    """Capitals without accents, quotes, doubled spaces or dots between letters, misspellings mended."""
    text = re.sub(r"\b(?:[A-Z]\.\s?){2,}", lambda m: re.sub(r"[.\s]", "", m[0]) + " ", bare(source))
    text = re.sub(r"(?<=\w )CH\. ", "CHEMIN ", text)
    text = re.sub(r"\([^)]*\)|\"", " ", text).replace("CONSULT PERINATALE", "PERINATALE")
    text = re.sub(r"\b(CEGIDD|SPSTI)(?=\d)", r"\1 ", text)
    mended = " ".join(TYPOS.get(word, word) for word in text.split())
    elided = re.sub(r"\b([DLJMNS]|QU)'", r"\1 ", mended.replace("-", " "))
    tokens = re.findall(r"[A-Z0-9&+]+(?:[.,'][A-Z0-9]+)*", elided)
    return ["SAINT" if t == "ST" else "SAINTE" if t == "STE" else t for t in tokens]


def _longest_kind(words: list[str], index: int) -> tuple[str, int]:
    for size in range(min(_LONGEST, len(words) - index), 0, -1):
        kind = KINDS.get(" ".join(words[index : index + size]))
        if kind:
            return kind, size
    return "", 0


def _assemble(pieces: list[str], commune: str) -> str:
    """The pieces as one name; the commune at its end, out of the phrase, goes between parentheses."""
    text = ""
    for number, piece in enumerate(pieces):
        word = piece.removeprefix(",")
        last = number == len(pieces) - 1
        if piece in {",site", ",antenne"} and not last and pieces[number + 1].startswith(","):
            continue
        if text.endswith("’"):
            text += word
        elif text and piece != word and not re.search(r"(?:^| )(?:d[eu]|des|et|à|la|le|les|au)$", text):
            text += f", {word}"
        elif last and word == commune and text and not re.search(r" (?:d[eu]|à|sur|en)$", text):
            text += f" ({word})"
        else:
            text += f" {word}" if text else word
        text = re.sub(r"(?<!\w)([dlDL])$", r"\1’", text)
    text = re.sub(r"\bde (?=[AEIOUÉÈÊ][^A-Z])", "d’", text)
    return text[:1].upper() + text[1:]
