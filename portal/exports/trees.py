"""What every export leaves out, and the bytes of those in JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any


def tells(value: object) -> bool:
    """True for a value that says something: False and 0 do; None and what is empty do not."""
    return value not in (None, "", (), [], {})


def known(content: object) -> Any:  # noqa: ANN401 - a tree of JSON
    """A tree of JSON without what is None or empty, so that unknown is no value; False and 0 are."""
    if isinstance(content, Mapping):
        kept = {key: known(value) for key, value in content.items()}
        return {key: value for key, value in kept.items() if tells(value)}
    if isinstance(content, list | tuple):
        return [value for value in map(known, content) if tells(value)]
    return content


def as_json(content: object) -> bytes:
    """The bytes of a JSON file."""
    out = io.BytesIO()  # piece by piece: json.dumps would hold each of them at once, ten times the file
    with io.TextIOWrapper(out, "utf-8", newline="") as text:
        text.writelines(json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(content))
        text.write("\n")
        text.flush()
        return out.getvalue()
