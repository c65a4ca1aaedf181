"""FINESS as the national JSON feed of 2026 publishes it: structures, and in another file their activities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.errors import N_, Message, PortalError
from portal.importers.finess import FinessRow, full_number, number, whole_code
from portal.importers.finess_stock import iso_date, national

_CHUNK = 2**20  # characters read at once
_LARGEST_ITEM = 2**26  # characters of one legal entity with all its establishments
Json = Mapping[str, Any]


@dataclass(slots=True)
class Feed:
    """What a file says beside its rows."""

    as_of: str = ""  # the newest date of an update in the file


def read_feed(path: Path, feed: Feed | None = None) -> Iterator[FinessRow]:
    """Read establishments (« EGE »), or their activities, legal entity by legal entity in bounded memory.

    The schema of structures (https://finess.fr/structure.json) leaves the names inside
    ``informationsGeneralesEGE`` and ``caracteristiquesSpecifiques…`` open: they are recognised by what they
    hold. A row of activities has no name nor commune: it completes an establishment of the other file.

    Args:
        path: UTF-8, an object whose ``pmej`` is a list.
        feed: Filled with the date.

    Raises:
        PortalError: It is not such a file.
    """
    feed = feed or Feed()
    for line, entity in _items(path, '"pmej"'):
        try:
            yield from [*_rows(line, entity, feed)]
        except (AttributeError, KeyError, TypeError):
            told = {"file": path.name, "line": str(line)}
            raise PortalError(Message(N_("%(file)s cannot be read from line %(line)s on"), told)) from None


def _rows(line: int, entity: Json, feed: Feed) -> Iterator[FinessRow]:
    """The rows of one legal entity; a value of another shape than the schema says is an error."""
    general = entity.get("informationsGeneralesPmej") or {}
    legal = full_number(str(general.get("numFinessPm") or entity.get("numeroFiness") or ""))
    for one in entity.get("ege") or ():
        if "informationsGeneralesEGE" in one:
            feed.as_of = max(feed.as_of, _updated(one), _updated(general))
            if not _closed(one):
                yield _structure(line, legal, one)
        else:
            yield from _activities(line, legal, one)


def _structure(line: int, legal: str, one: Json) -> FinessRow:
    general = one["informationsGeneralesEGE"]
    addresses = one.get("adresse") or [{}]
    address = next((a for a in addresses if a.get("cogCommune")), addresses[0])
    at = address.get("coordonneesGeographique") or {}
    telecom = [contact.get("telecom") or {} for contact in one.get("contact") or ()]
    long_name = _named(general, "longue")
    return FinessRow(
        line=line,
        finess_et=full_number(_named(general, "finess")),
        finess_ej=legal,
        short_name=_named(general, "denomination", "longue", "complement")
        or _named(general, "nom", "longue", "complement")
        or long_name,
        long_name=long_name,
        category=_code(one.get("categorieEntiteGeographiqueExercice")),
        insee=whole_code(str(address.get("cogCommune", ""))),
        x=_signed(at.get("coordonneeX"), at.get("directionLongitude"), "WO"),
        y=_signed(at.get("coordonneeY"), at.get("directionLatitude"), "S"),
        street=" ".join(
            filter(None, (address.get(k, "") for k in ("numeroVoie", "typeVoie", "libelleVoie")))
        ),
        postcode=""
        if "CEDEX" in str(address.get("ligneAcheminement")).upper()
        else str(address.get("codePostal", "")),
        phones=tuple(national(t["telephone"]) for t in telecom if t.get("telephone")),
        siret=str(one.get("siret") or ""),
    )


def _activities(line: int, legal: str, one: Json) -> Iterator[FinessRow]:
    finess = full_number(str(one.get("numFinessEge") or ""))
    for authorised in one.get("activitesExercees") or ():
        for nature, specific in (("natureAASA", "caracteristiquesSpecifiquesASA"),
                                 ("natureASRC", "caracteristiquesSpecifiquesASR")):  # fmt: skip
            described = authorised.get(nature) or {}
            generic = described.get("caracteristiquesGeneriques") or {}
            own = described.get(specific) or {}
            activity = _named(own, "activite", "libelle", "date", "type")
            if activity and not generic.get("dateFinEffectiveActivite"):
                form = _named(own, "forme", "libelle", "date")
                yield FinessRow(line, finess, legal, "", "", "", "", activity=activity, form=form)


def _named(values: Json, word: str, *without: str) -> str:
    """The text or code of the first key that holds a word and none of the others, in any case."""
    for key, value in values.items():
        plain = key.lower().replace("_", "")
        if word in plain and not any(other in plain for other in without) and (text := _code(value)):
            return text
    return ""


def _code(value: object) -> str:
    """The code of a coded value, or a plain text."""
    if isinstance(value, Mapping):
        value = value.get("code")
    return str(value).strip() if isinstance(value, str | int) else ""


def _signed(value: object, direction: object, negative: str) -> float | None:
    """Degrees may come without a sign, the direction beside them."""
    found = number(str(value or ""))
    turned = str(direction or " ")[0].upper() in negative and found is not None and 0 < found <= 180
    return -found if turned and found else found


def _updated(one: Json) -> str:
    return iso_date(str((one.get("dateDerniereMaj") or {}).get("dateEvenement", ""))[:10])


def _closed(one: Json) -> bool:
    """True for an establishment that the feed keeps after its end."""
    return bool(_named(one["informationsGeneralesEGE"], "datefermeture"))


def _items(path: Path, key: str) -> Iterator[tuple[int, Json]]:
    """The objects of the list that follows a key, each with the line where it starts."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        text = file.read(_CHUNK)
        while key not in text:
            more = file.read(_CHUNK)
            if not more:
                told = {"file": path.name, "key": key[1:-1]}
                raise PortalError(Message(N_("%(file)s lacks the key “%(key)s”"), told))
            text += more
        start = text.index("[", text.index(key))
        line, text = text.count("\n", 0, start + 1) + 1, text[start + 1 :]
        while True:
            spaces = len(text) - len(text.lstrip(" \t\r\n,"))
            line, text = line + text.count("\n", 0, spaces), text[spaces:]
            if text.startswith("]"):
                return
            try:
                item, end = decoder.raw_decode(text)
            except ValueError:
                more = file.read(_CHUNK)
                if more and len(text) < _LARGEST_ITEM:
                    text += more
                    continue
                told = {"file": path.name, "line": str(line)}
                raise PortalError(
                    Message(N_("%(file)s cannot be read from line %(line)s on"), told)
                ) from None
            if isinstance(item, dict):
                yield line, item
            line, text = line + text.count("\n", 0, end), text[end:]
