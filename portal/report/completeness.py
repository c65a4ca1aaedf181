"""Which of the twelve questions of patients the services answer."""

from __future__ import annotations

from portal.errors import N_
from portal.exports.directory import Directory
from portal.exports.tables import Column, Table
from portal.model.completeness import QUESTIONS, completeness


def questions(directory: Directory) -> Table:
    """For each question, how many services answer it."""
    found = [completeness(service, directory.offers.places(service)) for service in directory.services]
    return Table(
        "questions",
        N_("Twelve questions of patients"),
        N_("Services of the directory that answer each question."),
        {
            "question": Column(N_("Question")),
            "answered": Column(N_("Answered"), "integer"),
            "services": Column(N_("Services"), "integer"),
        },
        tuple(
            (directory.gettext(title), sum(code in c.known for c in found), len(found))
            for code, title in QUESTIONS.items()
        ),
        bars="answered",
    )
