"""The editor: wiring only. One application for one territory, one browser, one run."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound

from portal.editor import fresh, lists, past, pictures, record, showing, sides, texts
from portal.editor.desk import Desk
from portal.editor.edits import CannotEditError
from portal.editor.guard import guard
from portal.editor.state import Answer, State, state
from portal.errors import N_, PortalError
from portal.loading.catalogue import TERRITORY
from portal.model.codes import CODES
from portal.web.assets import STATIC as SITE_STATIC

HERE = files("portal.editor")
_STYLES = ("00-fonts.css", "00-tokens.css", "10-ground.css")  # the look of the site
BIGGEST = 8 * 2**20  # bytes of one request: a picture, or a long pathway


def create_editor(root: Path, as_of: date, lang: str, hosts: frozenset[str]) -> tuple[Flask, str]:
    """The editor of a territory, and the token that opens it.

    Args:
        root: The folder that holds ``content/``.
        as_of: The day on which the content is judged, and reviews are dated.
        lang: The language of the interface.
        hosts: What the browser may call this machine, port included.
    """
    app = Flask("portal.editor", template_folder=str(HERE / "templates"), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = BIGGEST
    app.config["MAX_FORM_PARTS"] = 10_000
    run = State(Desk(root, as_of), lang)
    app.extensions["editor"] = run
    token = guard(app, hosts)
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(run.gettext, run.ngettext, newstyle=True)  # type: ignore[attr-defined]  # by i18n
    env.globals.update(state=run, statuses=CODES["status"])
    for module in (lists, record, fresh, past, showing, sides, pictures, texts):
        for rule, view, methods in module.ROUTES:
            app.add_url_rule(rule, view.__name__, view, methods=methods)
    app.add_url_rule("/statique/<path:name>", "static", _static)
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(HTTPException, _failed)
    return app, token


def _static(name: str) -> Response:
    if name == "editeur.css":
        styles = [(SITE_STATIC / "css" / "base" / sheet).read_text("utf-8") for sheet in _STYLES]
        return Response(
            "\n".join([*styles, (HERE / "static" / name).read_text("utf-8")]), mimetype="text/css"
        )
    if name == "editeur.js":
        return Response((HERE / "static" / name).read_text("utf-8"), mimetype="text/javascript")
    if name == "borne.svg":
        return Response((SITE_STATIC / "img" / name).read_bytes(), mimetype="image/svg+xml")
    font = SITE_STATIC / "fonts" / Path(name).name
    if name.startswith("fonts/") and font.suffix == ".woff2" and font.is_file():
        return Response(font.read_bytes(), mimetype="font/woff2")
    raise NotFound


def _refused(error: PortalError) -> Answer:
    """What cannot be done; a file that no form can show opens as text."""
    given = request.view_args or {}
    names = [str(given[key]) for key in ("ident", "lang") if key in given]
    name = f"{given['kind']}/{'.'.join(names)}.md" if "kind" in given else TERRITORY.partition("/")[2]
    if isinstance(error, CannotEditError) and request.method == "GET" and texts.is_broken(name):
        return redirect(url_for("text", name=name, fait=request.args.get("fait")), 303)
    return render_template("message.html", error=error), 409


def _failed(error: HTTPException) -> Answer:
    told = {
        403: N_(
            "This page belongs to another run of the editor: open the address that “portal edit” printed."
        ),
        404: N_("There is no such page."),
        413: N_("This is too big: 8 MB at most."),
    }
    if error.code == 403:  # a stranger learns nothing of the territory
        return Response(state().gettext(told[403]), status=403, mimetype="text/plain")
    code = error.code or 500
    return render_template("message.html", error=told.get(code, error.description)), code
