"""Answers a question from the compiled index: the reference that browsers are held to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search import ranking
from search.analysis import Token, language, stem, tokens
from search.codes import read_growing
from search.reader import Reader
from search.score import Choice, Hit, Slot, rank
from search.spelling import begun, meant

MOST_WORDS = 24  # of a question; what follows is left out
ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu)(?=[aeiouyh])")  # "lassurance": an apostrophe that was not typed
EARTH = 111.2  # kilometres in a degree of latitude


@dataclass(frozen=True, slots=True)
class Result:
    """A page that answers."""

    id: str
    url: str  # from the root of the site
    kind: str
    title: str
    summary: str
    score: int  # comparable within one answer only
    layer: str  # how its most telling word was found: exact, stem, alias, prefix or fuzzy
    word: str  # that word of the question, folded
    distance: int | None  # kilometres from where the visitor looks, None if either place is unknown


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave."""

    query: str
    results: tuple[Result, ...]  # best first
    total: int  # pages found, shown or not
    suggestions: tuple[str, ...]  # the question as it was perhaps meant


class Searcher:
    """Searches compiled indexes.

    Args:
        files: What `compile_index` gave, for one language or several together.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._readers: dict[str, Reader] = {}

    def reader(self, lang: str) -> Reader:
        """The index of a language; KeyError if there is none."""
        if lang not in self._readers:
            self._readers[lang] = Reader(self._files, lang)
        return self._readers[lang]

    def search(
        self,
        query: str,
        *,
        lang: str,
        limit: int = 10,
        facets: Mapping[str, Iterable[str]] | None = None,
        near: tuple[float, float] | None = None,
    ) -> Answer:
        """The pages that answer best.

        Args:
            query: As typed.
            lang: BCP 47 code of the index to search.
            limit: Most results given.
            facets: Codes wanted by facet: one of each facet's at least. "kind" is always a facet.
            near: Latitude and longitude in degrees; closer pages gain up to ranking.CLOSEST percent.
        """
        reader = self.reader(lang)
        words = tokens(query, lang)[:MOST_WORDS]
        slots, meanings = resolve(reader, words)
        hits = rank(slots)
        _weigh_whole(reader, words, slots, hits)
        kept = _filtered(reader, hits, facets or {})
        distances = _distances(reader, near)
        for hit in kept:
            hit.points *= reader.kind(hit.page)[1]
            if hit.page in reader.worn:
                hit.points = hit.points * reader.worn[hit.page] / 100
            if hit.page in distances:
                hit.points *= 1 + ranking.CLOSEST / (100 + ranking.FADING * distances[hit.page])
        kept.sort(key=lambda hit: (-hit.points, hit.page))
        results = tuple(_result(reader, hit, distances.get(hit.page)) for hit in kept[:limit])
        return Answer(query, results, len(kept), (meanings,) if meanings else ())


def resolve(reader: Reader, words: list[Token]) -> tuple[list[Slot], str]:
    """What each word of a question may mean in an index, and the question as it was perhaps meant, or ""."""
    slots: list[Slot] = []
    said: list[str] = []
    corrected = False
    for number, word in enumerate(words):
        choices = _known(reader, word.stem, "exact") or _rejoined(reader, word)
        if not choices:
            after = words[number + 1] if number + 1 < len(words) else None
            choices = _compound(reader, word, after)
        shown = ""
        given = _synonyms(reader, [word.stem])
        if not choices and not given and not _silent(reader, word):  # what editors know is no mistake
            choices, shown = _guessed(reader, word, last=number + 1 == len(words))
            corrected = corrected or bool(shown)
        choices += given
        said.append(shown or word.surface)
        if choices:
            rarity = min(entry.rarity for entry in choices[0].entries)
            if choices[0].layer in ("prefix", "fuzzy"):
                rarity = min(choice.entries[0].rarity for choice in choices)
            slots.append(Slot(word.surface, tuple(choices), rarity))
    slots += _phrases(reader, words)
    return slots, " ".join(said) if corrected else ""


def _known(reader: Reader, term: str, layer: str) -> list[Choice]:
    entry = reader.entry(term)
    return [Choice((entry,), ranking.LAYER_WEIGHTS[layer], layer)] if entry else []


def _rejoined(reader: Reader, word: Token) -> list[Choice]:
    rest = ELIDED.sub("", word.surface)
    return _known(reader, stem(rest, reader.lang), "stem") if rest != word.surface and len(rest) > 2 else []


def _silent(reader: Reader, word: Token) -> bool:
    """Whether an unknown word is an empty one whose apostrophe was not typed: "dune" for "d'une"."""
    return ELIDED.sub("", word.surface) in language(reader.lang).stop


def _compound(reader: Reader, word: Token, after: Token | None) -> list[Choice]:
    """The parts of a word that the index writes in two, or the one word it writes where two were typed."""
    if after:
        joined = _known(reader, stem(word.surface + after.surface, reader.lang), "stem")
        if joined:
            return joined
    forms = {form.surface for form in reader.forms(word.surface)}
    for cut in range(len(word.surface) - 3, 2, -1):
        if word.surface[:cut] in forms:
            parts = [
                reader.entry(stem(part, reader.lang)) for part in (word.surface[:cut], word.surface[cut:])
            ]
            if all(parts):
                return [Choice(tuple(part for part in parts if part), ranking.LAYER_WEIGHTS["stem"], "stem")]
    return []


def _guessed(reader: Reader, word: Token, *, last: bool) -> tuple[list[Choice], str]:
    """What an unknown word begins or misspells, and the likeliest spelling if it is a mistake."""
    forms = reader.forms(word.surface)
    beginnings = begun(word.surface, forms, last=last)[: ranking.EXPANSIONS]
    guesses = [(form.surface, ranking.LAYER_WEIGHTS["prefix"], "prefix") for form in beginnings]
    mistaken = meant(word.surface, forms)
    shown = mistaken[0][1].shown if mistaken and not guesses else ""
    for away, form in mistaken[: ranking.EXPANSIONS]:
        weight = ranking.FAR_FUZZY if away > 1 else ranking.LAYER_WEIGHTS["fuzzy"]
        guesses.append((form.surface, weight, "fuzzy"))
    choices: dict[str, Choice] = {}
    for surface, weight, layer in guesses:
        term = stem(surface, reader.lang)
        entry = reader.entry(term)
        if entry and term not in choices:
            choices[term] = Choice((entry,), weight, layer)
    return list(choices.values()), shown


def _synonyms(reader: Reader, stems: list[str]) -> list[Choice]:
    """The choices that editors gave for a word or phrase."""
    choices = []
    for others in reader.synonyms(" ".join(stems)):
        entries = [entry for entry in map(reader.entry, others) if entry]
        if len(entries) == len(others):
            choices.append(Choice(tuple(entries), ranking.LAYER_WEIGHTS["alias"], "alias"))
    return choices


def _phrases(reader: Reader, words: list[Token]) -> list[Slot]:
    """A further slot for each phrase of the question that has synonyms."""
    slots = []
    for start, first in enumerate(words):
        for phrase in reader.phrases(first.stem):
            stems = phrase.split(" ")
            here = words[start : start + len(stems)]
            choices = _synonyms(reader, stems) if [word.stem for word in here] == stems else []
            if choices:
                rarity = min(entry.rarity for choice in choices for entry in choice.entries)
                slots.append(Slot(" ".join(word.surface for word in here), tuple(choices), rarity))
    return slots


def _weigh_whole(reader: Reader, words: list[Token], slots: list[Slot], hits: dict[int, Hit]) -> None:
    """Put first the pages whose title or alias is the whole question."""
    for page in reader.whole(" ".join(word.stem for word in words)) if words else ():
        if page in hits:
            hits[page].points += ranking.WHOLE * ranking.LEVELS * sum(slot.rarity for slot in slots)


def _filtered(reader: Reader, hits: Mapping[int, Hit], facets: Mapping[str, Iterable[str]]) -> list[Hit]:
    kept = list(hits.values())
    for code, wanted in facets.items():
        if code == "kind":
            kinds = set(wanted)
            kept = [hit for hit in kept if reader.kind(hit.page)[0] in kinds]
        else:
            values = reader.facet(code)
            pages = {page for value in wanted if value in values for page in read_growing(values[value])}
            kept = [hit for hit in kept if hit.page in pages]
    return kept


def _distances(reader: Reader, near: tuple[float, float] | None) -> dict[int, int]:
    """Whole kilometres to each page that is somewhere; the earth is flat enough within a territory."""
    if near is None:
        return {}
    latitude, longitude = near
    narrowing = math.cos(math.radians(latitude))
    return {
        page: math.floor(
            0.5 + EARTH * math.sqrt((lat - latitude) ** 2 + ((lon - longitude) * narrowing) ** 2)
        )
        for page, (lat, lon) in reader.places().items()
    }


def _result(reader: Reader, hit: Hit, distance: int | None) -> Result:
    id_, url, title, summary = reader.page(hit.page)
    layer = hit.layer
    if layer == "exact" and hit.surface not in {
        word.surface for word in tokens(f"{title}\n{summary}", reader.lang)
    }:
        layer = "stem"
    kind, _ = reader.kind(hit.page)
    return Result(id_, url, kind, title, summary, math.floor(hit.points / 1e6), layer, hit.surface, distance)
