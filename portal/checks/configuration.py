"""The territory's own file: languages that exist, colours that can be read, a logo that only draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from portal.errors import N_, Message, Problem
from portal.loading.catalogue import Loaded
from portal.loading.tree import Mark, locate, locate_key
from portal.loading.wording import did_you_mean
from portal.model.catalogue import Catalogue

GROUNDS = {"brand": "#fbfaf6", "brand_dark": "#0e1b19"}  # --paper of tokens.css, in light and dark
CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
# What makes a drawing run, fetch or hide something; a logo needs none of it.
_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignobject|iframe|use\b|image\b|style\b|!doctype|!entity)|\son\w+\s*=|(?:href|src)\s*=|url\s*\(|&#",
    re.IGNORECASE,
)


def check_languages(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """The default language is one of the languages, and each of these stands once."""
    territory = catalogue.territory
    if territory.default_language not in territory.languages:
        message = Message(
            N_("the default language “%(lang)s” is not among the languages"),
            {"lang": territory.default_language},
        )
        yield locate(loaded.territory, ("languages",)).problem("default-language", message)
    for place, lang in enumerate(territory.languages):
        if not _known(lang):
            message = Message(
                N_("a site cannot be in “%(lang)s”: its dates and numbers are not known"), {"lang": lang}
            )
            yield locate(loaded.territory, ("languages", place)).problem("site-language", message)
        if lang in territory.languages[:place]:
            message = Message(N_("the language “%(lang)s” appears twice"), {"lang": lang})
            yield locate(loaded.territory, ("languages", place)).problem("duplicate-language", message)
    for lang in territory.translations:
        if lang not in territory.languages:
            message = Message(N_("the territory has no language “%(lang)s”"), {"lang": lang})
            at = locate_key(loaded.territory, ("translations", lang))
            yield at.problem("translation-language", message)


def _known(lang: str) -> bool:
    try:
        Locale.parse(lang, sep="-")
    except UnknownLocaleError:
        return False
    return True


def check_timezone(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """The day on which a review is due depends on it: La Réunion is not Paris."""
    zone = catalogue.territory.timezone
    if zone not in available_timezones():
        message = Message(N_("“%(zone)s” is not a time zone"), {"zone": zone})
        at = locate(loaded.territory, ("timezone",))
        yield at.problem("timezone", message, did_you_mean(zone, available_timezones()))


def check_colours(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """The colours of a territory can be read on the grounds of the theme."""
    colours = catalogue.territory.colours
    for key, ground in GROUNDS.items():
        if colours is not None and (ratio := contrast(getattr(colours, key), ground)) < CONTRAST:
            message = Message(
                N_("contrast of %(ratio)s with the ground %(ground)s, at least %(least)s is needed"),
                {"ratio": f"{ratio:.1f}", "ground": ground, "least": CONTRAST},
            )
            yield locate(loaded.territory, ("colours", key)).problem("contrast", message)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def check_logo(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """The logo is a drawing of the folder of content."""
    logo = catalogue.territory.logo
    if logo is not None and (f"content/{logo}" not in loaded.drawings):
        message = Message(N_("there is no drawing “%(file)s” in the folder of content"), {"file": logo})
        hint = Message(N_("an SVG file, for example images/logo.svg"))
        yield locate(loaded.territory, ("logo",)).problem("logo", message, hint)


def check_reports(loaded: Loaded, catalogue: Catalogue) -> Iterator[Problem]:
    """Visitors can say what is wrong."""
    reports = catalogue.territory.reports
    if not (reports.email or reports.form_url):
        message = Message(N_("visitors cannot report an error: pages show no “Report an error”"))
        hint = Message(N_("give “email” or “form_url”"))
        yield locate_key(loaded.territory, ("reports",)).problem("no-reports", message, hint, "warning")


def check_drawings(loaded: Loaded) -> Iterator[Problem]:
    """A drawing neither runs nor fetches anything."""
    for path, data in loaded.drawings.items():
        found = _ACTIVE.search(data)
        if found:
            line = data.count(b"\n", 0, found.start()) + 1
            column = found.start() - data.rfind(b"\n", 0, found.start())
            message = Message(
                N_("this drawing holds more than lines: “%(part)s”"),
                {"part": found[0].decode("ascii", "replace").strip()},
            )
            hint = Message(N_("export it again as plain SVG"))
            yield Mark(path, line, column).problem("active-drawing", message, hint)
