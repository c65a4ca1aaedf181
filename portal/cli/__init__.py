"""The command line: one command per module. Each reads its options, calls one function, prints, exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from types import FrameType
from typing import Any

import click

from portal.cli import words
from portal.errors import N_, ContentError, PortalError
from portal.i18n import translations

COMMANDS = (
    "build",
    "check",
    "docs",
    "doctor",
    "edit",
    "export",
    "history",
    "import",
    "init",
    "links",
    "publish",
    "rename",
    "report",
    "review",
    "search",
    "serve",
    "table",
    "translate",
)  # each in portal.cli.<name>
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# New objects between two searches for garbage. What is read of a territory stays until the end: searching it
# every 700 objects, as Python does unasked, takes a third of the time of a check.
OBJECTS = 100_000
SIGNALLED = 128  # a shell reports a program that a signal stopped as 128 and the number of the signal
EPIPE_STATUS = SIGNALLED + signal.SIGPIPE


class _Commands(click.Group):
    """Commands whose errors are told to a person, never as a traceback.

    The module of a command is read only when it is called, so that help is quick and Ctrl+C always heard.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Choose the language of all that is said before a command begins."""
        ctx.obj = words.language(args)
        words.speak(ctx.obj)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help of the program, in the reader's language."""
        click.Group.format_help(words.told(self, translations(ctx.obj).gettext), ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"portal.cli.{name}"), name)
        return words.told(command, translations(ctx.obj).gettext)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what a command returns
        """Run a command; a PortalError becomes its message and its exit status."""
        gettext = translations(ctx.obj).gettext
        gc.set_threshold(OBJECTS)
        try:
            with _stoppable():
                return super().invoke(ctx)
        except ContentError as error:
            click.echo(import_module("portal.cli.check").as_text(error.problems, gettext), err=True)
            sys.exit(error.exit_code)
        except PortalError as error:
            hint = f", {error.hint.render(gettext)}" if error.hint else ""
            click.echo(f"portal: {error.message.render(gettext)}{hint}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt as stop:
            said = gettext(N_("stopped; nothing was changed"))
            click.echo(f"portal: {said}", err=True)
            sys.exit(SIGNALLED + stop.args[0])
        except BrokenPipeError:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, sys.stdout.fileno())  # or Python complains while it exits
            sys.exit(EPIPE_STATUS)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Signals that ask to stop raise KeyboardInterrupt with their number: what was begun is undone."""
    before = {number: signal.getsignal(number) for number in STOPS}

    def stop(number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt(number)

    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup, or a job in the background
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="portal")
def main() -> None:
    """From the files of a territory to a site that patients can use."""
