"""Kill a build before chosen calls that change the disk: ``python -m tests.unit.freeze.kill_points FOLDER``.

A program of its own, because it forks: one read of the modules serves every kill. The events are those of
Python's audit hooks (PEP 578). Prints what was found after each kill as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from portal.freeze import build as freeze
from tests.unit.freeze.sites import NEW, OLD, make_territory, names, tree

CHANGES = {"tempfile.mkdtemp", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "ctypes.dlsym"}
EVEN = 6  # kills spread over the whole build, besides those around the exchange of the two folders


def changes_disk(event: str, args: tuple[Any, ...]) -> bool:
    """Is an audit event a change of the disk, or the call that exchanges two folders?"""
    return event in CHANGES or (event == "open" and bool(args[2] & (os.O_WRONLY | os.O_RDWR)))


def build_in_child(root: Path, output: Path, kill_before: int | None, log: Path | None = None) -> int:
    """Build in a forked process that kills itself before its n-th change; its wait status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    seen: list[str] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if not changes_disk(event, args):
            return
        if event == "tempfile.mkdtemp":
            seen.clear()  # before it, only what an earlier build left is removed
        seen.append(f"{event} {args[1]}" if event == "ctypes.dlsym" else event)
        if len(seen) - 1 == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    freeze.build(root, output, date.fromisoformat(NEW))
    if log:
        log.write_text(json.dumps(seen.copy()))
    os._exit(0)


def main(folder: Path) -> None:
    """Kill again and again over the same output, and say each time what stands there."""
    root, output, log = make_territory(folder / "territoire"), folder / "out" / "site", folder / "events.json"
    build_in_child(root, folder / "new" / "site", None)
    freeze.build(root, output, date.fromisoformat(OLD))
    old, new = tree(output), tree(folder / "new" / "site")
    freeze.build(root, folder / "rehearsal" / "site", date.fromisoformat(OLD))
    build_in_child(root, folder / "rehearsal" / "site", None, log)
    events = json.loads(log.read_text())
    swap = events.index("ctypes.dlsym renameat2")
    # The last event alone is left out: nothing follows it but the end of the process.
    points = sorted(
        {round(i * (swap - 1) / EVEN) for i in range(EVEN)}
        | set(range(swap - 1, swap + 3))
        | {len(events) - 2}
    )
    found = []
    for point in points:
        status = build_in_child(root, output, point)
        now = tree(output)
        state = "old" if now == old else "new" if now == new else "mixed"
        left = [name for name in names(output.parent) if name not in {"headers", "site", "report.json"}]
        found.append(
            {"point": point, "swap": swap, "signal": os.WTERMSIG(status), "site": state, "left": left}
        )
    ended = build_in_child(root, output, None)
    print(
        json.dumps(
            {
                "different": old != new,
                "found": found,
                "ended": ended,
                "after": tree(output) == new,
                "names": names(output.parent),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
