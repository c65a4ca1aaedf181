"""``portal doctor``: the published site as visitors get it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from portal.cli import options
from portal.cli.check import Gettext
from portal.doctor.examine import Visit, examine
from portal.doctor.finding import Finding
from portal.errors import N_, Message, PortalError, printable
from portal.freeze.manifest import MANIFEST, Manifest, read_manifest
from portal.i18n import translations
from portal.links.network import Network
from portal.loading.catalogue import load
from portal.model.catalogue import Catalogue
from portal.model.guidance import EmergencyNumber
from portal.model.phones import Phone


@click.command()
@click.argument("url", metavar="[URL]", default="")
@options.root
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--local", is_flag=True, help="Ask a server of this machine or of the local network too.")
@options.as_of
@options.lang
def doctor(url: str, root: Path, form: str, local: bool, as_of: date, lang: str) -> None:
    """Examine the published site at URL (default: publication.base_url) as visitors get it.

    Emergency numbers, headers, 404 page, search, types, redirects, certificate. Exits 1 when something that
    visitors need is wrong.
    """
    gettext = translations(lang).gettext
    found = examine(visit_of(url, root, as_of, local=local), _built(root / "build" / "site"))
    click.echo(as_json(found, gettext) if form == "json" else as_text(found, gettext))
    sys.exit(1 if any(f.severity == "error" for f in found) else 0)


def visit_of(url: str, root: Path, as_of: date, *, local: bool) -> Visit:
    """How a site is to be examined.

    Args:
        url: Its address; empty: that of the territory.
        root: The folder of the content, which says what the emergency numbers are.
        as_of: The day.
        local: Allow a server of this machine or of the local network.

    Raises:
        PortalError: There is no web address.
    """
    catalogue = load(root, as_of).catalogue
    base = url or (catalogue.territory.publication.base_url if catalogue else "")
    if not base:
        message = Message(N_("no address to examine: content/territory.yaml cannot be read here"))
        raise PortalError(message, Message(N_("type the address after the command, or give --root")))
    if not base.startswith(("https://", "http://")):
        message = Message(N_("“%(url)s” is no web address"), {"url": base})
        raise PortalError(message, Message(N_("write https://… as visitors type it")))
    network = Network(is_allowed=lambda _address: True, between=0) if local else Network(between=0)
    return Visit(base.rstrip("/") + "/", network, as_of, numbers_of(catalogue), local)


def numbers_of(catalogue: Catalogue | None) -> list[str]:
    """The links of the emergency page, by the content of this machine; none when it cannot be read."""
    shown = catalogue.all(EmergencyNumber) if catalogue else ()
    phones = [(n.channel, Phone.parse(n.number)) for n in shown]
    return [f"sms:{phone.e164}" if channel == "sms" else phone.href for channel, phone in phones]


def _built(site: Path) -> Manifest | None:
    try:
        return read_manifest((site / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None


def as_json(found: Sequence[Finding], gettext: Gettext) -> str:
    """A list, for programs."""
    return json.dumps([f.as_dict(gettext) for f in found], ensure_ascii=False, indent=1)


def as_text(found: Sequence[Finding], gettext: Gettext) -> str:
    """One line for each, the worst first, then how many there are."""
    labels = {"error": N_("error"), "warning": N_("warning"), "info": N_("information")}
    lines = []
    for f in found:
        hint = f", {f.hint.render(gettext)}" if f.hint else ""
        said = f"{printable(f.address)} : {f.message.render(gettext)}{hint}"
        lines.append(f"{said} [{gettext(labels[f.severity])} {f.code}]")
    counts = {severity: sum(f.severity == severity for f in found) for severity in labels}
    total = Message(N_("%(error)s errors, %(warning)s warnings, %(info)s remarks"), counts)
    return "\n".join([*lines, total.render(gettext)])
