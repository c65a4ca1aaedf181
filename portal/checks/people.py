"""Nobody's personal data are published by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.checks.walk import spots
from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.people import Professional

# Numéro d'inscription au répertoire (décret n° 82-103): sex, year, month, département, commune, order, key.
_NIR = re.compile(
    r"(?<!\d)[1278][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d|2[AB])"
    r"[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d\d)?(?!\d)"
)


def check_nir(loaded: Loaded) -> Iterator[Problem]:
    """No text holds what looks like a social security number."""
    for spot in spots(loaded):
        found = _NIR.search(spot.value)
        if found:
            message = Message(N_("this looks like somebody’s social security number"))
            yield spot.place(found.start()).problem("personal-number", message, Message(N_("remove it")))


def check_consent(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A person is listed only with their agreement, or from a public register."""
    for person in catalogue.records["professionals"].values():
        if isinstance(person, Professional) and person.consent_to_list == "no" and person.status in VISIBLE:
            message = Message(N_("this person does not agree to be listed"))
            yield loaded.at(person.ref, "consent_to_list").problem(
                "no-consent", message, Message(N_("write “status: archived”, or remove the file"))
            )
