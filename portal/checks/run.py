"""Every check in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from portal.checks import (
    configuration,
    dates,
    decisions,
    emergency,
    figures,
    glossary,
    markdown,
    pathways,
    people,
    readability,
    references,
    search_assets,
    territory,
    together,
    translations,
)
from portal.errors import Problem
from portal.loading.catalogue import Loaded, load
from portal.model.catalogue import Catalogue

# What can be said of any folder, even without a territory that can be read…
ON_TEXT: tuple[Callable[[Loaded], Iterator[Problem]], ...] = (
    references.check_references,
    references.check_former_ids,
    dates.check_future,
    figures.check_figures,
    glossary.check_lengths,
    readability.check_sentences,
    markdown.check_markdown,
    people.check_nir,
    configuration.check_drawings,
)
# … and what needs the records, typed.
ON_RECORDS: tuple[Callable[[Loaded, Catalogue], Iterator[Problem]], ...] = (
    references.check_visibility,
    references.check_parents,
    references.check_reach,
    decisions.check_decisions,
    dates.check_reviews,
    dates.check_expiry,
    dates.check_delays,
    pathways.check_steps,
    pathways.check_signatures,
    pathways.check_red_flags,
    pathways.check_domains,
    pathways.check_levels,
    pathways.check_variants,
    together.check_inserts,
    together.check_agreements,
    together.check_teams,
    dates.check_imports,
    emergency.check_pairs,
    emergency.check_minimum,
    emergency.check_calls,
    glossary.check_bare_words,
    translations.check_languages,
    configuration.check_languages,
    configuration.check_timezone,
    configuration.check_colours,
    configuration.check_logo,
    configuration.check_reports,
    territory.check_positions,
    territory.check_communes,
    territory.check_identifiers,
    people.check_consent,
    search_assets.check_golden,
    search_assets.check_dangers,
    search_assets.check_dangers_read,
    search_assets.check_aliases,
)


def check(root: Path, as_of: date) -> list[Problem]:
    """All that there is to mend in a territory, in the order of files and lines.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day on which the content is judged.
    """
    return check_loaded(load(root, as_of))


def check_loaded(loaded: Loaded) -> list[Problem]:
    """The problems of a territory already read, with those found while reading it."""
    return sorted(chain.from_iterable(each_check(loaded)))


def each_check(loaded: Loaded) -> Iterator[list[Problem]]:
    """The same, check after check: for who has better to do meanwhile."""
    yield list(loaded.problems)
    for on_text in ON_TEXT:
        yield list(on_text(loaded))
    if loaded.catalogue is not None:
        for on_records in ON_RECORDS:
            yield list(on_records(loaded, loaded.catalogue))
