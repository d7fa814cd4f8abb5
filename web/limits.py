"""How often one address may try to sign in or fetch feeds.

Counts are kept in this process: the embedded service runs as one process with threads. Sign-in links are also
throttled in the store, for all processes together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from web.config import ServiceConfig

SAFE = {"GET", "HEAD"}


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Count requests of an app, by itself; called after all blueprints are there."""
    app.config["RATELIMIT_ENABLED"] = config.rate_limits
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="moving-window")
    sign_in = limiter.shared_limit(config.sign_in_limit, scope="sign_in", exempt_when=lambda: request.method in SAFE)
    feed = limiter.limit(config.feed_limit)
    app.extensions["roster.limiter"] = limiter  # the limits know it only weakly
    for endpoint, limit in (("sign_in.send", sign_in), ("sign_in.enter", sign_in), ("feeds.feed", feed)):
        limited: Callable[..., Any] = limit(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
