"""The command line: one command per module. Each reads its options, calls one function, prints, exits."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from portal.cli.build import build
from portal.cli.check import as_text, check
from portal.cli.search import search
from portal.errors import ContentError, PortalError
from portal.i18n import translations

EPIPE_STATUS = 141  # what a shell reports for a program whose reader has gone


class _Commands(click.Group):
    """Commands whose errors are told to a person, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what a command returns
        """Run a command; a PortalError becomes its message and its exit status."""
        try:
            return super().invoke(ctx)
        except ContentError as error:
            gettext = translations("fr").gettext
            click.echo(as_text(error.problems, gettext), err=True)
            sys.exit(error.exit_code)
        except PortalError as error:
            gettext = translations("fr").gettext
            hint = f", {error.hint.render(gettext)}" if error.hint else ""
            click.echo(f"portal: {error.message.render(gettext)}{hint}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # or Python complains while it exits
            sys.exit(EPIPE_STATUS)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="portal")
def main() -> None:
    """From the files of a territory to a site that patients can use."""


for command in (check, build, search):
    main.add_command(command)
