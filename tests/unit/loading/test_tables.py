"""Tables of the directory: the same trees as files of content, fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.loading.tables import parse_table
from portal.loading.tree import locate, plain
from portal.model.directory import Commune, Organisation, Service


def test_dotted_keys_lists_and_numbered_entries() -> None:
    text = (
        "id,title,area,places,contacts.0.channel,contacts.0.value,contacts.1.channel,contacts.1.value\n"
        "a,Un,81001|81002,places/a,tel,05 36 49 12 34,web,https://fictif.example\n"
        'b,"Deux, ""bis""",territory,,,,,\n'
    )
    rows, problems = parse_table("t.csv", text, Organisation)
    assert not problems
    assert [plain(row) for row in rows] == [
        {
            "id": "a",
            "title": "Un",
            "area": ["81001", "81002"],
            "places": ["places/a"],
            "contacts": [
                {"channel": "tel", "value": "05 36 49 12 34"},
                {"channel": "web", "value": "https://fictif.example"},
            ],
        },
        {"id": "b", "title": 'Deux, "bis"', "area": "territory"},
    ]


def test_cells_know_their_place() -> None:
    text = 'id,title,provided_by,kind\na,"x, ""y""\nz",organisations/o,k\nb,c,d,e\n'
    rows, problems = parse_table("t.csv", text, Service)
    assert not problems
    places = [(m.line, m.column) for m in (locate(rows[0], ("kind",)), locate(rows[1], ("kind",)))]
    assert places == [(3, 20), (4, 7)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [(1, "table-empty")]),
        ("id;title\na;b\n", [(1, "table-separator")]),
        ("title\nb\n", [(1, "table-id")]),
        ("id,titel\n", [(1, "unknown-key")]),
        ("id,title,title\n", [(1, "duplicate-key")]),
        ("id,epci.code,epci\n", [(1, "unknown-key")]),
        ("id,epci.code.x\n", [(1, "unknown-key")]),
        ("id,title\na\nb,c,d\n", [(2, "table-width"), (3, "table-width")]),
        ('id,title\na,"b\n', [(2, "table-quote")]),
        ('id,title\na,"b"c\n', [(2, "table-quote")]),
    ],
)
def test_each_slip_has_its_code(text: str, codes: list[tuple[int, str]]) -> None:
    _rows, problems = parse_table("t.csv", text, Commune)
    assert [(p.line, p.code) for p in problems] == codes


def test_a_list_and_its_entries_cannot_both_be_columns() -> None:
    _rows, problems = parse_table("t.csv", "id,places,places.0\n", Organisation)
    assert [p.code for p in problems] == ["duplicate-key"]


def test_ten_thousand_rows_within_two_seconds() -> None:
    text = "id,title,postcodes,lat,lon\n" + "".join(
        f"{10000 + n},Fictive {n},81999|81998,43.6,2.2\n" for n in range(10_000)
    )
    start = time.process_time()
    rows, problems = parse_table("t.csv", text, Commune)
    assert time.process_time() - start < 2
    assert len(rows) == 10_000
    assert not problems


@given(st.text(alphabet='id,"title\n|.0;', max_size=60))
def test_no_text_makes_it_crash(text: str) -> None:
    for start in ("", "id,title\n"):
        parse_table("t.csv", start + text, Organisation)
