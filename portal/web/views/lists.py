"""Lists by kind and by commune: plain pages first, which a browser can narrow at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import abort

from portal.errors import N_
from portal.model.directory import Place
from portal.model.listing import FACET_NAMES, FAMILIES, Entry
from portal.web.collation import collation_key, letter_of
from portal.web.lists import PLACES, Facet, facets
from portal.web.page import Page
from portal.web.routes import Route, Values
from portal.web.show import show
from portal.web.site import Site

WHOLE = 300  # lines on one page; above, it leads to a page per letter
NOWHERE = ""  # the commune of what has no place
TITLES = {
    "services": (N_("Services, by kind"), N_("Services")),
    "organisations": (N_("Organisations, by kind"), N_("Organisations")),
    "professionnels": (N_("Professionals, by profession"), N_("Professionals")),
}
LEADS = {
    "services": N_("What each team does, where, and what is known about it."),
    "organisations": N_("Hospitals, health houses, pharmacies, home help… each kind in one sentence."),
    "professionnels": N_("Those who agreed to be listed, or whom the public register lists."),
}
WORDS = {
    "one": N_("{count} result"),
    "many": N_("{count} results"),
    "none": N_("No result"),
    "within": N_("{results} within {km} km of {place}"),
    "beyond": N_("{results}, the nearest to {place} first"),
    "distance": N_("{km} km"),
    "here": N_("here"),
    "by_distance": N_(
        "Nearest to {place} first, as the crow flies; at the same distance, drawn by lot each day."
    ),
    "by_lot": N_("In an order drawn by lot each day."),
    "unknown_place": N_("Unknown commune: {place}"),
    "silent_one": N_("{count} other record does not say: {facets}. It may suit you too: ask."),
    "silent_many": N_("{count} other records do not say: {facets}. They may suit you too: ask."),
    "unavailable": N_("The list could not be loaded. Everything is also found without it:"),
    "loading": N_("Searching"),
    "old": N_("To be confirmed"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one commune."""

    insee: str
    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the form above a list offers, and what its script reads."""

    facets: list[Facet]
    silent: list[str]  # facets of which nobody said anything
    kinds: list[tuple[str, str, int]]  # name of the piece, label, count; several on the page of a family
    config: dict[str, object]


def slug(code: str) -> str:
    """A code as addresses write it."""
    return code.replace("_", "-")


def kind_path(family: str, kind: str) -> str:
    """The page of a kind, from the root of a language."""
    return f"{family}/type/{slug(kind)}/"


def by_commune(page: Page, entries: Iterable[Entry]) -> list[Group]:
    """Lines by the commune of their first place, in alphabetical order; those that have none come last."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.communes[0] if entry.communes else NOWHERE].append(entry)
    named = {insee: c.title if (c := page.site.offers.commune(insee)) else insee for insee in groups}
    order = sorted(groups, key=lambda insee: (insee == NOWHERE, collation_key(named[insee])))
    return [Group(insee, named[insee], groups[insee]) for insee in order]


def narrowing(page: Page, entries: list[Entry], names: dict[str, str], without: str = "") -> Narrowing:
    """The form of a list.

    Args:
        page: Where it stands.
        entries: Its lines.
        names: The pieces that hold them, each with its label.
        without: A facet that all lines share.
    """
    known, silent = facets(page, entries, without)
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[f"{entry.family}-{entry.kind}"] += 1
    several = [(name, label, counts[name]) for name, label in names.items() if name in counts]
    lang, root = page.lang, "../" * page.path.count("/")
    config: dict[str, object] = {
        "root": root,
        "places": PLACES,
        "pieces": {name: page.site.pieces[lang, name][0] for name in names},
        "kinds": {f"{e.family}-{e.kind}": page.label(FAMILIES[e.family], e.kind) for e in entries},
        "facets": {name: page.said(FACET_NAMES[name]) for name in FACET_NAMES},
        "words": {name: page.said(msgid) for name, msgid in WORDS.items()},
    }
    return Narrowing(known, silent, several if len(several) > 1 else [], config)


def show_list(
    page: Page,
    entries: list[Entry],
    piece: str,
    template: str = "list.html",
    without: str = "",
    **values: object,
) -> str:
    """A list by commune, or letters that lead to it when it is long."""
    groups = by_commune(page, entries)
    letters: dict[str, int] = defaultdict(int)
    for group in groups:
        letters[letter_of(group.name)] += len(group.entries)
    return show(
        page,
        template,
        groups=groups if len(entries) <= WHOLE else [],
        letters=letters if len(entries) > WHOLE else {},
        count=len(entries),
        narrow=narrowing(page, entries, {piece: ""}, without),
        **values,
    )


def family(name: str) -> Callable[[Page], str]:
    """The view of a family: its kinds, each with its page."""

    def view(page: Page) -> str:
        title, here = TITLES[name]
        kinds = {kind: len(found) for (of, kind), found in page.site.listing.kinds.items() if of == name}
        order = sorted(kinds, key=lambda kind: collation_key(page.label(FAMILIES[name], kind)))
        labels = {f"{name}-{kind}": page.label(FAMILIES[name], kind) for kind in order}
        return show(
            page,
            "list_kinds.html",
            title=page.gettext(title),
            here=page.gettext(here),
            lead=page.gettext(LEADS[name]),
            vocabulary=FAMILIES[name],
            kinds=[(kind, kind_path(name, kind), kinds[kind]) for kind in order],
            narrow=narrowing(page, page.site.listing.entries[name], labels),
        )

    view.__name__ = name
    return view


def kind(name: str) -> Callable[[Page, str], str]:
    """The view of one kind of a family."""

    def view(page: Page, code: str) -> str:
        found = _kind(page.site, name, code)
        label = page.label(FAMILIES[name], found)
        return show_list(
            page,
            page.site.listing.kinds[name, found],
            f"{name}-{found}",
            base=kind_path(name, found),
            title=label,
            meaning=page.meaning(FAMILIES[name], found),
            trail=[(f"{name}/", page.gettext(TITLES[name][1]))],
        )

    view.__name__ = f"{name}_kind"
    return view


def kind_letter(name: str) -> Callable[[Page, str, str], str]:
    """The view of one letter of a long kind."""

    def view(page: Page, code: str, letter: str) -> str:
        found = _kind(page.site, name, code)
        label = page.label(FAMILIES[name], found)
        trail = [(f"{name}/", page.gettext(TITLES[name][1])), (kind_path(name, found), label)]
        return show_letter(page, page.site.listing.kinds[name, found], letter, label, trail)

    view.__name__ = f"{name}_letter"
    return view


def show_letter(
    page: Page, entries: list[Entry], letter: str, title: str, trail: list[tuple[str, str]]
) -> str:
    """The lines of a long list whose commune starts with a letter."""
    groups = [g for g in by_commune(page, entries) if letter_of(g.name).lower() == letter]
    if not groups:
        abort(404)
    return show(page, "list_letter.html", groups=groups, title=title, letter=letter.upper(), trail=trail)


def _kind(site: Site, name: str, code: str) -> str:
    found = next((k for of, k in site.listing.kinds if of == name and slug(k) == code), None)
    if found is None:
        abort(404)
    return found


def letters_of(site: Site, entries: list[Entry]) -> set[str]:
    """The letters of a list that is too long for one page; none when it is not."""
    if len(entries) <= WHOLE:
        return set()
    firsts = (entry.communes[0] if entry.communes else NOWHERE for entry in entries)
    return {letter_of(c.title if (c := site.offers.commune(i)) else i).lower() for i in firsts}


def places(page: Page) -> str:
    """All places, by commune; by letter first when they are many."""
    groups = _places(page.site)
    return show(page, "places.html", groups=groups, letters=_letters(groups), letter="")


def places_letter(page: Page, letter: str) -> str:
    """The places of the communes of one letter."""
    groups = {n: g for n, g in _places(page.site).items() if letter_of(n).lower() == letter}
    if not groups:
        abort(404)
    return show(page, "places.html", groups=groups, letters={}, letter=letter.upper())


def _places(site: Site) -> dict[str, list[Place]]:
    groups: dict[str, list[Place]] = defaultdict(list)
    for item in site.catalogue.all(Place):
        commune = site.offers.commune(item.address.insee)
        groups[commune.title if commune else item.address.insee].append(item)
    return {name: groups[name] for name in sorted(groups, key=collation_key)}


def _letters(groups: dict[str, list[Place]]) -> dict[str, int]:
    """How many places each letter has; none when all fit on one page."""
    if sum(map(len, groups.values())) <= WHOLE:
        return {}
    letters: dict[str, int] = defaultdict(int)
    for name, found in groups.items():
        letters[letter_of(name)] += len(found)
    return dict(letters)


def _routes() -> Iterable[Route]:
    for name in FAMILIES:
        yield Route(f"{name}/", family(name), _any(name))
        yield Route(f"{name}/type/<code>/", kind(name), _kinds(name))
        yield Route(f"{name}/type/<code>/<letter>/", kind_letter(name), _kind_letters(name))


def _any(name: str) -> Callable[[Site], Iterable[Values]]:
    """Nobody is listed by name where nobody agreed to: there is then no such page."""
    return lambda site: ({},) if name != "professionnels" or site.listing.entries[name] else ()


def _kinds(name: str) -> Callable[[Site], Iterable[Values]]:
    return lambda site: ({"code": slug(k)} for of, k in site.listing.kinds if of == name)


def _kind_letters(name: str) -> Callable[[Site], Iterable[Values]]:
    return lambda site: (
        {"code": slug(k), "letter": letter}
        for (of, k), entries in site.listing.kinds.items()
        if of == name
        for letter in sorted(letters_of(site, entries))
    )


ROUTES = (
    *_routes(),
    Route("lieux/", places),
    Route(
        "lieux/lettre/<letter>/",
        places_letter,
        lambda site: ({"letter": letter.lower()} for letter in _letters(_places(site))),
    ),
)
