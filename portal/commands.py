"""Commands of others (git, rsync): run, tried again when the network fails, and their errors told."""

from __future__ import annotations

import os
import random
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.errors import N_, Message, PortalError

ATTEMPTS = 5
FIRST_WAIT = 1.0  # seconds, doubled at each attempt, and drawn between half and the whole: 15 s in all
TIMEOUT = 600  # seconds that one command may last
_CAUSE = re.compile(r"fatal:|ERROR:|remote:|error:|ssh:|rsync: ")  # lines that say more than the last one
_SECRET = re.compile(r"(?<=//)[^/\s@]+@")  # user:token@ of an address


class CommandError(PortalError):
    """A command ended with an error."""

    def __init__(self, command: str, status: int, said: str) -> None:
        self.status, self.said = status, said
        lines = [line for line in said.splitlines() if line.strip()] or ["?"]
        why = next((line for line in lines if _CAUSE.match(line)), lines[-1])
        values = {"command": command, "status": status, "why": _SECRET.sub("", why)[:300]}
        super().__init__(
            Message(N_("%(command)s failed (%(status)s): %(why)s"), values),
            Message(N_("what visitors see has not changed; publish again")),
        )


def run(
    command: Sequence[str], *, data: bytes | None = None, env: Mapping[str, str] | None = None, cwd: Path
) -> bytes:
    """What a command says.

    Args:
        command: The program and its arguments: no shell reads them.
        data: What it reads.
        env: Variables added to those of this process.
        cwd: Where it works.

    Raises:
        CommandError: It ended with an error, or lasted too long.
        PortalError: It is not installed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            command,
            input=data,
            stdin=None if data is not None else subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C", **(env or {})},
            cwd=cwd,
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        message = Message(N_("%(command)s is not installed"), {"command": command[0]})
        hint = Message(N_("sudo apt-get install %(command)s"), {"command": command[0]})
        raise PortalError(message, hint) from None
    except subprocess.TimeoutExpired:
        raise CommandError(command[0], 124, f"no answer in {TIMEOUT} s") from None
    if done.returncode:
        raise CommandError(command[0], done.returncode, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def patiently(attempt: int) -> None:
    """Wait before an attempt; the second is 1. Waits grow, and are drawn so that two publishers part."""
    time.sleep(FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1))  # noqa: S311 - no secret
