"""What the pages of one run share: the territory, the language, drafts that wait to be saved."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.editor.desk import Desk, Opened
from portal.editor.fields import Maker, Problems
from portal.editor.store import mark_of
from portal.errors import N_, Message, Problem
from portal.i18n import translations
from portal.loading.catalogue import Loaded

DONE = {
    "enregistre": N_("Saved."),
    "relecture": N_("Saved. The page is in review, and says so, until a clinician who is named signs it."),
    "retabli": N_("The earlier version is back."),
    "cree": N_("The page is made."),
}  # what a page says of what was just done
Answer = ResponseReturnValue  # what a page gives back
_KEY = re.compile(r"([«“][\s\u00a0]?)([a-z_]+)(?=:|[\s\u00a0]?[»”])")  # a key in a hint, in quotation marks
BASES = 200  # versions of files kept in memory, to tell what each page began with


@dataclass
class State:
    """One run of the editor."""

    desk: Desk
    lang: str
    drafts: dict[str, bytes] = field(default_factory=dict)  # what the previews show, by path
    bases: dict[str, Opened] = field(default_factory=dict)  # by reference and mark
    begun: dict[str, bytes] = field(default_factory=dict)  # texts that pages began with, by mark
    lock: threading.Lock = field(default_factory=threading.Lock)  # one change at a time

    def gettext(self, msgid: str) -> str:
        """A string of the interface."""
        return translations(self.lang).gettext(msgid) if msgid else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A string of the interface that counts."""
        return translations(self.lang).ngettext(one, many, count)

    def say(self, message: Message | str | None) -> str:
        """A message in the language of the interface."""
        if message is None:
            return ""
        return self.gettext(message) if isinstance(message, str) else message.render(self.gettext)

    def sentence(self, problem: Problem, names: Mapping[str, str] | None = None) -> str:
        """What is wrong, and how to mend it.

        Args:
            problem: As ``portal check`` finds it.
            names: What a form calls keys: whoever fills it in does not know them.
        """

        def called(match: re.Match[str]) -> str:
            return match[1] + (names or {}).get(match[2], match[2])

        if problem.code == "missing-key" and problem.message.params["key"] in (names or {}):
            return self.gettext(N_("this field is to be filled in"))
        hint = _KEY.sub(called, self.say(problem.hint))
        return f"{self.say(problem.message)}{f' ({hint})' if hint else ''}"

    def maker(self, loaded: Loaded, problems: Problems | None = None) -> Maker:
        """What makes forms for the territory."""
        territory = loaded.catalogue.territory if loaded.catalogue else None
        others = tuple(x for x in territory.languages if x != territory.default_language) if territory else ()
        return Maker(self.gettext, self.desk.vocabularies(loaded), self.lang, others, problems or {})

    def remember(self, opened: Opened) -> Opened:
        """Keep what a page begins with."""
        self.bases[f"{opened.ref} {opened.mark}"] = opened
        while len(self.bases) > BASES:
            self.bases.pop(next(iter(self.bases)))
        return opened

    def begin(self, data: bytes | None) -> None:
        """Keep the text that a page begins with."""
        if data is not None:
            self.begun[mark_of(data)] = data
            while len(self.begun) > BASES:
                self.begun.pop(next(iter(self.begun)))

    def base(self, ref: str, mark: str) -> Opened | None:
        """What a page began with."""
        return self.bases.get(f"{ref} {mark}")


def state() -> State:
    """What the pages of this run share."""
    found: State = current_app.extensions["editor"]
    return found


def default_language() -> tuple[str, str]:
    """The default language of the site, as the language of a page and as the one without prefix."""
    catalogue = state().desk.loaded().catalogue
    default = catalogue.territory.default_language if catalogue else "fr"
    return default, default
