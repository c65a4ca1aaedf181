"""What a page and its files weigh on the way to a visitor."""

from __future__ import annotations

import gzip
import re

# What a search page carries for its script: danger phrases, words of the interface.
CARRIED = re.compile(rb'<script type="application/json" id="search-\w+">(.*?)</script>', re.DOTALL)


def gzipped(content: bytes) -> int:
    """Bytes that a static host sends, compressed as much as gzip can."""
    return len(gzip.compress(content, 9, mtime=0))


def carried(page: bytes) -> int:
    """The bytes of a search page, compressed, that are there for its script alone."""
    return gzipped(b"".join(CARRIED.findall(page)))
