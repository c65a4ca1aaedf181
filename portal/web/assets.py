"""Style sheets, scripts, fonts and pictures: bundled, minified, and named by what they hold.

A name that changes with its content lets a host cache for ever, and never mixes two versions of the site. The
one module that imports lightningcss.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import lightningcss

from portal.model.territory import Territory
from portal.web.scripts import scripts

STATIC = Path(__file__).parent.parent / "static"
# The oldest browsers that must show every page as drawn: phones of 2019 and since.
BROWSERS = ["chrome >= 80", "safari >= 13", "firefox >= 78", "samsung >= 12"]
# Every page loads base; the others come with the pages that need them.
BUNDLES = ("base", "home", "pathway", "record", "search", "map", "figures", "print")


@dataclass(frozen=True)
class Assets:
    """The files of a site beside its pages: path from the root of the site to content."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # "base.css" to "assets/base.1a2b3c4d.css"

    def add(self, name: str, content: bytes) -> str:
        """Keep a file under a name that holds the hash of its content; the path is returned."""
        stem, dot, suffix = name.rpartition(".")
        path = f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{suffix}"
        self.files[path] = content
        self.names[name] = path
        return path


def build_assets(territory: Territory, logo: bytes | None = None) -> Assets:
    """All assets of a territory, with its colours and its logo.

    Args:
        territory: Whose colours replace those of the theme.
        logo: Its own SVG, already cleaned; None for the sign of the portal.
    """
    assets = Assets()
    for file in sorted((STATIC / "fonts").glob("*.woff2")) + sorted((STATIC / "img").glob("*.svg")):
        assets.add(file.name, file.read_bytes())
    if logo is not None:
        assets.add("logo.svg", logo)
    for bundle in BUNDLES:
        assets.add(f"{bundle}.css", _style(bundle, territory, assets).encode())
    for name, script in scripts().items():
        assets.add(name, script)
    return assets


def _style(bundle: str, territory: Territory, assets: Assets) -> str:
    css = _source(bundle)
    if bundle == "base" and territory.colours:
        css += (
            f":root{{--brand:{territory.colours.brand}}}"
            f"@media (prefers-color-scheme:dark){{:root{{--brand:{territory.colours.brand_dark}}}}}"
        )
    css = lightningcss.process_stylesheet(css, minify=True, browsers_list=BROWSERS)

    def fingerprinted(match: re.Match[str]) -> str:
        return f"url({assets.names[match[1].rpartition('/')[2]].rpartition('/')[2]})"

    return re.sub(r"url\(\"?([\w./-]+)\"?\)", fingerprinted, css)


@cache
def _source(bundle: str) -> str:
    """The style sheets of a bundle: static/css/<bundle>/*.css in the order of their names."""
    return "\n".join(f.read_text(encoding="utf-8") for f in sorted((STATIC / "css" / bundle).glob("*.css")))
