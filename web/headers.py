"""Security headers of every answer, and sessions that feeds and files cannot even touch."""

from __future__ import annotations

import secrets
from typing import Any, NoReturn

from flask import Flask, Request, Response, g, request
from flask.sessions import NullSession, SecureCookieSessionInterface, SessionMixin

from web.config import ServiceConfig

# No session is opened for these: they are fetched by machines, and an answer must never carry a cookie.
WITHOUT_SESSION = ("/feed/", "/healthz", "/robots.txt", "/static/")

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
BY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


class UntouchableSession(NullSession):
    """A session that raises as soon as somebody reads or writes it."""

    def _out_of_reach(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("this address works without any session, and must stay so")

    __getitem__ = __contains__ = get = __iter__ = _out_of_reach
    __setitem__ = __delitem__ = pop = popitem = clear = update = setdefault = _out_of_reach


class FormSessions(SecureCookieSessionInterface):
    """Flask's signed cookie for form tokens and notices; who is signed in lives on the server (see web/access.py)."""

    def open_session(self, app: Flask, request: Request) -> Any:
        """The session of a request; machine addresses get one that raises when touched."""
        if request.path.startswith(WITHOUT_SESSION):
            return UntouchableSession()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie back where it changed; never for machine addresses."""
        if not isinstance(session, UntouchableSession):
            super().save_session(app, session, response)


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Harden all answers of an app."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-roster-form" if config.secure else "roster-form",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.session_interface = FormSessions()
    app.context_processor(lambda: {"csp_nonce": _nonce()})
    app.after_request(_harden)
    if config.secure:
        app.after_request(lambda response: _with(response, BY_HTTPS))


def _nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _harden(response: Response) -> Response:
    _with(response, ALWAYS)
    policy = (
        f"default-src 'none'; script-src 'self' 'nonce-{_nonce()}'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if not request.path.startswith(WITHOUT_SESSION):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
    return response


def _with(response: Response, extra: dict[str, str]) -> Response:
    for name, value in extra.items():
        response.headers.setdefault(name, value)
    return response
