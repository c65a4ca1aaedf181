"""The editor in a real browser: a coordinator's first hour, and every page for everyone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import serving

ROOT = Path(__file__).parents[2]
FINESS = ROOT / "tests" / "fixtures" / "finess"
AS_OF = "2026-11-26"
HEART = "cardiologie-interventionnelle-centre-hospitalier-d-albi"


def portal(*words: str | Path) -> str:
    """A command as a coordinator types it."""
    command = [sys.executable, "-m", "portal", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def editing(root: Path) -> Iterator[str]:
    """``portal edit``, and the address that it prints."""
    command = [sys.executable, "-m", "portal", "edit", "--root", str(root), "--no-browser", "--as-of", AS_OF]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield next(word for word in said.split() if word.startswith("http://127.0.0.1:"))
    finally:
        process.terminate()
        process.communicate(timeout=120)


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new territory in two languages."""
    root = tmp_path_factory.mktemp("editor") / "territoire"
    portal("init", root, "--languages", "fr,en")
    text = (root / "content/pathways/essoufflement.md").read_text("utf-8")
    start, end = text.index("steps:\n") + len("steps:\n"), text.index("after:\n")
    more = "".join(re.sub(r"id: (\S+)", rf"id: \1-{n}", text[start:end]) for n in range(2))
    long = root / "content/pathways/parcours-long.md"
    long.write_text(f"{text[:start]}{more}{text[start:]}", "utf-8")
    return root


@pytest.fixture(scope="module")
def address(territory: Path) -> Iterator[str]:
    """Its editor."""
    with editing(territory) as url:
        yield url


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their names: ``steps__0__title`` is steps.0.title."""
    for name, value in values.items():
        field = page.locator(f"[name='{name.replace('__', '.')}']").first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    page.locator(".save button.main").click()
    expect(page.locator(".notice--done")).to_be_visible()


STEP = {
    "purpose": "Savoir d’où vient la gêne.", "place_kind": "town", "level": "1", "access__mode": "direct",
    "local_gap": "Aucun cabinet n’est encore décrit ici. Appelez votre médecin habituel.",
    "if_worse__urgency": "emergency", "if_worse__text": "Vous êtes essoufflé même au repos.",
    "if_worse__number": "emergency/15", "actors__0__role": "Médecin traitant",
}  # fmt: skip


def write_pathway(page: Page, url: str) -> None:
    page.goto(f"{url}nouvelle?genre=pathways")
    fill(
        page, title="Fatigue qui dure", summary="Vous êtes fatigué depuis des semaines. Qui voir.",
        condition__label="Asthénie", condition__lay_label="Fatigue", entry_points="Je suis fatigué.",
        red_flags__0__text="Vous avez mal dans la poitrine.", red_flags__0__urgency="emergency",
        after__results="Le médecin vous les donne.", after__follow_up="Le médecin vous revoit.",
        after__self_care="Notez quand vous dormez.",
    )  # fmt: skip
    page.locator("[name=population][value=adult]").check()
    page.locator("[name='social_support.none_because']").fill("Rien n’est encore décrit ici.")
    for number, (ident, title) in enumerate(
        (("parler", "En parler au médecin"), ("revoir", "Revoir le médecin"))
    ):
        step = {**STEP, "id": ident, "title": title}
        fill(page, **{f"steps__{number}__{name}": value for name, value in step.items()})
    page.locator(".save button.main").click()
    expect(page.get_by_text("La fiche est créée.")).to_be_visible()


def test_the_first_hour_of_a_coordinator(tmp_path: Path, open_context: Callable[..., BrowserContext]) -> None:
    root = tmp_path / "territoire"
    portal("init", root, "--name", "Essai", "--departement", "81", "--languages", "fr,en")
    portal("import", "communes", FINESS / "communes.csv", "--data-date", "2026", "--apply", "--root", root)
    activities = FINESS / "finess-activites.csv"
    portal("import", "finess", activities, "--data-date", "2026-01", "--apply", "--root", root)
    page = open_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
    with editing(root) as url:
        page.goto(url)
        base = url.partition("?")[0]
        edit_hours(page, root)
        write_pathway(page, base)
        mend(page)
        translate(page, base)
        page.goto(f"{base}fiche/pathways/fatigue-qui-dure")
        expect(page.frame_locator("iframe").locator("h1")).to_contain_text("Fatigue")
    portal("check", "--root", root, "--as-of", AS_OF)
    portal("build", "--root", root, "--as-of", AS_OF, "--quiet")
    portal("publish", tmp_path / "www", "--root", root)
    # Without script no worker is asked for, which this host would leave half way.
    visitor = open_context(java_script_enabled=False).new_page()
    with serving(tmp_path / "www" / "current") as url:
        visitor.goto(f"{url}services/{HEART}/")
        expect(visitor.get_by_text("9 h – 12 h 30").first).to_be_visible()
        visitor.goto(f"{url}en/parcours/fatigue-qui-dure/")
        expect(visitor.locator("h1")).to_contain_text("Tired for weeks")


def edit_hours(page: Page, root: Path) -> None:
    """Find a service that an import brought, and say when it is open."""
    page.locator("#q").fill("cardiologie interventionnelle")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cardiologie interventionnelle").first.click()
    page.get_by_role("link", name="Seulement ce qui change souvent").click()
    hours = page.locator("[name='places.0.hours']")
    hours.fill("lun-ven 9h-12h30 et 14h-17h")
    hours.press("Tab")
    expect(hours).to_have_value("Mo-Fr 09:00-12:30,14:00-17:00")
    expect(page.locator("#f-places-0-hours-lu")).to_contain_text("lundi au vendredi")
    expect(page.frame_locator("iframe").get_by_text("9 h – 12 h 30").first).to_be_visible()
    hours.fill("le matin")
    save(page)
    trouble = page.locator(".notice--error li", has_text="ne peut pas être lu comme des horaires")
    expect(trouble).to_be_visible()  # the first error
    trouble.get_by_role("link").click()
    expect(hours).to_be_focused()
    hours.fill("lun-ven 9h-12h30 et 14h-17h")
    save(page)
    expect(page.locator(".notice--error")).to_have_count(0)
    written = (root / "content" / "services" / f"{HEART}.md").read_text("utf-8")
    place = "places/centre-hospitalier-d-albi"
    assert written == f"---\nplaces:\n  - place: {place}\n    hours: Mo-Fr 09:00-12:30,14:00-17:00\n---\n"


def mend(page: Page) -> None:
    """The second error, and the third: a vital sign without its number, a last step that leads nowhere."""
    errors = page.locator("#a-corriger ~ ul li", has_text="Erreur :")
    expect(errors).to_have_count(2)
    fill(page, red_flags__0__number="emergency/15", steps__1__follow_up="Le médecin vous dit quand revenir.")
    save(page)
    expect(errors).to_have_count(0)


def translate(page: Page, base: str) -> None:
    page.goto(f"{base}traduire/pathways/fatigue-qui-dure/en")
    for area in page.locator("form.record textarea").all():
        area.fill("In English")
    page.locator("[name='condition.lay_label']").fill("Tired for weeks")
    save(page)
    expect(page.locator(".trouble--error")).to_have_count(0)


# A pathway of many steps, folded, then with a step, a role of it and a sign open.
FOLDED = "fiche/pathways/parcours-long"
OPEN = f"{FOLDED}?_ouvert=steps.1&_ouvert=steps.1.actors.0&_ouvert=red_flags.0"
PHONE = (
    FOLDED, OPEN,
    "", "?genre=services", "problemes", "aide", "aide?genre=pathways", "images", "territoire", "nouvelle",
    "nouvelle?genre=guides", "fiche/services/cardiologie-exemple?volet=jour", "fiche/pathways/essoufflement",
    "traduire/guides/second-avis/en", "versions/content/guides/second-avis.md",
    "supprimer/guides/second-avis", "fichiers", "fichiers/search/synonyms.yaml",
    "fichiers/search/dangers.yaml",
)  # fmt: skip
DESK = ("", OPEN, "fiche/services/cardiologie-exemple", "traduire/guides/second-avis/en", "problemes")


@pytest.mark.parametrize(
    ("width", "scheme", "paths"), [(320, "light", PHONE), (1280, "dark", DESK)], ids=["phone", "desk"]
)
def test_every_page_is_accessible(
    address: str, open_context: Callable[..., BrowserContext], width: int, scheme: str, paths: tuple[str, ...]
) -> None:
    """axe finds nothing, and nothing overflows, from a phone to a desk, in light and dark."""
    page = open_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(address)
    base, found = address.partition("?")[0], []
    for path in paths:
        page.goto(base + path)
        if path == FOLDED:
            expect(page.locator("button[value='open:steps.1']")).to_be_visible()
        if path == OPEN:
            expect(page.locator("[name='steps.1.actors.0.role']")).to_be_visible()
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path}: overflows")
        results = Axe().run(page, {"exclude": [["iframe"]]}, {"resultTypes": ["violations"]})
        for violation in results.response["violations"]:  # the preview is the site, checked elsewhere
            found.append(f"{path}: {violation['id']} {violation['nodes'][0]['html'][:200]}")
    assert found == []


def test_the_keyboard_is_enough(address: str, open_context: Callable[..., BrowserContext]) -> None:
    """Enter in a field saves; what has the focus is never hidden; a message is announced."""
    page = open_context(viewport={"width": 1280, "height": 600}).new_page()
    page.goto(address)
    page.goto(address.partition("?")[0] + "fiche/guides/second-avis")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    hidden = page.evaluate_handle("() => []")
    for _ in range(60):
        page.keyboard.press("Tab")
        page.evaluate(
            """list => {
              const at = document.activeElement, box = at.getBoundingClientRect();
              const bar = document.querySelector(".save").getBoundingClientRect();
              const covered = box.top >= bar.top && box.top < bar.bottom && bar.bottom <= innerHeight;
              if (!at.closest(".save") && covered) list.push(at.outerHTML.slice(0, 120));
            }""",
            hidden,
        )
        if page.evaluate("document.activeElement.closest('.save') !== null"):
            break
    assert hidden.json_value() == []
    title = page.locator("#f-title")
    title.fill("Demander un autre avis")
    title.press("Enter")
    expect(page.get_by_role("status").filter(has_text="C’est enregistré.")).to_be_visible()
    page.get_by_role("button", name="Annuler ce changement").click()
    expect(page.locator("#f-title")).to_have_value("Demander un second avis")


def test_two_people_in_one_text(address: str, territory: Path, browser: Browser) -> None:
    """The conflict is read by everyone, and a passage is taken with a click; nothing typed is lost."""
    page = browser.new_page(viewport={"width": 320, "height": 900})  # its console repeats the 409
    page.goto(address)
    file = territory / "content/search/synonyms.yaml"
    before = file.read_text("utf-8")
    file.write_text("- words: [rdv, rendez-vous]\n- words: [seul]\n", "utf-8")
    page.goto(f"{address.partition('?')[0]}fichiers/search/synonyms.yaml")
    file.write_text("- words: [rdv, rendez-vous]\n- words: [seul, isolé]\n", "utf-8")
    mine = "# à moi\n- words: [rdv, rendez-vous]\n- words: [seul, solitaire]\n"
    page.locator("#texte").fill(mine)
    page.locator(".save button.main").click()
    expect(page.get_by_role("group", name="Changé des deux côtés, à partir de la ligne 2")).to_be_visible()
    expect(page.locator("#texte")).to_have_value(mine)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.get_by_role("button", name="Mettre l’autre version dans mon texte (ligne 2)").click()
    expect(page.locator("#texte")).to_have_value(mine.replace("solitaire", "isolé"))
    save(page)
    assert file.read_text("utf-8") == mine.replace("solitaire", "isolé")
    file.write_text(before, "utf-8")
    page.close()


def test_without_scripts_everything_still_works(
    address: str, territory: Path, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(address)
    base = address.partition("?")[0]
    page.goto(f"{base}fiche/services/cardiologie-exemple")
    page.locator("[name=title]").fill("Consultation du cœur")
    page.get_by_role("button", name="Aperçu sans enregistrer").click()
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("Consultation du cœur")
    page.locator("button[value='add:closures']").click()
    page.locator("[name='closures.0.start']").fill("2026-12-24")
    page.locator("[name='places.0.hours']").fill("sam 9h-12h")
    page.locator(".save button.main").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    written = (territory / "content/services/cardiologie-exemple.md").read_text("utf-8")
    assert "hours: Sa 09:00-12:00" in written
    assert "closures:\n  - start: 2026-12-24\n" in written
