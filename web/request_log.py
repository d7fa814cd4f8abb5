"""One log line for each request. It names the route, not the address: addresses hold feed and sign-in secrets."""

from __future__ import annotations

import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.tracebacks import ExceptionDictTransformer

from web.config import ServiceConfig
from web.surroundings import actor_or_none

log = structlog.get_logger("web")

# Local variables stay out of traces: they hold names, tokens and form fields.
LINES: list[Any] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    structlog.processors.JSONRenderer(),
]


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Log every request of an app, as one line of JSON unless the program has set up logging otherwise."""
    if not structlog.is_configured():
        structlog.configure(processors=LINES)
    app.before_request(_start)
    app.after_request(_tell)


def _start() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    g.started = time.perf_counter()


def _tell(response: Response) -> Response:
    actor = actor_or_none()
    log.info(
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        # the rule has "<token>" where the address has the secret; an unknown address is not repeated at all
        route=request.url_rule.rule if request.url_rule else "(no such page)",
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
        account=actor.account_id if actor else None,
    )
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
