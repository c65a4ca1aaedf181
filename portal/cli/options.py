"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from portal.errors import N_, Message, PortalError
from portal.i18n import locales

root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="here",
    help="Folder that holds content/.",
)
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
    callback=lambda _context, _option, value: value.date() if value else today(),
    help="Day on which the content is judged.  [default: SOURCE_DATE_EPOCH, or today]",
)


def today() -> date:
    """The day to judge content on: that of ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) when it is set.

    Raises:
        PortalError: The variable is set and is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise PortalError(Message(N_("SOURCE_DATE_EPOCH is not a number of seconds"))) from None
