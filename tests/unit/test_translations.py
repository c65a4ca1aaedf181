"""The catalogues say all that the code says, with the same places, tags, figures and signs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from portal import i18n

ROOT = i18n.FOLDER.parent
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
TAG = re.compile(r"</?[a-z][^>]*>")
FIGURE = re.compile(r"\d+")
YAML = re.compile(r"« \w+: \S+ »")  # quoted from a file of content, which has its own spaces


@cache
def extracted() -> frozenset[str]:
    """Every msgid of the code and of the templates; of a plural, the singular."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, "N_": None, "marked": None},
        directory_filter=lambda folder: "portal" in str(folder).removeprefix(str(ROOT)),
    )
    return frozenset(message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)


@cache
def catalogue(locale: str) -> Catalog:
    """What the translators wrote."""
    with (i18n.FOLDER / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def pairs(locale: str) -> Iterator[tuple[str, str]]:
    """Each translated string with its English; a plural form goes with the plural of the code."""
    for message in catalogue(locale):
        if isinstance(message.id, tuple):
            one, many = message.id
            forms = message.string or ()
            yield from ((one if i == 0 else many, form) for i, form in enumerate(forms))
        elif message.id:
            yield str(message.id), str(message.string or "")


def faults(english: str, translated: str) -> list[str]:
    """In what a translation departs from what it translates."""
    kept = {"places": PLACE, "tags": TAG, "figures": FIGURE}
    found = [
        n for n, kind in kept.items() if sorted(kind.findall(english)) != sorted(kind.findall(translated))
    ]
    if english.rstrip().endswith(":") != translated.rstrip().endswith(":"):
        found.append("colon")
    return found


def slips(french: str) -> list[str]:
    """In what a text departs from French typography, the width of spaces aside."""
    signs = {
        "apostrophe": r"\w'\w",
        "guillemets": r'[“”]|(?<!=)"(?![>\s])',
        "dots": r"\.\.\.",
        "œ": r"\b[CcSs]oeur|\b[Vv]oeu",
        "no space before": r"[^\s«(\[][!?;](?!\w)|\w:(?=\s|$)|«\S|[^\s]»",
    }
    prose = YAML.sub("« »", TAG.sub("", french))
    return [name for name, sign in signs.items() if re.search(sign, prose)]


@pytest.mark.parametrize("locale", i18n.locales())
def test_complete(locale: str) -> None:
    """Nothing is left in English, nothing waits for a second look, nothing is left from older code."""
    written = {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue(locale) if m.id}
    assert extracted() - written.keys() == set()
    assert written.keys() - extracted() == set()
    assert [msgid for msgid, m in written.items() if m.fuzzy] == []
    assert [english for english, translated in pairs(locale) if not translated.strip()] == []


@pytest.mark.parametrize("locale", i18n.locales())
def test_plural_forms(locale: str) -> None:
    """Each count has as many forms as the language asks for."""
    counted = {len(m.string or ()) for m in catalogue(locale) if m.pluralizable}
    assert counted == {catalogue(locale).num_plurals}


@pytest.mark.parametrize("locale", i18n.locales())
def test_same_places_tags_and_figures(locale: str) -> None:
    assert {english: faults(english, said) for english, said in pairs(locale) if faults(english, said)} == {}


def test_french_typography() -> None:
    assert {french: slips(french) for _, french in pairs("fr") if slips(french)} == {}


def test_french_is_there() -> None:
    """The language of the demonstration; the headings of its home page, as a visitor reads them."""
    assert "fr" in i18n.locales()
    french = i18n.translations("fr")
    assert french.gettext("Where to start?") == "Par où commencer ?"
    assert french.ngettext("%(num)s step", "%(num)s steps", 1) == "%(num)s étape"
    assert french.ngettext("%(num)s step", "%(num)s steps", 2) == "%(num)s étapes"


def test_extraction_sees_all_marks() -> None:
    """Babel does not look inside an f-string: what is marked there stays in English."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {call.args[0].value}"
        for path in sorted((ROOT / "portal").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"N_", "marked"}
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value not in extracted()
    ]
    assert hidden == []


def test_extraction_reads_code_and_templates() -> None:
    """A tool that found nothing would find nothing missing."""
    assert {"Where to start?", "did you mean “%(close)s”?", "error", "{count} results"} <= extracted()


@pytest.mark.parametrize(
    ("english", "translated", "found"),
    [
        ("call %(number)s", "appelez le %(number)s", []),
        ("call %(number)s", "appelez le %(numero)s", ["places"]),
        ("{count} results", "résultats", ["places"]),
        ("<b>two</b> steps", "<b>deux étapes", ["tags"]),
        ("call 15", "appelez le 18", ["figures"]),
        ("Instead:", "À la place", ["colon"]),
    ],
)
def test_faults(english: str, translated: str, found: list[str]) -> None:
    assert faults(english, translated) == found


@pytest.mark.parametrize(
    ("french", "found"),
    [
        ("Où aller ? « Ici » : 12 rue de l’Étoile ; voilà !", []),
        ('<a href="tel:15">15</a>', []),
        ("écrivez « status: in_review »", []),
        ("l'étape", ["apostrophe"]),
        ("dites “bonjour”", ["guillemets"]),
        ("et puis...", ["dots"]),
        ("soeur", ["œ"]),
        ("Où aller?", ["no space before"]),
        ("Voici: ceci", ["no space before"]),
        ("«ici»", ["no space before"]),
    ],
)
def test_slips(french: str, found: list[str]) -> None:
    assert slips(french) == found
