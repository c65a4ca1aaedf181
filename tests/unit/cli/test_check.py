"""``portal check``: what people and programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main

BROKEN = str(Path(__file__).parents[2] / "fixtures" / "broken")


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], env=env)


def test_json_is_what_the_contract_says() -> None:
    result = run("--root", BROKEN, "--format", "json", "--as-of", "2026-11-22")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert all(
        list(problem) == ["file", "line", "column", "severity", "code", "message", "hint"]
        for problem in found
    )
    assert all(p["line"] >= 1 and p["column"] >= 1 for p in found)
    assert {p["severity"] for p in found} == {"error", "warning", "info"}
    assert all((Path(BROKEN) / p["file"]).exists() for p in found)


def test_text_and_json_say_the_same() -> None:
    options = ("--root", BROKEN, "--as-of", "2026-11-22", "--lang", "en")
    *lines, last = run(*options).stdout.splitlines()
    found = json.loads(run(*options, "--format", "json").stdout)
    found.sort(key=lambda p: ["info", "warning", "error"].index(p["severity"]))  # the gravest last
    assert [line.split(" ")[0] for line in lines] == [
        f"{p['file']}:{p['line']}:{p['column']}:" for p in found
    ]
    assert all(p["message"] in line and p["hint"] in line for p, line in zip(found, lines, strict=True))
    assert last == "{} errors, {} warnings, {} remarks".format(
        *(sum(p["severity"] == severity for p in found) for severity in ("error", "warning", "info"))
    )


def test_sarif_has_a_place_for_each_problem() -> None:
    run_ = json.loads(run("--root", BROKEN, "--format", "sarif", "--as-of", "2026-11-22").stdout)["runs"][0]
    rules = {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run_["results"]} == rules
    assert {result["level"] for result in run_["results"]} == {"error", "warning", "note"}


def test_github_commands_cannot_be_forged() -> None:
    """One command per line, whatever the content holds."""
    lines = run("--root", BROKEN, "--format", "github", "--as-of", "2026-11-22").stdout.splitlines()
    assert all(line.split(" ")[0] in {"::error", "::warning", "::notice"} for line in lines)
    assert all(line.count("::") >= 2 and "line=" in line for line in lines)


def test_the_day_comes_from_outside(tmp_path: Path) -> None:
    """The same content may have other problems on another day; a clock decides only when nobody does."""
    dated = run("--root", BROKEN, "--as-of", "2026-11-22", "--format", "json").stdout
    epoch = run(
        "--root", BROKEN, "--format", "json", env={"SOURCE_DATE_EPOCH": "1795305600"}
    ).stdout  # 2026-11-22
    later = run("--root", BROKEN, "--as-of", "2027-11-22", "--format", "json").stdout
    assert dated == epoch
    assert dated != later


@pytest.mark.parametrize(
    "arguments",
    [("--root", "absent"), ("--format", "xml"), ("--as-of", "hier"), ("--lang", "xx"), ("--nonsense",)],
)
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_wrong_epoch_is_said_in_one_line() -> None:
    result = run("--root", BROKEN, env={"SOURCE_DATE_EPOCH": "hier"})
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.output.splitlines()) == 1


def test_an_empty_folder_is_told_what_it_lacks(tmp_path: Path) -> None:
    result = run("--root", str(tmp_path), "--format", "json", "--lang", "en")
    assert result.exit_code == 1
    assert [p["code"] for p in json.loads(result.stdout)] == ["no-content", "no-territory"]
