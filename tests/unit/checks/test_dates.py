"""Due today is in time; yesterday is late."""

from __future__ import annotations

import pytest

from portal.checks import check_loaded
from tests.unit.conftest import Load

GUIDE = "---\ntitle: Guide\nsummary: Un guide.\nkind: understand\nkey_points: [Un point.]\n{}\n---\nTexte.\n"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("reviewed_on: 2025-11-22", None),  # due on the very day, every 12 months by default
        ("reviewed_on: 2025-11-21", "review-overdue"),
        ("reviewed_on: 2026-05-22\nreview_every: 6", None),
        ("reviewed_on: 2026-05-21\nreview_every: 6", "review-overdue"),
        ("reviewed_on: 2026-11-22", None),
        ("reviewed_on: 2026-11-23", "future-date"),
        ("sources: [{title: T, publisher: P, date: 2026}]", None),
        ("sources: [{title: T, publisher: P, date: 2026-11}]", None),
        ("sources: [{title: T, publisher: P, date: 2026-12}]", "future-date"),
        ("sources: [{title: T, publisher: P, date: 2027}]", "future-date"),
    ],
)
def test_boundaries(load: Load, facts: str, code: str | None) -> None:
    codes = {p.code for p in check_loaded(load({"guides/a.md": GUIDE.format(facts)}))}
    assert codes & {"review-overdue", "future-date"} == ({code} if code else set())


SERVICE = """---
title: Service fictif
provided_by: organisations/a
kind: consultation
wait: {{min: 3, unit: month, kind: {kind}, source: Fictif, as_of: {as_of}}}
---
"""


@pytest.mark.parametrize(
    ("kind", "as_of", "stale"),
    [
        ("observed", "2026-05-22", False),
        ("observed", "2026-05-21", True),
        ("observed", "2026-05", False),
        ("usual", "2026-04", True),
        ("usual", "2025", True),
        ("target", "2015", False),
        ("regulatory", "2015", False),
    ],
)
def test_only_delays_that_were_seen_grow_old(load: Load, kind: str, as_of: str, stale: bool) -> None:
    loaded = load({"services/a.md": SERVICE.format(kind=kind, as_of=as_of)})
    assert ("delay-stale" in {p.code for p in check_loaded(loaded)}) is stale


@pytest.mark.parametrize(
    ("source", "as_of", "told"),
    [
        ("FINESS", "2026-08-24", False),  # ninety days on the day
        ("FINESS", "2026-08-23", True),
        ("FINESS", "2026-08", False),  # the end of the month may be meant
        ("FINESS", "2026-07", True),
        ("Annuaire Santé", "2025", True),
        ("SAE (DREES)", "2021", False),  # a yearly survey
    ],
)
def test_old_imports(load: Load, source: str, as_of: str, told: bool) -> None:
    """One warning for each register, at its newest record."""
    place = '---\ntitle: Lieu\naddress: {{insee: "98991"}}\nprovenance: {{source: {}, as_of: {}}}\n---\n'
    files = {"places/a.md": place.format(source, as_of), "places/b.md": place.format(source, "2019")}
    found = [p for p in check_loaded(load(files)) if p.code == "import-old"]
    assert [(p.path, p.severity) for p in found] == ([("content/places/a.md", "warning")] if told else [])
