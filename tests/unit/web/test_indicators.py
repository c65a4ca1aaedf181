"""The page of indicators shows the published figures, in the words of its language, with bars that agree."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.exports.indicators import by_group, indicators
from portal.web.figures import WIDTH, chart
from portal.web.site import Site

ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)


def tables(html: str) -> list[list[list[str]]]:
    """Every table of a page: its rows, in plain words."""
    found = []
    for table in re.findall(r"<table>.*?</table>", html, re.S):
        rows = [CELL.findall(row) for row in ROW.findall(table)]
        found.append([[" ".join(unescape(re.sub(r"<[^>]+>", "", c)).split()) for c in row] for row in rows])
    return found


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/indicateurs/").get_data(as_text=True)


def test_each_kind_of_care_is_a_row(page: str, example: Site) -> None:
    shown = {row[0]: row[1:] for table in tables(page) for row in table[1:]}
    for row in indicators(example.directory)["summary"].records():
        cells = shown[" ".join(str(row["label"]).split())]
        assert cells[0] == str(row["records"])
        assert cells[3] == (
            "Non communiqué" if row["half_km"] is None else f"{row['half_km']:g}".replace(".", ",")
        )


def test_every_chart_repeats_its_table(page: str) -> None:
    charts = re.findall(r'<svg viewBox="0 0 320 \d+" role="img".*?</svg>', page, re.S)
    assert len(charts) >= 4
    cells = {cell for table in tables(page) for row in table for cell in row}
    for drawn in charts:
        values = re.findall(r'class="chart__value"[^>]*>([^<]*)<', drawn)
        widths = [int(w) for w in re.findall(r'class="chart__bar"[^>]* width="(\d+)"', drawn)]
        assert len(values) == len(widths) and set(values) <= cells
        assert widths == sorted(widths, reverse=True)


def test_every_table_has_its_file(page: str, example: Site) -> None:
    linked = set(re.findall(r'href="\.\./(donnees/indicators/\w+\.csv)"', page))
    assert linked <= set(example.data)
    assert {path.rpartition("/")[2] for path in linked} == {
        "summary.csv", "offer.csv", "absent.csv", "groups.csv", "freshness.csv", "sources.csv", "fields.csv",
    }  # fmt: skip


def test_each_language_has_its_words(client: FlaskClient, page: str) -> None:
    english = client.get("/en/indicateurs/").get_data(as_text=True)
    assert "Imagerie" in page and "Imagerie" not in english
    assert "never verified by the team" in english


def test_every_group_of_communes_has_a_page_that_leads_to_records(client: FlaskClient, example: Site) -> None:
    for code, communes in by_group(example.directory).items():
        html = client.get(f"/indicateurs/{code}/").get_data(as_text=True)
        [table] = tables(html)
        assert {row[0] for row in table[1:]} == {c.title for c in communes}
    html = client.get("/indicateurs/989000001/").get_data(as_text=True)
    assert 'href="../../services/urgences-fictives/index.html"' in html
    assert client.get("/indicateurs/inconnue/").status_code == 404


def test_bars_start_at_zero() -> None:
    drawn = chart([(10, "a", "10"), (5, "b", "5"), (None, "c", "?"), (0, "d", "0")])
    assert drawn is not None
    assert [bar.length for bar in drawn.bars] == [WIDTH, WIDTH // 2, 0]
    whole = chart([(10, "a", "10")], full=100)
    assert whole is not None and whole.bars[0].length == WIDTH // 10
    assert chart([(0, "a", "0"), (None, "b", "?")]) is None
