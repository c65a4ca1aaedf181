"""How a host delivers a site: headers, types, addresses, certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from portal.doctor.finding import Finding
from portal.errors import N_, Message, Severity
from portal.links.network import Network, Refused, Reply
from portal.web.host_headers import ASK_AGAIN, SENT, content_type

SOON = 21  # days before the end of a certificate
KEPT = 86400  # seconds: a corrected number shows within a day (mission: next visit, never later than 24 h)
EXECUTED = {"html", "css", "js"}  # with nosniff, a browser refuses them under another type
SHOWN = EXECUTED | {"svg", "png", "jpg", "webp", "woff2", "pdf", "xml", "json", "ics", "webmanifest"}


def check_headers(reply: Reply) -> Iterator[Finding]:
    """Headers of security that a page came without, or with another value; cookies."""
    wanted = {name: value for name, value in SENT.items() if reply.certified_until or "Transport" not in name}
    got = {name: reply.headers.get(name.lower()) for name in wanted}
    missing = [name for name, value in got.items() if value is None]
    if missing:
        message = Message(N_("headers that the host does not send: %(names)s"), {"names": ", ".join(missing)})
        hint = Message(
            N_(
                "include the file of build/headers/ that is made for the host; GitHub Pages and S3 alone "
                "send none, and cannot reach the best mark (Observatory A+): the page carries its own policy"
            )
        )
        yield Finding("warning", "headers-missing", reply.url, message, hint)
    for name, value in got.items():
        if value is not None and _plain(value) != _plain(wanted[name]) and not _lasts_longer(name, value):
            message = Message(N_("%(name)s is “%(value)s”"), {"name": name, "value": value[:200]})
            hint = Message(N_("the site is made for “%(value)s”"), {"value": wanted[name]})
            yield Finding("warning", "header-differs", reply.url, message, hint)
    if "set-cookie" in reply.headers:
        message = Message(N_("the host sets a cookie: the site promises none"))
        yield Finding("error", "cookie", reply.url, message, Message(N_("turn it off at the host")))


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", value.strip().rstrip(";").lower())


def _lasts_longer(name: str, value: str) -> bool:
    found = re.search(r"max-age=(\d+)", value)
    return (
        name == "Strict-Transport-Security" and found is not None and int(found[1]) >= 15552000
    )  # six months


def check_cache(page: Reply) -> Iterator[Finding]:
    """A corrected page must show at once."""
    told = page.headers.get("cache-control", "")
    found = re.search(r"(?:s-maxage|max-age)=(\d+)", told)
    if found and int(found[1]) > KEPT:
        values = {"hours": int(found[1]) // 3600}
        message = Message(
            N_("pages may be kept for %(hours)s hours: a corrected number shows after that"), values
        )
        hint = Message(N_("have the host send Cache-Control: %(value)s"), {"value": ASK_AGAIN})
        yield Finding("error", "page-kept", page.url, message, hint)


def check_type(path: str, reply: Reply, base: str) -> Iterator[Finding]:
    """A file that comes under another type than its own; it is told of the site, not of each file."""
    suffix = path.rpartition(".")[2]
    wanted = content_type(path).partition(";")[0]
    given = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    same = given == wanted or {given, wanted} <= {"text/javascript", "application/javascript"}
    same = same or {given, wanted} <= {"text/xml", "application/xml"}
    if suffix in SHOWN and not same:
        values = {"suffix": suffix, "given": given or "–", "wanted": wanted}
        message = Message(N_("files “.%(suffix)s” come as %(given)s, not %(wanted)s"), values)
        severity: Severity = "error" if suffix in EXECUTED else "warning"
        yield Finding(severity, "type", base, message, Message(N_("set the type at the host")))


def check_certificate(reply: Reply, today: date, *, local: bool) -> Iterator[Finding]:
    """Until when the certificate holds; whether there is one: a local server may do without."""
    if reply.certified_until is None:
        message = Message(N_("the site is not served over https: anyone on the way may change a number"))
        hint = Message(N_("ask the host for a certificate"))
        yield Finding("warning" if local else "error", "not-encrypted", reply.url, message, hint)
        return
    left = (reply.certified_until.date() - today).days
    values = {"day": reply.certified_until.date(), "left": left}
    message = Message(N_("the certificate holds until %(day)s (%(left)s days)"), values)
    late = Message(N_("it should have been renewed: see why the host did not")) if left < SOON else None
    yield Finding("warning" if late else "info", "certificate", reply.url, message, late)


def check_secure_redirect(network: Network, base: str) -> Iterator[Finding]:
    """Whoever types the address without https must be led there."""
    plain = base.replace("https:", "http:", 1)
    try:
        reply = network.get(plain, 0)
    except (OSError, Refused):
        return  # the host does not listen there: browsers ask https by themselves
    if not reply.url.startswith("https:"):
        message = Message(N_("the address without https does not lead to the one with it"))
        yield Finding("error", "no-redirect", plain, message, Message(N_("have the host redirect to it")))
