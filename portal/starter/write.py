"""The files of a new territory: fictitious examples, real emergency numbers, recipes to publish."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from textwrap import fill

from portal.errors import N_, Message, PortalError
from portal.freeze.swap import discard, make_stage, swap_in, told_simply, write_file
from portal.i18n import translations
from portal.importers.communes import commune_row, joined, read_communes
from portal.importers.names import slug
from portal.importers.tables import COLUMNS, to_csv
from portal.loading.files import Snapshot
from portal.loading.registry import emergency_registry
from portal.loading.vocabularies import load_vocabularies
from portal.model.reference import EXAMPLES
from portal.starter import cms, vscode
from portal.starter.schemas import schemas

FILES = files("portal.starter") / "files"
# What is true everywhere in France comes from the demonstration, where it is kept up to date.
SHARED = Path(__file__).resolve().parents[2] / "content"
SAFE_SEARCH = ("search/dangers.yaml", "search/synonyms.yaml", "search/stopwords.yaml")
WRITTEN_ON = date(2026, 11, 20)  # the day of the examples: theirs move with it
_DATE = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_OWNER = re.compile(r"^owner: .*$", re.MULTILINE)
_NO_CODE = '# departement: "81"'
_NO_COMMUNES = '# communes: ["81004", "81060"]'
_TRANSLATED = ("en",)  # languages in which the program can write an example
# In the names of these files a dot at the start would hide them from whoever packs the program.
_RENAMED = {"gitignore": ".gitignore"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the coordinator wants."""

    name: str
    languages: tuple[str, ...]  # French first
    departement: str = ""
    communes: Path | None = None  # a list of them, which becomes the table
    codes: tuple[str, ...] = ()  # INSEE codes, where there is no list yet


def start(folder: Path, wishes: Wishes, today: date) -> int:
    """Write a territory that checks clean into a folder, whole or not at all.

    Returns:
        How many files it has.

    Raises:
        PortalError: The folder holds something, a language has no catalogue, or the disk refuses.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PortalError(
            Message(N_("%(path)s already holds something: nothing was written"), {"path": folder.name}),
            Message(N_("choose a new folder")),
        )
    written = territory_files(wishes, today)
    with told_simply():
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = make_stage(folder.resolve())
        try:
            for path, content in written.items():
                write_file(stage / path, content)
            swap_in(stage, folder.resolve())
        finally:
            discard(stage)
    return len(written)


def territory_files(wishes: Wishes, today: date) -> dict[str, bytes]:
    """The files of a new territory: path to content."""
    found = {f"content/{path}": _moved(text, today) for path, text in _texts(EXAMPLES).items()}
    found |= {f"content/{path}": text for path, text in _shared(wishes.languages).items()}
    own = _texts(FILES)
    codes = wishes.codes
    if wishes.communes:
        listed = joined([read_communes(wishes.communes, [])]).values()
        chosen = [c for c in listed if c.insee.startswith(wishes.departement)]
        rows = [commune_row(c, f"{today:%Y}") for c in chosen]
        found["content/directory/communes.csv"] = to_csv(COLUMNS["communes"], rows)
        codes = tuple(c.insee for c in chosen)
    found["content/territory.yaml"] = _filled(own.pop("territory.yaml"), wishes, codes)
    for path, text in own.items():
        lang, _, rest = path.partition("/")
        if lang in _TRANSLATED:
            if lang in wishes.languages:
                found[f"content/{rest}"] = text
        else:
            found[_RENAMED.get(path, path)] = text.replace("@NAME@", wishes.name)
    gettext = translations("fr").gettext
    vocabularies, _ = load_vocabularies(Snapshot({}))
    found |= vscode.files(schemas(gettext, vocabularies, "fr"), gettext, vocabularies)
    found[cms.PATH] = cms.config(gettext, vocabularies, "fr")
    return {path: text.encode() for path, text in sorted(found.items())}


def _texts(folder: Traversable, at: str = "") -> dict[str, str]:
    """The files under a folder of the program: path to text."""
    found: dict[str, str] = {}
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{at}{item.name}"
        found |= _texts(item, f"{path}/") if item.is_dir() else {path: item.read_text("utf-8")}
    return found


def _shared(languages: tuple[str, ...]) -> dict[str, str]:
    """Emergency numbers of the national registry and what makes search safe."""
    found = {}
    for number in emergency_registry():
        for name in (f"{number}.md", *(f"{number}.{lang}.md" for lang in languages)):
            path = SHARED / "emergency" / name
            if path.is_file():
                text = path.read_text("utf-8")
                found[f"emergency/{name}"] = _OWNER.sub("owner: Équipe de coordination", text)
    found |= {path: (SHARED / path).read_text("utf-8") for path in SAFE_SEARCH if (SHARED / path).is_file()}
    return found


def _moved(text: str, today: date) -> str:
    """An example as if it had been written today: a fictitious delay must not be stale from the start."""
    days = (today - WRITTEN_ON).days

    def later(match: re.Match[str]) -> str:
        year, month, day = int(match[1]), int(match[2]), int(match[3] or WRITTEN_ON.day)
        moved = date(year, month, day) + timedelta(days=days)
        return moved.isoformat() if match[3] else f"{moved:%Y-%m}"

    return _DATE.sub(later, text)


def _filled(text: str, wishes: Wishes, codes: Sequence[str]) -> str:
    """The configuration with what the coordinator answered, between quotes that JSON and YAML both read."""
    named = f"sur le territoire {wishes.name}"
    told = f"Trouvez qui consulter, dans quel ordre et près de chez vous, {named}."
    values = {
        "ID": slug(wishes.name),
        "NAME": _quoted(wishes.name),
        "SITE_NAME": "Chemins de soins",
        "PLACE_PHRASE": _quoted(named),
        "DESCRIPTION": _quoted(told[:200]),
        "LANGUAGES": ", ".join(wishes.languages),
        "TRANSLATIONS": _english(wishes) if "en" in wishes.languages else "",
        "DEPARTEMENT": f"departement: {_quoted(wishes.departement)}" if wishes.departement else _NO_CODE,
        "COMMUNES": _listed(codes) if codes else _NO_COMMUNES,
        "PUBLISHER": _quoted(f"Équipe de coordination, {wishes.name}"),
    }
    return re.sub(r"@([A-Z_]+)@", lambda match: values[match[1]], text)


def _listed(codes: Sequence[str]) -> str:
    """Codes on lines short enough to be read."""
    return fill(f"communes: [{', '.join(map(_quoted, codes))}]", 100, subsequent_indent="  ")


def _english(wishes: Wishes) -> str:
    """The texts of the territory in the one other language that the program can write."""
    where = _quoted(f"in the territory {wishes.name}")
    told = f"Find whom to see, in what order and near you, in the territory {wishes.name} (France)."
    return f"translations:\n  en:\n    place_phrase: {where}\n    description: {_quoted(told[:200])}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
