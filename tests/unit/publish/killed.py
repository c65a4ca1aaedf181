"""``portal`` that dies before its n-th change of the disk: ``python -m tests.unit.publish.killed N …``.

With N = 0 nothing is killed, and the number of changes is printed at the end.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from typing import Any

from portal.cli import main
from tests.unit.freeze.kill_points import changes_disk


def watch(kill_before: int) -> None:
    """Count changes, by Python's audit hooks (PEP 578), and stop at the one that was asked for."""
    count = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if changes_disk(event, args):
            count += 1
            if count == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    if not kill_before:
        atexit.register(lambda: print(f"changes: {count}"))


if __name__ == "__main__":
    watch(int(sys.argv.pop(1)))
    main(prog_name="portal")
