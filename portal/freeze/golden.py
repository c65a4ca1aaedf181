"""The golden queries of a territory, asked to the index that visitors will search: quality as a gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.errors import N_, Message, Problem
from portal.freeze.search_index import compiled
from portal.loading.catalogue import Loaded
from portal.loading.tree import locate
from portal.model.search_assets import Golden
from portal.web.site import Site
from search.danger import Dangers
from search.query import Searcher

TOP = 3  # an expected page must stand among the first three
SEEN = 10  # beyond the tenth result, an answer counts for nothing
LEAST_SHARE = 0.9  # of queries answered in the top three; under it, check fails


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a golden query gave."""

    golden: Golden
    rank: int | None  # of the first expected page, from 1; None beyond SEEN. 1 for a danger card that shows
    danger: str | None  # id of the card that showed
    first: str  # the page that came first; empty when none came

    @property
    def met(self) -> bool:
        """True when the reader finds: the right card, or an expected page among the first."""
        if self.golden.danger or self.danger:
            return self.golden.danger == self.danger
        return self.rank is not None and self.rank <= TOP


def ask(site: Site) -> list[Outcome]:
    """Ask every golden query, in the order of the file."""
    assets = site.catalogue.search
    dangers = Dangers.from_data(assets.dangers.model_dump())
    languages = [lang for lang in site.languages if any(g.lang == lang for g in assets.golden)]
    searchers = {lang: Searcher(compiled(site, lang)) for lang in languages}
    outcomes = []
    for golden in assets.golden:
        if golden.lang not in searchers:
            continue
        found = searchers[golden.lang].search(golden.query, lang=golden.lang, limit=SEEN).results
        card = dangers.recognise(golden.query, golden.lang)
        ranks = [place for place, result in enumerate(found, 1) if result.id in golden.expects]
        rank = 1 if golden.danger and card and card.id == golden.danger else ranks[0] if ranks else None
        outcomes.append(Outcome(golden, rank, card.id if card else None, found[0].id if found else ""))
    return outcomes


def mean_reciprocal_rank(outcomes: list[Outcome]) -> float:
    """MRR at ten (Voorhees, 1999), from 0 to 1."""
    return sum(1 / o.rank if o.rank else 0.0 for o in outcomes) / len(outcomes) if outcomes else 1.0


def check_golden_queries(loaded: Loaded, site: Site) -> Iterator[Problem]:
    """Each query that misses, with the page to mend; an error when too many miss."""
    outcomes = ask(site)
    for place, outcome in enumerate(outcomes):
        if not outcome.met:
            yield _miss(loaded, place, outcome)
    if not outcomes:
        return
    share = sum(o.met for o in outcomes) / len(outcomes)
    figures = {
        "met": sum(o.met for o in outcomes),
        "all": len(outcomes),
        "mrr": f"{mean_reciprocal_rank(outcomes):.3f}",
    }
    yield locate(loaded.search, ("golden", 0)).problem(
        "golden-quality",
        Message(
            N_("%(met)s golden queries of %(all)s find their page; mean reciprocal rank %(mrr)s"), figures
        ),
        severity="info" if share >= LEAST_SHARE else "error",
    )


def _miss(loaded: Loaded, place: int, outcome: Outcome) -> Problem:
    golden = outcome.golden
    at = locate(loaded.search, ("golden", place, "query"))
    if golden.danger != outcome.danger:
        values = {"query": golden.query, "card": outcome.danger or "–", "wanted": golden.danger or "–"}
        said = N_("the query “%(query)s” shows the danger card %(card)s instead of %(wanted)s")
        return at.problem(
            "golden-danger",
            Message(said, values),
            Message(N_("mend the phrases of content/search/dangers.yaml")),
            severity="error" if golden.danger else "warning",  # a card too many is no danger
        )
    hint = Message(
        N_("add its words to the aliases of %(page)s"), {"page": golden.expects[0] if golden.expects else "–"}
    )
    message = Message(
        N_("the query “%(query)s” does not find its page in the first %(top)s; %(first)s comes first"),
        {"query": golden.query, "first": outcome.first or "–", "top": TOP},
    )
    return at.problem("golden-miss", message, hint, severity="warning")
