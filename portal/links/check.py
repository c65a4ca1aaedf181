"""Every external link of a territory, with what it answered: asked now, or not long ago."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from portal.checks.walk import spots
from portal.errors import N_, Message, Problem, marked, reason
from portal.freeze.swap import write_file
from portal.links.network import Network, Refused
from portal.loading.catalogue import Loaded
from portal.loading.tree import Items, Mark, Node, Scalar

CACHE = "links.json"  # in the folder build/
HOSTS_TOGETHER = 8
ENOUGH = 3  # names looked up to know whether there is a network
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(@[\w-]+(?:\.[\w-]+)+)")  # 64: RFC 5321
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]+")
FOUND, NOT_ASKED = 200, -1
_GONE = {404, 410}
_Told = tuple[str, tuple[int, str, str]]  # an address, then status, where it moved, why nothing answered
_SHY = {401, 403, 405, 406, 429, 999}  # a person may see what a program may not: nothing can be said


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an address."""

    checked_on: str  # a day
    status: int  # of HTTP; 0 when nothing answered, -1 when nothing was asked
    moved_to: str = ""
    why: str = ""
    wrong_since: str = ""  # the first day when it was found wrong; empty when it is right

    @property
    def is_wrong(self) -> bool:
        """True when a person who follows the link would find nothing."""
        return self.status == 0 or (self.status >= 400 and self.status not in _SHY)


def links(loaded: Loaded) -> dict[str, list[Mark]]:
    """Every external address that records and territory.yaml name, in order, and where.

    Of e-mail addresses, their domain: ``@clinique.example``.
    """
    found: dict[str, list[Mark]] = defaultdict(list)
    for spot in spots(loaded):
        for url, start in _addresses(spot.value):
            found[url].append(spot.place(start))
    for scalar in _scalars(loaded.territory):
        for url, _ in _addresses(scalar.value or ""):
            found[url].append(scalar.at)
    return dict(sorted(found.items()))


def _addresses(text: str) -> Iterator[tuple[str, int]]:
    """The addresses of a text, and where each begins."""
    for match in _ADDRESS.finditer(text):
        yield _trimmed(match[0]).partition("#")[0], match.start()
    for match in _EMAIL.finditer(_ADDRESS.sub(lambda url: " " * len(url[0]), text)):
        yield match[1].lower(), match.start()


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    else:
        for inner in node.items if isinstance(node, Items) else node.values.values():
            yield from _scalars(inner)


def _trimmed(url: str) -> str:
    """An address without the punctuation of the sentence that holds it."""
    url = url.rstrip(".,;:!?»”’")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?")
    return url


def check(
    urls: Mapping[str, list[Mark]], folder: Path, today: date, max_age: int, network: Network
) -> dict[str, Seen]:
    """Ask every address that was not found right within some days.

    Args:
        urls: The addresses; hosts are asked side by side, addresses of one host in turn. Of e-mail
            addresses, the system is asked whether their domain exists; nobody is written to.
        folder: Where what is known is kept from one run to the next.
        today: The day.
        max_age: How many days an answer that was right stays so.
        network: How to ask.
    """
    known = _known(folder / CACHE)
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if not _is_fresh(known.get(url), today, max_age):
            by_host[urlsplit(url).netloc or url].append(url)
    with ThreadPoolExecutor(HOSTS_TOGETHER) as pool:
        told = [one for found in pool.map(partial(_all_of, by_host, network), by_host) for one in found]
    for url, (status, moved_to, why) in _without_guess(told, known, network):
        seen = Seen(today.isoformat(), status, moved_to, why)
        since = (known.get(url) or seen).wrong_since or today.isoformat()
        known[url] = replace(seen, wrong_since=since if seen.is_wrong else "")
    kept = {url: known[url] for url in urls}
    text = json.dumps({url: asdict(seen) for url, seen in kept.items()}, ensure_ascii=False, indent=1)
    write_file(folder / CACHE, text.encode())
    return kept


def _all_of(by_host: Mapping[str, list[str]], network: Network, host: str) -> list[_Told]:
    return [(url, _ask(url, network)) for url in by_host[host]]


def _without_guess(told: list[_Told], known: Mapping[str, Seen], network: Network) -> list[_Told]:
    """The same; but where there is no network, and every domain seems not to exist, none is said to."""
    absent = {url for url, (status, _, _) in told if url.startswith("@") and not status}
    if not absent or any(status > 0 for _, (status, _, _) in told) or _leads(known, network):
        return told
    return [(url, (NOT_ASKED, "", said[2]) if url in absent else said) for url, said in told]


def _leads(known: Mapping[str, Seen], network: Network) -> bool:
    """True when the name of an address that was right leads somewhere."""
    right = [url for url, seen in known.items() if not seen.is_wrong and seen.status != NOT_ASKED]
    for url in right[:ENOUGH]:
        with suppress(Refused):
            if not network.absent(urlsplit(url).hostname or url[1:]):
                return True
    return False


def _ask(url: str, network: Network) -> tuple[int, str, str]:
    try:
        if url.startswith("@"):
            why = network.absent(url[1:])
            return (0 if why else FOUND), "", why
        answer = network.ask(url)
    except Refused as refused:
        return NOT_ASKED, "", str(refused)
    except OSError as error:  # the name leads nowhere
        return 0, "", reason(error)
    return answer.status, answer.moved_to, answer.why


def _is_fresh(seen: Seen | None, today: date, max_age: int) -> bool:
    if seen is None or seen.is_wrong or seen.status == NOT_ASKED:
        return False
    return (today - date.fromisoformat(seen.checked_on)).days < max_age


def _known(file: Path) -> dict[str, Seen]:
    """What earlier runs found; nothing when the file is missing or not ours."""
    try:
        return {url: Seen(**facts) for url, facts in json.loads(file.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def problems(urls: Mapping[str, list[Mark]], seen: Mapping[str, Seen]) -> Iterator[Problem]:
    """What an editor should look at: nothing here is ever an error, for the fault may be another's."""
    for url, marks in urls.items():
        told = _told(url, seen[url])
        if told is None:
            continue
        code, severity, message, hint = told
        for at in marks:
            yield at.problem(code, message, hint, severity="warning" if severity else "info")


def _told(url: str, seen: Seen) -> tuple[str, bool, Message, Message | None] | None:
    """Code, whether it wants a look soon, message and hint; None when all is well."""
    values = {
        "url": url,
        "status": seen.status,
        "since": seen.wrong_since,
        "why": marked(seen.why),
        "to": seen.moved_to,
    }
    if seen.status == NOT_ASKED:
        return "link-not-asked", False, Message(N_("%(url)s was not asked: %(why)s"), values), None
    if seen.status in _GONE:
        message = Message(N_("%(url)s is gone (%(status)s), seen since %(since)s"), values)
        return "link-gone", True, message, Message(N_("find where the page went, or remove the link"))
    if seen.is_wrong and url.startswith("@"):
        message = Message(N_("no e-mail reaches %(url)s: this domain does not exist"), values)
        return "email-domain", True, message, Message(N_("ask for the right address, or remove it"))
    if seen.is_wrong:
        message = Message(N_("%(url)s does not answer well (%(status)s %(why)s), since %(since)s"), values)
        return (
            "link-broken",
            True,
            message,
            Message(N_("look again in a few days: it may be a passing failure")),
        )
    if seen.moved_to:
        return "link-moved", False, Message(N_("%(url)s moved for good to %(to)s"), values), None
    return None
