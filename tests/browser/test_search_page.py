"""What a visitor does on the search page: the client alone, on a small page that templates look like."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from search.bundle import client_script
from search.danger import Dangers, compile_dangers
from search.document import SearchDocument
from search.export import FIRST, compile_index
from search.index import Index
from search.places import Place, compile_places

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types portail"
)
KINDS = {"service": "Service", "pathway": "Parcours", "guide": "Guide"}
STRINGS = {
    "results_one": "{count} résultat",
    "results_many": "{count} résultats",
    "results_none": "Aucun résultat",
    "results_danger": "Danger possible : appelez le {number}. {results}",
    "loading": "Recherche en cours",
    "unavailable": "La recherche n’a pas pu se charger",
    "help_none": "Pas de réponse ici ?",
    "help_unavailable": "Réessayez, ou :",
    "level": "Immédiat : appelez le {number}",
    "call": "Appeler le {number}",
    "sms": "SMS au {number}",
    "suggestions": "Vouliez-vous dire :",
    "distance": "{km} km à vol d’oiseau",
    "distance_near": "moins de 1 km à vol d’oiseau",
    "near": "Du plus près au plus loin de {place}",
    "unknown_place": "Commune inconnue : {place}",
    "widened": "Rien à {place} même",
    "copied": "Copié",
    "send_subject": "Recherches sans réponse",
}
CONFIG = {
    "root": "../",
    "lang": "fr",
    "index": "search/fr/",
    "pieces": "assets/search/fr/",
    "places": "search/places.js",
    "kinds": {code: {"label": label, "icon": code} for code, label in KINDS.items()},
    "numbers": {"114": {"text": "114", "href": "sms:114"}, "15": {"text": "15", "href": "tel:15"}},
    "strings": STRINGS,
}
DOCUMENTS = (
    SearchDocument(
        "services/coeur-albi",
        "services/coeur-albi/",
        "service",
        "fr",
        "Cardiologie, clinique fictive d’Albi",
        "Consultations pour le cœur.",
        ("cardiologue",),
        facets={"access": ("letter",), "commune": ("81004",)},
        position=(43.93, 2.15),
    ),
    SearchDocument(
        "services/coeur-mazamet",
        "services/coeur-mazamet/",
        "service",
        "fr",
        "Cardiologie, clinique fictive de Mazamet",
        "Consultations pour le cœur.",
        ("cardiologue",),
        facets={"access": ("direct",), "commune": ("81163",)},
        position=(43.49, 2.37),
    ),
    SearchDocument(
        "parcours/coeur",
        "parcours/coeur/",
        "pathway",
        "fr",
        "Cœur fatigué : l’insuffisance cardiaque",
        "Essoufflement, pieds gonflés : quatre signes à connaître. <b>Pas de balise</b>",
        ("cœur fatigué",),
    ),
    *(
        SearchDocument(
            f"guides/sommeil-{n}", f"guides/sommeil-{n}/", "guide", "fr", f"Le sommeil, conseil {n}"
        )
        for n in range(1, 24)
    ),
)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Recherche</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="stylesheet" href="../style.css"></head><body><svg class="icons"><symbol id="guide"></symbol></svg>
<main><h1>Recherche</h1>
<form id="search-form" role="search" action="" hidden><label for="q">Que cherchez-vous ?</label>
<div class="box"><input id="q" name="q" type="search" autocomplete="off" role="combobox" aria-autocomplete="list"
aria-expanded="false" aria-controls="q-list"><button>Rechercher</button></div>
<ul id="q-list" role="listbox" aria-label="Suggestions" hidden></ul></form>
<template id="option-template"><li role="option" aria-selected="false"><span data-part="title"></span>
<span data-part="kind"></span></li></template>
<div id="danger" role="alert"></div>
<template id="danger-template"><section class="care" aria-labelledby="danger-title"><h2 id="danger-title">
<span data-part="level"></span> <span data-part="title"></span></h2><p data-part="text"></p><p data-part="calls"></p>
</section></template><template id="call-template"><a class="call"><span data-part="text"></span></a></template>
<form id="facets" aria-label="Affiner" hidden>
<label for="near">Près de</label><input id="near" name="near" list="near-list"><datalist id="near-list"></datalist>
<label><input type="checkbox" name="commune" value="only">Seulement là</label>
<fieldset><legend>Type</legend>{kinds}</fieldset>
<label for="access">Accès</label><select id="access" name="access"><option value="">Tous</option>
<option value="direct">Sans courrier</option><option value="letter">Avec un courrier</option></select>
<button type="reset">Tout effacer</button></form>
<section aria-labelledby="results-title"><h2 id="results-title" tabindex="-1">Autres chemins</h2>
<p id="search-status" role="status" class="hide"></p><p id="search-suggestions" hidden></p>
<p id="search-order" hidden></p><ol id="resultats"></ol><button id="search-more" type="button" hidden>Plus</button>
<section id="search-help" hidden><h3 data-part="title"></h3><p data-part="again" hidden><button type="button">Réessayer</button></p><a href="../a-z/">De A à Z</a></section></section>
<template id="result-template"><li><p class="kind"><svg aria-hidden="true"><use href="#guide"/></svg>
<span data-part="kind"></span></p><h3><a data-part="title"></a></h3><p data-part="summary"></p>
<p data-part="distance"></p></li></template>
<details id="learn" hidden><summary>Nous aider</summary><label><input type="checkbox" id="learn-on">Garder</label>
<ul id="learn-list"></ul><button type="button" id="learn-copy">Copier</button>
<button type="button" id="learn-clear">Effacer</button><a id="learn-send" href="mailto:contact@exemple.fr">Envoyer</a>
</details></main>
<script type="application/json" id="search-config">{config}</script>
<script type="application/json" id="search-dangers">{dangers}</script>
<script src="../search.js" defer></script></body></html>"""  # noqa: E501
HOME = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Accueil</title></head><body><main>
<h1>Accueil</h1><form role="search" action="recherche/index.html" hidden><label for="q">Chercher</label>
<input id="q" name="q" type="search"><button>Rechercher</button></form></main>
<script src="search.js" defer></script></body></html>"""
STYLE = """[hidden] { display: none !important } .hide { position: absolute; clip-path: inset(50%) }
form { position: relative } #q-list { position: absolute; inset-block-start: 100%; margin: 0 }
#q-list { background: #fff }
[aria-selected=true] { outline: 2px solid } .box { display: flex } .box input { min-inline-size: 0; flex: 1 }
.icons { position: absolute; inline-size: 0 } .kind svg { inline-size: 1rem; block-size: 1rem }
input, button, select { font-size: 1rem; min-block-size: 44px } label, a { line-height: 2 }
#results-title { min-block-size: 2rem }"""


def pieces(documents: Iterable[SearchDocument]) -> dict[str, bytes]:
    """The index of pages, by path from the root of the site."""
    index = Index(None, "fr")
    index.update(documents)
    return {
        f"{'search' if name.endswith(FIRST) else 'assets/search'}/{name}": content
        for name, content in compile_index(index).items()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a search page, a home page, the client and the index of DOCUMENTS."""
    folder = tmp_path_factory.mktemp("site")
    files = pieces(DOCUMENTS)
    places = [
        Place("81004", "Albi", ("81000",), 43.93, 2.15),
        Place("81163", "Mazamet", ("81200",), 43.49, 2.37),
    ]
    dangers = Dangers.from_data(yaml.safe_load((ROOT / "content/search/dangers.yaml").read_text("utf-8")))
    kinds = "".join(
        f'<label><input type="checkbox" name="kind" value="{code}"><span>{label}</span> '
        "<span data-count></span></label>"
        for code, label in KINDS.items()
    )
    config = json.dumps(CONFIG).replace("<", "\\u003c")
    filled = PAGE.format(
        policy=POLICY, kinds=kinds, config=config, dangers=compile_dangers(dangers, "fr").decode()
    )
    files |= {
        "search/places.js": compile_places(places),
        "search.js": client_script().encode(),
        "style.css": STYLE.encode(),
        "favicon.ico": b"",
        "parcours/coeur/index.html": b"<!doctype html>",
        "index.html": HOME.encode(),
        "recherche/index.html": filled.encode(),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with "/" at its end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new tab, which must end without a console message."""
    tab = browser.new_page(viewport={"width": 1000, "height": 800})
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    tab.context.close()
    assert not [text for text in said if "ERR_FAILED" not in text]  # pieces that a test withholds


Open = Callable[[str], Page]


@pytest.fixture
def look_up(page: Page, address: str) -> Open:
    """Opens the search page with a fragment."""

    def follow(fragment: str = "") -> Page:
        page.goto(f"{address}recherche/{fragment}", wait_until="domcontentloaded")
        return page

    return follow


def titles(page: Page) -> list[str]:
    """The results, in order."""
    return page.locator("#resultats li a").all_inner_texts()


def test_address_is_answered(look_up: Open) -> None:
    """A shared address shows its results: one link and one kind each, words marked, nothing as markup."""
    page = look_up("#q=coeur%20fatigué")
    expect(page.locator("#resultats li")).to_have_count(3)
    first = page.locator("#resultats li").first
    assert first.locator("a").count() == 1
    expect(first.locator("[data-part=kind]")).to_have_text("Parcours")
    assert first.locator("mark").all_inner_texts()[:2] == ["Cœur", "fatigué"]
    assert first.locator("a").get_attribute("href") == "../parcours/coeur/"
    assert first.locator("use").get_attribute("href") == "#pathway"
    expect(first).to_contain_text("<b>Pas de balise</b>")
    expect(page.locator("#results-title")).to_have_text("3 résultats")
    expect(page.get_by_role("status")).to_have_text("3 résultats")


def test_words_reach_no_host(page: Page, address: str) -> None:
    """From the home page to the results, no request carries a word of the query."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_label("Chercher").fill("cardiologue")
    page.keyboard.press("Enter")
    expect(page.locator("#resultats li").first).to_be_visible()
    assert page.url.endswith("recherche/index.html#q=cardiologue")
    assert not [url for url in asked if "cardiologue" in url.split("#")[0] or not url.startswith(address)]


def test_danger_comes_first(look_up: Open) -> None:
    """The card stands before the results, with the main number first, and goes when the words go."""
    page = look_up("#q=g%20envie%20de%20mourrir")
    card = page.locator("#danger")
    expect(card.locator("h2")).to_contain_text("Immédiat : appelez le 3114")
    assert card.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))") == [
        "tel:3114",
        "tel:15",
    ]
    before = "card => !!(card.compareDocumentPosition(document.getElementById('resultats')) & 4)"
    assert card.evaluate(before)
    expect(page.get_by_role("status")).to_contain_text("Danger possible : appelez le 3114.")
    page.get_by_label("Que cherchez-vous ?").fill("sommeil")
    expect(card.locator("h2")).to_have_count(0)


def test_text_message_number(look_up: Open) -> None:
    """Who cannot speak is offered a text message, not a call."""
    page = look_up("#q=sourd%20appeler%20les%20secours")
    expect(page.locator("#danger a")).to_have_text("SMS au 114")
    assert page.locator("#danger a").get_attribute("href") == "sms:114"
    expect(page.locator("#danger h2")).to_contain_text("SMS au 114")


@pytest.mark.parametrize("kept_back", ["**/search/**", "**/search/fr/p*.js", "**/search/fr/s*.js"])
def test_index_cannot_be_loaded(page: Page, look_up: Open, kept_back: str) -> None:
    """Without the index, or a piece of it, the card shows all the same and the page gives other ways."""
    page.route(kept_back, lambda route: route.abort())
    look_up("#q=douleur%20thoracique%20coeur")
    expect(page.locator("#danger h2")).to_contain_text("appelez le 15")
    expect(page.locator("#search-help")).to_be_visible()
    expect(page.locator("#results-title")).to_have_text("La recherche n’a pas pu se charger")
    page.unroute(kept_back)
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("#results-title")).to_have_text("3 résultats")
    expect(page.locator("#danger h2")).to_contain_text("appelez le 15")


def test_slow_index(page: Page, look_up: Open) -> None:
    """While the index is awaited the card is there; after three seconds so are other ways."""
    page.route("**/search/fr/**", lambda _: None)
    look_up("#q=avc")
    expect(page.locator("#danger h2")).to_contain_text("appelez le 15")
    expect(page.locator("#results-title")).to_have_text("Recherche en cours")
    expect(page.locator("#search-help")).to_be_visible()


def serve_from(page: Page, site: Mapping[str, bytes]) -> None:
    """Let a tab find these pieces of the index, and no other."""
    page.unroute_all()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path[1:]
        route.fulfill(body=site[path], content_type="text/javascript") if path in site else route.abort()

    page.route("**/search/fr/**", answer)


def test_site_published_meanwhile(page: Page, look_up: Open) -> None:
    """At each moment of a publication, file by file, an answer is old or new, never a mix.

    Pages are numbered in an index: a piece of the other version would give the title of another page.
    """
    added = SearchDocument("guides/coeur", "guides/coeur/", "guide", "fr", "Le cœur, guide nouveau")
    old, new = pieces(DOCUMENTS), pieces([added, *DOCUMENTS[1:]])
    first = f"search/fr/{FIRST}"
    albi, mazamet, pathway = [document.title for document in DOCUMENTS[:3]]
    before, after = {albi, mazamet, pathway}, {added.title, mazamet, pathway}
    serve_from(page, old)
    look_up("#q=sommeil")  # opened before: it knows the old first piece
    expect(page.locator("#results-title")).to_have_text("23 résultats")

    def asked(query: str, there: dict[str, bytes]) -> set[str]:
        serve_from(page, there)
        page.get_by_label("Que cherchez-vous ?").fill(query)
        expect(page.locator("#results-title")).to_have_text("3 résultats")
        return set(titles(page))

    both = {**old, **new}
    assert asked("coeur", {**both, first: old[first]}) == before  # new pieces have come
    assert asked("cœur", both) == before  # the new first piece too: who opened before goes on
    page.reload()
    assert asked("coeur", both) == after
    serve_from(page, {**both, first: old[first]})
    page.goto("about:blank")
    look_up("#q=sommeil")
    expect(page.locator("#results-title")).to_have_text("23 résultats")
    assert asked("coeur", new) == after  # the old pieces went: all begins anew


def test_first_piece_came_before_the_others(page: Page, look_up: Open) -> None:
    """A host that shows the first piece too early is told so; a moment later, one click is enough."""
    added = SearchDocument("guides/coeur", "guides/coeur/", "guide", "fr", "Le cœur, guide nouveau")
    old, new = pieces(DOCUMENTS), pieces([added, *DOCUMENTS])
    serve_from(page, {**old, f"search/fr/{FIRST}": new[f"search/fr/{FIRST}"]})
    look_up("#q=coeur")
    expect(page.locator("#search-help")).to_contain_text("Réessayez, ou :")
    assert titles(page) == []
    serve_from(page, new)
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("#resultats li")).to_have_count(4)


def test_no_result_leads_on(look_up: Open) -> None:
    """Nothing found is never a dead end."""
    page = look_up("#q=zzzzzz")
    expect(page.locator("#results-title")).to_have_text("Aucun résultat")
    expect(page.locator("#search-help")).to_contain_text("Pas de réponse ici ?")
    expect(page.locator("#search-help a")).to_be_visible()


def test_suggestion(look_up: Open) -> None:
    """A misspelt word is answered, and its right spelling is one click away."""
    page = look_up("#q=somneil")
    expect(page.locator("#search-suggestions")).to_have_text("Vouliez-vous dire : sommeil")
    page.locator("#search-suggestions a").click()
    expect(page.get_by_label("Que cherchez-vous ?")).to_have_value("sommeil")
    expect(page.locator("#search-suggestions")).to_be_hidden()


def test_combobox_by_keyboard(look_up: Open) -> None:
    """Arrows go round options and field, Escape closes, Enter opens the page of the option."""
    page = look_up("")
    field = page.get_by_label("Que cherchez-vous ?")
    field.press_sequentially("coeur")
    options = page.locator("#q-list [role=option]")
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "q-list-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "q-list-2")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("coeur")
    field.press("ArrowDown")
    target = options.first.get_attribute("data-href") or "-"
    field.press("Enter")
    page.wait_for_url(f"**/{target.removeprefix('../')}")


def test_list_never_hides_a_card(look_up: Open) -> None:
    """While typing words of danger no list opens over the card."""
    page = look_up("")
    page.get_by_label("Que cherchez-vous ?").press_sequentially("infarctus coeur")
    expect(page.locator("#danger h2")).to_be_visible()
    expect(page.locator("#resultats li").first).to_be_visible()
    expect(page.get_by_label("Que cherchez-vous ?")).to_have_attribute("aria-expanded", "false")


def test_back_and_facets(look_up: Open) -> None:
    """Each submission and each choice is one step back; the form follows the address."""
    page = look_up("#q=coeur")
    expect(page.locator("#resultats li")).to_have_count(3)
    page.get_by_label("Service").check()
    expect(page.locator("#resultats li")).to_have_count(2)
    assert page.url.endswith("#q=coeur&kind=service")
    expect(page.locator("label", has_text="Parcours").locator("[data-count]")).to_have_text("1")
    page.get_by_label("Accès").select_option("direct")
    expect(page.locator("#resultats li")).to_have_count(1)
    page.get_by_label("Que cherchez-vous ?").fill("sommeil")
    page.get_by_label("Que cherchez-vous ?").press("Enter")
    expect(page.locator("#results-title")).to_have_text("Aucun résultat")
    page.go_back()
    expect(page.locator("#resultats li")).to_have_count(1)
    page.go_back()
    expect(page.locator("#resultats li")).to_have_count(2)
    expect(page.get_by_label("Accès")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Service")).not_to_be_checked()
    expect(page.locator("#resultats li")).to_have_count(3)
    page.get_by_label("Service").check()
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.locator("#resultats li")).to_have_count(3)


@pytest.mark.parametrize("typed", ["Mazamet", "mazamet", "81200"])
def test_near_a_commune(look_up: Open, typed: str) -> None:
    """The nearest comes first with its distance; the address keeps the commune's code."""
    page = look_up("#q=cardiologue")
    page.get_by_label("Près de").fill(typed)
    page.get_by_label("Près de").press("Enter")
    page.get_by_label("Près de").blur()
    expect(page.locator("#search-order")).to_have_text("Du plus près au plus loin de Mazamet")
    expect(page.locator("#resultats li").first).to_contain_text("moins de 1 km")
    assert titles(page) == [
        "Cardiologie, clinique fictive de Mazamet",
        "Cardiologie, clinique fictive d’Albi",
    ]
    expect(page.locator("#resultats li").nth(1)).to_contain_text("52 km à vol d’oiseau")
    assert page.url.endswith("#q=cardiologue&near=81163")
    page.reload()
    expect(page.get_by_label("Près de")).to_have_value("Mazamet")
    expect(page.locator("#search-order")).to_contain_text("Mazamet")


def test_only_in_a_commune(look_up: Open) -> None:
    """What is elsewhere goes; where there is nothing, the search looks around and says so."""
    page = look_up("#q=cardiologue&near=81163")
    expect(page.locator("#resultats li")).to_have_count(2)
    page.get_by_label("Seulement là").check()
    expect(page.locator("#resultats li")).to_have_count(1)
    assert titles(page) == ["Cardiologie, clinique fictive de Mazamet"]
    assert page.url.endswith("#q=cardiologue&commune=only&near=81163")
    page.get_by_label("Accès").select_option("letter")
    expect(page.locator("#search-order")).to_have_text("Rien à Mazamet même")
    assert titles(page) == ["Cardiologie, clinique fictive d’Albi"]
    page.reload()
    expect(page.get_by_label("Seulement là")).to_be_checked()
    expect(page.locator("#search-order")).to_have_text("Rien à Mazamet même")


def test_unknown_commune(look_up: Open) -> None:
    """A commune that is not of here is said so, and the results stay."""
    page = look_up("#q=cardiologue&near=99999")
    expect(page.locator("#search-order")).to_have_text("Commune inconnue : 99999")
    expect(page.locator("#resultats li")).to_have_count(2)


def test_more_results(look_up: Open) -> None:
    """More results come on demand, and the focus goes to the first of them."""
    page = look_up("#q=sommeil")
    expect(page.locator("#results-title")).to_have_text("23 résultats")
    expect(page.locator("#resultats li")).to_have_count(10)
    page.get_by_role("button", name="Plus").click()
    expect(page.locator("#resultats li")).to_have_count(20)
    expect(page.locator("#resultats li a").nth(10)).to_be_focused()


def test_nothing_kept_unasked(look_up: Open) -> None:
    """Queries without answer stay on the device once asked for; a danger never does; unticking erases all."""
    page = look_up("#q=")
    field = page.get_by_label("Que cherchez-vous ?")

    def ask(words: str) -> None:
        field.fill(words)
        field.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Aucun résultat")
        field.fill("sommeil")
        expect(page.get_by_role("status")).to_have_text("23 résultats")

    ask("qqqqq")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_text("Nous aider").click()
    page.get_by_label("Garder").check()
    ask("zzzzz")
    ask("suicide")
    assert page.locator("#learn-list li").all_inner_texts() == ["zzzzz"]
    page.reload()
    page.get_by_text("Nous aider").click()
    expect(page.locator("#learn-list li")).to_have_text("zzzzz")
    page.locator("#learn-send").evaluate(
        "a => { a.addEventListener('click', e => e.preventDefault()); a.click() }"
    )
    assert page.locator("#learn-send").get_attribute("href") == (
        "mailto:contact@exemple.fr?subject=Recherches%20sans%20r%C3%A9ponse&body=zzzzz"
    )
    page.get_by_label("Garder").uncheck()
    assert page.evaluate("localStorage.length") == 0
    expect(page.locator("#learn-list li")).to_have_count(0)


def test_skip_link_keeps_results(look_up: Open) -> None:
    """A fragment that is not a query changes nothing."""
    page = look_up("#q=coeur")
    expect(page.locator("#resultats li")).to_have_count(3)
    page.evaluate("location.hash = 'resultats'")
    expect(page.locator("#resultats li")).to_have_count(3)


def test_from_disk(page: Page, site: Path) -> None:
    """Opened as a file, the page searches, remembers and links to files."""
    page.goto(f"{(site / 'recherche/index.html').as_uri()}#q=coeur%20fatigué")
    expect(page.locator("#resultats li")).to_have_count(3)
    assert page.locator("#resultats a").first.get_attribute("href") == "../parcours/coeur/index.html"
    page.get_by_label("Que cherchez-vous ?").fill("sommeil")
    page.get_by_label("Que cherchez-vous ?").press("Enter")
    expect(page.locator("#results-title")).to_have_text("23 résultats")
    page.go_back()
    expect(page.locator("#resultats li")).to_have_count(3)


def test_without_script(browser: Browser, address: str) -> None:
    """Without JavaScript there is no form to submit."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}recherche/")
    assert not page.locator("#search-form").is_visible()
    page.context.close()


@pytest.mark.parametrize("fragment", ["", "#q=avc", "#q=zzzz", "#q=coeur&near=81004"])
def test_accessible_at_320_pixels(look_up: Open, fragment: str) -> None:
    """No axe finding and no sideways scrolling on a narrow screen."""
    page = look_up(fragment)
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_label("Que cherchez-vous ?").focus()
    if fragment:
        expect(page.get_by_role("status")).to_contain_text("résultat")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    findings: dict[str, Any] = Axe().run(page).response
    assert [finding["id"] for finding in findings["violations"]] == []
