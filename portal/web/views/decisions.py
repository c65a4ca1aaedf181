"""Decision guides as linked pages: one question a screen, and each end an action. No script."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort

from portal.model.guidance import Answer, Decision, EmergencyNumber, Node
from portal.web.page import Page
from portal.web.routes import Route, Values, each
from portal.web.show import record_of, show, show_record
from portal.web.site import Site


def end_id(node: Node, choice: Answer) -> str:
    """The address of an end: its question and the rank of the answer."""
    return f"{node.id}-{node.choices.index(choice) + 1}"


def _nodes(site: Site) -> Iterable[Values]:
    for decision in site.catalogue.all(Decision):
        for node in decision.nodes[1:]:
            yield {"ident": decision.id, "node": node.id}


def _ends(site: Site) -> Iterable[Values]:
    for decision in site.catalogue.all(Decision):
        for node in decision.nodes:
            for choice in node.choices:
                if choice.leaf:
                    yield {"ident": decision.id, "end": end_id(node, choice)}


def _ways(record: Decision, node: Node) -> list[tuple[str, str]]:
    """The answers to a question, and where each leads."""
    return [
        (choice.label, f"orientation/{record.id}/{choice.next or 'fin/' + end_id(node, choice)}/")
        for choice in node.choices
    ]


def _after(record: Decision, node: Node) -> str:
    """The answer that leads to a question which another one asks in the same words: it tells them apart."""
    if sum(other.question == node.question for other in record.nodes) < 2:
        return ""
    choices = (choice for other in record.nodes for choice in other.choices)
    return next((choice.label for choice in choices if choice.next == node.id), "")


def _question(page: Page, record: Decision, node: Node) -> str:
    start = node is record.nodes[0]
    later = [(other, _ways(record, other)) for other in record.nodes[1:]] if start else []
    after, ways = _after(record, node), _ways(record, node)
    return show_record(
        page, "decision.html", record, node=node, after=after, ways=ways, start=start, later=later
    )


def decision(page: Page, ident: str) -> str:
    """The first question of a guide."""
    record = record_of(page, Decision, ident)
    return _question(page, record, record.nodes[0])


def question(page: Page, ident: str, node: str) -> str:
    """A later question."""
    record = record_of(page, Decision, ident)
    found = next((n for n in record.nodes[1:] if n.id == node), None)
    if found is None:
        abort(404)
    return _question(page, record, found)


def end(page: Page, ident: str, end: str) -> str:
    """Where a guide ends: what to do now."""
    record = record_of(page, Decision, ident)
    ends = {end_id(node, choice): (node, choice) for node in record.nodes for choice in node.choices}
    if end not in ends:
        abort(404)
    node, choice = ends[end]
    if (leaf := choice.leaf) is None:
        abort(404)
    number = page.site.catalogue.shown(leaf.number) if leaf.number else None
    return show_record(
        page,
        "decision_end.html",
        record,
        node=node,
        after=_after(record, node),
        choice=choice,
        leaf=leaf,
        number=number if isinstance(number, EmergencyNumber) else None,
        action=page.site.catalogue.shown(leaf.action) if leaf.action else None,
    )


def decisions(page: Page) -> str:
    """All decision guides."""
    return show(page, "decisions.html", decisions=list(page.site.catalogue.all(Decision)))


ROUTES = (
    Route("orientation/", decisions),
    Route("orientation/<ident>/", decision, each(Decision)),
    Route("orientation/<ident>/<node>/", question, _nodes),
    Route("orientation/<ident>/fin/<end>/", end, _ends),
)
