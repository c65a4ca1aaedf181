"""The application: wiring only. The preview serves it, the freezer writes what it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, Response, g, request

from portal.web.addresses import in_language
from portal.web.environment import TEMPLATES, prepare
from portal.web.finish import finish
from portal.web.page import Page
from portal.web.routes import Route
from portal.web.security import HEADERS
from portal.web.site import Site
from portal.web.views import ROUTES, moved

App = Flask  # what other parts know it by


def create_app(site: Site, before: Flask | None = None) -> Flask:
    """An application that shows one territory as of one date.

    Args:
        site: What it shows.
        before: One that showed another state of it: its addresses, which take long to compile, are taken over
            when they are the same.
    """
    app = Flask("portal", template_folder=str(TEMPLATES), static_folder=None)
    app.extensions["portal"] = site
    prepare(app, site)
    views, rules = {}, {}
    for route in (*ROUTES, *moved.routes(site)):
        for lang in site.languages if route.localised else (site.default_language,):
            endpoint = f"{lang}:{route.endpoint}"
            rules[endpoint] = "/" + in_language(route.rule, lang, site.default_language)
            views[endpoint] = _view(route, site, lang)
    app.extensions["portal.rules"] = rules
    if before and before.extensions["portal.rules"] == rules:
        app.url_map = before.url_map
        app.view_functions.update(views)
    else:
        for endpoint, rule in rules.items():
            app.add_url_rule(rule, endpoint, views[endpoint])
    app.wsgi_app = _WithoutIndex(app.wsgi_app)  # type: ignore[method-assign]
    app.after_request(_headers)
    return app


def paths(site: Site) -> Iterator[tuple[str, Route]]:
    """Every page of the site, from its root, with the route that renders it."""
    for route in (*ROUTES, *moved.routes(site)):
        for lang in site.languages if route.localised else (site.default_language,):
            for values in route.values(site):
                if route.shown_in(site, lang, values):
                    yield in_language(route.path(values), lang, site.default_language), route


def _view(route: Route, site: Site, lang: str) -> Callable[..., Any]:
    def view(**values: str) -> Any:
        g.page = Page(site, lang, request.path.lstrip("/"), lang)
        answer = route.view(g.page, **values)
        if isinstance(answer, str):
            return finish(answer, lang, site.acronyms, g.page.link)
        return answer

    return view


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class _WithoutIndex:
    """Links say ``index.html`` so that they work from disk; the routes do not."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        path = environ.get("PATH_INFO", "")
        if path.endswith("/index.html"):
            environ["PATH_INFO"] = path.removesuffix("index.html")
        return self.app(environ, start_response)
