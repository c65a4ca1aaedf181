"""``portal`` whose writers stop at their first page: ``python -m tests.unit.freeze.held build …``.

Each prints its number, then waits until it is killed, or goes on when its parent is dead. A test that reads
two lines knows that both are at work, however busy the machine is.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from portal.cli import main


def hold_writers() -> None:
    """Stop each forked process before its first file, by Python's audit hooks (PEP 578)."""
    build, held = os.getpid(), False

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal held
        if held or event != "open" or not args[2] & (os.O_WRONLY | os.O_RDWR) or os.getpid() == build:
            return
        held = True
        print(os.getpid(), flush=True)
        while os.getppid() == build:
            time.sleep(0.01)

    sys.addaudithook(hook)


if __name__ == "__main__":
    hold_writers()
    main(prog_name="portal")
