"""How often one address may try to sign in or fetch feeds.

Counts are kept in this process: the embedded service runs as one process with threads. Sign-in links are also
throttled in the store, for all processes together.
"""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from web.config import ServiceConfig
from web.surroundings import the_config

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=False)


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Count requests of an app."""
    app.config["RATELIMIT_ENABLED"] = config.rate_limits
    limiter.init_app(app)


# Each service counts for itself, so that limits can differ from one to the next.
sign_in_tries = limiter.limit(
    lambda: the_config().sign_in_limit, scope="sign_in", exempt_when=lambda: request.method in {"GET", "HEAD"}
)
feed_fetches = limiter.limit(lambda: the_config().feed_limit)
