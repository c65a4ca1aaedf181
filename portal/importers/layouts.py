"""Which published layout a FINESS file has, told from its first bytes; one reader per layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.errors import N_, Message, PortalError, Problem
from portal.importers.finess import FinessRow
from portal.importers.finess_activities import read_activities
from portal.importers.finess_feed import Feed, read_feed
from portal.importers.finess_stock import Stock, read_stock
from portal.importers.published import date_in_name, head, table

_STOCK = ("finess;etalab;", "structureet;", "geolocalisation;")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file being read."""

    path: Path
    layout: str  # "activities", "stock", "feed" or "feed-activities"
    rows: Iterator[FinessRow]
    as_of: Callable[[], str]  # the date that the file gives, known once its rows are read; "" for none

    @property
    def once(self) -> bool:
        """True when the layout has one row per establishment."""
        return self.layout in {"stock", "feed"}

    @property
    def has_activities(self) -> bool:
        """True when the layout bears care activities and equipments."""
        return self.layout in {"activities", "feed-activities"}

    @property
    def has_contacts(self) -> bool:
        """True when the layout bears addresses and phones."""
        return self.layout in {"stock", "feed"}


def reading(path: Path, problems: list[Problem]) -> Reading:
    """Recognise a file and start to read it.

    Raises:
        PortalError: It is no file of data, or one of another kind; the hint names the command for it.
    """
    start = head(path).decode("utf-8", "replace").lstrip()
    if start.startswith("{"):
        feed = Feed()
        layout = "feed" if _holds(path, b'"informationsGeneralesEGE"') else "feed-activities"
        return Reading(path, layout, read_feed(path, problems, feed), lambda: feed.as_of)
    if start.startswith(_STOCK):
        stock = Stock()
        return Reading(path, "stock", read_stock(path, problems, stock), lambda: stock.as_of)
    _refuse_others(path)
    return Reading(path, "activities", read_activities(path), lambda: date_in_name(path.name))


def _holds(path: Path, key: bytes) -> bool:
    with path.open("rb") as file:
        return key in file.read(2**20)


def _refuse_others(path: Path) -> None:
    """A file that another command or option reads."""
    names = {name.lower() for name in next(table(path))[1]}
    hint = None
    if {"finess", "adresse", "telephone"} <= names:
        hint = Message(N_("it holds addresses and phones: give it to --contacts, beside a FINESS file"))
    elif "identifiant pp" in names:
        hint = Message(N_("it holds professionals: use “%(command)s”"), {"command": "portal import annuaire"})
    elif "code_insee" in names and "categetab" not in names:
        hint = Message(N_("it holds communes: use “%(command)s”"), {"command": "portal import communes"})
    if hint:
        raise PortalError(Message(N_("%(file)s is not a FINESS file"), {"file": path.name}), hint)
