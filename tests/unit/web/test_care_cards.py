"""The cards of signs: the number of a sign is said with it, and never stands for the signs beside it."""

from __future__ import annotations

import pytest

from portal.model.guidance import EmergencyNumber
from portal.model.pathway import Pathway, RedFlag
from portal.web.page import Page
from portal.web.site import Site
from portal.web.views.pathways import call_words, care_cards


@pytest.mark.parametrize(
    ("signs", "heading", "said"),
    [
        ([("emergency", "15", "Un signe.")], "Immédiat : appelez le 15", [None]),
        (
            [("emergency", "15", "Un signe."), ("emergency", "114", "Un autre.")],
            "Immédiat : appelez le 15",
            [None, "Envoyez un SMS au 114."],
        ),
        ([("emergency", "114", "Un signe.")], "Immédiat : envoyez un SMS au 114", [None]),
        (
            [("today", "116117", "Un signe."), ("today", None, "Une fièvre.")],
            "Aujourd’hui : appelez un médecin",
            ["Appelez le 116 117.", None],
        ),
        ([("today", None, "Une fièvre.")], "Aujourd’hui : appelez un médecin", [None]),
        (
            [("emergency", "15", "Un signe."), ("emergency", "114", "Écrivez au 114.")],
            "Immédiat : appelez le 15",
            [None, None],
        ),
    ],
)
def test_numbers(
    example: Site, signs: list[tuple[str, str | None, str]], heading: str, said: list[str | None]
) -> None:
    page = Page(example, "fr", "parcours/boiterie-fictive/", "fr")
    pathway = next(p for p in example.catalogue.all(Pathway) if p.id == "boiterie-fictive")
    flags = tuple(
        RedFlag.model_validate({"text": text, "urgency": urgency, "number": number and f"emergency/{number}"})
        for urgency, number, text in signs
    )
    (card,) = care_cards(page, pathway.model_copy(update={"red_flags": flags}))
    assert page.level(card.urgency, card.number).replace("\u202f", " ").replace("\u00a0", " ") == heading
    told = [number and call_words(page, number) for _flag, number in card.signs]
    assert [t and t.replace("\u202f", " ").replace("\u00a0", " ") for t in told] == said
    assert all(isinstance(n, EmergencyNumber) for n in card.numbers)
