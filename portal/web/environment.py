"""What templates may call beside ``page``: dates that grow old, names of languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Flask, g
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.local import LocalProxy

from portal.model.completeness import QUESTIONS
from portal.model.identifiers import language_name
from portal.model.listing import FACET_NAMES, FAMILIES
from portal.model.review import every, months_between, old_data_from, review_of, verification
from portal.model.territory import ReviewDefaults
from portal.web.map import NUMBERED
from portal.web.security import POLICY
from portal.web.site import Site

TEMPLATES = Path(__file__).parent.parent / "templates"
STALE_AFTER_MONTHS = 12  # an address or a phone noted longer ago is shown « to be confirmed »


def prepare(app: Flask, site: Site) -> None:
    """Give the templates of an application what they need."""
    env = app.jinja_env
    env.undefined = StrictUndefined  # a slip in a template is an error, never a blank
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]  # by i18n

    def review() -> ReviewDefaults:
        return site.catalogue.territory.review

    env.globals.update(
        page=LocalProxy(lambda: g.page),
        site=site,
        policy=POLICY,
        is_stale=lambda as_of, delay=False: (
            months_between(earliest(as_of), site.as_of)
            >= (review().delay_max_age if delay else STALE_AFTER_MONTHS)
        ),
        review_of=lambda record: review_of(record, review(), site.as_of),
        review_every=lambda record: every(record, review()),
        numbered=lambda drawing: len(drawing.spots) <= NUMBERED,
        old_data_from=old_data_from,
        verification=lambda day: verification(day, site.as_of),
    )
    env.filters["drawing"] = Markup  # shapes of icons.html, written by us
    env.filters["question"] = lambda code: g.page.gettext(QUESTIONS[code])
    env.filters["vocabulary"] = FAMILIES.__getitem__
    env.filters["facet_name"] = lambda name: g.page.gettext(FACET_NAMES[name])
    env.filters["language_name"] = lambda tag: language_name(tag, g.page.locale, g.page.gettext)


def _gettext(text: str) -> str:
    said: str = g.page.gettext(text)
    return said


def _ngettext(one: str, many: str, count: int) -> str:
    said: str = g.page.ngettext(one, many, count)
    return said


def earliest(partial: str) -> date:
    """The first day that a partial date may mean."""
    year, month, day = ([int(p) for p in partial.split("-")] + [1, 1])[:3]
    return date(year, month, day)
