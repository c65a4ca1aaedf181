"""Every check in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from portal.errors import Problem
from portal.loading.catalogue import Loaded, load


def check(root: Path, as_of: date) -> list[Problem]:
    """All that there is to mend in a territory, in the order of files and lines.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day on which the content is judged.
    """
    return check_loaded(load(root, as_of))


def check_loaded(loaded: Loaded) -> list[Problem]:
    """The problems of a territory already read, with those found while reading it."""
    return sorted(loaded.problems)
