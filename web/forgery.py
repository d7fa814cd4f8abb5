"""Guards against other sites acting in somebody's name: a token in every form, and a look at where it comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from web.config import ServiceConfig
from web.surroundings import the_config

SAFE = {"GET", "HEAD", "OPTIONS"}


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Ask every writing request for a token and for its own origin."""
    # Referrer checking is off because Origin and Sec-Fetch-Site say the same more reliably (see below).
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    app.before_request(_refuse_foreign_origin)
    CSRFProtect(app)


def _refuse_foreign_origin() -> None:
    """Refuse a writing request that a browser says was made by another site.

    Sec-Fetch-Site is sent by every current browser; Origin is the fallback. A client that sends neither is no browser,
    and still needs the form's token.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise CSRFError("the request came from another site")
        return
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(origin):
        raise CSRFError("the request came from another site")


def _is_ours(origin: str) -> bool:
    try:
        return _address(origin) == _address(the_config().base_url)
    except ValueError:  # no address at all, such as "http://[" or a port beyond all ports
        return False


def _address(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
