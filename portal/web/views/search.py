"""The search page: complete without script, and what the script needs to know."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from portal.errors import N_
from portal.model.directory import Service
from portal.model.guidance import Decision
from portal.model.identifiers import language_name
from portal.typography import french_spaces, whole_phones
from portal.web.lists import PLACES
from portal.web.page import Page
from portal.web.routes import Route
from portal.web.search_documents import SIGNED, facet_codes, kinds_present, spoken
from portal.web.show import show
from search.analysis import fold

KINDS = {
    "pathway": (N_("Pathway"), "trail"),
    "service": (N_("Service"), "people"),
    "organisation": (N_("Organisation"), "hospital"),
    "team": (N_("Team"), "people"),
    "place": (N_("Place"), "pin"),
    "commune": (N_("Commune"), "pin"),
    "specialty": (N_("Specialty"), "people"),
    "guide": (N_("Guide"), "paper"),
    "glossary": (N_("Word to understand"), "ask"),
    "decision": (N_("Whom to see?"), "ask"),
    "emergency": (N_("Emergency number"), "phone"),
    "faq": (N_("Question"), "ask"),
    "rule": (N_("Rule"), "euro"),
}
STRINGS = {
    "results_one": N_("{count} result"),
    "results_many": N_("{count} results"),
    "results_none": N_("No result"),
    "results_danger": N_("Possible danger: call {number}. {results}"),
    "loading": N_("Searching"),
    "unavailable": N_("Search could not be loaded"),
    "help_none": N_("No answer here? You can still:"),
    "help_unavailable": N_("The network is slow, or the site is changing just now. Try again, or:"),
    "idle": "",
    "level": N_("Immediately: call {number}"),
    "call": N_("Call {number}"),
    "sms": N_("Text {number}"),
    "suggestions": N_("Did you mean:"),
    "options_one": N_("{count} suggestion"),
    "options_many": N_("{count} suggestions"),
    "distance": N_("{km} km as the crow flies"),
    "distance_near": N_("less than 1 km as the crow flies"),
    "near": N_("Nearest to {place} first"),
    "unknown_place": N_("Unknown commune: {place}"),
    "widened": N_("Nothing in {place} itself. Nearest to {place} first"),
    "copied": N_("Copied"),
    "send_subject": N_("Searches without answer"),
}


FOLDER = "search/"  # of the first piece of the index, which names all others
PIECES = "assets/search/"  # of the others: like all assets, their names change with their content


def config(page: Page) -> dict[str, Any]:
    """What search/client/page.js reads: words, numbers and where the index lies."""

    def said(msgid: str) -> str:
        """An interface string with its spaces: what a script writes never goes through the last touch."""
        text = page.gettext(msgid) if msgid else ""
        return french_spaces(text) if page.lang == "fr" else text

    numbers = {}
    for number in page.site.emergency:
        phone = page.phone(number.number)
        scheme = "sms" if number.channel == "sms" else "tel"
        numbers[phone.e164] = {"text": whole_phones(phone.shown), "href": f"{scheme}:{phone.e164}"}
    return {
        "root": "../" * page.path.count("/"),
        "lang": page.lang,
        "index": f"{FOLDER}{page.lang}/",
        "pieces": f"{PIECES}{page.lang}/",
        "places": PLACES,
        "kinds": {code: {"label": said(label), "icon": f"i-{icon}"} for code, (label, icon) in KINDS.items()},
        "numbers": numbers,
        "strings": {name: said(text) for name, text in STRINGS.items()},
    }


def json_block(data: Any) -> Markup:
    """JSON that is safe inside ``<script>``."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, code)
    return Markup(text)  # noqa: S704 - the three characters that matter to HTML are escaped above


def search(page: Page) -> str:
    """The search page."""
    catalogue = page.site.catalogue
    used = {s for service in catalogue.all(Service) for s in service.specialties}
    met = ((e.code, e.text(page.lang)) for e in catalogue.vocabularies.specialties if e.code in used)
    specialties = sorted(met, key=lambda pair: pair[1])
    for _, icon in KINDS.values():
        page.icons.add(icon)
    return show(
        page,
        "search.html",
        config=json_block(config(page)),
        dangers=Markup(page.site.dangers(page.lang)),  # noqa: S704 - compile_dangers escapes what HTML reads
        kinds=[(code, page.gettext(KINDS[code][0])) for code in kinds_present(page.site)],
        specialties=specialties,
        access=[(code, page.label("access_mode", code)) for code in facet_codes("access")],
        languages=_languages(page),
        decisions=list(catalogue.all(Decision)),
    )


def _languages(page: Page) -> list[tuple[str, str]]:
    """The languages that a service said are spoken there, and sign language, by name."""
    found = {code for service in page.site.catalogue.all(Service) for code in spoken(service)}
    names = {code: language_name(code, page.locale, page.gettext) for code in found - {SIGNED}}
    if SIGNED in found:
        names[SIGNED] = page.gettext(N_("French sign language"))
    return sorted(names.items(), key=lambda pair: fold(pair[1]))


ROUTES = (Route("recherche/", search),)
