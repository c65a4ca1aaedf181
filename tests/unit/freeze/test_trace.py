"""What a page asks of the site is noted, whatever way it asks; what cannot be noted makes it untraceable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro

from portal.freeze.build import prepare_site
from portal.freeze.trace import Tracer
from portal.model.directory import Place, Service
from portal.web.app import create_app, paths
from portal.web.environment import TEMPLATES
from portal.web.site import Site

DAY = date(2026, 11, 22)
KNEE, COUGH = "services/consultation-genou", "services/consultation-toux"


@pytest.fixture(scope="module")
def example(example_root: Path) -> Site:
    """The fictitious territory, ready to render."""
    return prepare_site(example_root, DAY)[0]


def _asked(example: Site, ask: Callable[[Site], Any]) -> set[str] | None:
    tracer = Tracer(example)
    with tracer.watching(), tracer.tracing() as trace:
        ask(tracer.site)
    if trace.questions is not None:
        again = Tracer(replace(example))
        assert {key: again.answer(key) for key in trace.questions} == {
            key: tracer.answers[key] for key in trace.questions
        }, "the same site answers the same"
    return trace.questions


# What a page may do, and the question that it leaves; None: the page is untraceable.
ASKS: list[tuple[Callable[[Site], Any], str | None]] = [
    (lambda site: site.as_of, '[["as_of"],"value"]'),
    (lambda site: site.catalogue.find(KNEE).title, f"{KNEE}@.title"),
    (lambda site: site.catalogue.localised(site.catalogue.find(KNEE), "en")[0].acts, f"{KNEE}@en.acts"),
    (lambda site: site.catalogue.find(KNEE).ref, f"{KNEE}@.id"),
    (lambda site: site.catalogue.find(KNEE) == site.catalogue.find(COUGH), f"{KNEE}@.*"),
    (lambda site: hash(site.catalogue.find(KNEE)), f"{KNEE}@.*"),
    (lambda site: site.catalogue.find(KNEE).model_copy(), f"{KNEE}@.*"),
    (lambda site: dict(site.catalogue.find(KNEE)), f"{KNEE}@.*"),
    (lambda site: next(site.catalogue.all(Service)), '[["catalogue","all"],"call",["kind","services"]]'),
    (lambda site: "images/rien.svg" in site.pictures, '[["pictures"],"in","images/rien.svg"]'),
    (lambda site: site.changes.get("guides/rien"), '[["changes"],"item","guides/rien"]'),
    (
        lambda site: site.offers.places(site.catalogue.find(KNEE)),
        f'[["offers","places"],"call",["record","{KNEE}@"]]',
    ),
    (lambda site: site.title(site.catalogue.find(KNEE), "fr"), f"{KNEE}@.title"),
    (lambda site: site.offers.nearest([], (45.0, -8.0), 1, lambda _ref: (False, 0)), None),
    (lambda site: site.directory, None),
]


@pytest.mark.parametrize(("ask", "question"), ASKS)
def test_noted(example: Site, ask: Callable[[Site], Any], question: str | None) -> None:
    """Each way to ask leaves its question."""
    asked = _asked(example, ask)
    assert (asked is None) if question is None else (asked is not None and question in asked)


def test_another_answer(example: Site) -> None:
    """The key of a record that changed has another answer; the others, and who merely names it, have not."""
    services = example.catalogue.records["services"]
    knee = services["consultation-genou"]
    edited = {**services, knee.id: knee.model_copy(update={"title": "Consultation du coude"})}
    records = {**example.catalogue.records, "services": edited}
    now = Tracer(replace(example, catalogue=replace(example.catalogue, records=records)))
    before = Tracer(example)
    same = [f"{KNEE}@.acts", '[["catalogue","all"],"call",["kind","services"]]']
    assert [now.answer(key) for key in same] == [before.answer(key) for key in same]
    assert now.answer(f"{KNEE}@.title") not in {before.answer(f"{KNEE}@.title"), None}
    assert now.answer("services/rien@.title") is None
    assert now.answer("[[1]") is None


def test_nearly_all_pages_are_traced(example: Site) -> None:
    """Only what counts the whole directory is rendered each time; one page of each view is asked here."""
    tracer = Tracer(example)
    app, seen, untraceable = create_app(tracer.site), set(), set()
    with tracer.watching():
        for path, route in paths(example):
            if route.endpoint not in seen and not path.endswith(".pdf"):
                seen.add(route.endpoint)
                with tracer.tracing() as trace:
                    assert app.test_client().get(f"/{path}").status_code == 200
                if trace.questions is None:
                    untraceable.add(route.endpoint)
    assert untraceable == {"indicators.overview", "indicators.group", "machine.sitemap"}
    assert Place.kind_id in {key.partition("/")[0] for key in tracer.answers}


def test_imported_templates_hold_macros_alone(example: Site) -> None:
    """What an imported template would work out once, for the first page, the other pages would not ask."""
    environment = create_app(example).jinja_env
    texts = [file.read_text("utf-8") for file in sorted(TEMPLATES.glob("*.html"))]
    names = {name for text in texts for name in re.findall(r'{% import "([^"]+)" as \w+ %}', text)}
    assert names
    for name in names:
        module = environment.get_template(name).module
        held = {key: value for key, value in vars(module).items() if not key.startswith("_")}
        assert all(isinstance(value, Macro | TemplateModule) for value in held.values()), name
