"""Pages written by Frozen-Flask, shared among processes. The one module that imports flask_frozen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from flask_frozen import Freezer, MissingURLGeneratorWarning

from portal.errors import N_, Message, PortalError
from portal.freeze.swap import told_simply
from portal.freeze.trace import Tracer
from portal.web.app import create_app

CHUNK = 50  # pages written between two signs of progress, and the grain of an even share

Asked = dict[str, list[str] | None]  # each page, and what it asked of the site; None: it cannot be traced
Written = tuple[Asked, dict[str, str]]  # and the answers to questions that were new
Writer = Callable[[list[str]], Written]


def freeze_pages(
    tracer: Tracer, paths: list[str], stage: Path, jobs: int, progress: Callable[[int, int], None] | None
) -> Asked:
    """Render pages and write them.

    Args:
        tracer: What is shown.
        paths: Pages from the root of the site.
        stage: The folder that receives them.
        jobs: How many processes work; 1 works in this one.
        progress: Told how many pages are done, and of how many.

    Returns:
        What each page was made from; the tracer knows the answers.

    Raises:
        PortalError: A page cannot be written, or a process was stopped from outside.
    """
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    write = _make_writer(tracer, stage)
    several = min(jobs, len(chunks)) > 1 and "fork" in multiprocessing.get_all_start_methods()
    done: Asked = {}
    with tracer.watching():
        for written, answers in _shared_out(write, chunks, jobs) if several else map(write, chunks):
            done |= written
            tracer.answers.update(answers)
            if progress:
                progress(len(done), len(paths))
    return done


def _make_writer(tracer: Tracer, stage: Path) -> Writer:
    app = create_app(tracer.site)
    show, written = app.wsgi_app, Asked()

    def traced(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 - as WSGI
        with tracer.tracing() as trace:
            answer = show(environ, start_response)
        asked = trace.questions
        written[environ["PATH_INFO"].removeprefix("/")] = None if asked is None else sorted(asked)
        return answer

    app.wsgi_app = traced  # type: ignore[method-assign]  # Flask has a middleware put here
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

    def write(share: list[str]) -> Written:
        written.clear()
        known = len(tracer.answers)
        freezer = Freezer(app, with_no_argument_rules=False, with_static_files=False, log_url_for=False)
        freezer.register_generator(lambda: addresses(share))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MissingURLGeneratorWarning)  # a share is a part of the site
            for _page in freezer.freeze_yield():
                pass
        return dict(written), dict(islice(tracer.answers.items(), known, None))

    return write


def _shared_out(write: Writer, chunks: list[list[str]], jobs: int) -> Iterator[Written]:
    """Run the writer in forked processes, and yield what each has written as it comes.

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
                if isinstance(said[0], Message):
                    raise PortalError(*said)
                yield said
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
                written = write(chunk)
            pipe.send(written)
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
