"""Who fills a role of a step here: kind by kind, so that each name says what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.model.base import Record
from portal.model.directory import Organisation, Service
from portal.model.listing import FAMILIES
from portal.model.step import Actor
from portal.model.values import Offer
from portal.web.page import Page
from portal.web.views.lists import kind_path

SHOWN = 4  # providers named for a role before “and others”, shared between their kinds
FEWEST = 2  # named of each kind


@dataclass(frozen=True, slots=True)
class Kind:
    """The providers of one kind that fill a role."""

    label: str  # in words; empty for teams and people
    providers: tuple[Record, ...]
    more: int  # how many are not named
    path: str  # the list of the kind, from the root of a language; empty for teams and people

    @property
    def count(self) -> int:
        """How many there are, named or not."""
        return len(self.providers) + self.more


@dataclass(frozen=True, slots=True)
class Team:
    """Who does a step here: the role, and the local providers that fill it."""

    actor: Actor
    kinds: tuple[Kind, ...]

    @property
    def providers(self) -> tuple[Record, ...]:
        """Those that are named."""
        return tuple(provider for kind in self.kinds for provider in kind.providers)

    @property
    def count(self) -> int:
        """How many fill the role, named or not."""
        return sum(kind.count for kind in self.kinds)


def teams_of(page: Page, actor: Actor) -> Team:
    """The local providers of an actor: those named first, then those that the directory knows."""
    found: dict[str, Record] = {ref: r for ref in actor.refs if (r := page.site.catalogue.shown(ref))}
    if actor.offer:
        found |= {p.ref: p for p in page.site.offers.find(actor.offer)}
    return Team(actor, by_kind(page, found.values()))


def helpers(page: Page, offer: Offer | None) -> tuple[Kind, ...]:
    """Who helps in daily life, by kind; a service of an organisation that is named too is not named twice."""
    found = page.site.offers.find(offer) if offer else []
    refs = {provider.ref for provider in found}
    return by_kind(page, (p for p in found if not (isinstance(p, Service) and p.provided_by in refs)))


def by_kind(page: Page, records: Iterable[Record]) -> tuple[Kind, ...]:
    """Providers by kind, in the order in which they come, a few named of each."""
    kinds: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        kind = record.kind if isinstance(record, Service | Organisation) else ""
        kinds[record.kind_id, kind].append(record)
    share = max(FEWEST, SHOWN // len(kinds)) if kinds else SHOWN
    return tuple(
        _kind(page, family, kind, group, share if kind else len(group))
        for (family, kind), group in kinds.items()
    )


def _kind(page: Page, family: str, kind: str, group: list[Record], share: int) -> Kind:
    """Of a kind, all but one are never named to write “and another”."""
    named = group[:share] if len(group) > share + 1 else group
    label = page.label(FAMILIES[family], kind) if kind else ""
    return Kind(label, tuple(named), len(group) - len(named), kind_path(family, kind) if kind else "")
