"""What a patient must find on the page of each pathway, filled or said to be unknown.

``python -m tests.pathway_blocks build/site`` reads built pages alone, as a visitor does, in every language.
It prints each block that is missing or silent; exit status 1 when there is any. The blocks are those that
the portal was founded for: what to do at once; each step with who, where, local teams or the gap, delay,
cost, rule of access, what to prepare and ask, what must be passed on, what to do if it gets worse; what
comes after; support; whom to call; sources, review, dates, signatures; and the pages and the sheet beside.
No price, percentage or delay stands without its source and date; the team view tells every step, and the
codes of clinicians' software lead to each pathway.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

STEP_FACTS = {"who": "people", "access": "paper", "delay": "clock", "cost": "euro"}  # told by their icons
ORIGIN = {
    "signed by": "hand",
    "last review": "date",
    "next review": "clock",
    "kept by": "people",
    "sources": "paper",
}
BESIDE = ("fiche.pdf", "equipe/index.html", "preparer/index.html", "couverture/index.html")


FIGURE = re.compile(r"\d\s?(?:€|%(?!\s[Ss]anté))")  # 100 % Santé is the name of an offer
DATED = re.compile(r"\b(?:19|20)\d\d\b")


def words(node: LexborNode | None) -> str:
    """The words of an element, without those that only repeat the heading."""
    return " ".join(node.text(separator=" ").split()) if node else ""


def fact(within: LexborNode, icon: str) -> str:
    """What a list of facts says beside an icon."""
    for row in within.css(".fact"):
        uses = [use.attributes.get("href") for use in row.css("dt use")]
        if f"#i-{icon}" in uses and words(row.css_first("dd")):
            return words(row.css_first("dd"))
    return ""


def silent(html: str) -> Iterator[str]:
    """The blocks that a page of a pathway lacks or leaves empty."""
    page = LexborHTMLParser(html)
    now = page.css_first(".care--now")
    if not now or not now.css("li") or not now.css("a[href^='tel:'], a[href^='sms:']"):
        yield "when to act at once, with a number to call"
    steps = page.css("li.step")
    if len(steps) < 2:
        yield "two steps"
    for number, step in enumerate(steps, 1):
        yield from (f"step {number}: {block}" for block in silent_step(step))
    if len(page.css("[aria-labelledby='t-levels'] .grades > li")) != 3:
        yield "three levels of care"
    near = page.css("[aria-labelledby='t-near'] li")
    if len(near) != len(steps) or any(
        len(words(li)) <= len(words(li.css_first("strong"))) + 3 for li in near
    ):
        yield "how near each step is"
    if any(not words(row.css_first("dd")) for row in page.css("[aria-labelledby='t-after'] .fact")[:3]):
        yield "after"
    if len(words(page.css_first("[aria-labelledby='t-support']"))) <= len(
        words(page.css_first("#t-support"))
    ):
        yield "support in daily life"
    if len(words(page.css_first("aside .side"))) < 30:
        yield "whom to call, or that nobody is named"
    yield from undated(page)
    origin = page.css_first("#sources")
    for block, icon in ORIGIN.items():
        if not origin or not fact(origin, icon):
            yield f"where the page comes from: {block}"


def undated(page: LexborHTMLParser) -> Iterator[str]:
    """Prices, percentages and delays that show neither source and date nor the rule that has them."""
    for line in page.css("main p, main li, main dd"):
        outer = any(other != line for other in line.css("p, li, dd"))
        dated = outer or line.css("a[href*='regles/']") or sourced(line)
        if not dated and FIGURE.search(words(line)):
            yield f"a figure without source and date: {words(line)[:60]}"
    for row in page.css(".step .fact"):
        told = words(row.css_first("dd")) if row.css("use[href='#i-clock']") else ""
        if re.search(r"\d", told) and not sourced(row):
            yield f"a delay without source and date: {told[:60]}"


def sourced(line: LexborNode) -> bool:
    """True when a small print beside a figure holds a year."""
    return any(DATED.search(words(small)) for small in line.css("small"))


def silent_step(step: LexborNode) -> Iterator[str]:
    """The blocks that a step lacks or leaves empty."""
    if words(step.css_first(".at")).count("·") < 2:
        yield "where it happens, and its level"
    for block, icon in STEP_FACTS.items():
        if not fact(step, icon):
            yield block
    if not step.css(".names a") and not words(step.css_first(".panel--gap")):
        yield "a local team, or the gap"
    access = next(row for row in step.css(".fact") if row.css("use[href='#i-paper']"))
    direct = access.css("small")
    if not direct and len(words(access.css_first("dd"))) < 12:
        yield "the rule of access, or that none is known"
    for block, selector in {
        "what to prepare": ".prepare",
        "what must be passed on": ".passes",
        "if it gets worse": ".worse",
    }.items():
        if not words(step.css_first(selector)):
            yield block


def beside(page: Path) -> Iterator[str]:
    """The pages and files of a pathway to which its page does not lead."""
    links = [a.attributes.get("href") or "" for a in LexborHTMLParser(page.read_text("utf-8")).css("main a")]
    for name in BESIDE:
        found = [link.partition("#")[0] for link in links if link.partition("#")[0].endswith(name)]
        if not found or not (page.parent / found[0]).is_file():
            yield f"a link to {name}"


def team(page: Path) -> Iterator[str]:
    """The steps of a pathway that its view for teams does not tell."""
    file = page.parent / "equipe" / "index.html"
    shown = LexborHTMLParser(file.read_text("utf-8")) if file.is_file() else LexborHTMLParser("")
    told = [words(title) for title in shown.css("li.step h3")]
    for step in LexborHTMLParser(page.read_text("utf-8")).css("li.step h3"):
        if words(step) not in told:
            yield f"team view without the step: {words(step)}"


def codes(site: Path, page: Path) -> Iterator[str]:
    """The codes of diseases that the published list gives a pathway, and whose page does not lead to it."""
    known = json.loads((site / "c" / "codes.json").read_text("utf-8")).get("cim10", {})
    ending = f"/parcours/{page.parent.name}/"
    for code in (code for code, addresses in known.items() if any(a.endswith(ending) for a in addresses)):
        file = site / "c" / "cim10" / code / "index.html"
        if not file.is_file() or ending not in file.read_text("utf-8"):
            yield f"code {code} does not lead here"


def walk(site: Path) -> tuple[int, list[str]]:
    """Every pathway of a built site: how many pages, and what they lack."""
    pages = [*sorted(site.glob("parcours/*/index.html")), *sorted(site.glob("*/parcours/*/index.html"))]
    return len(pages), [
        f"{page.parent.relative_to(site).as_posix()}: {block}"
        for page in pages
        for block in (*silent(page.read_text("utf-8")), *beside(page), *team(page), *codes(site, page))
    ]


if __name__ == "__main__":
    count, lacking = walk(Path(sys.argv[1]))
    print(*lacking, f"{count} pathways, {len(lacking)} blocks missing", sep="\n")
    sys.exit(1 if lacking or not count else 0)
