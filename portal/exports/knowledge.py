"""How much the directory knows, and since when: freshness, sources, share of records with each field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from portal.errors import N_
from portal.exports.csv_rows import ROWS
from portal.exports.directory import Directory
from portal.exports.tables import Column, Row, Table
from portal.exports.trees import tells
from portal.model.review import freshness

BANDS = {
    "fresh": N_("verified within six months"),
    "ageing": N_("verified within two years"),
    "old": N_("verified longer ago"),
    "never": N_("never verified by the team"),
}
# Columns of the CSV tables that tell something to a patient, with their words. “contacts.tel” counts the
# records that have such a row in contacts.csv; “service_places.opening_hours”, in service_places.csv.
FIELDS = {
    "services": {
        "contacts.tel": N_("Phone"),
        "contacts.booking": N_("Online booking"),
        "contacts.email": N_("E-mail"),
        "service_places.opening_hours": N_("Opening hours"),
        "acts": N_("What is done"),
        "specialties": N_("Specialties"),
        "for_whom": N_("For whom"),
        "not_for_whom": N_("Not for"),
        "access": N_("How to get in"),
        "letter_required": N_("Letter needed"),
        "new_patients": N_("New patients"),
        "wait_min": N_("Usual delay"),
        "fee_min": N_("Amount in euros"),
        "third_party": N_("Nothing to advance"),
        "languages": N_("Languages"),
        "sign_language": N_("French sign language"),
        "teleconsultation": N_("Video consultation"),
        "area": N_("Area covered"),
        "verified_on": N_("Last verified"),
    },
    "organisations": {
        "contacts.tel": N_("Phone"),
        "contacts.email": N_("E-mail"),
        "contacts.web": N_("Website"),
        "finess_et": N_("FINESS number"),
        "siret": N_("SIRET"),
        "places": N_("Places"),
        "opening_hours": N_("Opening hours"),
        "summary": N_("Summary"),
        "area": N_("Area covered"),
        "verified_on": N_("Last verified"),
    },
    "places": {
        "address": N_("Street"),
        "postcode": N_("Postcode"),
        "lat": N_("Position"),
        "step_free": N_("Step-free entrance"),
        "lift": N_("Lift"),
        "disabled_parking": N_("Disabled parking"),
        "accessibility_url": N_("Acceslibre page"),
        "opening_hours": N_("Opening hours"),
    },
    "professionals": {"specialty": N_("Specialty"), "languages": N_("Languages")},
}


def band(row: Row, directory: Directory) -> str:
    """How fresh a row of services.csv or organisations.csv is: a key of BANDS."""
    worth = freshness(row["verified_on"], directory.as_of)
    if row["verified_on"] is None:
        return "never"
    return "fresh" if worth == 1 else "ageing" if worth else "old"


def fresh(directory: Directory) -> Table:
    """How many services and organisations were verified, and how long ago."""
    rows = []
    for table in ("services", "organisations"):
        found = Counter(band(row, directory) for row in ROWS[table](directory))
        rows += [(table, code, directory.gettext(words), found[code]) for code, words in BANDS.items()]
    return Table(
        "freshness",
        N_("Freshness"),
        N_(
            "From verified_on of services.csv and organisations.csv, in whole months on the day of the "
            "export: six at most, less than twenty-four, more."
        ),
        {
            "table": Column(N_("Table")),
            "band": Column(N_("Band")),
            "label": Column(N_("Last verified")),
            "records": Column(N_("Records"), "integer"),
        },
        tuple(rows),
        bars="records",
    )


def origins(directory: Directory) -> Table:
    """Which open data the records come from, and of what date."""
    found: Counter[tuple[str, str, str]] = Counter()
    for table in ("communes", "organisations", "places", "services", "professionals"):
        found.update((table, row["source"] or "", row["source_date"] or "") for row in ROWS[table](directory))
    return Table(
        "sources",
        N_("Sources of the records"),
        N_("From source and source_date of each table; without source, the team wrote the record."),
        {
            "table": Column(N_("Table")),
            "source": Column(N_("Source")),
            "source_date": Column(N_("Date")),
            "records": Column(N_("Records"), "integer"),
        },
        tuple((*key, count) for key, count in sorted(found.items())),
    )


def fields(directory: Directory) -> Table:
    """The share of records that have each field."""
    return Table(
        "fields",
        N_("Share of records with each field"),
        N_(
            "Rows of each CSV table whose cell is not empty; contacts and hours are counted by the rows of "
            "their own tables."
        ),
        {
            "table": Column(N_("Table")),
            "field": Column(N_("Field")),
            "label": Column(N_("In words")),
            "filled": Column(N_("With it"), "integer"),
            "records": Column(N_("Records"), "integer"),
            "share": Column(N_("Share (%)"), "number"),
        },
        tuple(_fields(directory)),
        bars="share",
    )


def _fields(directory: Directory) -> Iterator[tuple[str, str, str, int, int, float | None]]:
    linked = _linked(directory)
    for table, columns in FIELDS.items():
        rows = list(ROWS[table](directory))
        for field, words in columns.items():
            filled = len(linked[table, field]) if "." in field else sum(tells(row.get(field)) for row in rows)
            share = round(100 * filled / len(rows), 1) if rows else None
            yield table, field, directory.gettext(words), filled, len(rows), share


def _linked(directory: Directory) -> dict[tuple[str, str], set[str]]:
    """The records that have a row in another table, by table and field."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in ROWS["contacts"](directory):
        table, _, ident = row["of"].partition("/")
        found[table, f"contacts.{row['channel']}"].add(ident)
    for row in ROWS["service_places"](directory):
        if row.get("opening_hours"):
            found["services", "service_places.opening_hours"].add(row["service"])
    return found
