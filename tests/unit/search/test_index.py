"""An index updated page by page compiles to the same bytes as one made at once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import tokens
from search.codes import bucket_of, piece_of, read, write
from search.document import SearchDocument
from search.evaluate import read_pages
from search.export import FIRST, FORMAT, Compiler, compile_index
from search.index import Index, View
from search.pages import analyse, part_texts
from search.postings import (
    Posting,
    impact_of,
    least_weight,
    read_postings,
    read_written,
    replaced,
    write_postings,
    write_where,
)
from search.query import Searcher
from search.ranking import BODY_POSTINGS
from tests.unit.search.conftest import CARE

PAGES = Path(__file__).parents[2] / "fixtures" / "service-public" / "pages"


def compiled(*documents: SearchDocument) -> dict[str, bytes]:
    index = Index(None, "fr")
    index.update(documents)
    return compile_index(index)


def test_updates_give_the_same_bytes(tmp_path: Path) -> None:
    """Pages added, replaced and removed in any order, over several runs, leave no trace of the way."""
    index = Index(tmp_path, "fr")
    index.update(reversed([replace(CARE[0], title="Ancien titre", body="Mots anciens"), *CARE[1:4]]))
    index.update([CARE[4], replace(CARE[1], id="passager")])
    index = Index(tmp_path, "fr")
    index.update([CARE[0]], removed=["passager", "jamais-venu"])
    assert compile_index(index) == compiled(*CARE)


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """A later run tells new, edited and lost pages from those that the index holds already."""
    index = Index(tmp_path, "fr")
    assert index.changes(CARE) == (list(CARE), [])
    index.update(CARE)
    edited, new = replace(CARE[1], body="Une phrase neuve"), replace(CARE[2], id="nouvelle")
    later = Index(tmp_path, "fr")
    assert later.changes([CARE[0], edited, new, *CARE[3:]]) == ([edited, new], [CARE[2].id])
    assert later.changes(CARE) == ([], [])


def test_several_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many processes write does not show."""
    monkeypatch.setattr("search.index.WORTH_PROCESSES", 400)
    pages = [replace(page, id=f"{number}/{page.id}") for number in range(3) for page in read_pages(PAGES)]
    index = Index(tmp_path, "fr", jobs=2)
    index.update(pages)
    assert compile_index(index) == compiled(*pages)


def crowd() -> list[SearchDocument]:
    """Pages that share words, more of them than are kept for a word of the body."""
    return [
        SearchDocument(
            f"page-{number}", f"p/{number}/", "guide" if number % 2 else "service", "fr",
            f"Page du mot{number % 9}", f"Résumé numéro {number}.", (f"nom {number}",), ("Courant",),
            "courant " * (number % 23) + f"commun banal mot{number % 7} " + "autre " * 40,
            {"place": (f"{number % 3}",)},
        )
        for number in range(BODY_POSTINGS + 60)
    ]  # fmt: skip


CROWD = crowd()
EDITS = {
    "body, more of a word": [replace(CROWD[3], body="courant " * 30 + "autre " * 33)],
    "body, less of it": [replace(CROWD[22], body="banal " + "autre " * 62)],
    "new and lost words": [
        replace(CROWD[5], title="Inédit", summary="Rien d’été", aliases=("neuf", "neuve"))
    ],
    "from body to title": [replace(CROWD[8], title="Commun, banal et courant", body="autre " * 60)],
    "several pages": [replace(page, summary="Été commun", body=page.body[8:]) for page in CROWD[20:29]],
    "long unverified": [replace(CROWD[4], worth=0.25)],
    "facet, address and place": [
        replace(CROWD[7], url="ailleurs/", facets={"new": ("x",)}, position=(43.9, 2.1))
    ],
    "longer than the mean allows": [replace(page, body=page.body * 9) for page in CROWD[:20]],
    "another kind": [replace(CROWD[1], kind="guide")],
    "one more page": [replace(CROWD[1], id="page-neuve")],
    "many pages": [replace(page, summary=f"Autre {page.id}") for page in CROWD[:60]],
    "the same": [CROWD[2]],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_kept_up_to_date_is_what_would_be_compiled(
    tmp_path: Path, edit: list[SearchDocument]
) -> None:
    """Whatever an edit touches, forth and back; the second time, the pages come from several batches."""
    index = Index(tmp_path, "fr")
    index.update(CROWD)
    compiler = Compiler(index)
    before = compiler.files
    ids = {page.id for page in edit}
    compiler.update(edit)
    assert compiler.files == compiled(*(page for page in CROWD if page.id not in ids), *edit)
    compiler.update([page for page in CROWD if page.id in ids], removed=ids - {page.id for page in CROWD})
    assert compiler.files == before


def test_edits_one_after_the_other() -> None:
    """Each starts from what the ones before left."""
    pages = {page.id: page for page in CROWD}
    index = Index(None, "fr")
    index.update(CROWD)
    compiler = Compiler(index, kind_weights={"guide": 2}, synonyms=[("banal", "ordinaire")])
    for edit in EDITS.values():
        compiler.update(edit)
        pages |= {page.id: page for page in edit}
    fresh = Index(None, "fr")
    fresh.update(pages.values())
    assert compiler.files == compile_index(
        fresh, kind_weights={"guide": 2}, synonyms=[("banal", "ordinaire")]
    )


def test_an_edit_is_not_compiled_from_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is quick for thousands of pages: only a few words are asked of the index."""
    index = Index(None, "fr")
    index.update(CROWD)
    compiler = Compiler(index)
    monkeypatch.setattr(Compiler, "_compile", None)
    compiler.update([replace(CROWD[8], summary="Été du numéro 8.", body="courant " * 25)])
    (result,) = Searcher(compiler.files).search("été", lang="fr").results
    assert result.id == CROWD[8].id


def test_a_posting_that_leaves_room_asks_for_the_next() -> None:
    """A list cut short does not say which page was cut; one that is whole does."""
    full = {page: (500 + page, "") for page in range(BODY_POSTINGS)}
    text = write_postings(full)
    assert read_written(text) == full
    assert replaced(text, 7, None) is None
    assert replaced(text, 7, (1, "")) is None
    assert replaced(text, 7, (900, "")) == write_postings(full | {7: (900, "")})
    assert replaced(text, 999, (1, "")) == text
    assert replaced(write_postings({7: full[7]}), 7, None) == ""


def test_postings_are_read_as_written() -> None:
    """What a browser reads says what was written, in the lines of a page or in its body only."""
    written = {3: (12, ""), 4000: (1023, write_where(titled=True, aliased=False, places=[0, 5, 900]))}
    assert read_written(write_postings(written)) == written
    assert read_postings(write_postings(written)) == {
        3: Posting(12, False, False, ()),
        4000: Posting(1023, True, False, (0, 5, 900)),
    }


@given(st.floats(0, 1e6))
def test_no_page_to_keep_is_left_aside_early(weight: float) -> None:
    """The bound that is compared before impacts are computed is never above a weight of that impact."""
    assert least_weight(impact_of(weight)) <= weight or weight == 0


def test_analysis_agrees_with_what_questions_are_cut_into() -> None:
    """The quick way over whole pages counts the same words as `tokens` does."""
    for page in read_pages(PAGES):
        kept, heads, bodies = analyse(page)
        for number, texts in enumerate(part_texts(page)):
            expected = Counter(token.stem for text in texts for token in tokens(text, "fr"))
            counted = {term: times[number] for term, times in heads.items() if times[number]}
            assert (counted if number < 4 else counted | bodies) == expected  # these pages have no alias
            assert kept.lengths[number] == expected.total()


def test_one_page_changed_changes_few_pieces() -> None:
    """Visitors and hosts keep the pieces that an edit does not touch."""
    pages = read_pages(PAGES)
    before = compiled(*pages)
    after = compiled(replace(pages[0], summary=pages[0].summary + " Nouveauté inattendue."), *pages[1:])
    assert len(before) == len(after)
    assert len(before.keys() - after.keys()) < len(before) / 4


def test_lengths_are_exact() -> None:
    """Whoosh would round 400 words to 414."""
    index = Index(None, "fr")
    index.update([replace(CARE[0], body="mot " * 400)])
    (page,) = View(index).pages
    assert page.lengths[4] == 400


def test_an_alias_counts_as_a_whole() -> None:
    """A word is worth more where it is all of an alias than where it is a part of one."""
    documents = [replace(page, aliases=()) for page in CARE]
    documents[1] = replace(documents[1], aliases=("grande fatigue du soir",))
    documents[2] = replace(documents[2], aliases=("fatigue",))
    first, second = Searcher(compiled(*documents)).search("fatigue", lang="fr").results[:2]
    assert (first.id, second.id) == (documents[2].id, documents[1].id)


def test_an_empty_site_compiles() -> None:
    """A territory without pages in a language still has an index that answers nothing."""
    assert Searcher(compiled()).search("cardiologie", lang="fr").results == ()


def test_pieces_are_classic_scripts() -> None:
    """Each piece is one call, whatever the texts hold."""
    strange = 'a "b" \\ \u2028 \u2029 </script> ) , \U0001f600'
    files = compiled(replace(CARE[0], title=strange, summary=strange))
    for name, content in files.items():
        text = content.decode()
        piece = "fr/index" if name.endswith(FIRST) else name.split(".")[0]
        assert text.startswith(f'portalIndex("{piece}",')
        assert text.endswith(")\n")
        assert "\u2028" not in text
    (result,) = Searcher(files).search("a b", lang="fr").results
    assert result.title == strange


def test_hostile_words_are_plain_keys() -> None:
    """Words that name properties of every object in JavaScript are words like others."""
    files = compiled(replace(CARE[0], title="constructor __proto__ toString"))
    assert Searcher(files).search("__proto__", lang="fr").total == 1


@pytest.mark.parametrize("numbers", [[], [0], [31, 32, 33], [1023, 0, 1 << 30], list(range(2000))])
def test_numbers_are_read_as_written(numbers: list[int]) -> None:
    """Small or large, none at all or many."""
    assert list(read(write(numbers))) == numbers


def test_digits_of_base_64() -> None:
    """As in source maps, without the sign."""
    assert write([0, 31, 32, 1000]) == "Af" + "gB" + "o" + "f"


def test_stems_spread_over_pieces() -> None:
    """FNV-1a, by its published value for "a", and no piece much larger than others."""
    assert piece_of("a", 1 << 32) == 0xE40C292C
    counts = [0] * 16
    for number in range(1600):
        counts[piece_of(f"mot{number}", 16)] += 1
    assert 50 < min(counts) <= max(counts) < 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pharmacie", "farmacie"),
        ("hopital", "opital"),
        ("kardiologue", "cardiologue"),
        ("cirrhose", "sirose"),
    ],
)
def test_words_that_begin_alike_share_a_list(one: str, other: str) -> None:
    """Otherwise no correction could lead from one to the other."""
    assert bucket_of(one) == bucket_of(other)


def test_format_is_described() -> None:
    """FORMAT.md names every key of the first piece, and the version in force."""
    text = (Path(__file__).parents[3] / "search" / "FORMAT.md").read_text("utf-8")
    head = Searcher(compiled(*CARE)).reader("fr").head
    assert [key for key in head if f"`{key}`" not in text] == []
    assert f"`{FIRST}`" in text
    assert f"version {FORMAT}" in text
