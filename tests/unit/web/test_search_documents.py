"""What search is told beside the words of a record."""

from __future__ import annotations

import pytest

from portal.web.search_documents import own_name


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("Clinique Claude Fictif (Bourg)", "Clinique privée", ("Claude Fictif",)),
        ("EHPAD Le Refuge (Bourg)", "Maison de retraite médicalisée (EHPAD)", ("Le Refuge",)),
        ("Hôpital de l’Exemple", "Clinique privée", ()),
        ("Clinique", "Clinique privée", ()),
    ],
)
def test_name_without_its_kind(title: str, kind: str, expected: tuple[str, ...]) -> None:
    """People look for a clinic by its own name, and find it before all that is in it."""
    assert own_name(title, kind) == expected
