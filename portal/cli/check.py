"""``portal check``: every problem of the content, in one run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from portal.checks import check_loaded
from portal.checks.search_assets import check_words
from portal.cli import options
from portal.errors import N_, Message, Problem
from portal.freeze.build import site_of
from portal.freeze.golden import check_golden_queries
from portal.history.records import check_history
from portal.i18n import translations
from portal.loading.catalogue import load

Gettext = Callable[[str], str]


@click.command()
@options.root
@options.formats("text", "json", "sarif", "github", told="One line per problem, or a format for programs.")
@options.lang
@options.as_of
def check(root: Path, form: str, lang: str, as_of: date) -> None:
    """List all there is to mend in the content; exit 1 when there are errors."""
    problems = everything(root, as_of)
    click.echo(FORMATS[form](problems, translations(lang).gettext))
    sys.exit(1 if any(p.severity == "error" for p in problems) else 0)


def everything(root: Path, as_of: date) -> list[Problem]:
    """The problems of the content; when it could be built, how well search finds it as well."""
    loaded = load(root, as_of)
    problems = sorted([*check_loaded(loaded), *check_history(root)])
    if loaded.catalogue is None or any(p.severity == "error" for p in problems):
        return problems
    site = site_of(root, loaded, loaded.catalogue)
    return sorted([*problems, *check_words(loaded, loaded.catalogue), *check_golden_queries(loaded, site)])


def as_text(problems: Sequence[Problem], gettext: Gettext) -> str:
    """One line per problem, what stops a build last: next to the total, not lost among remarks."""
    labels = {"error": N_("error"), "warning": N_("warning"), "info": N_("information")}
    lightest_first = sorted(problems, key=lambda p: list(labels).index(p.severity), reverse=True)
    lines = [f"{p.as_text(gettext)} [{gettext(labels[p.severity])} {p.code}]" for p in lightest_first]
    if not problems:
        return gettext(N_("Nothing to mend."))
    counts = {severity: sum(p.severity == severity for p in problems) for severity in labels}
    total = Message(N_("%(error)s errors, %(warning)s warnings, %(info)s remarks"), counts)
    return "\n".join([*lines, total.render(gettext)])


def as_json(problems: Sequence[Problem], gettext: Gettext) -> str:
    """The list of problems as the contract of ``portal check --format json`` says."""
    return json.dumps([p.as_dict(gettext) for p in problems], ensure_ascii=False, indent=1)


def as_sarif(problems: Sequence[Problem], gettext: Gettext) -> str:
    """SARIF 2.1.0 (OASIS): what code hosts read to annotate a change."""
    levels = {"error": "error", "warning": "warning", "info": "note"}
    results = [
        {
            "ruleId": p.code,
            "level": levels[p.severity],
            "message": {"text": _sentence(p, gettext)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p.path},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    rules = [{"id": code} for code in sorted({p.code for p in problems})]
    run = {"tool": {"driver": {"name": "portal", "rules": rules}}, "results": results}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_github(problems: Sequence[Problem], gettext: Gettext) -> str:
    """Workflow commands of GitHub Actions, one per line."""
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    return "\n".join(
        f"::{levels[p.severity]} file={_property(p.path)},line={p.line},col={p.column},"
        f"title={_property(p.code)}::{_escape(_sentence(p, gettext))}"
        for p in problems
    )


def _sentence(problem: Problem, gettext: Gettext) -> str:
    message = problem.message.render(gettext)
    return f"{message} ({problem.hint.render(gettext)})" if problem.hint else message


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Problem], Gettext], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
