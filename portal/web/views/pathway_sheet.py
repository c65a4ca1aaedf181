"""One sheet to take away for each pathway: a tagged PDF whose page is its twin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, abort

from portal.errors import N_
from portal.model.pathway import Pathway
from portal.model.step import Step
from portal.web.leaflet import FILE, Item, Leaflet, More, Section, Tone, has_letters
from portal.web.page import Page
from portal.web.routes import Route, Values, each
from portal.web.show import record_of
from portal.web.site import Site
from portal.web.typeset import pdf
from portal.web.views.pathways import CareCard, call_words, care_cards
from portal.web.views.step_teams import teams_of

TONES: dict[str, Tone] = {"now": "now", "today": "box", "plan": "plain"}
FIRST = 4  # of a list, what is kept longest
NAMED = 3  # teams named at a step; beyond, how many there are


def translated(site: Site, lang: str, values: Values) -> bool:
    """A sheet is all in one language: a page that nobody translated has one in the default language only."""
    record = site.catalogue.shown(f"pathways/{values['ident']}")
    if record is None or not has_letters(site, lang):
        return False
    return site.catalogue.localised(record, lang)[1] == lang


def pathway_sheet(page: Page, ident: str) -> Response:
    """One pathway on one page."""
    record = record_of(page, Pathway, ident)
    if page.content_lang != page.lang:
        abort(404)
    page.path = page.path.removesuffix(FILE)
    sheet = Leaflet(page, record)
    beyond = [step for step in record.steps if step.level > 1]
    sheet = Leaflet(
        page,
        record,
        title=sheet.plain(record.condition.lay_label),
        sub=sheet.plain(f"{record.condition.label}. {record.summary}"),
        notes=[_signed(sheet, record)],
        sections=[
            *(_card(sheet, card) for card in care_cards(page, record)),
            _steps(sheet, record),
            _documents(sheet, record),
            _listed(sheet, N_("Questions to ask"), (q for step in beyond for q in step.questions), 2),
            _coordinator(sheet, record),
        ],
    )
    return Response(pdf("leaflet", sheet.data()), mimetype="application/pdf")


def _signed(sheet: Leaflet, record: Pathway) -> str:
    if record.status == "in_review" or not record.signatories:
        return sheet.say(N_("In review: no clinician of the territory has signed this page yet."))
    names = ", ".join(f"{s.name} ({s.role})" for s in record.signatories)
    return f"{sheet.say(N_('Signed by'))}{sheet.page.gettext(': ')}{sheet.spaced(names)}"


def _card(sheet: Leaflet, card: CareCard) -> Section:
    title = sheet.spaced(sheet.page.level(card.urgency, card.number))
    items = tuple(
        Item(sheet.plain(flag.text) + (f" {sheet.spaced(call_words(sheet.page, number))}" if number else ""))
        for flag, number in card.signs
    )
    drop = {"now": None, "today": None, "plan": 1}[card.level]
    return Section(title, items, TONES[card.level], drop=drop)


def _steps(sheet: Leaflet, record: Pathway) -> Section:
    items = tuple(Item("", sheet.plain(step.title), tuple(_step(sheet, step))) for step in record.steps)
    return Section(sheet.say(N_("The steps")), items, ordered=True)


def _step(sheet: Leaflet, step: Step) -> Iterator[More]:
    """Who, what to bring, how one gets in, how long: what is not known is said in few words."""
    for place, actor in enumerate(step.actors):
        team = teams_of(sheet.page, actor)
        count = team.count
        named = ", ".join(p.title for p in team.providers)
        if count > NAMED:  # the first of many in the alphabet is no better than the last: the page has all
            told = sheet.page.ngettext("%(num)s place known here", "%(num)s places known here", count)
            named = sheet.spaced(told % {"num": count})
        said = f"{sheet.page.gettext(': ')}{named}" if count and named != actor.role else ""
        yield More(sheet.spaced(f"{sheet.plain(actor.role)}{said}"), drop=3 if place else 7)
    if step.preparation and step.preparation.bring:
        bring = " ".join(sheet.plain(text).rstrip(".") + "." for text in step.preparation.bring)
        yield More(f"{sheet.say(N_('To bring'))}{sheet.page.gettext(': ')}{bring}", drop=6)
    facts = [sheet.page.label("access_mode", step.access.mode)]
    if step.delay_before:
        kind = sheet.page.label("duration_kind", step.delay_before.kind)
        facts.append(f"{sheet.page.lasts(step.delay_before)} ({kind}, {step.delay_before.source})")
    yield More(sheet.spaced(". ".join(facts)), drop=2)


def _listed(sheet: Leaflet, title: str, texts: Iterable[str], drop: int) -> Section:
    """A list whose first items stay longest."""
    unique = list(dict.fromkeys(sheet.plain(text) for text in texts))
    items = tuple(
        Item(text, drop=drop + 2 if place < FIRST else drop - 1 if place >= 2 * FIRST else drop)
        for place, text in enumerate(unique)
    )
    return Section(sheet.say(title), items)


def _documents(sheet: Leaflet, record: Pathway) -> Section:
    flow = [doc for step in record.steps for doc in step.information_flow]
    items = tuple(
        Item(f"{sheet.plain(d.sender)} → {sheet.plain(d.recipient)}", sheet.plain(d.document)) for d in flow
    )
    return Section(sheet.say(N_("What must be passed on")), items, drop=1)


def _coordinator(sheet: Leaflet, record: Pathway) -> Section:
    title = sheet.say(N_("Whom to call if you are stuck?"))
    who = record.coordinator
    if who and who.contact.visibility == "public":
        return Section(title, (Item(sheet.contact(who.contact), who.name),))
    nobody = sheet.say(N_("No coordinator is named yet. Ask your family doctor, or your pharmacist."))
    return Section(title, (Item(nobody),), drop=6)


ROUTES = (Route(f"parcours/<ident>/{FILE}", pathway_sheet, each(Pathway), listed=False, shown_in=translated),)
