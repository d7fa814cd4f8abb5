"""What people see when something is refused or fails: one page for all, in their language, saying what to do next."""

from __future__ import annotations

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from roster import errors as refused
from web.config import ServiceConfig
from web.feed_answers import no_feed
from web.headers import WITHOUT_SESSION
from web.language import current_language

log = structlog.get_logger("web")

STATUS: dict[type[refused.Refusal], int] = {
    refused.NotFound: 404,
    refused.Forbidden: 403,
    refused.Conflict: 409,
    refused.Invalid: 422,
    refused.WeekTooLarge: 422,
    refused.TooLarge: 413,
    refused.Gone: 410,
    refused.TooMany: 429,
    refused.Busy: 503,
    refused.Refusal: 400,
}


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Answer every error of an app with a page of its own."""
    app.register_error_handler(refused.Refusal, _refusal)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def status_of(refusal: refused.Refusal) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def faults_of(refusal: refused.Refusal) -> list[str]:
    """The single faults of a refusal in the page's language; empty where it has none."""
    return [fault.text(current_language()) for fault in getattr(refusal, "faults", ())]


def _refusal(refusal: refused.Refusal) -> Response:
    status = status_of(refusal)
    response = _page(status, refusal.text(current_language()), faults_of(refusal))
    if status in {429, 503}:
        response.headers["Retry-After"] = "30"
    return response


def _forged(error: CSRFError) -> Response:
    return _page(403, _("This form has expired or came from another site. Go back, reload the page and send it again."))


def _too_often(error: RateLimitExceeded) -> Response:
    response = _page(429, _("Too many attempts in a short time. Please wait a minute and try again."))
    response.headers["Retry-After"] = "60"
    return response


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    said = {
        400: _("The request could not be understood. Please go back and try again."),
        404: _("There is no such page. The link may be old or mistyped."),
        405: _("This address cannot be used like that. Please go back and use the buttons of the page."),
        413: _("The file is too large. Please upload at most 16 MB."),
    }
    if code < 400:
        return make_response(error.get_response())
    return _page(code, said.get(code, _("This did not work. Please go back and try again.")))


def _fault(error: Exception) -> Response:
    log.error("fault", route=request.url_rule.rule if request.url_rule else None, exc_info=error)
    return _page(500, _("Something went wrong on our side; nothing was changed. Please try again in a moment."))


def _page(status: int, sentence: str, faults: list[str] | None = None) -> Response:
    if status == 404 and request.path.startswith("/feed/"):
        return no_feed()
    # machines get a line of text, and no session is touched; so does whoever uses a host name that is not ours
    if request.path.startswith(WITHOUT_SESSION) or isinstance(request.routing_exception, SecurityError):
        return Response(sentence + "\n", status, mimetype="text/plain")
    partial = "HX-Request" in request.headers
    template = "errors/notice.html" if partial else "errors/page.html"
    return make_response(render_template(template, status=status, sentence=sentence, faults=faults or []), status)
