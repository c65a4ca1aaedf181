"""Who may talk to the editor: the browser that opened it, on this machine, from its own pages."""

from __future__ import annotations

import secrets
from hmac import compare_digest

from flask import Flask, Response, abort, request

TOKEN_FIELD = "jeton"  # noqa: S105 - the name of the field, not what it holds
_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
POLICY = "; ".join(_DIRECTIVES)
# With "no-referrer" browsers would send "Origin: null" with a form: it could not be told from a stranger's.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def guard(app: Flask, hosts: frozenset[str]) -> str:
    """Close an application to all but one browser.

    Args:
        app: Gets its checks and its headers.
        hosts: What the browser may call this machine, port included: a foreign name that was made to lead
            here (DNS rebinding) is none of them.

    Returns:
        The token of this run, which the first address carries.
    """
    token = secrets.token_urlsafe(32)
    cookie = "portal-edit-" + secrets.token_hex(4)  # the same machine may run two editors

    @app.before_request
    def check() -> Response | None:
        if request.host not in hosts:
            abort(403)
        given = request.args.get(TOKEN_FIELD)
        if request.method == "GET" and given is not None and compare_digest(given.encode(), token.encode()):
            answer = Response(status=303, headers={"Location": "/"})
            answer.set_cookie(cookie, token, httponly=True, samesite="Strict")
            return answer
        if not compare_digest(request.cookies.get(cookie, "").encode(), token.encode()):
            abort(403)
        if request.method != "GET" and request.headers.get("Origin") != f"http://{request.host}":
            abort(403)
        return None

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        framed = request.path.startswith("/apercu/")
        if not framed:
            response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors 'none'"
        return response

    return token
