"""``portal search``: what a patient's browser would show."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from portal.cli import options
from portal.errors import N_, Message, PortalError, marked
from portal.freeze.build import prepare_site
from portal.freeze.search_index import compiled
from portal.i18n import translations
from portal.model.directory import Commune
from portal.web.site import Site
from search.danger import Dangers
from search.explain import explain as reasons_for
from search.query import Answer, Searcher

LIMIT = 10
# How a word of the query found a page, best first.
LAYERS = {
    "exact": N_("as written"),
    "stem": N_("in another form"),
    "alias": N_("as a word that editors gave the page"),
    "prefix": N_("as the beginning of a longer word"),
    "fuzzy": N_("as a misspelling"),
}
WHERE = {
    "title": N_("the title"),
    "alias": N_("the other words"),
    "summary": N_("the summary"),
    "text": N_("the text"),
}


@click.command()
@click.argument("query")
@options.root
@click.option(
    "--lang", default=None, help="Language of the site to search.  [default: that of the territory]"
)
@click.option("--commune", metavar="INSEE", help="Commune from which distances are counted.")
@click.option("--explain", is_flag=True, help="Say which word found each result, and how.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@options.as_of
def search(
    query: str, root: Path, lang: str | None, commune: str | None, explain: bool, as_json: bool, as_of: date
) -> None:
    """Search the site as a visitor's browser does."""
    site, _ = prepare_site(root, as_of)
    lang = lang or site.default_language
    if lang not in site.languages:
        raise PortalError(
            Message(N_("the site has no language %(lang)s"), {"lang": lang}),
            Message(N_("it has: %(known)s"), {"known": ", ".join(site.languages)}),
        )
    searcher = Searcher(compiled(site, lang))
    found = _as_dict(site, searcher.search(query, lang=lang, limit=LIMIT, near=_near(site, commune)), lang)
    if explain:
        for result in found["results"]:
            reasons = reasons_for(searcher, query, lang=lang, page=result["id"])
            result["reasons"] = [asdict(reason) for reason in reasons if reason.layer]
    else:
        for result in found["results"]:
            del result["id"]
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _as_text(found, lang))


def _near(site: Site, insee: str | None) -> tuple[float, float] | None:
    if insee is None:
        return None
    record = site.catalogue.find(f"communes/{insee}")
    if not isinstance(record, Commune) or record.lat is None or record.lon is None:
        raise PortalError(
            Message(N_("no commune %(insee)s in this territory"), {"insee": insee}),
            Message(N_("give an INSEE code, such as 81004")),
        )
    return record.lat, record.lon


def _as_dict(site: Site, answer: Answer, lang: str) -> dict[str, Any]:
    danger = Dangers.from_data(site.catalogue.search.dangers.model_dump()).recognise(answer.query, lang)
    return {
        "query": answer.query,
        "danger": {"id": danger.id, "numbers": list(danger.numbers)} if danger else None,
        "results": [
            {"id": r.id, "url": r.url, "kind": r.kind, "title": r.title, "score": r.score, "layer": r.layer}
            for r in answer.results
        ],
        "suggestions": list(answer.suggestions),
    }


def _as_text(found: dict[str, Any], lang: str) -> str:
    gettext = translations(lang).gettext
    lines = []
    if found["danger"]:
        numbers = ", ".join(found["danger"]["numbers"])
        lines.append(Message(N_("DANGER: call %(numbers)s"), {"numbers": numbers}).render(gettext))
    for result in found["results"]:
        lines.append("{score:>8}  {layer:<7} {kind:<12} {title}  {url}".format(**result))
        for reason in result.get("reasons", ()):
            how, where = LAYERS[reason["layer"]], WHERE[reason["where"]]
            said = Message(
                N_("“%(word)s” found %(layer)s, in %(where)s: %(points)s points"),
                reason | {"layer": marked(how), "where": marked(where)},
            )
            lines.append(f"{'':>10}{said.render(gettext)}")
    if found["suggestions"]:
        lines.append(f"{gettext(N_('Did you mean:'))} {', '.join(found['suggestions'])}")
    return "\n".join(lines) or gettext(N_("No result"))
