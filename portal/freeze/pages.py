"""Pages written by Frozen-Flask, shared among processes. The one module that imports flask_frozen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

from flask_frozen import Freezer, MissingURLGeneratorWarning

from portal.errors import N_, Message, PortalError
from portal.freeze.swap import told_simply
from portal.web.app import create_app
from portal.web.site import Site

CHUNK = 50  # pages written between two signs of progress, and the grain of an even share

Writer = Callable[[list[str]], int]  # writes pages, and says how many


def freeze_pages(
    site: Site, paths: list[str], stage: Path, jobs: int, progress: Callable[[int, int], None] | None
) -> None:
    """Render pages and write them.

    Args:
        site: What is shown.
        paths: Pages from the root of the site.
        stage: The folder that receives them.
        jobs: How many processes work; 1 works in this one.
        progress: Told how many pages are done, and of how many.

    Raises:
        PortalError: A page cannot be written, or a process was stopped from outside.
    """
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    write = _make_writer(site, stage)
    several = min(jobs, len(chunks)) > 1 and "fork" in multiprocessing.get_all_start_methods()
    done = 0
    for count in _shared_out(write, chunks, jobs) if several else map(write, chunks):
        done += count
        if progress:
            progress(done, len(paths))


def _make_writer(site: Site, stage: Path) -> Writer:
    app = create_app(site)
    app.config.update(
        FREEZER_DESTINATION=str(stage),
        FREEZER_REMOVE_EXTRA_FILES=False,  # each share adds to the same folder
        FREEZER_REDIRECT_POLICY="error",
    )
    writer = os.getpid()

    def addresses(share: list[str]) -> Iterator[str]:
        for path in share:
            if writer not in {os.getpid(), os.getppid()}:
                sys.exit(1)  # the build was killed: its children write no further
            yield f"/{path}"

    def write(share: list[str]) -> int:
        freezer = Freezer(app, with_no_argument_rules=False, with_static_files=False, log_url_for=False)
        freezer.register_generator(lambda: addresses(share))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MissingURLGeneratorWarning)  # a share is a part of the site
            return sum(1 for _ in freezer.freeze_yield())

    return write


def _shared_out(write: Writer, chunks: list[list[str]], jobs: int) -> Iterator[int]:
    """Run the writer in forked processes, and yield each count as it comes.

    Each has its pipe, so that the death of any of them is seen; a pool would wait for ever for a process that
    the system killed for want of memory.
    """
    context = multiprocessing.get_context("fork")  # what was read is inherited, never copied
    working = {}
    try:
        for first in range(min(jobs, len(chunks))):
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(write, chunks[first::jobs], there), daemon=True)
            process.start()
            there.close()  # the end of the process is then the end of the pipe
            working[here] = process
        while working:
            ready = wait([*working])
            for pipe in [pipe for pipe in working if pipe in ready]:
                try:
                    said = pipe.recv()
                except EOFError:
                    ended = working.pop(pipe)
                    ended.join()
                    if ended.exitcode:
                        raise _stopped(ended.exitcode) from None
                    continue
                if isinstance(said, int):
                    yield said
                else:
                    raise PortalError(*said)
    finally:
        for process in working.values():
            process.kill()
            process.join()


def _work(write: Writer, chunks: list[list[str]], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the whole group: the parent decides
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        for chunk in chunks:
            with told_simply():
                count = write(chunk)
            pipe.send(count)
    except PortalError as error:
        pipe.send((error.message, error.hint))
    except BrokenPipeError:
        sys.exit(1)  # nobody waits for these pages any more


def _stopped(status: int) -> PortalError:
    """The error of a process that ended before its work; a status below 0 is the signal that killed it."""
    return PortalError(
        Message(N_("a process that renders pages has stopped (%(status)s)"), {"status": status}),
        Message(N_("free some memory, or build with --jobs 1; the previous site is untouched")),
    )
