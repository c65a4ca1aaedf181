"""How complete each pathway is, block by block, and how it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.checks.readability import Readability, readability
from portal.errors import N_
from portal.loading.catalogue import Loaded
from portal.model.catalogue import Catalogue
from portal.model.coverage import Coverage
from portal.model.gradation import gradation
from portal.model.offer import OfferIndex
from portal.model.pathway import Pathway
from portal.model.step import Step

# What a patient finds on the page of a pathway; each block is filled, or the page says that it is unknown.
BLOCKS = {
    "act": N_("When to act at once"),
    "who": N_("Who, for each step"),
    "local": N_("Local team of each step"),
    "delay": N_("Delay of each step"),
    "cost": N_("Cost of each step"),
    "access": N_("Access rule of each step"),
    "preparation": N_("Preparation"),
    "questions": N_("Questions to ask"),
    "documents": N_("What the specialist must receive"),
    "levels": N_("Three levels of care"),
    "after": N_("After"),
    "support": N_("Support in daily life"),
    "coordinator": N_("Coordinator"),
    "sources": N_("Sources"),
    "review": N_("Read by a clinician"),
    "signatories": N_("Signatories"),
}


Share = tuple[int, int]  # how much is known, of how much


@dataclass(frozen=True, slots=True)
class Completeness:
    """One pathway: how much of each block is known."""

    pathway: str
    known: dict[str, Share]  # by block; those without object are absent

    @property
    def score(self) -> int:
        """Per cent of blocks that are wholly known."""
        return round(100 * sum(a == b for a, b in self.known.values()) / len(self.known))

    @property
    def missing(self) -> list[str]:
        """The blocks that are not wholly known, in their order."""
        return [block for block, (known, of) in self.known.items() if known < of]


def completeness(catalogue: Catalogue) -> list[Completeness]:
    """Every pathway that visitors see."""
    coverage = Coverage(catalogue, OfferIndex(catalogue))
    return [Completeness(p.id, dict(_blocks(p, coverage))) for p in catalogue.all(Pathway)]


def _blocks(pathway: Pathway, coverage: Coverage) -> Iterator[tuple[str, Share]]:
    steps = pathway.steps
    beyond = [step for step in steps if step.level > 1]

    def share(found: list[bool]) -> Share:
        return sum(found), len(found)

    def one(known: object) -> Share:
        return int(bool(known)), 1

    yield "act", one(any(f.urgency == "emergency" for f in pathway.red_flags))
    yield "who", share([bool(step.actors) for step in steps])
    yield "local", share([bool(coverage.providers(step)) for step in steps])
    yield "delay", share([step.delay_before is not None for step in steps])
    yield "cost", share([bool(step.costs) for step in steps])
    yield "access", share([step.access.rule is not None for step in steps if _needs_rule(step)])
    yield "preparation", share([step.preparation is not None for step in steps])
    yield "questions", share([bool(step.questions) for step in steps])
    if beyond:
        yield "documents", share([bool(step.information_flow) for step in beyond])
    yield "levels", share([level.known for level in gradation(pathway)])
    yield "after", one(pathway.after)
    yield "support", one(pathway.social_support.refs or pathway.social_support.offer)
    yield "coordinator", one(pathway.coordinator)
    yield "sources", one(pathway.sources)
    yield "review", one(pathway.reviewer and pathway.reviewed_on)
    yield "signatories", one(pathway.signatories)


def _needs_rule(step: Step) -> bool:
    """True when the law decides how one gets in; what depends on the case is told in words."""
    return step.access.mode in {"direct", "letter"}


SIDES = ("under", "within", "over")  # the target of 12 to 15 words


@dataclass(frozen=True, slots=True)
class Reading:
    """How all pages read, in words per sentence."""

    pages: list[Readability]

    @property
    def aimed(self) -> list[Readability]:
        """The pages whose mean is held to the target: pathways and guides in French."""
        return [page for page in self.pages if page.aimed]

    @property
    def mean(self) -> float:
        """Of all sentences."""
        return _weighed([(page.mean, page.sentences) for page in self.pages])

    @property
    def prose_mean(self) -> float:
        """Of whole sentences of paragraphs, in the pages that are held to the target."""
        return _weighed([(page.prose_mean, page.prose) for page in self.aimed])

    def on(self, side: str) -> list[Readability]:
        """The pages on a side of the target, the furthest first."""
        found = [page for page in self.aimed if page.side == side]
        return sorted(found, key=lambda page: (page.prose_mean * (-1 if side == "over" else 1), page.ref))


def reading(loaded: Loaded) -> Reading:
    """How each page reads, and all of them together."""
    return Reading(readability(loaded))


def _weighed(means: list[tuple[float, int]]) -> float:
    count = sum(sentences for _, sentences in means)
    return sum(mean * sentences for mean, sentences in means) / count if count else 0.0
