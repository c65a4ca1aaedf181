"""The command line in the reader's language: the help of the commands, and what Click itself says."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import click
from click import core, decorators, exceptions, formatting, parser, types

from portal.errors import N_
from portal.i18n import translations

Gettext = Callable[[str], str]
C = TypeVar("C", bound=click.Command)
KEPT = "\b\n"  # how Click is told to leave the lines of a paragraph as they are

# What Click says to someone who asks for help or slips; its catalogue is ours.
CLICK = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("default: {default}"),
    N_("required"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Option {name!r} does not take a value."),
    N_("Option {name!r} requires an argument."),
    N_("{value!r} is not {choice}."),
    N_("{value!r} is not one of {choices}."),
    N_("{value!r} does not match the format {format}."),
    N_("{value!r} does not match the formats {formats}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("file"),
    N_("directory"),
    N_("path"),
)


def language(arguments: Sequence[str]) -> str:
    """The language of the messages that a command line asks for; French when it asks for none."""
    asked = "fr"
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked


def speak(lang: str) -> None:
    """Make Click speak a language. It looks its words up by these two names, and nowhere else."""
    gettext = translations(lang).gettext

    def ngettext(one: str, many: str, count: int) -> str:
        return gettext(one if count == 1 else many)

    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, said in (("_", gettext), ("ngettext", ngettext)):
            if hasattr(module, name):
                setattr(module, name, said)


def told(command: C, gettext: Gettext) -> C:
    """A command whose help, and that of its options and subcommands, is in a language."""
    said = copy.copy(command)
    said.help = "\n\n".join(_translated(part, gettext) for part in paragraphs(command.help or "")) or None
    said.params = [_option(parameter, gettext) for parameter in command.params]
    if isinstance(said, click.Group):
        said.commands = {name: told(each, gettext) for name, each in said.commands.items()}
    return said


def _option(parameter: click.Parameter, gettext: Gettext) -> click.Parameter:
    said = copy.copy(parameter)
    if isinstance(said, click.Option):
        said.help = gettext(said.help) if said.help else None
        if isinstance(said.show_default, str):
            said.show_default = gettext(said.show_default)
    return said


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help, each on one line unless its lines are to be kept."""
    for part in inspect.cleandoc(text).split("\n\n"):
        if part.startswith(KEPT):
            yield part
        elif part:
            yield " ".join(part.split())


def _translated(part: str, gettext: Gettext) -> str:
    kept = KEPT if part.startswith(KEPT) else ""
    return kept + gettext(part.removeprefix(KEPT))
