"""The headers of security and cache, written as each kind of host reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from portal.web.security import HEADERS
from portal.web.worker import WORKER

# Sent by hosts alone, who answer over https; the preview does not.
SENT: Mapping[str, str] = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"}
FOR_EVER = "public, max-age=31536000, immutable"  # assets: their name changes with their content
ASK_AGAIN = "no-cache"  # pages may be kept, and are asked again each time: a corrected number shows at once
_TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "zip": "application/zip",
}  # by suffix; the same on every machine, which the mimetypes module is not


def cache_control(path: str) -> str:
    """How long browsers may keep a file of the site, by its path from the root of the site."""
    return FOR_EVER if path.startswith("assets/") else ASK_AGAIN


def content_type(path: str) -> str:
    """The media type of a file of the site, by the end of its name."""
    return _TYPES.get(path.rpartition(".")[2], "application/octet-stream")


def header_files(base_url: str) -> dict[str, str]:
    """For each kind of host, what its configuration includes: name of the file to its content.

    Args:
        base_url: The address of the site; its path goes into the rules.
    """
    root = quote(urlsplit(base_url).path)
    return {name: write(root) for name, write in _WRITERS.items()}


def underscore_headers(base_url: str) -> str:
    """The file ``_headers`` that Netlify, Cloudflare Pages and their like read at the root of a site."""
    root = quote(urlsplit(base_url).path)
    lines = [f"{root}*", *(f"  {name}: {value}" for name, value in SENT.items())]
    lines += [f"{root}assets/*", f"  Cache-Control: {FOR_EVER}"]
    lines += [f"{root}{WORKER}", f"  Cache-Control: {ASK_AGAIN}"]  # a worker that stays would hold old pages
    return "\n".join(lines) + "\n"


def _nginx(root: str) -> str:
    lines = [f'add_header {name} "{value}" always;' for name, value in SENT.items()]
    return "\n".join([
        "# nginx: include this file in the server block of the site.",
        *lines,
        f'set $portal_cache "{ASK_AGAIN}";',
        f'if ($uri ~ "^{root}assets/") {{ set $portal_cache "{FOR_EVER}"; }}',
        "add_header Cache-Control $portal_cache;",
        "charset utf-8;",
        f"error_page 404 {root}404.html;",
        "",
    ])  # fmt: skip


def _apache(root: str) -> str:
    lines = [f'Header always set {name} "{value}"' for name, value in SENT.items()]
    return "\n".join([
        "# Apache: include this file in the virtual host, or copy it as .htaccess into the published folder.",
        "# It needs mod_headers.",
        *lines,
        f'Header set Cache-Control "{ASK_AGAIN}"',
        f'Header set Cache-Control "{FOR_EVER}" "expr=%{{REQUEST_URI}} =~ m#^{root}assets/#"',
        "AddDefaultCharset utf-8",
        "AddType font/woff2 .woff2",
        f"ErrorDocument 404 {root}404.html",
        "",
    ])  # fmt: skip


def _caddy(root: str) -> str:
    lines = [f'\t{name} "{value}"' for name, value in SENT.items()]
    return "\n".join([
        "# Caddy: import this file in the block of the site.",
        "header {",
        *lines,
        "}",
        f"@portal_pages not path {root}assets/*",  # of two rules for one header, Caddy keeps the broader
        f'header @portal_pages Cache-Control "{ASK_AGAIN}"',
        f'header {root}assets/* Cache-Control "{FOR_EVER}"',
        "handle_errors {",
        f"\trewrite * {root}404.html",
        "\tfile_server",
        "}",
        "",
    ])  # fmt: skip


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "nginx.conf": _nginx,
    "apache.conf": _apache,
    "Caddyfile": _caddy,
}
