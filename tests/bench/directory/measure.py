"""How imports and builds grow with the directory: time, memory, pages per second, bytes of the index.

python tests/bench/directory/measure.py FOLDER [--sizes 100,1000,9034] [--whole]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import rows

from portal.freeze.build import build, prepare_site
from portal.freeze.search_index import search_files
from portal.importers.run import Sources, import_communes, import_finess
from portal.starter.write import Wishes, start
from portal.web.app import create_app, paths

TODAY = date(2026, 11, 26)
SAMPLE = 100  # pages of each kind that are rendered to tell the time of one
INDEXED = 10_000  # records: beyond, the index is not built, it would take an hour


def one(folder: Path, count: int, whole: bool) -> dict[str, object]:
    """The figures of one size."""
    with tempfile.TemporaryDirectory() as temporary:
        root, finess = Path(temporary) / "territoire", Path(temporary) / "finess.csv"
        start(root, Wishes("Essai", ("fr",)), TODAY)
        rows.write(folder / "finess-occitanie-brut.csv", finess, count)
        begun = time.perf_counter()
        import_communes(root, (folder / "communes-occitanie.csv",), "2026").apply(root, large=True)
        import_finess(root, Sources((finess,), "2026-01")).apply(root)
        told: dict[str, object] = {"records": count, "import_s": round(time.perf_counter() - begun, 1)}
        told["import_mb"] = _peak_mb()
        told |= _whole(root) if whole else _sampled(root, count)
        return told


def _peak_mb() -> int:
    """The largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _whole(root: Path) -> dict[str, object]:
    """A real build, by one process."""
    site = root / "build" / "site"
    begun = time.process_time()
    report = build(root, site, TODAY)
    spent = time.process_time() - begun
    index = sum(f.stat().st_size for f in (site / "search").rglob("*") if f.is_file())
    return {
        "pages": report.pages,
        "build_cpu_s": round(spent),
        "pages_per_cpu_s": round(report.pages / spent),
        "site_mb": report.bytes // 2**20,
        "index_mb": round(index / 2**20, 1),
        "build_mb": _peak_mb(),
    }


def _sampled(root: Path, count: int) -> dict[str, object]:
    """Reading, checking, and the time of one page of each kind."""
    begun = time.process_time()
    site, _ = prepare_site(root, TODAY)
    told: dict[str, object] = {"read_and_check_cpu_s": round(time.process_time() - begun, 1)}
    kinds: dict[str, list[str]] = defaultdict(list)
    for path, _ in paths(site):
        kinds[path.partition("/")[0] if path.count("/") > 1 else "lists"].append(path)
    told["pages"] = sum(map(len, kinds.values()))
    client = create_app(site).test_client()
    spent = 0.0
    for kind in ("communes", "services", "organisations", "lieux", "lists"):
        chosen = random.Random(81).sample(kinds[kind], min(SAMPLE, len(kinds[kind])))
        client.get(f"/{chosen[0]}")  # what is worked out once
        begun = time.process_time()
        for path in chosen:
            client.get(f"/{path}")
        each = (time.process_time() - begun) / len(chosen)
        told[f"{kind}_ms"] = round(each * 1000, 1)
        spent += each * len(kinds[kind])
    told["pages_cpu_s"] = round(spent)
    if count <= INDEXED:
        begun = time.process_time()
        told["index_mb"] = round(sum(map(len, search_files(site).values())) / 2**20, 1)
        told["index_cpu_s"] = round(time.process_time() - begun)
    told["mb"] = _peak_mb()
    return told


def main() -> None:
    """Each size in a process of its own: memory is then its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="100,1000,9034")
    parser.add_argument("--whole", action="store_true", help="build the whole site instead of a sample")
    parser.add_argument("--one", type=int)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.folder, given.one, given.whole)))
        return
    for size in given.sizes.split(","):
        command = [sys.executable, __file__, str(given.folder), "--one", size]
        subprocess.run([*command, *(["--whole"] if given.whole else [])], check=True)


if __name__ == "__main__":
    main()
