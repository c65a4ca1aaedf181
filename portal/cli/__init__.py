"""The command line: one command per module. Each reads its options, calls one function, prints, exits."""

from __future__ import annotations

import click

from portal.cli.check import check


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="portal")
def main() -> None:
    """From the files of a territory to a site that patients can use."""


main.add_command(check)
