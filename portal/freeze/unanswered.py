"""Questions without an answer: golden queries that miss, and those of a list that find nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from portal.errors import N_
from portal.exports.tables import Column, Table
from portal.freeze.golden import ask
from portal.freeze.search_index import compiled
from portal.web.site import Site
from search.danger import Dangers
from search.query import Searcher

MISSED = N_("a golden query does not find its page")
NOTHING = N_("nothing is found")


def unanswered(site: Site, gettext: Callable[[str], str], asked: Iterable[str] = ()) -> Table:
    """What people ask in vain.

    Args:
        site: Whose search answers.
        gettext: To the language of the report.
        asked: Questions that people really asked, one each time, in the default language: from calls, mails,
            the counter of a town hall. The site itself keeps none.
    """
    missed, nothing = gettext(MISSED), gettext(NOTHING)
    outcomes = [outcome for outcome in ask(site) if not outcome.met]
    rows = [(o.golden.query, o.golden.lang, missed, 1, o.first or None) for o in outcomes]
    times = Counter(" ".join(question.split()) for question in asked if question.strip())
    if times:
        lang = site.default_language
        searcher = Searcher(compiled(site, lang))
        dangers = Dangers.from_data(site.catalogue.search.dangers.model_dump())
        for question, count in sorted(times.items(), key=lambda pair: (-pair[1], pair[0])):
            found = searcher.search(question, lang=lang, limit=1).results
            if not found and not dangers.recognise(question, lang):
                rows.append((question, lang, nothing, count, None))
    return Table(
        "queries",
        N_("Questions without an answer"),
        N_(
            "Golden queries whose page is not among the first three, then questions of the list that find "
            "nothing, the most frequent first."
        ),
        {
            "query": Column(N_("Query")),
            "lang": Column(N_("Language")),
            "why": Column(N_("Why")),
            "times": Column(N_("Times"), "integer"),
            "first": Column(N_("What comes first")),
        },
        tuple(rows),
    )
