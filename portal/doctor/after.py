"""After a publication: when visitors get the new version, and whether its emergency numbers are right."""

from __future__ import annotations

import time
from collections.abc import Iterable

from portal.doctor.examine import Visit
from portal.doctor.finding import Finding
from portal.freeze.manifest import MANIFEST, Manifest, read_manifest

PATIENCE = 600.0  # seconds: some hosts take minutes to show what they were given
EVERY = 5.0  # seconds between two looks
_NUMBERS = {"number-missing", "number-differs"}


def arrived(visit: Visit, version: Manifest) -> bool:
    """Wait until visitors get a version; False when they do not in time."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if read_manifest(visit.get(MANIFEST).body).id == version.id:
                return True
        except (OSError, ValueError):
            pass  # between two versions, or not there yet
        if time.monotonic() > until:
            return False
        time.sleep(EVERY)


def has_wrong_number(found: Iterable[Finding]) -> bool:
    """True when an emergency number is missing or is not what it should be: no visitor may see that."""
    return any(f.code in _NUMBERS for f in found)
