"""One page, tagged, whose code leads to the page; whatever an editor writes."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient

from portal.model.directory import Service
from portal.model.pathway import Pathway
from portal.web import typeset
from portal.web.app import create_app, paths
from portal.web.leaflet import FILE, LEVELS, Item, Leaflet, More, Section, has_letters
from portal.web.page import Page
from portal.web.site import Site
from tests.pdf_ua import wrong
from tests.sheets import faults


def sheets(site: Site) -> list[str]:
    return [path for path, _ in paths(site) if path.endswith(FILE)]


def test_every_sheet_of_the_example(example: Site, client: FlaskClient) -> None:
    """Each pathway and each service, in each language that has its letters and its words."""
    base = example.catalogue.territory.publication.base_url
    found = sheets(example)
    assert {"parcours/boiterie-fictive/fiche.pdf", "en/parcours/boiterie-fictive/fiche.pdf"} <= set(found)
    assert "en/parcours/toux-fictive/fiche.pdf" not in found, "nobody translated it"
    assert "ar/services/consultation-genou/fiche.pdf" in found
    wrong = {p: w for p in found if (w := [*faults(client.get(f"/{p}").data, base + p.removesuffix(FILE))])}
    assert wrong == {}


def test_pathways_of_the_demonstration(site: Site) -> None:
    """The real pathways are long: each still fits, and says what to do at once and each step."""
    client, base = create_app(site).test_client(), site.catalogue.territory.publication.base_url
    for pathway in site.catalogue.all(Pathway):
        path = f"parcours/{pathway.id}/{FILE}"
        made = client.get(f"/{path}").data
        assert [*faults(made, base + path.removesuffix(FILE))] == [], path
        text = " ".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())
        shown = text.replace(" ", "")
        for step in pathway.steps:
            assert step.title.replace(" ", "")[:30] in shown, path
        told = sum(bool(step.preparation and step.preparation.bring) for step in pathway.steps)
        assert shown.count("Àapporter:") == told, f"{path}: what to bring is never shortened"


def test_services_of_the_demonstration(site: Site) -> None:
    """One service in forty; ``make audit`` reads every sheet of the built site."""
    client, base = create_app(site).test_client(), site.catalogue.territory.publication.base_url
    for service in list(site.catalogue.all(Service))[::40]:
        path = f"services/{service.id}/{FILE}"
        assert [*faults(client.get(f"/{path}").data, base + path.removesuffix(FILE))] == [], path


def made_of(site: Site, text: str, count: int = 1) -> bytes:
    page = Page(site, "fr", "parcours/boiterie-fictive/", "fr")
    record = site.catalogue.find("pathways/boiterie-fictive")
    assert record is not None
    sheet = Leaflet(page, record)
    items = tuple(
        Item(sheet.plain(text), sheet.plain(text), (More(sheet.plain(text), 3),)) for _ in range(count)
    )
    steps = Section(sheet.plain(text), items, ordered=True, drop=LEVELS)
    now = Section(sheet.plain(text), items[:7], "now")
    return typeset.pdf("leaflet", Leaflet(page, record, sheet.plain(text), sections=[now, steps]).data())


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") $a$ *b* `c` [d] \\e <f> @g // /* */ = - + 1. ~ _u_',
        '"},{"title":"x"',
        "你好 🙂 👩‍⚕️ \ue000 العربية Ελλάδα",
        "mot" * 200,
        "un mot " * 200,
    ],
)
def test_hostile_text_stays_text(example: Site, text: str) -> None:
    """No mark of the template is obeyed, no letter stops the build, no length makes a second page."""
    made = made_of(example, text, count=80)
    address = f"{example.catalogue.territory.publication.base_url}parcours/boiterie-fictive/"
    assert [*faults(made, address)] == []
    if text.startswith("#panic"):
        shown = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert re.search(r'#panic\("x"\)\s+\$a\$', shown)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda root, page: root.pop("/Lang"), "no language"),
        (lambda root, page: root.pop("/MarkInfo"), "not marked"),
        (lambda root, page: root.pop("/ViewerPreferences"), "the title is not shown"),
        (lambda root, page: page["/Annots"][0].pop("/Contents"), "page 1: a link without words"),
        (lambda root, page: page.pop("/Annots"), "1 links among the elements"),
        (
            lambda root, page: [
                f.get_object().pop("/ToUnicode") for f in page["/Resources"]["/Font"].values()
            ],
            "letters",
        ),
    ],
)
def test_what_a_screen_reader_misses_is_seen(example: Site, spoilt: Callable[..., object], said: str) -> None:
    """The rules fail on a sheet that breaks one."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made_of(example, "Un texte.")))
    spoilt(writer.root_object, writer.pages[0])
    out = io.BytesIO()
    writer.write(out)
    assert any(said in found for found in wrong(out.getvalue()))


def test_letters(example: Site) -> None:
    """A sheet exists where its fonts can write."""
    assert [has_letters(example, lang) for lang in ("fr", "ar", "ru", "zh", "hi")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_same_bytes_whatever_the_process(example: Site) -> None:
    """Twice the same, and in a child of a process that already made one: threads do not outlive a fork."""
    made = made_of(example, "Un texte.")
    assert made == made_of(example, "Un texte.")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, made_of(example, "Un texte.")[:60_000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == made[:60_000]
    os.waitpid(child, 0)
