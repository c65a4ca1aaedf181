"""Files that hold no record and that editors write as text: what each is for, of what it is a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from portal.errors import N_
from portal.model.reference import FILES
from portal.model.search_assets import Golden, Synonyms
from portal.model.vocabularies import OPEN

DANGERS = "search/dangers.yaml"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file, and what one does with it."""

    title: str
    purpose: str
    entry: type[BaseModel] | None = None  # of which it is a list


_VOCABULARY = N_("Codes that this territory adds, or words that it changes: entries with a code and a label.")
TEXTS: Mapping[str, Listed] = {
    "search/synonyms.yaml": Listed(
        FILES["search/synonyms.yaml"][1],
        N_("Looking for one word of a group finds the others too; misspellings are mended without it."),
        Synonyms,
    ),
    "search/golden.yaml": Listed(
        FILES["search/golden.yaml"][1],
        N_("What patients type, and the page that must come among the first three: each build counts them."),
        Golden,
    ),
    DANGERS: Listed(
        FILES[DANGERS][1],
        N_("What somebody types who must call before reading; the head of the file tells how to write it."),
    ),
    "search/stopwords.yaml": Listed(
        N_("Words that search leaves out"), N_("A list of words, one per line: “- word”.")
    ),
    "vocabularies/specialty.yaml": Listed(N_("Vocabulary: specialties"), _VOCABULARY),
    "vocabularies/profession.yaml": Listed(N_("Vocabulary: professions"), _VOCABULARY),
    "vocabularies/organisation_kind.yaml": Listed(N_("Vocabulary: kinds of organisation"), _VOCABULARY),
    "vocabularies/service_kind.yaml": Listed(N_("Vocabulary: kinds of service"), _VOCABULARY),
    "vocabularies/finess_category.yaml": Listed(N_("Vocabulary: categories of FINESS"), _VOCABULARY),
}
BROKEN = Listed(
    N_("A file that cannot be read"),
    N_("The lines below are to be mended as text; once they can be read, the page opens as a form again."),
)
assert {f"vocabularies/{name}.yaml" for name in OPEN} < set(TEXTS)  # noqa: S101 - a new one has its words here


def name_of(path: str) -> str:
    """The name under which a file is listed, from its path from the root; empty when it is not."""
    name = path.removeprefix("content/")
    return name if name in TEXTS else ""
