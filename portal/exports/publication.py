"""Every format of the open data, and what lies under ``/donnees/`` of the site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.errors import N_
from portal.exports import csv_tables, data_inclusion, fhir, geojson, hsds, indicators
from portal.exports.directory import Directory

FOLDER = "donnees"  # from the root of the site
SUMS = "SHA256SUMS"  # as sha256sum --check reads it


@dataclass(frozen=True, slots=True)
class Format:
    """A published format of the directory."""

    title: str  # its name, most often the same in all languages
    purpose: str  # msgid: for whom it is
    specification: str  # address
    export: Callable[[Directory], dict[str, bytes]]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(
            "CSV",
            N_("Tables for a spreadsheet, with the type of each column."),
            "https://specs.frictionlessdata.io/tabular-data-package/",
            csv_tables.export,
        ),
        "geojson": Format(
            "GeoJSON",
            N_("Places of care, to draw a map."),
            "https://www.rfc-editor.org/rfc/rfc7946",
            geojson.export,
        ),
        "fhir": Format(
            "HL7 FHIR R4",
            N_("Organisations, services, places and people, for software of health."),
            "https://hl7.org/fhir/R4/",
            fhir.export,
        ),
        "data-inclusion": Format(
            "data·inclusion",
            N_("Structures and services, for tools of social workers in France."),
            "https://github.com/gip-inclusion/data-inclusion-schema",
            data_inclusion.export,
        ),
        "hsds": Format(
            "Open Referral HSDS 3",
            N_("Organisations and services, for directories of other countries."),
            "https://docs.openreferral.org/",
            hsds.export,
        ),
        "indicators": Format(
            N_("Indicators"),
            N_("Offer by commune, distances, gaps, freshness: what the page of indicators shows."),
            "https://specs.frictionlessdata.io/tabular-data-package/",
            indicators.export,
        ),
    }
)


def export(form: str, directory: Directory) -> dict[str, bytes]:
    """The files of one format by name, and the sums that prove that none was altered on the way."""
    return with_sums(FORMATS[form].export(directory))


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by path, and the file of their checksums."""
    sums = "".join(f"{sha256(content)}  {name}\n" for name, content in files.items())
    return {**files, SUMS: sums.encode()}


def publish(directory: Directory) -> dict[str, bytes]:
    """The files of all formats, by path from the root of the site."""
    return {
        f"{FOLDER}/{form}/{name}": content
        for form in FORMATS
        for name, content in export(form, directory).items()
    }


def sha256(content: bytes) -> str:
    """The checksum (FIPS 180-4) in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class DataFile:
    """A published file."""

    path: str  # from the root of the site
    name: str
    size: int  # bytes
    sha256: str


def listing(files: Mapping[str, bytes]) -> dict[str, list[DataFile]]:
    """What was published, by format."""
    found: dict[str, list[DataFile]] = {form: [] for form in FORMATS}
    for path, content in files.items():
        _, form, name = path.split("/")
        found[form].append(DataFile(path, name, len(content), sha256(content)))
    return found
