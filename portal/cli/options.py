"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from portal.errors import N_, Message, PortalError
from portal.i18n import locales
from portal.loading.catalogue import TERRITORY
from portal.loading.tree import Fields
from portal.loading.yaml_tree import parse_yaml
from portal.model.territory import Territory


def _territory(_context: click.Context, _option: click.Parameter, root: Path) -> Path:
    if not (root / TERRITORY).is_file():
        message = Message(N_("%(root)s is not the folder of a territory"), {"root": root.resolve()})
        hint = Message(N_("give the folder of the territory with --root; portal init begins one"))
        raise PortalError(message, hint)
    return root


_folder = partial(
    click.option,
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default=N_("here"),
    is_eager=True,  # its time zone says which day it is
    help="Folder that holds content/.",
)
root = _folder()  # for commands that tell what is wrong with the territory, or need none
territory = _folder(
    callback=_territory
)  # for those that would find nothing elsewhere, and say that all is well
lang = click.option(
    "--lang",
    type=click.Choice(sorted({"en", "fr", *locales()})),
    default="fr",
    show_default=True,
    help="Language of the messages.",
)
as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda context, _option, value: value.date() if value else today(context.params["root"]),
    help="Day on which the content is judged.  [default: SOURCE_DATE_EPOCH, or today]",
)


def formats(*names: str, told: str = N_("Lines to read, or for programs.")) -> Callable[[Any], Any]:
    """The option ``--format``, which a command gets as ``form``; without it, the first name."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help=told
    )


def today(root: Path) -> date:
    """The day to judge content on: that of ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) when it is set.

    Otherwise today where the territory is: Nouméa is not Paris.

    Raises:
        PortalError: The variable is set and is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(_zone(root)).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise PortalError(Message(N_("SOURCE_DATE_EPOCH is not a number of seconds"))) from None


def _zone(root: Path) -> tzinfo | None:
    """The time zone of a territory; None, that of the machine, when its file does not tell a known one.

    A folder that has no such file yet is in the zone where a new territory begins.
    """
    usual = Territory.model_fields["timezone"].default
    try:
        tree, _ = parse_yaml(TERRITORY, (root / TERRITORY).read_text("utf-8"))
        name = tree.text("timezone") if isinstance(tree, Fields) else None
        return ZoneInfo(name or usual)
    except FileNotFoundError:
        return ZoneInfo(usual)
    except (OSError, ValueError, ZoneInfoNotFoundError):  # loading tells what is wrong
        return None
