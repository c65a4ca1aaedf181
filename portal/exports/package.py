"""What describes the files of an export: licence, sources, schemas (Frictionless Data Package 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from portal.exports.directory import Directory
from portal.exports.trees import as_json, known

# Licences that territories use, by identifier of SPDX and address of their text.
_LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "Licence Ouverte 2.0": (
        "etalab-2.0",
        "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
    ),
}


def packaged(
    directory: Directory, files: Mapping[str, bytes], schemas: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    """The files of an export by name, with their ``datapackage.json``.

    Args:
        directory: Where they come from.
        files: The files by name.
        schemas: Table schemas (Frictionless) by name of file.
    """
    territory = directory.catalogue.territory
    package = {
        "name": territory.id,
        "title": territory.site_name,
        "description": territory.description,
        "homepage": territory.publication.base_url,
        "created": f"{directory.as_of.isoformat()}T00:00:00Z",
        "contributors": [{"title": territory.publisher.name, "role": "publisher"}],
        "licenses": [licence_of(territory.licence)],
        "sources": [
            {"title": f"{s.title} ({s.publisher}, {s.date}, {s.licence})", "path": s.url}
            | {"publisher": s.publisher, "date": s.date, "license": licence_of(s.licence)}
            for s in territory.data_sources
        ],
        "resources": [
            _resource(name, content)
            | ({"profile": "tabular-data-resource", "schema": schemas[name]} if schemas else {})
            for name, content in files.items()
        ],
    }
    return {**files, "datapackage.json": as_json(known(package))}


def _resource(name: str, content: bytes) -> dict[str, Any]:
    """One file of a data package."""
    stem, _, form = name.rpartition(".")
    return {
        "name": stem,
        "path": name,
        "format": form,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def licence_of(name: str) -> dict[str, str]:
    """A licence by its name: identifier of SPDX and address of its text where known (Frictionless)."""
    spdx, path = _LICENCES.get(name, (name, ""))
    return {"name": spdx, "title": name} | ({"path": path} if path else {})
