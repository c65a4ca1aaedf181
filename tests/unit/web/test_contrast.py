"""Contrast of the colours of the look, in light and in dark (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[3] / "portal" / "static" / "css" / "base" / "00-tokens.css"
TEXT, SHAPE = 4.5, 3.0
# Words on grounds, then edges that say where a control or a level is. A newcomer adds a line.
PAIRS = [
    *(
        ("ink", ground, TEXT)
        for ground in ("paper", "surface", "tint", "today-tint", "now-tint", "brand-tint")
    ),
    *(("ink-soft", ground, TEXT) for ground in ("paper", "surface", "tint", "sky-1", "sky-2")),
    *(("brand", ground, TEXT) for ground in ("paper", "surface", "tint", "brand-tint")),
    ("on-brand", "brand", TEXT),
    ("now", "paper", TEXT),
    ("now", "now-tint", TEXT),
    ("on-now", "now-solid", TEXT),
    ("today", "today-tint", TEXT),
    *((cap, "paper", SHAPE) for cap in ("town", "hospital", "home", "social")),
    ("line-strong", "surface", SHAPE),
    ("line-strong", "tint", SHAPE),
    ("today-line", "paper", SHAPE),
    ("now-edge", "paper", SHAPE),
    ("focus", "paper", SHAPE),
    ("focus", "tint", SHAPE),
    ("broom", "foot", SHAPE),
]


def tokens() -> dict[str, dict[str, str]]:
    """The colours of each theme by name; the dark one inherits what it does not change."""
    css = TOKENS.read_text(encoding="utf-8")
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", part))
        for part in (light, dark.partition("@media (prefers-contrast")[0])
    ]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    """Relative luminance of a colour written #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#ffffff", 21), ("#777777", "#fff", 4.48), ("#16302d", "#fbfaf6", 13.5)],
)
def test_formula(one: str, other: str, ratio: float) -> None:
    """Known pairs."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground", "least"), PAIRS)
def test_contrast(theme: str, shape: str, ground: str, least: float) -> None:
    """Every pair is legible."""
    known = tokens()[theme]
    assert contrast(known[shape], known[ground]) >= least


def test_red_is_danger_only() -> None:
    """Danger stands far from the colour that leads: red against green, in both themes."""
    for known in tokens().values():
        red, green, _ = (int(known["now"][i : i + 2], 16) for i in (1, 3, 5))
        assert red > green
        lead_red, lead_green, _ = (int(known["brand"][i : i + 2], 16) for i in (1, 3, 5))
        assert lead_green > lead_red
