"""A pathway leads somewhere at every step, and clinical text is signed, sourced and calm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from portal.errors import N_, Message, Problem, Severity
from portal.loading.catalogue import Loaded
from portal.loading.wording import did_you_mean
from portal.model.base import Record
from portal.model.catalogue import VISIBLE, Catalogue
from portal.model.insert import Insert
from portal.model.offer import OfferIndex
from portal.model.pathway import Pathway
from portal.model.step import Step

LIVED = ("social", "medico_social")  # domains of the steps that a long-term illness needs
MAX_FLAGS = 7  # signs that a worried reader can take in, per level (content model, kind 1)
_LINK = re.compile(r"\[\[|\]\(")


def check_steps(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Each step names who does it here, or says that nobody is known."""
    index = OfferIndex(catalogue)
    for pathway in _pathways(catalogue):
        ids = [step.id for step in pathway.steps]
        for place, step in enumerate(pathway.steps):
            yield from _forks(loaded, pathway, place, ids)
            if pathway.status in VISIBLE and not step.local_gap and not _resolves(step, loaded, index):
                message = Message(N_("step “%(step)s”: no team is known here"), {"step": step.id})
                hint = Message(N_("name a service, describe an offer of the directory, or write “local_gap”"))
                yield loaded.at(pathway.ref, "steps", place, "actors").problem(
                    "step-unresolved", message, hint
                )
        if not pathway.steps[-1].follow_up:
            message = Message(N_("the last step does not say what follows"))
            at = loaded.at(pathway.ref, "steps", len(ids) - 1)
            yield at.problem("final-follow-up", message, Message(N_("write “follow_up”")))


def _forks(loaded: Loaded, pathway: Pathway, place: int, ids: list[str]) -> Iterator[Problem]:
    step = pathway.steps[place]
    if ids.index(step.id) != place:
        message = Message(N_("the step “%(id)s” appears twice"), {"id": step.id})
        yield loaded.at(pathway.ref, "steps", place, "id").problem("duplicate-id", message)
    for number, choice in enumerate(step.decision):
        if choice.then_step not in ids:
            at = loaded.at(pathway.ref, "steps", place, "decision", number, "then_step")
            message = Message(N_("there is no step “%(id)s”"), {"id": choice.then_step})
            yield at.problem("unknown-step", message, did_you_mean(choice.then_step, ids))


def _resolves(step: Step, loaded: Loaded, index: OfferIndex) -> bool:
    catalogue = index.catalogue

    def is_there(ref: str) -> bool:
        broken = not catalogue.find(ref) and loaded.is_written(ref)  # its own error is told in its file
        return broken or catalogue.shown(ref) is not None

    return any(
        any(map(is_there, actor.refs)) or (actor.offer and index.find(actor.offer)) for actor in step.actors
    )


def check_signatures(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Clinical text is published only when someone answers for it."""
    for records in catalogue.records.values():
        for record in records.values():
            if record.clinical and record.status in {"validated", "published"}:
                yield from _unsigned(loaded, record)
    for pathway in _pathways(catalogue):
        if pathway.coordinator is None and pathway.status in VISIBLE:
            message = Message(N_("no coordinator is named: visitors read that none is known"))
            yield loaded.at(pathway.ref).problem("no-coordinator", message, severity="info")


def _unsigned(loaded: Loaded, record: Record) -> Iterator[Problem]:
    missing = [key for key in ("reviewer", "reviewed_on") if getattr(record, key) is None]
    if isinstance(record, Pathway | Insert) and not record.signatories:
        missing.append("signatories")
    if missing:
        message = Message(
            N_("a clinical page cannot be published without: %(keys)s"), {"keys": ", ".join(missing)}
        )
        hint = Message(N_("until then write “status: in_review”"))
        yield loaded.at(record.ref, "status").problem("unsigned", message, hint)


def check_red_flags(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Signs of danger are few, and each vital one gives the number to call rather than a link to read."""
    for pathway in _pathways(catalogue):
        levels: Counter[str] = Counter()
        for place, flag in enumerate(pathway.red_flags):
            levels[flag.urgency] += 1
            at = loaded.at(pathway.ref, "red_flags", place)
            if levels[flag.urgency] == MAX_FLAGS + 1:
                message = Message(
                    N_("more than %(count)s signs of the level “%(level)s”"),
                    {"count": MAX_FLAGS, "level": flag.urgency},
                )
                yield at.problem("red-flags", message)
            if flag.urgency == "emergency" and not flag.number:
                yield at.problem(
                    "red-flag-number",
                    Message(N_("a vital sign without a number to call")),
                    Message(N_("write “number: emergency/15”")),
                )
            if flag.urgency == "emergency" and _LINK.search(flag.text):
                yield at.problem(
                    "red-flag-link", Message(N_("a vital sign holds no link: nothing to read before calling"))
                )


def check_domains(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """A long-term illness is lived outside hospital: its pathway holds social and medico-social steps."""
    for pathway in _pathways(catalogue):
        missing = [d for d in LIVED if d not in {step.domain for step in pathway.steps}]
        if pathway.chronic and pathway.status in VISIBLE and missing:
            message = Message(
                N_("a long-term condition without a step of the domain: %(domains)s"),
                {"domains": ", ".join(missing)},
            )
            severity: Severity = "error" if missing == [*LIVED] else "warning"
            yield loaded.at(pathway.ref, "steps").problem("chronic-domains", message, severity=severity)


def check_levels(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Each level of care is told once; one that no step has says where it is."""
    for pathway in _pathways(catalogue):
        stepped = {step.level for step in pathway.steps}
        told: set[int] = set()
        for place, level in enumerate(pathway.levels):
            at = loaded.at(pathway.ref, "levels", place)
            if level.level in told:
                yield at.problem(
                    "duplicate-level",
                    Message(N_("the level %(level)s is told twice"), {"level": level.level}),
                )
            told.add(level.level)
            if level.level not in stepped and not level.where:
                message = Message(
                    N_("no step is of level %(level)s: say where it is"), {"level": level.level}
                )
                yield at.problem("level-nowhere", message, Message(N_("write “where”")))


def check_variants(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Each special situation has an address of its own."""
    for pathway in _pathways(catalogue):
        ids = [variant.id for variant in pathway.variants]
        for place, ident in enumerate(ids):
            if ids.index(ident) != place:
                message = Message(N_("the situation “%(id)s” appears twice"), {"id": ident})
                yield loaded.at(pathway.ref, "variants", place, "id").problem("duplicate-id", message)


def _pathways(catalogue: Catalogue) -> Iterator[Pathway]:
    return (r for r in catalogue.records["pathways"].values() if isinstance(r, Pathway))
