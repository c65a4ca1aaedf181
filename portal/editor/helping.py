"""The guide to the editor, as a page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from portal.web.prose import Prose


@cache
def guide() -> Markup:
    """The text of ``help.md``."""
    return Prose(lambda _ref, _label: None).block((files("portal.editor") / "help.md").read_text("utf-8"))
