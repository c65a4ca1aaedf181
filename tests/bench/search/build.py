"""Time and memory to index generated pages, Whoosh and the compiled pieces included, then one page changed.

python tests/bench/search/build.py [--pages 10000] [--jobs 2] [--pagefind PROGRAM]
"""

import argparse
import json
import os
import random
import resource
import subprocess
import tempfile
import time
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from threading import Event, Thread

from search.document import SearchDocument
from search.export import Compiler
from search.index import Index

VOCABULARY = Path(__file__).parents[2] / "fixtures" / "french" / "voc.txt"
EMPTY = [
    "de",
    "la",
    "le",
    "et",
    "les",
    "des",
    "en",
    "un",
    "une",
    "du",
    "que",
    "dans",
    "est",
    "pour",
    "qui",
    "sur",
]


def generated(count: int, least: int = 260) -> list[SearchDocument]:
    """Pages of `least` to twice as many words, whose frequencies follow Zipf and Mandelbrot."""
    chance = random.Random(7)
    words = VOCABULARY.read_text("utf-8").split()
    chance.shuffle(words)
    words = EMPTY + words
    weights = list(accumulate(1 / (rank + 4) ** 1.15 for rank in range(len(words))))

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(least, most)))

    kinds = ("guide", "service", "pathway")
    return [
        SearchDocument(
            f"page-{number}", f"p/{number}/", kinds[number % 3], "fr", text(4, 9), text(12, 25),
            (text(1, 2),), (text(2, 5), text(2, 5)), text(least, 2 * least), {"place": (f"{number % 300}",)},
        )
        for number in range(count)
    ]  # fmt: skip


def processor() -> float:
    """Seconds of processor used so far, by processes that ended too: other load shows less in them."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Memory(Thread):
    """Watches what this process and those that it starts hold together, as Linux tells it, until stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0  # megabytes
        self._over = Event()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self.most = max(self.most, self._held(os.getpid()) / 2**20)

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self.most

    def _held(self, process: int) -> int:
        at = Path(f"/proc/{process}")
        try:
            pages = int((at / "statm").read_text().split()[1])
            children = " ".join(file.read_text() for file in at.glob("task/*/children")).split()
        except OSError:
            return 0  # it ended
        return pages * resource.getpagesize() + sum(self._held(int(child)) for child in children)


def pagefind(program: Path, pages: list[SearchDocument]) -> dict[str, float]:
    """What Pagefind takes for the same texts."""
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            text = f"<h1>{page.title}</h1><p>{page.summary}</p><p>{' '.join(page.headings)} {page.body}</p>"
            html = f'<!doctype html><html lang="fr"><main data-pagefind-body>{text}</main></html>'
            (Path(folder) / f"{page.id}.html").write_text(html, "utf-8")
        started, spent = time.perf_counter(), processor()
        subprocess.run([str(program), "--site", folder], check=True, capture_output=True)
        taken, used = time.perf_counter() - started, processor() - spent
        return {"pagefind s": round(taken, 1), "pagefind processor s": round(used, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pagefind", type=Path, help="index the same pages with Pagefind too")
    given = parser.parse_args()
    pages = generated(given.pages)
    figures: dict[str, object] = {"pages": given.pages, "jobs": given.jobs}
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory()
        memory.start()
        started, spent = time.perf_counter(), processor()
        index = Index(Path(folder), "fr", jobs=given.jobs)
        index.update(pages)
        indexed = time.perf_counter()
        compiler = Compiler(index)
        compiled, spent = time.perf_counter(), processor() - spent
        together = memory.stop()
        files, page = compiler.files, pages[given.pages // 2]
        edits = {
            "its summary": replace(page, summary="Une phrase nouvelle."),
            "its text": replace(page, body=pages[0].body),
        }
        changed = {}
        for name, edit in edits.items():
            began, before = time.perf_counter(), processor()
            compiler.update([edit])
            changed |= {
                f"one page, {name}, s": round(time.perf_counter() - began, 3),
                f"one page, {name}, processor s": round(processor() - before, 3),
            }
        after = compiler.files
    own, children = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    figures |= {
        "whoosh s": round(indexed - started, 1),
        "compile s": round(compiled - indexed, 1),
        "total s": round(compiled - started, 1),
        "total processor s": round(spent, 1),
        **changed,
        "pieces": len(files),
        "pieces changed": len(after.keys() - files.keys()),
        "bytes": sum(map(len, files.values())),
        "MB of the pages themselves": round(base / 1024),
        "MB at most, one process": round(max(own, children) / 1024),
        "MB at most, all processes together": round(max(together, own / 1024)),
    }
    if given.pagefind:  # last: its memory would be taken for ours
        figures |= pagefind(given.pagefind, pages)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
