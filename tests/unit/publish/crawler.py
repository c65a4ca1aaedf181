"""A visitor who never stops: reads pages and all that they ask for, while a site is being replaced."""

from __future__ import annotations

import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urljoin

from tests.unit.publish.servers import PATIENCE

LINK = re.compile(r'(?:href|src)="([^"]+)"')


class Crawler:
    """What was seen: how many pages, and every answer that was not 200."""

    def __init__(self, pages: list[str], headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        self.pages, self.read, self.faults = pages, 0, list[str]()
        self.versions: set[str] = set()

    def walk(self, stop: threading.Event) -> None:
        """Read the pages over and over; their assets a moment later, as a slow phone does."""
        while not stop.is_set():
            for page in self.pages:
                html = self._get(page)
                self.versions |= set(re.findall(r"Version (\d+)", html))
                time.sleep(0.02)
                for link in LINK.findall(html):
                    self._get(urljoin(page, link))
                self.read += 1

    def go_round(self, times: int = 1) -> None:
        """Wait until every page was read once more."""
        wanted, until = self.read + times * len(self.pages), time.monotonic() + PATIENCE
        while self.read < wanted and time.monotonic() < until:
            time.sleep(0.02)

    def _get(self, url: str) -> str:
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, headers=self.headers), timeout=PATIENCE
            ) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                self.faults.append(f"{error.code} {url}")
        except OSError as error:
            self.faults.append(f"{error} {url}")
        return ""


@contextmanager
def crawling(pages: list[str], headers: Mapping[str, str] | None = None) -> Iterator[Crawler]:
    """A crawler at work, which has read every page at least once before and after what happens meanwhile."""
    crawler, stop = Crawler(pages, headers or {}), threading.Event()
    thread = threading.Thread(target=crawler.walk, args=(stop,))
    thread.start()
    try:
        crawler.go_round()
        yield crawler
        crawler.go_round(2)
    finally:
        stop.set()
        thread.join()
