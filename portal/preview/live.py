"""The site of a folder that changes: what changed is read again, the rest stays."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from portal.checks import check_loaded, each_check
from portal.errors import Problem
from portal.freeze.build import files_beside, site_of, with_history
from portal.freeze.search_index import KEPT, search_files
from portal.loading.catalogue import Loaded, load_snapshot
from portal.loading.change import renewed
from portal.loading.files import Snapshot, read_folder
from portal.loading.gather import Gathered
from portal.model.catalogue import Catalogue
from portal.web.app import App, create_app
from portal.web.site import Site
from portal.web.views.search import FOLDER, PIECES


class Live:
    """A territory, read again when its files change."""

    def __init__(self, root: Path, as_of: date) -> None:
        self.root, self.as_of = root, as_of
        self._templates = _Compiled()
        self._reading = threading.Lock()
        self._snapshot: Snapshot = read_folder(root)
        self._loaded: Loaded = load_snapshot(self._snapshot, as_of)
        self.problems: list[Problem] = check_loaded(self._loaded)
        self.view: View | None = None  # None while no site can be shown
        self.view = self._show(None)

    def refresh(self) -> bool:
        """Read what changed; False when nothing did. What reading finds wrong is then known; checks wait."""
        with self._reading:
            before, self._snapshot = self._snapshot, read_folder(self.root, self._snapshot)
            if before == self._snapshot:
                return False
            now = renewed(self._loaded, before, self._snapshot)
            self._loaded = now or load_snapshot(self._snapshot, self.as_of)
            self.problems = list(self._loaded.problems)
            self.view = self._show(self.view.site if now and self.view else None) or self.view
        return True

    def check(self) -> bool:
        """Find all that is wrong, what checks tell too; False when the files changed meanwhile."""
        loaded, found = self._loaded, []
        for problems in each_check(loaded):
            found += problems
            with self._reading:  # what changed is shown first
                if loaded is not self._loaded:
                    return False
        self.problems = sorted(found)
        return True

    def _show(self, before: Site | None) -> View | None:
        """The site as it is now.

        Args:
            before: The one before, when only records changed since: its assets and pictures are the same.
        """
        catalogue = self._loaded.catalogue
        if catalogue is None:
            return None
        if self.view:
            catalogue = _with_broken(catalogue, self.view.site.catalogue, self._loaded.gathered)
        if before:
            site = before.renewed(catalogue)
        else:
            site = with_history(self.root, self._loaded, site_of(self.root, self._loaded, catalogue))
        return View(site, self.root / "build" / KEPT, self._templates, self.view)


def _with_broken(now: Catalogue, before: Catalogue, gathered: Gathered) -> Catalogue:
    """What is shown while some files cannot be read: their records as they were."""
    records = {}
    for kind, found in now.records.items():
        broken = {
            ident: record
            for ident, record in before.records[kind].items()
            if ident not in found and (record.ref in gathered.originals or record.ref in gathered.unread)
        }
        records[kind] = dict(sorted({**found, **broken}.items())) if broken else found
    return replace(now, records=records)


class View:
    """One state of the site; nothing in it changes."""

    def __init__(self, site: Site, kept: Path, templates: BytecodeCache, before: View | None) -> None:
        self.site = site
        self.app: App = create_app(site, before.app if before else None)
        self.app.jinja_env.bytecode_cache = templates
        self.app.logger.disabled = True  # a page that content breaks says so in the browser
        self._kept = kept
        self._lock = threading.Lock()

    def ready(self, path: str) -> bytes | None:
        """A file that pages are drawn with; None when it is another one, or a page."""
        return self.site.assets.files.get(path, self.site.pictures.get(path))

    def made(self, path: str) -> bytes | None:
        """A file of search or of open data, made for the occasion, which takes a while; None: there is none.

        Raises:
            PortalError: A build is writing its own index.
        """
        with self._lock:
            return (self._searched if path.startswith((FOLDER, PIECES)) else self._beside).get(path)

    @cached_property
    def _beside(self) -> dict[str, bytes]:
        return files_beside(self.site)

    @cached_property
    def _searched(self) -> dict[str, bytes]:
        return search_files(self.site, self._kept)


class _Compiled(BytecodeCache):
    """Templates, compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None  # noqa: S101 - jinja2 has just compiled it
        self._codes[bucket.key + bucket.checksum] = bucket.code
