"""Strings in a language; what is missing stays in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import i18n

PO = """#, fuzzy
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "error"
msgstr "erreur"

#, fuzzy
msgid "warning"
msgstr "avertissement"

msgid "information"
msgstr ""
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(PO, "utf-8")
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    i18n.translations.cache_clear()
    yield
    i18n.translations.cache_clear()


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("error", "erreur"),
        ("warning", "warning"),  # fuzzy: nobody confirmed it
        ("information", "information"),  # empty
        ("never heard of", "never heard of"),
    ],
)
def test_translation_or_english(english: str, shown: str) -> None:
    assert i18n.translations("fr").gettext(english) == shown


@pytest.mark.usefixtures("french")
def test_locales() -> None:
    assert i18n.locales() == ["fr"]
    assert i18n.translations("de").gettext("error") == "error"
