"""Two lanes: facts are published at once; the text of a clinical page waits for a clinician who is named."""

from __future__ import annotations

from datetime import date

from portal.editor.desk import Opened
from portal.editor.posted import Values
from portal.errors import N_
from portal.loading.front_matter import parse_front_matter
from portal.loading.translation import source_hash
from portal.loading.tree import Fields, Mark
from portal.model.base import Record

DAILY = (
    "hours",
    "contacts",
    "places",
    "booking",
    "new_patients",
    "wait",
    "closures",
    "verified_on",
    "verified_by",
)
SHOWN = frozenset({"validated", "published"})  # statuses that say that a clinician stands behind the text
BACK = N_("The text changed: the page is in review again, and says so, until a clinician signs it.")
UNSIGNED = N_("The page stays in review: a published text about health names who read it, and when.")


def is_clinical(opened: Opened) -> bool:
    """True when the text of a record needs a clinician."""
    return issubclass(opened.model, Record) and opened.model.clinical


def settle(opened: Opened, values: Values, prose: str, today: date, *, signed: bool) -> tuple[Values, str]:
    """The values to write, and what to say of them.

    Args:
        opened: The record as it is written.
        values: As the form gives them.
        prose: The text.
        today: The day of the change.
        signed: The editor confirms that the reviewer named in the form read the page today.

    Returns:
        The values, the status set back to ``in_review`` where no signature covers the text any more; and why,
        as a msgid, or an empty text.
    """
    if not is_clinical(opened) or values.get("status", "published") not in SHOWN:
        return values, ""
    if not (values.get("reviewer") and values.get("reviewed_on")):
        return {**values, "status": "in_review"}, UNSIGNED
    changed = _hash(opened, values, prose) != _hash(opened, opened.values, opened.prose)
    if signed:
        return {**values, "reviewed_on": today.isoformat()}, ""
    if changed:
        return {**values, "status": "in_review"}, BACK
    return values, ""


def _hash(opened: Opened, values: Values, prose: str) -> str:
    """What changes with any text of the record, and with no fact."""
    text = opened.written(values, prose).decode("utf-8-sig").replace("\r\n", "\n")
    tree, _ = parse_front_matter(opened.path, text)
    return source_hash(opened.model, tree or Fields(Mark(opened.path, 1, 1)))
