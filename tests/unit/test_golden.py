"""Golden queries: the demonstration finds what people mean, and a miss names the page to mend."""

from __future__ import annotations

from portal.freeze.golden import LEAST_SHARE, Outcome, ask, mean_reciprocal_rank
from portal.model.search_assets import Golden
from portal.web.site import Site


def test_demonstration(site: Site) -> None:
    """200 queries or more, half kept apart; nine in ten met in each half; every danger shows its card."""
    outcomes = ask(site)
    assert len(outcomes) >= 200
    for kept_apart in (True, False):
        half = [o for o in outcomes if o.golden.kept_apart is kept_apart]
        assert len(half) >= 100
        assert sum(o.met for o in half) / len(half) >= LEAST_SHARE
    assert [o.golden.query for o in outcomes if o.golden.danger and o.danger != o.golden.danger] == []


def outcome(rank: int | None, *, wanted: str | None = None, shown: str | None = None) -> Outcome:
    return Outcome(Golden(query="essai", expects=("guides/ald",), danger=wanted), rank, shown, "guides/c2s")


def test_met() -> None:
    """The first three places count, and the right card; a card too many is a miss."""
    assert outcome(3).met
    assert not outcome(4).met
    assert not outcome(None).met
    assert outcome(None, wanted="stroke", shown="stroke").met
    assert not outcome(1, wanted="stroke").met
    assert not outcome(1, shown="stroke").met


def test_mean_reciprocal_rank() -> None:
    """The mean of one over the rank; nothing found counts for nothing."""
    assert mean_reciprocal_rank([outcome(1), outcome(2), outcome(None)]) == 0.5
