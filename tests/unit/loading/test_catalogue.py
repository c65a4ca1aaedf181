"""A folder becomes a catalogue: rows, files over rows, translations over both."""

from __future__ import annotations

import pytest

from portal.loading.translation import digits, source_hash
from portal.model.directory import Organisation
from portal.model.guidance import Guide, Term
from tests.unit.conftest import Load

GUIDE = """---
title: Un guide
summary: Un guide fictif.
kind: understand
key_points: [Un point., Deux points.]
aliases: [un mot, un autre]
review_every: 6
---
Le texte, en 3 mots.
"""
ENGLISH = """---
title: A guide
summary: A made-up guide.
key_points: [One point., Two points.]
---
The text, in 3 words.
"""


def test_a_file_completes_a_row(load: Load) -> None:
    """What editors write wins, key by key; what they leave out stays as imported."""
    loaded = load({
        "directory/organisations.csv": "id,title,kind,provenance.source,provenance.as_of,area\n"
        "a,IMPORTÉ,practice,FINESS,2026-01,81001|81002\n",
        "organisations/a.md": "---\ntitle: Nom lisible\narea: ['81003']\n"
        "provenance: {name: IMPORTE}\n---\nTexte.\n",
    })  # fmt: skip
    assert not loaded.problems
    assert loaded.catalogue is not None
    record = loaded.catalogue.find("organisations/a")
    assert isinstance(record, Organisation)
    assert (record.title, record.kind, record.area, record.body) == (
        "Nom lisible",
        "practice",
        ("81003",),
        "Texte.",
    )
    assert record.provenance is not None
    assert (record.provenance.source, record.provenance.name) == ("FINESS", "IMPORTE")


def test_each_half_keeps_its_place(load: Load) -> None:
    """A wrong cell is told in the table, a wrong key in the file."""
    loaded = load({
        "directory/organisations.csv": "id,title,kind,siret\na,Un,practice,123\n",
        "organisations/a.md": "---\nhours: jamais\n---\n",
    })  # fmt: skip
    assert [(p.path, p.line, p.column, p.code) for p in loaded.problems] == [
        ("content/directory/organisations.csv", 2, 15, "siret"),
        ("content/organisations/a.md", 2, 8, "hours"),
    ]


def test_a_translation_inherits_facts(load: Load) -> None:
    loaded = load({"guides/a.md": GUIDE, "guides/a.en.md": ENGLISH})
    assert not loaded.problems
    assert loaded.catalogue is not None
    guide = loaded.catalogue.find("guides/a")
    assert isinstance(guide, Guide)
    english, lang = loaded.catalogue.localised(guide, "en")
    assert lang == "en"
    assert (english.title, english.body, english.review_every) == ("A guide", "The text, in 3 words.", 6)
    assert english.aliases == ()  # each language has its own words


def test_entries_with_an_id_are_matched_by_it(load: Load) -> None:
    """Two senses given in another order do not change meaning."""
    loaded = load({
        "glossary/a.md": "---\ntitle: A\nsenses:\n  - {id: un, title: Un, definition: Un.}\n"
        "  - {id: deux, title: Deux, definition: Deux.}\n---\n",
        "glossary/a.en.md": "---\ntitle: A\nsenses:\n  - {id: deux, title: Two, definition: Two.}\n"
        "  - {id: un, title: One, definition: One.}\n---\n",
    })  # fmt: skip
    assert not loaded.problems
    assert loaded.catalogue is not None
    term = loaded.catalogue.translations["en"]["glossary/a"]
    assert isinstance(term, Term)
    assert [(s.id, s.title) for s in term.senses] == [("un", "One"), ("deux", "Two")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("title: A guide", "kind: understand"), "translation-fact"),
        (("title: A guide\n", ""), "translation-missing"),
        (("[One point., Two points.]", "[One point.]"), "translation-length"),
        (("in 3 words", "in 4 words"), "translation-digits"),
        (("title: A guide", "title: A guide\nsteps: [One step.]"), "translation-extra"),
        (("title: A guide", "titel: A guide"), "unknown-key"),
        (("The text,", "The [text](/guides/autre/),"), "translation-links"),
        (("The text,", "The [[guides/autre|text]],"), "translation-links"),
    ],
)
def test_a_translation_says_the_same(load: Load, change: tuple[str, str], code: str) -> None:
    loaded = load({"guides/a.md": GUIDE, "guides/a.en.md": ENGLISH.replace(*change)})
    assert code in [p.code for p in loaded.problems if p.path == "content/guides/a.en.md"]


def test_an_outdated_translation_is_shown_only_while_it_fits(load: Load) -> None:
    """An editor can change the original at once: a translation that no longer fits gives way to it."""
    before = load({"guides/a.md": GUIDE})
    stamp = source_hash(Guide, before.gathered.originals["guides/a"])
    stamped = ENGLISH.replace("title:", f"source_hash: {stamp}\ntitle:")
    assert not load({"guides/a.md": GUIDE, "guides/a.en.md": stamped}).problems

    reworded = load({"guides/a.md": GUIDE.replace("fictif", "inventé"), "guides/a.en.md": stamped})
    assert [(p.code, p.severity) for p in reworded.problems] == [("translation-outdated", "warning")]
    assert reworded.catalogue is not None
    assert reworded.catalogue.outdated == {("en", "guides/a")}
    assert "guides/a" in reworded.catalogue.translations["en"]

    longer = load(
        {"guides/a.md": GUIDE.replace("Deux points.", "Deux points., Trois."), "guides/a.en.md": stamped}
    )
    assert [(p.code, p.severity) for p in longer.problems] == [("translation-outdated", "warning")]
    assert longer.catalogue is not None
    assert "en" not in longer.catalogue.translations


def test_facts_do_not_make_a_translation_outdated(load: Load) -> None:
    one = load({"guides/a.md": GUIDE}).gathered.originals["guides/a"]
    other = load({"guides/a.md": GUIDE.replace("review_every: 6", "review_every: 12")}).gathered.originals[
        "guides/a"
    ]
    assert source_hash(Guide, one) == source_hash(Guide, other)


@pytest.mark.parametrize(
    ("french", "english", "same"),
    [
        ("le 05 36 49 12 34", "05 36 49 12 34", True),
        ("1 000 euros", "1,000 euros", True),
        ("de 20 h à 8 h", "from 20:00 to 8:00", True),
        ("à 8 h 30", "at 8:30", True),
        ("le 15", "15", True),
        ("le 15", "١٥", True),
        ("le 15", "the 51", False),
        ("le 15 ou le 112", "the 15", False),
        ("3 mois", "3 months, 3 times", False),
    ],
)
def test_numbers_are_compared_by_value(french: str, english: str, same: bool) -> None:
    assert (digits(french) == digits(english)) is same


def test_a_broken_territory_hides_no_other_error(load: Load) -> None:
    loaded = load({"territory.yaml": "id: [a\n", "guides/a.md": GUIDE.replace("understand", "comprendre")})
    assert loaded.catalogue is None
    assert [(p.path, p.code) for p in loaded.problems] == [
        ("content/guides/a.md", "unknown-code"),
        ("content/territory.yaml", "yaml-bracket"),
    ]


def test_a_territory_adds_codes_without_code(load: Load) -> None:
    loaded = load({
        "vocabularies/organisation_kind.yaml": "- code: refuge\n  label: {fr: Refuge fictif}\n",
        "organisations/a.md": "---\ntitle: Refuge\nkind: refuge\n---\n",
    })  # fmt: skip
    assert not loaded.problems
    assert loaded.catalogue is not None
    assert loaded.catalogue.vocabularies.entry("organisation_kind", "refuge").text("en") == "Refuge fictif"


def test_outlines_put_the_latitude_first(load: Load) -> None:
    loaded = load({
        "directory/outlines.json": '{"features": [{"id": "81001", "geometry": {"type": "Polygon", '
        '"coordinates": [[[2.1, 43.6], [2.2, 43.6], [2.1, 43.7]]]}}]}',
    })  # fmt: skip
    assert loaded.catalogue is not None
    assert loaded.catalogue.outlines == {"81001": (((43.6, 2.1), (43.6, 2.2), (43.7, 2.1)),)}


def test_a_code_has_a_label_for_everyone(load: Load) -> None:
    """A label in one foreign language only would leave the others without a word."""
    text = "- code: refuge\n  label: {en: Made-up refuge}\n"
    found = load({"vocabularies/organisation_kind.yaml": text}).problems
    assert [(p.line, p.code) for p in found] == [(2, "missing-key")]
