"""Pages written by Frozen-Flask, shared among processes. The one module that imports flask_frozen."""

from __future__ import annotations

import multiprocessing
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_frozen import Freezer, MissingURLGeneratorWarning

from portal.web.app import create_app
from portal.web.site import Site

CHUNK = 50  # pages a process takes at a time: small enough for an even share and a smooth progress bar

_writer: Callable[[list[str]], int] | None = None  # what a worker process does with its share


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
    """
    shares = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    with _working(_make_writer(site, stage), jobs, len(shares)) as work:
        done = 0
        for count in work(shares):
            done += count
            if progress:
                progress(done, len(paths))


def _make_writer(site: Site, stage: Path) -> Callable[[list[str]], int]:
    app = create_app(site)
    app.config.update(
        FREEZER_DESTINATION=str(stage),
        FREEZER_REMOVE_EXTRA_FILES=False,  # each share adds to the same folder
        FREEZER_REDIRECT_POLICY="error",
    )

    def write(share: list[str]) -> int:
        freezer = Freezer(app, with_no_argument_rules=False, with_static_files=False, log_url_for=False)
        freezer.register_generator(lambda: (f"/{path}" for path in share))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MissingURLGeneratorWarning)  # a share is a part of the site
            return sum(1 for _ in freezer.freeze_yield())

    return write


@contextmanager
def _working(
    writer: Callable[[list[str]], int], jobs: int, shares: int
) -> Iterator[Callable[[list[list[str]]], Iterator[int]]]:
    """A way to run the writer over shares: here, or in processes that inherit it."""
    global _writer  # noqa: PLW0603 - forked processes inherit what cannot be pickled
    if min(jobs, shares) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda some: (writer(share) for share in some)
        return
    _writer = writer
    try:
        with multiprocessing.get_context("fork").Pool(min(jobs, shares)) as pool:
            yield lambda some: pool.imap_unordered(_run, some)
    finally:
        _writer = None


def _run(share: list[str]) -> int:
    assert _writer is not None  # noqa: S101 - set before the fork
    return _writer(share)
