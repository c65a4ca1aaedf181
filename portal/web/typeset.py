"""Pages on paper: a tagged PDF (PDF/UA-1, ISO 14289-1) from a template and data.

The same data gives the same bytes: no date, no name of machine, only the fonts that come with the program.
Data is passed as values, so no word of content is ever read as markup. The one module that imports typst.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent.parent / "static" / "fonts" / "pdf"
TEMPLATES = Path(__file__).parent.parent / "templates"
_threads_of: set[int] = set()  # processes that typst has started its threads in


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A template of ``templates/`` filled with data.

    Args:
        template: Its name, without ``.typ``; it reads ``sys.inputs.data``, a JSON text.
        data: What it shows.
    """
    text = json.dumps(data, ensure_ascii=False)
    if _threads_of and os.getpid() not in _threads_of:
        # Threads do not outlive a fork: in a child of a process that had some, typst would wait for ever.
        command = [sys.executable, "-m", __name__, template]
        return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout  # noqa: S603 - our own module
    _threads_of.add(os.getpid())
    return _compiled(template, text)


def _compiled(template: str, text: str) -> bytes:
    made = typst.compile(
        (TEMPLATES / f"{template}.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"data": text},
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, in memory
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


if __name__ == "__main__":
    sys.stdout.buffer.write(_compiled(sys.argv[1], sys.stdin.read()))
