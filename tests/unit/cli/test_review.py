"""``portal review`` lists what is due by owner, and writes a calendar that programs read."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from portal.cli import main, options

EXAMPLE = Path(__file__).parents[2] / "fixtures" / "exemple"


def review(form: str, *more: str) -> str:
    command = ["review", "--root", str(EXAMPLE), "--as-of", "2026-11-22", "--format", form, *more]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return result.output


def test_text_names_owner_file_and_day() -> None:
    lines = review("text").splitlines()
    assert lines[0].startswith("Équipe fictive : ")
    late = "content/pathways/fatigue-fictive.md"
    assert next(line for line in lines if late in line).endswith("(en retard depuis le 2025-01-15)")
    assert "en retard" not in review("text", "--lang", "en")


def test_what_is_due_first_comes_first() -> None:
    found = json.loads(review("json"))
    days = [r["next"] or "9999" for r in found if r["owner"] == found[0]["owner"]]
    assert days == sorted(days)
    refs = [r["ref"] for r in found]
    assert len(refs) == len(set(refs))
    assert "pathways/brouillon-fictif" not in refs  # a draft shows to nobody
    assert "services/reunion-interne" not in refs  # nor does what is internal


def test_the_calendar_has_a_day_for_each_date() -> None:
    text = review("ics")
    assert text == review("ics")
    dated = {r["ref"]: r for r in json.loads(review("json")) if r["next"]}
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == len(dated)
    assert len({str(e["uid"]) for e in events}) == len(events)
    for event in events:
        kind, _, ident = str(event["uid"]).removeprefix("review-").partition("@")[0].partition("-")
        record = dated[f"{kind}/{ident}"]
        assert event.decoded("dtstart") == max(date.fromisoformat(record["next"]), date(2026, 11, 22))
        assert record["title"] in str(event["summary"])
        assert record["owner"] in [str(one) for one in event["categories"].cats]
        assert event.decoded("dtstamp").date() == date(2026, 11, 22)


def test_an_unreadable_territory_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    result = CliRunner().invoke(main, ["review", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "content/territory.yaml:1:1" in result.output


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Europe/Paris", "2026-11-22T22:59:00+00:00", "2026-11-22"),
        ("Europe/Paris", "2026-11-22T23:00:00+00:00", "2026-11-23"),
        ("Pacific/Noumea", "2026-11-22T13:00:00+00:00", "2026-11-23"),
        ("America/Martinique", "2026-11-23T03:59:00+00:00", "2026-11-22"),
    ],
)
def test_today_is_that_of_the_territory(
    zone: str, instant: str, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is not overdue in Nouméa because it is tomorrow in Paris."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "territory.yaml").write_text(f"timezone: {zone}\n")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
            return datetime.fromisoformat(instant).astimezone(tz)

    monkeypatch.setattr(options, "datetime", Clock)
    assert options.today(tmp_path) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["timezone: Lune/Mer-de-la-Tranquillite\n", "timezone: [\n", ""])
def test_an_unknown_zone_is_that_of_the_machine(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "territory.yaml").write_text(text)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs((options.today(tmp_path) - date.today()).days) <= 1


def test_a_new_folder_begins_in_the_zone_of_a_new_territory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun from far away, a territory holds no date of tomorrow."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    zones = []

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
            zones.append(str(tz))
            return datetime.fromisoformat("2026-11-26T20:00+00:00")

    monkeypatch.setattr(options, "datetime", Clock)
    assert options.today(tmp_path / "nouveau") == date(2026, 11, 26)
    assert zones == ["Europe/Paris"]
