"""Every table of the report of a team, in the order in which it is read."""

from __future__ import annotations

from portal.exports.directory import Directory
from portal.exports.indicators import indicators
from portal.exports.tables import Table
from portal.loading.catalogue import Loaded
from portal.report.completeness import questions
from portal.report.contacts import contacts
from portal.report.duplicates import proposals
from portal.report.gaps import gaps
from portal.report.quality import Where, criteria, scores
from portal.report.texts import sentences, to_translate, translations, without_aliases

PUBLIC = (
    "summary",
    "groups",
    "absent",
    "freshness",
    "fields",
)  # of the indicators, those that a team acts on


def tables(loaded: Loaded, directory: Directory, where: Where) -> list[Table]:
    """What is known, missing, old or twice in the directory, then in the pages."""
    catalogue, gettext = directory.catalogue, directory.gettext
    public = indicators(directory)
    return [
        questions(directory),
        criteria(directory),
        scores(directory, where),
        contacts(directory),
        proposals(directory),
        *(public[name] for name in PUBLIC),
        gaps(directory),
        translations(catalogue, gettext),
        to_translate(catalogue, gettext),
        sentences(loaded, gettext),
        without_aliases(catalogue),
    ]
