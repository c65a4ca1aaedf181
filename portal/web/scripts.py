"""Scripts of pages: modules of static/js, and those of search that they share, as one classic file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from search.bundle import CLIENT, join

STATIC_JS = Path(__file__).parent.parent / "static" / "js"
# Each file, its modules of static/js, and those of search/client.
SCRIPTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "now.js": (("timeline", "now"), ()),
    "dated.js": (("dated",), ()),
    "fold.js": (("fold",), ()),
    "state.js": (("state",), ()),
    "list.js": (("ordering", "list"), ("analysis", "communes", "load")),
    "prepare.js": (("prepare",), ()),
    "offline.js": (("kept", "offline"), ("load",)),
}


@cache
def scripts() -> dict[str, bytes]:
    """Every script by its plain name; classic ones, for modules do not run from disk."""
    return {
        name: join(
            {m: (STATIC_JS / f"{m}.js").read_text("utf-8") for m in own}
            | {m: (CLIENT / f"{m}.js").read_text("utf-8") for m in shared}
        ).encode()
        for name, (own, shared) in SCRIPTS.items()
    }
