"""Opening hours as people type them in French, put in the syntax that is asked for. Only for hints."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_LONGEST = 400  # characters: nothing longer is a slip of an editor
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = (
    ("lundi", "lun", "monday", "mo"),
    ("mardi", "mar", "tuesday", "tu"),
    ("mercredi", "mer", "wednesday", "we"),
    ("jeudi", "jeu", "thursday", "th"),
    ("vendredi", "ven", "friday", "fr"),
    ("samedi", "sam", "saturday", "sa"),
    ("dimanche", "dim", "sunday", "su"),
)
_DAY_OF = {name: day for day, names in zip(_DAYS, _NAMES, strict=True) for name in names} | {"ferie": "PH"}
_PHRASES = (  # before words are told apart; accents are gone by then
    (r"\btous les jours\b|7 ?j(?:ours)? ?(?:/|sur) ?7", " lundi-dimanche "),
    (r"\b24 ?h(?:eures)? ?(?:/|sur) ?24(?: ?h)?|\bjour et nuit\b", " 0h-24h "),
    (r"\bjours? feries?\b", " ferie "),
    (r"\bsur (?:rdv|rendez[ -]?vous)(?: uniquement)?\b", " ! "),
    (r"\b(?:apres|avant|le)[ -]midi\b", " "),  # the hours say so better
    (r"\bmidi\b", " 12h "),
    (r"\bminuit\b", " 24h "),
)
_CLOSED = {"ferme", "fermee", "fermes", "off", "closed"}
_NEUTRAL = {"de", "du", "des", "le", "les", "et", "ou", "puis", "h", "matin"}
_NEUTRAL |= {"ouvert", "ouverte", "ouverture", "horaire", "horaires"}
_TO = {"a", "au", "to", "-"}
_TOKEN = re.compile(
    r"(\d{1,2}) ?(?:h(?:eures?)?|:)(?: ?(\d{2})(?! ?h|\d|:\d))?(?!\d)|([a-z]+)|([-!])|[\s:,;/|&.()+']+|(.)"
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Hours put in the expected syntax."""

    text: str
    complete: bool  # False: a closing hour is missing, and one was made up to show how it is written


@dataclass(slots=True)
class _Rule:
    days: list[str] = field(default_factory=list)
    times: list[list[str]] = field(default_factory=list)
    closed: bool = False
    before: bool = False  # « fermé dimanche » says the days last
    appointment: bool = False

    @property
    def whole(self) -> bool:
        return bool(self.times) or self.closed

    def what(self) -> str:
        """The hours of the rule."""
        spans = ",".join(f"{span[0]}-{span[1] if len(span) > 1 else _later(span[0])}" for span in self.times)
        return ("off" if self.closed else spans) + (' "sur rendez-vous"' if self.appointment else "")


def spelled(value: str) -> Spelled | None:
    """What was most probably meant; None unless every word of it is understood.

    The syntax is that of OpenStreetMap (wiki.openstreetmap.org/wiki/Key:opening_hours).
    """
    if len(value) > _LONGEST or not (rules := _read(value)):
        return None
    rules = [rule for rule in rules if rule.days or rule.whole]
    if (
        not rules
        or not all(rule.whole for rule in rules)
        or (len(rules) > 1 and not all(r.days for r in rules))
    ):
        return None
    told: dict[str, list[str]] = {}
    for rule in rules:
        told.setdefault(rule.what(), []).extend(rule.days)
    text = "; ".join(" ".join(filter(None, (_runs(days), what))) for what, days in told.items())
    return Spelled(text, all(len(span) == 2 for rule in rules for span in rule.times))


def _read(value: str) -> list[_Rule] | None:
    rules, joined = [_Rule()], False
    for hour, minute, word, sign, unknown in _TOKEN.findall(_plain(value)):
        rule = rules[-1]
        if hour:
            if not (int(hour) <= 24 and int(minute or 0) < 60):
                return None
            at = f"{int(hour):02}:{minute or '00'}"
            rule.times[-1].append(at) if rule.times and len(rule.times[-1]) == 1 else rule.times.append([at])
        elif day := _DAY_OF.get(word) or _DAY_OF.get(word.removesuffix("s")):
            if rule.times or (rule.closed and not rule.before):
                rules.append(rule := _Rule())
            rule.days += _between(rule.days[-1], day) if joined and rule.days else [day]
        elif word in _CLOSED:
            if rule.times:
                rules.append(rule := _Rule())
            rule.closed, rule.before = True, not rule.days
        elif sign == "!":
            rule.appointment = True
        elif unknown or (word and word not in _NEUTRAL | _TO):
            return None
        if hour or word or sign:  # spaces leave a range open
            joined = (word or sign) in _TO
    return rules


def _plain(value: str) -> str:
    """Small letters without accents, every dash and quotation mark made plain, phrases told in words."""
    text = value.translate({ord(c): "-" for c in "‐‑‒–—→>"} | {ord(c): "'" for c in "’‘"})
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    for pattern, instead in _PHRASES:
        text = re.sub(pattern, instead, text)
    return text


def _between(first: str, last: str) -> list[str]:
    """The days after one, up to another."""
    if first not in _DAYS or last not in _DAYS:
        return [last]
    start, end = _DAYS.index(first), _DAYS.index(last)
    return [_DAYS[(start + n) % 7] for n in range(1, (end - start) % 7 + 1)]


def _later(opens: str) -> str:
    """A closing hour that shows how one is written."""
    return "12:00" if opens < "12:00" else "18:00" if opens < "18:00" else "23:00"


def _runs(days: list[str]) -> str:
    """« Mo-We,Fr »: in the order of the week, three in a row or more as a range."""
    rest = [d for d in days if d not in _DAYS]
    places = sorted({_DAYS.index(d) for d in days if d in _DAYS})
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    said = [
        f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" if len(run) > 2 else ",".join(_DAYS[place] for place in run)
        for run in runs
    ]
    return ",".join([*said, *dict.fromkeys(rest)])
