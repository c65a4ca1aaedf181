"""Every way through a decision guide ends, after five questions at most."""

from __future__ import annotations

from collections.abc import Iterator

from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.wording import did_you_mean
from portal.model.catalogue import Catalogue
from portal.model.guidance import Decision

MAX_DEPTH = 5  # questions on one way (content model, kind 14)


def check_decisions(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Questions exist, are asked, and never come back."""
    for decision in catalogue.records["decisions"].values():
        if isinstance(decision, Decision):
            yield from _check(loaded, decision)


def _check(loaded: Loaded, decision: Decision) -> Iterator[Problem]:
    positions = {node.id: index for index, node in reversed(list(enumerate(decision.nodes)))}
    for index, node in enumerate(decision.nodes):
        if positions[node.id] != index:
            message = Message(N_("the question “%(id)s” appears twice"), {"id": node.id})
            yield loaded.at(decision.ref, "nodes", index, "id").problem("duplicate-id", message)
        for place, choice in enumerate(node.choices):
            if choice.next and choice.next not in positions:
                at = loaded.at(decision.ref, "nodes", index, "choices", place, "next")
                message = Message(N_("there is no question “%(id)s”"), {"id": choice.next})
                yield at.problem("unknown-node", message, did_you_mean(choice.next, positions))
    depths, loop = _depths(decision, positions)
    for ident, index in positions.items():
        at = loaded.at(decision.ref, "nodes", index, "id")
        if ident == loop:
            yield at.problem(
                "cycle", Message(N_("the question “%(id)s” comes back: the way never ends"), {"id": ident})
            )
        elif ident not in depths and loop is None:
            yield at.problem(
                "unreachable-node", Message(N_("no answer leads to the question “%(id)s”"), {"id": ident})
            )
        elif depths.get(ident) == MAX_DEPTH + 1:
            message = Message(
                N_("the question “%(id)s” comes after %(depth)s others"), {"id": ident, "depth": MAX_DEPTH}
            )
            yield at.problem("decision-depth", message, Message(N_("five questions at most on one way")))


def _depths(decision: Decision, positions: dict[str, int]) -> tuple[dict[str, int], str | None]:
    """The longest way to each question, in questions; and a question that comes back, if any."""
    depths: dict[str, int] = {}
    waiting: list[tuple[str, int, tuple[str, ...]]] = [(decision.nodes[0].id, 1, (decision.nodes[0].id,))]
    while waiting:
        ident, depth, way = waiting.pop()
        if depths.get(ident, 0) >= depth:
            continue
        depths[ident] = depth
        for choice in decision.nodes[positions[ident]].choices:
            if choice.next in way:
                return depths, choice.next
            if choice.next in positions:
                waiting.append((choice.next, depth + 1, (*way, choice.next)))
    return depths, None
