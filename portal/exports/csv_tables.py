"""CSV (RFC 4180): one table per kind and per link between kinds, as a Frictionless tabular data package.

Lists stand in one cell, separated by ``|``; codes are those of the content, with their words beside them.
"""

from __future__ import annotations

from portal.exports.csv_rows import ROWS
from portal.exports.directory import Directory
from portal.exports.package import packaged
from portal.exports.tables import as_csv

_RECORD = ("id", "url", "name")
_KIND = ("kind", "kind_label")
_SOURCE = ("source", "source_date")
_AVAILABILITY = (
    "new_patients", "new_patients_as_of:date", "wait_min:integer", "wait_max:integer", "wait_unit",
    "wait_kind", "wait_source", "wait_as_of",
)  # fmt: skip
# The columns of each table as ``name:type`` (Frictionless types; a string without).
COLUMNS: dict[str, tuple[str, ...]] = {
    "communes": (
        "insee", "name", "postcodes", "population:integer", "population_year:integer", "lat:number",
        "lon:number", "epci", "epci_name", "in_territory:boolean", "psychiatric_sector", *_SOURCE,
    ),
    "organisations": (
        *_RECORD, *_KIND, "legal_name", "short_name", "part_of", "finess_et", "finess_ej",
        "finess_category", "siret", "places", "area", "opening_hours", "summary", "verified_on:date",
        *_SOURCE,
    ),
    "places": (
        *_RECORD, "address", "postcode", "insee", "commune", "lat:number", "lon:number", "position",
        "step_free:boolean", "lift:boolean", "disabled_parking:boolean", "accessibility_url",
        "opening_hours", *_SOURCE,
    ),
    "services": (
        *_RECORD, *_KIND, "organisation", "finess", "siret", "ror", "specialties", "professions", "acts",
        "level:integer", "for_whom", "age_min:integer", "age_max:integer", "audiences", "not_for_whom",
        "access", "letter_required", "area", "languages", "sign_language:boolean", "interpreter:boolean",
        "teleconsultation:boolean", *_AVAILABILITY, "sector", "third_party:boolean", "fee_min:number",
        "fee_max:number", "fee_note", "fee_source", "fee_as_of", "to_bring", "after", "summary", "text",
        "verified_on:date", *_SOURCE,
    ),
    "service_places": (
        "service", "place", "own:boolean", "opening_hours", "by_appointment:boolean", "sector",
        *_AVAILABILITY,
    ),
    "contacts": ("of", "place", "channel", "value", "label", "opening_hours", "operator", *_SOURCE),
    "closures": ("of", "start:date", "end:date", "reason"),
    "teams": (*_RECORD, *_KIND, "specialties", "perimeter", "missions", "access_for_patients", *_SOURCE),
    "members": ("of", "member"),
    "professionals": (
        "id", "url", "civility", "name", "profession", "profession_label", "specialty", "languages", *_SOURCE,
    ),
    "roles": ("professional", "organisation", "place", "mode", "sector", "opening_hours", "services"),
    "codes": ("vocabulary", "code", "label", "meaning"),
}  # fmt: skip


def export(directory: Directory) -> dict[str, bytes]:
    """One file per table, and the package that describes them and their columns."""
    files, schemas = {}, {}
    for name, columns in COLUMNS.items():
        fields = [column.partition(":")[::2] for column in columns]
        files[f"{name}.csv"] = as_csv([field for field, _ in fields], ROWS[name](directory))
        schemas[f"{name}.csv"] = {
            "fields": [{"name": field, "type": kind or "string"} for field, kind in fields]
        }
    return packaged(directory, files, schemas)
