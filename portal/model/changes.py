"""What happened to a record on a day, as its page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """All that one day changed in a record."""

    day: date
    is_new: bool  # the record appeared that day
    titles: tuple[str, ...]  # of the keys that changed, to be translated, in the order of the model
