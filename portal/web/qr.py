"""QR codes (ISO/IEC 18004) as SVG. The one module that imports segno."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from markupsafe import Markup

MASK = 2  # any of the eight is read as well on paper; to try them all takes five times as long as the rest


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """The code of an address, black on white with its quiet zone; it is read with 15 % soiled (level M)."""
    out = io.BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False, mask=MASK)
    code.save(out, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True,
              svgclass=None, lineclass=None)  # fmt: skip
    return out.getvalue().decode().strip()


def qr_inline(address: str) -> Markup:
    """The same inside a page; the address stands beside it in letters: it is hidden from screen readers."""
    svg = qr_svg(address).replace("<svg ", '<svg class="qr" aria-hidden="true" ', 1)
    return Markup(svg)  # noqa: S704 - shapes that segno wrote; the address is only in them as squares
