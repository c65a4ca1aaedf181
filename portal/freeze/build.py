"""One build: content is read once, checked, rendered beside the site, and swapped in when all is there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portal.checks import check_loaded
from portal.errors import N_, ContentError, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest, hashes
from portal.freeze.pages import freeze_pages
from portal.freeze.reuse import Reuse
from portal.freeze.search_index import KEPT, search_files
from portal.freeze.swap import REPORT, discard, exclusive, make_stage, swap_in, told_simply, write_file
from portal.freeze.trace import Tracer
from portal.history.records import changes
from portal.loading.catalogue import Loaded, load
from portal.model.catalogue import Catalogue
from portal.web.app import paths
from portal.web.assets import build_assets
from portal.web.host_headers import header_files, underscore_headers
from portal.web.site import Site
from portal.web.worker import WORKER, worker_script
from search.bundle import client_script

HEADERS = "headers"  # beside the site: what hosts include in their configuration
SIGNS = ("sitemap.xml", "urgences/index.html")  # a folder that holds these was written by a build

Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True, slots=True)
class Way:
    """How a build works: whatever it says, the same bytes come out."""

    jobs: int = 1  # processes that render pages
    progress: Progress | None = None  # told how many pages are done
    full: bool = False  # render every page, whatever the last build left


ALONE = Way()


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    pages: int
    reused: int  # of these, taken from the last build
    files: int  # pages and all that lies beside them
    bytes: int
    warnings: int
    seconds: float


def prepare_site(root: Path, as_of: date) -> tuple[Site, int]:
    """The site of a folder, ready to render, and how many warnings its content has.

    Raises:
        ContentError: The content has errors; all of them are in it.
    """
    loaded = load(root, as_of)
    problems = check_loaded(loaded)
    errors = [p for p in problems if p.severity == "error"]
    if errors or loaded.catalogue is None:
        raise ContentError(errors)
    site = with_history(root, loaded, site_of(root, loaded, loaded.catalogue))
    return site, sum(p.severity == "warning" for p in problems)


def site_of(root: Path, loaded: Loaded, catalogue: Catalogue) -> Site:
    """The site of a folder already read and free of errors."""
    territory = catalogue.territory
    logo = root / "content" / territory.logo if territory.logo else None
    assets = build_assets(territory, logo.read_bytes() if logo and logo.is_file() else None)
    assets.add("search.js", client_script().encode())
    pictures = {
        path.removeprefix("content/"): (root / path).read_bytes()
        for path in sorted(loaded.pictures)
        if path.startswith("content/images/")
    }
    return Site(catalogue, loaded.as_of, assets, pictures)


def with_history(root: Path, loaded: Loaded, site: Site) -> Site:
    """The same site, whose pages tell what the Git repository of the folder knows of them."""
    former = {
        f"{kind}/{old}": record.ref
        for kind, records in site.catalogue.records.items()
        for record in records.values()
        for old in record.former_ids
    }
    return replace(site, changes=changes(root, site.as_of, loaded.gathered.rows, former))


def build(root: Path, output: Path, as_of: date, way: Way = ALONE) -> Report:
    """Write the site of a territory; whatever fails, the previous one stays whole.

    Args:
        root: The folder that holds ``content/``.
        output: Where the site goes: it is replaced in one step.
        as_of: The day on which the content is judged.
        way: How to work.

    Raises:
        ContentError: The content has errors.
        PortalError: Another build is running, or the output cannot be written.
    """
    started = time.monotonic()
    output = output.resolve()  # a link to the site stays a link: what it leads to is replaced
    check_output(root, output)
    site, warnings = prepare_site(root, as_of)
    site = replace(site, works_offline=site.catalogue.territory.offline)
    with told_simply(), exclusive(output):
        stage = make_stage(output)
        try:
            beside = files_beside(site)  # before the work is shared: each process inherits it
            tracer = Tracer(site)
            reuse = Reuse(tracer, output)
            wanted = dict(_wanted(site))
            todo = [*wanted] if way.full else reuse.take(wanted, stage)
            traces = freeze_pages(tracer, todo, stage, way.jobs, way.progress)
            searched = search_files(site, output.parent / KEPT)
            for path, content in {**beside, **searched}.items():
                write_file(stage / path, content)
            write_file(stage / WORKER, worker_script(site, lambda path: (stage / path).read_bytes()))
            manifest = _say_what_it_holds(stage, site)
            report = _report(stage, (len(wanted), len(todo)), warnings, time.monotonic() - started)
            swap_in(stage, output)
            reuse.keep(wanted, traces, manifest.files)
        finally:
            discard(stage)
        write_file(output.parent / REPORT, _as_json(report, site).encode())
        for name, text in header_files(site.catalogue.territory.publication.base_url).items():
            write_file(output.parent / HEADERS / name, text.encode())
    return report


def files_beside(site: Site) -> dict[str, bytes]:
    """What lies beside the pages, but for the search index: path from the root of the site to content."""
    return {**site.assets.files, **site.pictures, **site.data, **dict(site.pieces.values())}


def _wanted(site: Site) -> Iterator[tuple[str, str]]:
    """Every page of the site, and what renders it, in which language: its address alone does not tell."""
    for path, route in paths(site):
        yield path, f"{site.default_language}:{route.endpoint}"


def _say_what_it_holds(stage: Path, site: Site) -> Manifest:
    """Add what hosts and publications read: headers, then the list of all files, which comes last."""
    territory = site.catalogue.territory
    base_url = territory.publication.base_url
    write_file(stage / "_headers", underscore_headers(base_url).encode())
    manifest = Manifest(territory.id, site.as_of, base_url, hashes(stage))
    write_file(stage / MANIFEST, manifest.as_json())
    return manifest


def check_output(root: Path, output: Path) -> None:
    """Refuse an output that would replace something that is not a built site.

    Raises:
        PortalError: It holds the content, or files that no build wrote.
    """
    content = (root / "content").resolve()
    if output.resolve() in {content, *content.parents} or content in output.resolve().parents:
        message = Message(N_("the output %(path)s would replace the content"), {"path": output.name})
        raise PortalError(message, Message(N_("choose another with --output")))
    if output.is_dir() and any(output.iterdir()) and not all((output / name).is_file() for name in SIGNS):
        raise PortalError(
            Message(N_("the folder %(path)s is not empty and holds no built site"), {"path": output.name}),
            Message(N_("choose another with --output")),
        )


def _report(stage: Path, pages: tuple[int, int], warnings: int, seconds: float) -> Report:
    """Args: the site; its pages, and of these those rendered; warnings on the content; how long it took."""
    sizes = [f.stat().st_size for f in stage.rglob("*") if f.is_file()]
    return Report(pages[0], pages[0] - pages[1], len(sizes), sum(sizes), warnings, round(seconds, 2))


def _as_json(report: Report, site: Site) -> str:
    facts = {
        "territory": site.catalogue.territory.id,
        "as_of": site.as_of.isoformat(),
        "languages": list(site.languages),
        "pages": report.pages,
        "reused": report.reused,
        "files": report.files,
        "bytes": report.bytes,
        "warnings": report.warnings,
        "seconds": report.seconds,
        "records": {kind: len(found) for kind, found in site.catalogue.records.items()},
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
