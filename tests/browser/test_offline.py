"""When the network is gone: emergency pages and those that were read answer, whole, and say their age."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.freeze.build import build
from portal.web.worker import KEPT_PAGES, WORKER
from tests.browser.hosts import Answer, Host, hosting
from tests.browser.test_every_template import faults
from tests.unit.freeze.sites import OLD, make_territory
from tests.weight import gzipped

READY_LIMIT = 100_000  # bytes, compressed, of all that is kept ready in one language

# Waits until an address is kept; the policy of pages forbids Playwright's own way to wait.
KEPT = """async (url) => {
    for (let turn = 0; turn < 400; turn++) {
        if (await caches.match(url)) return true
        await new Promise((resolve) => setTimeout(resolve, 25))
    }
    return false
}"""
# Every copy, whole, by its cache and address.
CONTENT = """async () => {
    const found = {}
    for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys())
            found[`${name} ${request.url}`] = await (await cache.match(request)).text()
    }
    return found
}"""
# Copies that came one after the other a while ago, beside one of now.
FILL = """async ([root, count, age]) => {
    const cache = await caches.open(`portail ${new URL(root).pathname} pages`)
    const [read] = await cache.keys()
    const html = await (await cache.match(read)).text()
    for (let number = 0; number < count; number++) {
        const headers = { 'content-type': 'text/html; charset=utf-8', 'x-title': `Page%20${number}` }
        headers['x-kept'] = new Date(Date.now() - age).toISOString()
        await cache.put(`${root}page-${number}/`, new Response(html, { headers }))
    }
}"""
GONE = """async (name) => {
    for (let turn = 0; turn < 400 && await caches.has(name); turn++)
        await new Promise((resolve) => setTimeout(resolve, 25))
    if (await caches.has(name)) throw new Error(`still there: ${name}`)
}"""
ASSET = re.compile(r"[\w.-]+\.[0-9a-f]{10}\.\w+")
COUNT = "async () => (await (await caches.open('portail / pages')).keys()).map(({ url }) => url)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
DAY = 24 * 3600 * 1000  # milliseconds
NUMBERS = ("tel:15", "tel:112", "sms:114")
LOCAL = """---
title: "{number} : numéro local fictif"
number: "{number}"
level: help
when_to_call:
  - Pour essayer.
hours: Jour et nuit
priority: 90
verified_on: 2026-11-20
---
"""
WRONG, RIGHT = "01 99 00 12 34", "01 99 00 56 78"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small site with a wrong number, the same once it was corrected, and once nothing is to be kept."""
    folder = tmp_path_factory.mktemp("versions")
    root = make_territory(folder / "territoire")
    configuration = root / "content" / "territory.yaml"
    plain = configuration.read_text(encoding="utf-8")
    for name, number in (("old", WRONG), ("new", RIGHT), ("none", RIGHT)):
        text = LOCAL.format(number=number)
        (root / "content" / "emergency" / "local-fictif.md").write_text(text, encoding="utf-8")
        configuration.write_text(plain + ("offline: no\n" if name == "none" else ""), encoding="utf-8")
        build(root, folder / name / "site", date.fromisoformat(OLD))
    return {name: folder / name / "site" for name in ("old", "new", "none")}


@pytest.fixture
def host(versions: dict[str, Path]) -> Iterator[Host]:
    """A host that serves the old version."""
    with hosting(versions["old"]) as served:
        yield served


@pytest.fixture
def tab(open_context: Callable[..., BrowserContext], host: Host) -> Page:
    """A tab of a visitor who read the legal notice, and whose device kept what it should."""
    page = open_context(viewport={"width": 360, "height": 740}).new_page()
    visit(page, host, "mentions-legales/")
    return page


@pytest.fixture
def loud(browser: Browser) -> Iterator[BrowserContext]:
    """A context whose console may speak: browsers report there what a host answers amiss."""
    context = browser.new_context()
    yield context
    context.close()


def visit(page: Page, host: Host, path: str) -> None:
    """Read a page while all is well, until the device has kept it and what it must have ready."""
    page.goto(host.address + path)
    for url in (path, "hors-ligne/", "recherche/"):
        assert page.evaluate(KEPT, host.address + url), url


def shows_numbers(page: Page) -> None:
    """The block of emergency numbers is there to be called."""
    for number in NUMBERS:
        expect(page.locator(f"a[href='{number}']").first).to_be_visible()


def first_asset(host: Host) -> str:
    """The style sheet of every page, which is kept before all else."""
    return next((host.site / "assets").glob("base.*.css")).relative_to(host.site).as_posix()


def came_since(page: Page, before: dict[str, str]) -> set[str]:
    """Pages that were kept since; no copy may be another than before."""
    after = page.evaluate(CONTENT)
    assert {name: after[name] for name in before} == before
    return {name.split()[-1] for name in after.keys() - before.keys() if " assets " not in name}


def is_styled(page: Page) -> bool:
    """The style sheet of every page has come."""
    ground = page.evaluate("getComputedStyle(document.querySelector('.strip')).backgroundColor")
    return bool(ground != "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("prefix", ["/", "/un/portail/"])
def test_after_one_visit(
    open_context: Callable[..., BrowserContext], built_example: Path, prefix: str
) -> None:
    """Home, emergencies, search and the page that was read answer; any other gives the numbers and a list."""
    context = open_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    read = "parcours/boiterie-fictive/"
    with hosting(built_example, prefix) as host:
        visit(page, host, read)
        context.set_offline(True)
        for path in (
            "",
            "urgences/",
            "urgences/index.html",
            "urgences",
            read,
            f"{read}#t-signs",
            "recherche/",
        ):
            page.goto(host.address + path)
            expect(page.locator("[data-kept=recent]")).to_be_visible()
            shows_numbers(page)
            assert is_styled(page), path
        page.goto(f"{host.address}recherche/#q=douleur poitrine")
        expect(page.locator("#danger a[href='tel:15']")).to_be_visible()
        page.goto(f"{host.address}en/guides/")
        expect(page.locator("h1")).to_have_text("In danger? Call.")  # a language that was never read
        shows_numbers(page)
        page.goto(f"{host.address}parcours/toux-fictive/")
        expect(page.locator("h1")).to_have_text("Sans réseau")
        shows_numbers(page)
        assert is_styled(page)
        page.get_by_role("link", name="Je boite en marchant").click()
        assert page.url == host.address + read
        page.go_back()
        context.set_offline(False)
        page.get_by_role("link", name="Réessayer").click()
        expect(page.locator("h1")).not_to_have_text("Sans réseau")
        expect(page.locator("[data-kept]")).to_have_count(0)


# A page of each template that loads files of its own; a newcomer adds a line.
TEMPLATES = (
    "alertes/",
    "carte/",
    "communes/98991/",
    "indicateurs/",
    "orientation/",
    "parcours/toux-fictive/",
    "parcours/toux-fictive/preparer/",
    "services/",
    "specialites/",
)
LOADED = """async () => {
    await document.fonts.ready
    const sheets = [...document.styleSheets].every((sheet) => sheet.cssRules.length)
    return sheets && [...document.images].every((image) => image.complete && image.naturalWidth)
}"""


def test_each_template(open_context: Callable[..., BrowserContext], built_example: Path) -> None:
    """What was read comes back with all that it is drawn with; the browser has nothing to say."""
    context = open_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    with hosting(built_example) as host:
        for path in TEMPLATES:
            page.goto(host.address + path)
            assert page.evaluate(KEPT, host.address + path), path
            page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        context.set_offline(True)
        wrong = []
        for path in TEMPLATES:
            page.goto(host.address + path)
            expect(page.locator("[data-kept=recent]")).to_be_visible()
            if not page.evaluate(LOADED):
                wrong.append(path)
        assert wrong == []


def test_nothing_before_the_page(page: Page, host: Host) -> None:
    """What is kept ready is asked for after all that the page shows, and nothing twice."""
    visit(page, host, "mentions-legales/")
    first = host.asked.index(WORKER)
    shown = [path for path in host.asked[:first] if path.startswith("assets/")]
    assert {"urgences/", "hors-ligne/", "recherche/", ""} <= set(host.asked[first:])
    assert not set(shown) & set(host.asked[first:])


@pytest.mark.parametrize("lang", ["", "en/", "ar/"])
def test_offline_page_is_accessible(
    open_context: Callable[..., BrowserContext], built_example: Path, lang: str
) -> None:
    """In every language, with its list, and on a kept page: axe finds nothing, nothing overflows."""
    context = open_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    with hosting(built_example) as host:
        page.goto(f"{host.address}{lang}confiance/")
        assert page.evaluate(KEPT, f"{host.address}{lang}recherche/")
        context.set_offline(True)
        for path in ("urgences/", "guides/"):
            assert faults(page, f"{host.address}{lang}{path}") == []
        expect(page.locator(f"main li a[href='{host.address}{lang}urgences/']")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == (lang.rstrip("/") or "fr")


PORTAL = b"<!doctype html><html><title>Wi-Fi</title><h1>Accepter les conditions</h1></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
# What a host answers to everything, and what shows at a page that was read. A newcomer adds a line.
TROUBLES: dict[str, tuple[Answer, str]] = {
    "captive portal": ((200, HTML, PORTAL), "Accepter les conditions"),
    "redirection": ((302, {"Location": "/mentions-legales/autre/"}, b""), "Cette page n’existe pas"),
    "server error": ((500, HTML, b"<h1>Internal error</h1>"), "Mentions légales"),
    "bad gateway": ((502, HTML, b""), "Mentions légales"),
    "too many requests": ((429, HTML, b"<h1>Too many</h1>"), "Too many"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_is_never_kept(loud: BrowserContext, host: Host, trouble: str) -> None:
    """Neither an error, nor a redirection, nor what another host answers takes the place of a copy."""
    page = loud.new_page()
    visit(page, host, "mentions-legales/")
    before = page.evaluate(CONTENT)
    answer, shown = TROUBLES[trouble]
    lost = (404, HTML, (host.site / "404.html").read_bytes())
    host.mood = lambda path: lost if "autre" in path else answer
    page.goto(f"{host.address}mentions-legales/")
    expect(page.locator("body")).to_contain_text(shown)
    page.goto(f"{host.address}guides/")
    loud.set_offline(True)
    page.goto(f"{host.address}mentions-legales/")
    expect(page.locator("h1")).to_have_text("Mentions légales")
    assert came_since(page, before) == set()


@pytest.mark.parametrize("cut", ["half", "end"])
def test_a_page_cut_short_is_never_kept(loud: BrowserContext, host: Host, cut: str) -> None:
    """A line that breaks in the middle of a page leaves the copy of before; so does one without its end."""
    page = loud.new_page()
    visit(page, host, "mentions-legales/")
    before = page.evaluate(CONTENT)
    whole = (host.site / "mentions-legales/index.html").read_bytes()
    length = {"Content-Length": str(len(whole)), "Connection": "close"} if cut == "half" else {}
    sent = whole[:4000] if cut == "half" else whole.replace(b"</html>", b"")
    host.mood = lambda path: (200, {**HTML, **length}, sent) if path == "mentions-legales/" else None
    page.goto(f"{host.address}mentions-legales/", wait_until="commit")
    page.wait_for_timeout(300)
    visit(page, host, "urgences/")
    assert came_since(page, before) <= {f"{host.address}urgences/"}


def test_a_page_that_was_withdrawn(loud: BrowserContext, host: Host) -> None:
    """Once the site said that a page is gone, its copy is too."""
    page = loud.new_page()
    visit(page, host, "mentions-legales/")
    gone = (404, HTML, (host.site / "404.html").read_bytes())
    host.mood = lambda path: gone if path == "mentions-legales/" else None
    page.goto(f"{host.address}mentions-legales/")
    expect(page.locator("h1")).to_have_text("Cette page n’existe pas")
    loud.set_offline(True)
    page.goto(f"{host.address}mentions-legales/")
    expect(page.locator("h1")).to_have_text("Sans réseau")


def test_a_host_that_hangs(tab: Page, host: Host) -> None:
    """A network that is there and answers nothing: the copy comes within seconds."""

    def hang(_: str) -> None:
        time.sleep(6)

    host.mood = hang
    tab.goto(f"{host.address}urgences/")
    expect(tab.locator("[data-kept=recent]")).to_be_visible()
    shows_numbers(tab)


def test_a_corrected_number_shows_at_once(tab: Page, host: Host, versions: dict[str, Path]) -> None:
    """The old worker shows the new site; then the new worker keeps it, and nothing of the old one is left."""
    old = next(name for name in tab.evaluate("caches.keys()") if len(name.split()[2]) > 10)
    host.site = versions["new"]
    tab.goto(f"{host.address}urgences/")
    expect(tab.locator("main")).to_contain_text(RIGHT.replace(" ", "\u00a0"))
    tab.evaluate(GONE, old)
    tab.context.set_offline(True)
    for path in ("urgences/", "", "mentions-legales/"):
        tab.goto(host.address + path)
        assert is_styled(tab)
    assert WRONG.replace(" ", "\u00a0") not in "".join(tab.evaluate(CONTENT).values())


def test_a_new_worker_before_its_site(tab: Page, host: Host, versions: dict[str, Path]) -> None:
    """While a host shows the new worker and the old pages, the old worker goes on with what it has, whole."""
    before = tab.evaluate("caches.keys()")
    script = (versions["new"] / WORKER).read_bytes()
    host.mood = lambda path: (200, {"Content-Type": "text/javascript"}, script) if path == WORKER else None
    tab.goto(f"{host.address}urgences/")
    tab.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update().catch(() => 0))")
    tab.wait_for_timeout(500)
    assert tab.evaluate("caches.keys()") == before
    tab.context.set_offline(True)
    tab.goto(f"{host.address}urgences/")
    expect(tab.locator("main")).to_contain_text(WRONG.replace(" ", "\u00a0"))
    host.mood, host.site = lambda _: None, versions["new"]
    tab.context.set_offline(False)
    tab.goto(f"{host.address}urgences/")
    expect(tab.locator("main")).to_contain_text(RIGHT.replace(" ", "\u00a0"))
    tab.evaluate(GONE, next(name for name in before if len(name.split()[2]) > 10))


@pytest.mark.parametrize("path", ["urgences/", "hors-ligne/", "assets/record"])
def test_an_installation_that_dies(loud: BrowserContext, host: Host, path: str) -> None:
    """All that must be ready is, or nothing is; the next visit begins anew."""
    page = loud.new_page()
    host.mood = lambda asked: (500, {}, b"") if asked.startswith(path) else None
    page.goto(f"{host.address}mentions-legales/")
    page.wait_for_timeout(1000)
    assert not page.evaluate("navigator.serviceWorker.controller !== null")
    assert all(name.endswith(" assets") for name in page.evaluate("caches.keys()"))
    host.mood = lambda _: None
    visit(page, host, "mentions-legales/")


def test_two_tabs(tab: Page, host: Host, versions: dict[str, Path]) -> None:
    """A tab of before a publication and one of after both go on, with their style, then without network."""
    old = next(name for name in tab.evaluate("caches.keys()") if len(name.split()[2]) > 10)
    host.site = versions["new"]
    other = tab.context.new_page()
    other.goto(f"{host.address}urgences/")
    other.evaluate(GONE, old)
    tab.context.set_offline(True)
    for page in (tab, other, tab):
        page.get_by_role("link", name="Urgences").first.click()
        expect(page.locator("main")).to_contain_text(RIGHT.replace(" ", "\u00a0"))
        assert is_styled(page)


def test_the_switch(tab: Page, host: Host, versions: dict[str, Path]) -> None:
    """A site that wants nothing kept any more is obeyed in one visit, and goes on without a word."""
    host.site = versions["none"]
    tab.goto(f"{host.address}urgences/")
    for _ in range(100):
        if not tab.evaluate("caches.keys()") and not tab.evaluate(WORKERS):
            break
        tab.wait_for_timeout(50)
    assert (tab.evaluate("caches.keys()"), tab.evaluate(WORKERS)) == ([], 0)
    tab.goto(f"{host.address}confidentialite/")
    assert (tab.evaluate("caches.keys()"), tab.evaluate(WORKERS)) == ([], 0)
    expect(tab.locator("#wipe")).to_have_count(0)


def test_erased_by_keyboard(tab: Page, host: Host) -> None:
    """The visitor erases all that the site kept, without a mouse, and is told when it is done."""
    tab.goto(f"{host.address}confidentialite/")
    tab.evaluate("localStorage.setItem('portal-unanswered', '[]')")
    tab.locator("#wipe").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Tout est effacé")
    assert (tab.evaluate("caches.keys()"), tab.evaluate(WORKERS)) == ([], 0)
    assert tab.evaluate("localStorage.length") == 0


def test_erased_while_it_is_being_kept(open_context: Callable[..., BrowserContext], host: Host) -> None:
    """What the worker is fetching at that moment is not kept either."""

    def slow(path: str) -> None:
        if path in {"urgences/", "recherche/"} or path.startswith("assets/search"):
            time.sleep(1)

    host.mood = slow
    page = open_context().new_page()
    page.goto(f"{host.address}confidentialite/")
    assert page.evaluate(KEPT, f"{host.address}{first_asset(host)}")
    page.locator("#wipe").click()
    expect(page.get_by_role("status")).to_contain_text("Tout est effacé")
    page.wait_for_timeout(2500)
    assert (page.evaluate("caches.keys()"), page.evaluate(WORKERS)) == ([], 0)


def test_the_least(tab: Page, host: Host) -> None:
    """When the device threw all copies away, the worker itself still tells the numbers."""
    tab.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    tab.context.set_offline(True)
    tab.goto(f"{host.address}mentions-legales/")
    shows_numbers(tab)
    assert tab.locator("html").get_attribute("lang") == "fr"


def test_age(tab: Page, host: Host) -> None:
    """A copy of more than seven days says so in stronger words; so does one whose age nobody knows."""
    for number, age in enumerate((6.9 * DAY, 7.1 * DAY, -DAY)):  # the last: a clock was set back
        tab.evaluate(FILL, [host.address, number + 1, age])
        tab.context.set_offline(True)
        tab.goto(f"{host.address}page-{number}/")
        said = tab.locator("[data-kept]")
        expect(said).to_have_attribute("data-kept", "recent" if number == 0 else "old")
        expect(said).to_contain_text("copie du" if number == 0 else "copie ancienne")
        assert said.get_attribute("role") == "note"
        assert said.locator("time").get_attribute("datetime")
        tab.context.set_offline(False)


def test_oldest_go_first(tab: Page, host: Host) -> None:
    """Only so many pages are kept."""
    tab.evaluate(FILL, [host.address, KEPT_PAGES + 3, DAY])
    tab.goto(f"{host.address}confiance/")
    assert tab.evaluate(KEPT, f"{host.address}confiance/")
    tab.wait_for_timeout(300)
    left = [url.removeprefix(host.address) for url in tab.evaluate(COUNT)]
    assert len(left) == KEPT_PAGES
    assert left[-1] == "confiance/"
    assert "mentions-legales/" not in left
    assert "page-3/" not in left


def limit_room(page: Page, host: Host, more: int) -> None:
    """Leave the site so many bytes beside what it already keeps."""
    used = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    session = page.context.new_cdp_session(page)
    origin = host.address.rstrip("/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + more})


def test_little_room(tab: Page, host: Host) -> None:
    """Pages read long ago make room for the one that is read now."""
    tab.evaluate(FILL, [host.address, 40, DAY])
    limit_room(tab, host, 1000)
    tab.goto(f"{host.address}confiance/")
    assert tab.evaluate(KEPT, f"{host.address}confiance/")
    assert f"{host.address}mentions-legales/" not in tab.evaluate(COUNT)


def test_no_room(tab: Page, host: Host, versions: dict[str, Path]) -> None:
    """A full device keeps the emergency pages that it has, and shows the others as they come."""
    before = tab.evaluate("caches.keys()")
    limit_room(tab, host, 0)
    host.site = versions["new"]
    tab.goto(f"{host.address}confiance/")
    expect(tab.locator("h1")).to_be_visible()
    tab.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update().catch(() => 0))")
    tab.wait_for_timeout(1000)
    assert tab.evaluate("caches.keys()") == before
    tab.context.set_offline(True)
    tab.goto(f"{host.address}urgences/")
    expect(tab.locator("main")).to_contain_text(WRONG.replace(" ", "\u00a0"))
    tab.goto(f"{host.address}confiance/")
    expect(tab.locator("h1")).to_have_text("Sans réseau")


def test_data_is_saved(open_context: Callable[..., BrowserContext], host: Host) -> None:
    """A visitor who saves data gets the emergency pages ready, and nothing else but what they read."""
    saving = b"Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    script = saving + (host.site / WORKER).read_bytes()
    host.mood = lambda path: (200, {"Content-Type": "text/javascript"}, script) if path == WORKER else None
    context = open_context()
    page = context.new_page()
    page.goto(f"{host.address}mentions-legales/")
    assert page.evaluate(KEPT, f"{host.address}urgences/")
    page.wait_for_timeout(300)
    assert not {"recherche/", ""} & set(host.asked)
    context.set_offline(True)
    for path, title in (("urgences/", "En danger"), ("recherche/", "Sans réseau")):
        page.goto(host.address + path)
        expect(page.locator("h1")).to_contain_text(title)


def test_blocked(browser: Browser, host: Host) -> None:
    """Where the browser keeps nothing, nothing is amiss."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{host.address}confidentialite/")
    page.locator("#wipe").click()
    expect(page.get_by_role("status")).not_to_be_empty()
    context.close()
    assert failed == []


def test_light(built: Path) -> None:
    """All that is kept ready in a language weighs little on the wire, fonts and search page included."""
    for lang in ("", "en/"):
        pages = [built / lang / path / "index.html" for path in ("", "urgences", "hors-ligne", "recherche")]
        names = {name for page in pages for name in ASSET.findall(page.read_text("utf-8"))}
        sheets = [built / "assets" / name for name in names if name.endswith(".css")]
        names |= {name for sheet in sheets for name in ASSET.findall(sheet.read_text("utf-8"))}
        files = [*pages, *(built / "assets" / name for name in names)]
        weight = sum(f.stat().st_size if f.suffix == ".woff2" else gzipped(f.read_bytes()) for f in files)
        assert weight <= READY_LIMIT
