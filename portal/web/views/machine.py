"""What machines read: sitemap, robots, security contact, the page for lost visitors."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from flask import Response

from portal.web.addresses import in_language
from portal.web.page import Page
from portal.web.routes import Route
from portal.web.show import show


def not_found(page: Page) -> str:
    """The page that a host shows for an address that does not exist."""
    return show(page, "not_found.html")


def sitemap(page: Page) -> Response:
    """Every page, with its versions in other languages (sitemaps.org 0.9; xhtml:link as Google documents)."""
    from portal.web.views import ROUTES as ALL  # noqa: PLC0415 - the list holds this view too

    site, base = page.site, page.site.catalogue.territory.publication.base_url
    rows = []
    for route in ALL:
        if not (route.localised and route.listed):
            continue
        for values in route.values(site):
            path = route.path(values)
            found = [
                (lang, escape(base + in_language(path, lang, site.default_language)))
                for lang in site.languages
            ]
            links = "".join(
                f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>' for lang, url in found
            )
            rows += [f"<url><loc>{url}</loc>{links if len(found) > 1 else ''}</url>" for _, url in found]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(rows)
        + "\n</urlset>\n"
    )
    return Response(body, mimetype="application/xml")


def robots(page: Page) -> Response:
    """Search engines are welcome."""
    base = page.site.catalogue.territory.publication.base_url
    return Response(f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n", mimetype="text/plain")


def security(page: Page) -> Response:
    """Where to report a weakness (RFC 9116); it expires a year after the build."""
    territory = page.site.catalogue.territory
    contact = territory.security_contact or territory.reports.email
    if contact and "://" not in contact:
        contact = f"mailto:{contact}"
    expires = (page.site.as_of + timedelta(days=365)).isoformat()
    lines = [f"Contact: {contact or territory.reports.form_url}", f"Expires: {expires}T00:00:00Z"]
    lines.append(f"Preferred-Languages: {', '.join(page.site.languages)}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


ROUTES = (
    Route("404.html", not_found, localised=False, listed=False),
    Route("sitemap.xml", sitemap, localised=False, listed=False),
    Route("robots.txt", robots, localised=False, listed=False),
    Route(".well-known/security.txt", security, localised=False, listed=False),
)
