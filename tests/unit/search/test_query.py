"""What is found, in what order, and how it says it was found."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from search import ranking
from search.document import SearchDocument
from search.evaluate import read_pages, read_questions, variants
from search.export import FIRST, compile_index
from search.index import Index
from search.query import Searcher
from tests.unit.search.conftest import CARE

ROOT = Path(__file__).parents[3]
REAL = ROOT / "tests" / "fixtures" / "service-public"


@pytest.fixture(scope="module")
def care(care_files: Mapping[str, bytes]) -> Searcher:
    return Searcher(care_files)


@pytest.mark.parametrize(
    ("query", "first", "layer"),
    [
        ("ophtalmologie", "services/ophtalmologie", "exact"),
        ("OPHTALMOLOGIES", "services/ophtalmologie", "stem"),
        ("docteur des yeux", "services/ophtalmologie", "alias"),
        ("coeur fatigue", "parcours/insuffisance-cardiaque", "alias"),
        ("ophtalm", "services/ophtalmologie", "prefix"),
        ("oftalmo", "services/ophtalmologie", "fuzzy"),
        ("cardiolgoue", "services/cardiologie", "fuzzy"),
        ("insufisance cardiaque", "parcours/insuffisance-cardiaque", "exact"),
        ("rumatologue", "guides/teleexpertise", "fuzzy"),
        ("tele expertise", "guides/teleexpertise", "exact"),
        ("téléexpertise", "guides/teleexpertise", "exact"),
        ("116117", "guides/medecin-traitant", "stem"),
        ("05 36", "services/cardiologie", "prefix"),
        ("lordonnance", "services/cardiologie", "stem"),
        ("micro entreprise", "guides/medecin-traitant", "stem"),
        ("prescriptions medicales", "services/cardiologie", "alias"),
        ("un toubib du palpitant", "services/cardiologie", "alias"),
        ("mal au fond d'oeil et gouttes", "services/ophtalmologie", "stem"),
    ],
)
def test_first_result(care: Searcher, query: str, first: str, layer: str) -> None:
    """Lay words, accents, mistakes, beginnings and numbers all lead to the page."""
    best = care.search(query, lang="fr").results[0]
    assert (best.id, best.layer) == (first, layer)


@pytest.mark.parametrize("query", ["", "  ", "?!", "les", "xyzxyz", "kiné", "dune", "crise de foie"])
def test_nothing_found(care: Searcher, query: str) -> None:
    """Empty words, unknown words and synonyms of nothing find nothing, and break nothing."""
    assert care.search(query, lang="fr").results == ()


def test_synonyms_of_one_way(care_files: Mapping[str, bytes]) -> None:
    """The learned word does not lead to what only the lay word should find."""
    reader = Searcher(care_files).reader("fr")
    assert reader.phrases("toubib") == ["toubib palpitant"]
    assert reader.synonyms("toubib palpitant") == [["cardiolog"]]
    assert reader.synonyms("cardiolog") == []
    assert reader.synonyms("ordonnanc") == [["prescription", "medical"]]
    assert reader.synonyms("prescription medical") == [["ordonnanc"]]


def test_what_was_meant(care: Searcher) -> None:
    """A misspelt word is shown as the pages write it, accents included, and only then."""
    assert care.search("trouver un medecyn", lang="fr").suggestions == ("trouver médecin",)
    assert care.search("trouver un medecin", lang="fr").suggestions == ()


def test_words_are_preferred_not_required(care: Searcher) -> None:
    """One unknown word does not hide the page that has the others."""
    assert care.search("cardiologie zzz hôpital", lang="fr").results[0].id == "services/cardiologie"


def test_facets_and_distance(care: Searcher) -> None:
    """Facets narrow, one value of each; distances are whole kilometres, unknown without a place."""
    everything = care.search("cardiologue médecin consultations", lang="fr")
    assert everything.total == 5
    direct = care.search(
        "consultations", lang="fr", facets={"access": ["direct", "none"], "kind": ["service"]}
    )
    assert [result.id for result in direct.results] == ["services/ophtalmologie"]
    assert care.search("consultations", lang="fr", facets={"unknown": ["x"]}).results == ()
    near = care.search("consultations", lang="fr", near=(43.61, 2.24)).results
    assert [(result.id, result.distance) for result in near] == [
        ("services/ophtalmologie", 1),
        ("services/cardiologie", 36),
    ]
    far = care.search("médecin traitant", lang="fr", near=(43.61, 2.24)).results
    assert {result.distance for result in far if result.kind == "guide"} == {None}


def test_mistakes_come_after_aliases() -> None:
    """A page that has the very word as an alias is never behind one that a correction finds."""
    index = Index(None, "fr")
    index.update(
        [
            SearchDocument("a", "a/", "guide", "fr", "Psychologue", "Psychologues et psychologues."),
            SearchDocument("b", "b/", "guide", "fr", "Rééducation", "Tout autre chose.", ("psykologue",)),
        ]
    )
    answer = Searcher(compile_index(index)).search("psykologue", lang="fr")
    assert [(result.id, result.layer) for result in answer.results] == [("b", "alias")]


def test_an_index_must_exist(care: Searcher) -> None:
    """Searching in a language that has no index is a mistake of the caller."""
    with pytest.raises(KeyError):
        care.search("x", lang="de")


def test_versions_do_not_mix(care_files: Mapping[str, bytes]) -> None:
    """With the pieces of both on a host, the first piece alone decides which version answers, all of it."""
    index = Index(None, "fr")
    index.update([*CARE[1:], replace(CARE[2], id="nouveau", title="Cardiologie nouvelle")])
    other = compile_index(index)
    for first, second in ((care_files, other), (other, care_files)):
        mixed = Searcher({**first, **second})  # what both have is named alike and is the same
        for query in ("cardiologie", "coeur fatigué", "oftalmo", "médecin"):
            assert mixed.search(query, lang="fr") == Searcher(second).search(query, lang="fr")
    shared = care_files.keys() & other.keys() - {f"fr/{FIRST}"}
    assert shared
    assert all(care_files[name] == other[name] for name in shared)


def test_old_records_come_after_their_equals(run_js: Callable[..., str], tmp_path: Path) -> None:
    """A record that nobody verified for long is found, after those that say as much."""
    cares = [replace(CARE[0], id=id_, worth=worth) for id_, worth in (("b", 0), ("c", 1), ("d", 0.5))]
    index = Index(None, "fr")
    index.update(cares)
    files = compile_index(index)
    searcher = Searcher(files)
    answer = searcher.search("cardiologie hôpital", lang="fr")
    assert [result.id for result in answer.results] == ["c", "d", "b"]
    assert answer.results[2].score == pytest.approx(
        answer.results[0].score * (100 - ranking.WORN) / 100, rel=0.01
    )
    (browser,) = browser_answers(run_js, tmp_path, files, [("cardiologie hôpital", {})])
    same(searcher, "cardiologie hôpital", {}, browser)


def browser_answers(
    run_js: Callable[..., str],
    folder: Path,
    files: Mapping[str, bytes],
    asked: Sequence[tuple[str, dict[str, Any]]],
) -> list[dict[str, Any]]:
    """What the client answers, read from a folder as a browser would."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    script = ROOT / "search" / "client" / "index.js"
    lines = run_js("search.mjs", script, folder / "fr", "fr", stdin=json.dumps(asked))
    return [json.loads(line) for line in lines.splitlines()]


def same(searcher: Searcher, query: str, options: dict[str, Any], answer: dict[str, Any]) -> None:
    expected = searcher.search(query, lang="fr", **options)
    assert answer["results"] == [asdict(result) for result in expected.results], query
    assert (answer["total"], answer["suggestions"]) == (expected.total, list(expected.suggestions)), query


def test_browser_answers_alike(
    run_js: Callable[..., str], care: Searcher, care_files: Any, tmp_path: Path
) -> None:
    """Results, order, scores, layers, distances and suggestions are those of the reference."""
    queries = [
        "cardiologue",
        "oftalmo",
        "coeur",
        "medecyn traitan",
        "prescription médicale",
        "toubib du palpitant",
        "micro entreprise",
        "les",
    ]
    options: list[dict[str, Any]] = [
        {},
        {"limit": 1},
        {"near": [43.61, 2.24]},
        {"facets": {"kind": ["service"]}},
    ]
    options.append({"facets": {"access": ["direct", "courrier"], "specialty": ["cardiologie"]}})
    asked = [(query, option) for query in [*queries, "constructor", "__proto__"] for option in options]
    for (query, option), answer in zip(
        asked, browser_answers(run_js, tmp_path, care_files, asked), strict=True
    ):
        same(care, query, option, answer)


def test_browser_answers_alike_on_real_pages(run_js: Callable[..., str], tmp_path: Path) -> None:
    """The same on real questions, asked in all the ways that are measured."""
    pages = read_pages(REAL / "pages")
    index = Index(None, "fr")
    index.update(pages)
    files = compile_index(index)
    texts = [question.text for question in read_questions(REAL / "questions.tsv", pages)]
    asked: list[tuple[str, dict[str, Any]]] = [
        (ask(text), {}) for ask in variants(pages).values() for text in texts
    ]
    asked += [(text[:length], {}) for text in texts[:20] for length in range(3, 20, 4)]
    searcher = Searcher(files)
    for (query, option), answer in zip(asked, browser_answers(run_js, tmp_path, files, asked), strict=True):
        same(searcher, query, option, answer)


def test_a_word_of_editors_is_no_mistake() -> None:
    """A synonym that no page uses is taken as such: nothing is guessed above what editors said."""
    index = Index(None, "fr")
    index.update(
        [
            SearchDocument("ordonnance", "o/", "guide", "fr", "Garder son ordonnance"),
            SearchDocument("parking", "p/", "guide", "fr", "Stationnement"),
        ]
    )
    files = compile_index(index, synonyms=[("se garer", "stationnement")])
    answer = Searcher(files).search("garer", lang="fr")
    assert [(result.id, result.layer) for result in answer.results] == [("parking", "alias")]
    assert answer.suggestions == ()
