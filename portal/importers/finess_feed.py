"""FINESS as the national JSON feed of 2026 publishes it: structures, and in another file their activities."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.errors import N_, Message, PortalError, Problem
from portal.importers.finess import FinessRow, full_number, number, whole_code
from portal.importers.finess_stock import iso_date, national
from portal.importers.published import AS_PUBLISHED, unreadable

_CHUNK = 2**20  # characters read at once
_OVERLAP = 200  # characters: a key that two chunks share is seen
_LARGEST_ITEM = 2**26  # characters of one legal entity with all its establishments
Json = Mapping[str, Any]


@dataclass(slots=True)
class Feed:
    """What a file says beside its rows."""

    as_of: str = ""  # the newest date of an update in the file


def read_feed(path: Path, problems: list[Problem], feed: Feed | None = None) -> Iterator[FinessRow]:
    """Read establishments (« EGE »), or their activities, legal entity by legal entity in bounded memory.

    The schema of structures (https://finess.fr/structure.json) leaves the names inside
    ``informationsGeneralesEGE`` and ``caracteristiquesSpecifiques…`` open: they are recognised by what they
    hold. A row of activities has no name nor commune: it completes an establishment of the other file. A
    value of another type than the schema says is as if it were absent.

    Args:
        path: UTF-8, an object whose ``pmej`` is a list.
        problems: Where establishments without a description are added, with the line of their legal entity.
        feed: Filled with the date.

    Raises:
        PortalError: It is not such a file.
    """
    feed = feed or Feed()
    for line, entity in _items(path, "pmej"):
        general = _object(entity, "informationsGeneralesPmej")
        legal = full_number(_text(general.get("numFinessPm")) or _text(entity.get("numeroFiness")))
        for one in _objects(entity, "ege"):
            if _object(one, "informationsGeneralesEGE"):
                feed.as_of = max(feed.as_of, _updated(one), _updated(general))
                if not _closed(one):
                    yield _structure(line, legal, one)
            elif "activitesExercees" in one:
                yield from _activities(line, legal, one)
            else:
                told = Message(N_("an establishment of “%(value)s” is not described"), {"value": legal})
                problems.append(Problem(path.name, line, 1, "import-row", told, severity="warning"))


def _structure(line: int, legal: str, one: Json) -> FinessRow:
    general = _object(one, "informationsGeneralesEGE")
    addresses = _objects(one, "adresse") or [{}]
    address = next((a for a in addresses if a.get("cogCommune")), addresses[0])
    at = _object(address, "coordonneesGeographique")
    phones = (_text(_object(contact, "telecom").get("telephone")) for contact in _objects(one, "contact"))
    long_name = _named(general, "longue")
    street = (_text(address.get(key)) for key in ("numeroVoie", "typeVoie", "libelleVoie"))
    sorting_office = "CEDEX" in _text(address.get("ligneAcheminement")).upper()
    postcode = _text(address.get("codePostal"))
    return FinessRow(
        line=line,
        finess_et=full_number(_named(general, "finess")),
        finess_ej=legal,
        short_name=_named(general, "denomination", "longue", "complement")
        or _named(general, "nom", "longue", "complement")
        or long_name,
        long_name=long_name,
        category=_text(one.get("categorieEntiteGeographiqueExercice")),
        insee=whole_code(_text(address.get("cogCommune"))),
        x=_signed(at.get("coordonneeX"), at.get("directionLongitude"), "WO"),
        y=_signed(at.get("coordonneeY"), at.get("directionLatitude"), "S"),
        street=" ".join(filter(None, street)),
        postcode="" if sorting_office or not postcode else postcode.zfill(5),
        phones=tuple(national(phone) for phone in phones if phone),
        siret=_text(one.get("siret")),
    )


def _activities(line: int, legal: str, one: Json) -> Iterator[FinessRow]:
    finess = full_number(_text(one.get("numFinessEge")))
    for authorised in _objects(one, "activitesExercees"):
        for nature, specific in (("natureAASA", "caracteristiquesSpecifiquesASA"),
                                 ("natureASRC", "caracteristiquesSpecifiquesASR")):  # fmt: skip
            described = _object(authorised, nature)
            own = _object(described, specific)
            activity = _named(own, "activite", "libelle", "date", "type")
            ended = _object(described, "caracteristiquesGeneriques").get("dateFinEffectiveActivite")
            if activity and not ended:
                form = _named(own, "forme", "libelle", "date")
                yield FinessRow(line, finess, legal, "", "", "", "", activity=activity, form=form)


def _object(values: Json, key: str) -> Json:
    """The object under a key; an empty one where there is none."""
    found = values.get(key)
    return found if isinstance(found, Mapping) else {}


def _objects(values: Json, key: str) -> list[Json]:
    """The objects of the list under a key."""
    found = values.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _named(values: Json, word: str, *without: str) -> str:
    """The text or code of the first key that holds a word and none of the others, in any case."""
    for key, value in values.items():
        plain = key.lower().replace("_", "")
        if word in plain and not any(other in plain for other in without) and (text := _text(value)):
            return text
    return ""


def _text(value: object) -> str:
    """A plain text or number, or the code of a coded value, on one line; what cannot be shown is a space."""
    if isinstance(value, Mapping):
        value = value.get("code")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())


def _signed(value: object, direction: object, negative: str) -> float | None:
    """Degrees may come without a sign, the direction beside them."""
    found = number(_text(value))
    turned = _text(direction)[:1].upper() in tuple(negative)
    return -found if turned and found is not None and 0 < found <= 180 else found


def _updated(one: Json) -> str:
    return iso_date(_text(_object(one, "dateDerniereMaj").get("dateEvenement"))[:10])


def _closed(one: Json) -> bool:
    """True for an establishment that the feed keeps after its end."""
    return bool(_named(_object(one, "informationsGeneralesEGE"), "datefermeture"))


def _items(path: Path, key: str) -> Iterator[tuple[int, Json]]:
    """The objects of the list that follows a key, each with the line where it starts."""
    decoder = json.JSONDecoder()
    opening = re.compile(rf'"{key}"\s*:\s*\[')
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        line, text = 1, file.read(_CHUNK)
        while not (found := opening.search(text)):
            more, last = file.read(_CHUNK), text[-_OVERLAP:]
            if not more:
                told = {"file": path.name, "key": key}
                raise PortalError(
                    Message(N_("%(file)s lacks the key “%(key)s”"), told), Message(AS_PUBLISHED)
                )
            line, text = line + text.count("\n") - last.count("\n"), last + more
        line, text = line + text.count("\n", 0, found.end()), text[found.end() :]
        while True:
            spaces = len(text) - len(text.lstrip(" \t\r\n,"))
            line, text = line + text.count("\n", 0, spaces), text[spaces:]
            if text.startswith("]"):
                return
            try:
                item, end = decoder.raw_decode(text)
            except (ValueError, RecursionError):
                more = file.read(_CHUNK)
                if more and len(text) < _LARGEST_ITEM:
                    text += more
                    continue
                raise unreadable(path, line) from None
            if isinstance(item, dict):
                yield line, item
            line, text = line + text.count("\n", 0, end), text[end:]
